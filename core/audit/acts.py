"""The acts the audit trail knows: a stable code, its category, its text. Each app registers its own."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What an act is about; the filter of the audit page."""

    AUTHENTICATION = "authentication", _("Authentication")
    PRODUCTS = "products", _("Products")
    IMPORTS = "imports", _("Imports")
    EXPORTS = "exports", _("Exports")
    ADMINISTRATION = "administration", _("Administration")
    SYSTEM = "system", _("System")


@dataclass(frozen=True)
class Act:
    """`text` may name details and `subject`: `_("Changed supplier %(subject)s")`."""

    code: str
    category: Category
    text: Any


ACTS: dict[str, Act] = {}


def register(*acts: Act) -> None:
    """Make the acts known; called in `AppConfig.ready` with the app's `audit.ACTS`."""
    ACTS.update({act.code: act for act in acts})
