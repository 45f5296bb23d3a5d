"""What is known of a reader: the language."""

from django.conf import settings

from core.models import User


def language_of(user: User) -> str:
    """The language the person chose, else the installation's."""
    return str(getattr(user, "language", "") or settings.LANGUAGE_CODE)
