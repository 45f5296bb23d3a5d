"""The acts of signing in that the audit trail knows, and how they are written for every organisation concerned."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import audit
from core.actor import acting_as, current_actor
from core.audit import Act, Category
from core.models import Membership, User

ACTS = (
    Act("signin.succeeded", Category.AUTHENTICATION, _("Signed in")),
    Act("signin.failed", Category.AUTHENTICATION, _("Failed to sign in as %(subject)s")),
    Act("signin.locked", Category.AUTHENTICATION, _("Signing in as %(subject)s locked after %(failures)s attempts")),
    Act("signin.unlocked", Category.AUTHENTICATION, _("Unlocked signing in as %(subject)s")),
    Act("signin.ended", Category.AUTHENTICATION, _("Signed out")),
    Act("session.ended", Category.AUTHENTICATION, _("Ended %(count)s sessions of %(subject)s")),
    Act("password.changed", Category.AUTHENTICATION, _("Changed the password of %(subject)s")),
    Act("password.reset_asked", Category.AUTHENTICATION, _("Asked for a new password for %(subject)s")),
    Act("password.reset", Category.AUTHENTICATION, _("Set a new password for %(subject)s by a link")),
    Act("email.change_asked", Category.AUTHENTICATION, _("Asked for a new e-mail address for %(subject)s")),
    Act("email.changed", Category.AUTHENTICATION, _("Changed the e-mail address of %(subject)s")),
    Act("profile.changed", Category.AUTHENTICATION, _("Changed the profile of %(subject)s")),
    Act("two_factor.on", Category.AUTHENTICATION, _("Switched on the second factor of %(subject)s")),
    Act("two_factor.off", Category.AUTHENTICATION, _("Switched off the second factor of %(subject)s")),
    Act("two_factor.recovery_used", Category.AUTHENTICATION, _("Used a recovery code of %(subject)s")),
    Act("two_factor.recovery_renewed", Category.AUTHENTICATION, _("Made new recovery codes for %(subject)s")),
    Act("account.recovered", Category.AUTHENTICATION, _("Recovered the account of %(subject)s by command")),
    Act("invitation.sent", Category.ADMINISTRATION, _("Invited %(subject)s")),
    Act("invitation.resent", Category.ADMINISTRATION, _("Sent the invitation of %(subject)s again")),
    Act("invitation.withdrawn", Category.ADMINISTRATION, _("Withdrew the invitation of %(subject)s")),
    Act("invitation.accepted", Category.ADMINISTRATION, _("Accepted the invitation of %(subject)s")),
)


def record(code: str, *, email: str, user: User | None = None, **details: Any) -> None:
    """Write the act into the trail of every organisation the address belongs to, else into the installation's.

    The same queries whether or not the address has an account.
    """
    subject = ("core.User", user.pk if user else "", email)
    for tenant_id in _tenant_ids(email) or [audit.INSTALLATION]:
        audit.record(code, tenant_id=tenant_id, subject=subject, **details)


def record_as(user: User, code: str, **details: Any) -> None:
    """`record`, as done by that person, who is not signed in yet."""
    with as_person(user):
        record(code, email=user.email, user=user, **details)


@contextmanager
def as_person(user: User) -> Iterator[None]:
    """What is written down inside was done by that person, from where the request comes."""
    with acting_as(replace(current_actor(), kind="person", user_id=user.pk, name=user.email)):
        yield


def _tenant_ids(email: str) -> list[Any]:
    active = Membership.objects.filter(user__email=email, is_active=True, tenant__is_active=True)
    return list(active.values_list("tenant_id", flat=True))
