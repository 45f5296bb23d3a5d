"""The way back in for an administrator who is locked out: by command, on the machine of the installation."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from core.databases import atomic
from core.models import Membership, OneTimeLink, User
from core.signin import acts, links, lockout
from core.signin.services.passwords import check_password_rules, end_everything, set_password
from core.signin.services.two_factor import reset_two_factor

LINK_MINUTES = 60


def recovery_link(*, user: User) -> str:
    """The path of a one-time link that sets a new password, good for an hour; it is not mailed but shown."""
    with atomic("core"):
        token = links.issue(user, OneTimeLink.Purpose.RESET, minutes=LINK_MINUTES)
        acts.record("account.recovered", email=user.email, user=user)
    return f"/password/reset/{token}/"


def recover_with_password(*, user: User, password: str) -> None:
    """Set a new password at once; all sessions, tokens and links end. Raises InvalidInput."""
    check_password_rules(password, user=user)
    with atomic("core"):
        set_password(user, password)
        end_everything(user)
        acts.record("account.recovered", email=user.email, user=user)


def clear_obstacles(*, user: User, two_factor: bool, tenant_slug: str = "") -> list[str]:
    """Remove what keeps the person out: lock, inactive account or place, and the second factor when asked.

    Returns the names of what was removed: `inactive`, `lock`, `two_factor`, `membership`.
    """
    cleared: dict[str, Callable[[], Any]] = {
        "inactive": lambda: User.objects.filter(pk=user.pk, is_active=False).update(is_active=True),
        "lock": lambda: lockout.forget(user.email, blocked_too=True),
        "two_factor": lambda: two_factor and reset_two_factor(user=user),
        "membership": lambda: _resting(user, tenant_slug).update(is_active=True) if tenant_slug else 0,
    }
    with atomic("core"):
        return [name for name, clear in cleared.items() if clear()]


def _resting(user: User, tenant_slug: str) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, tenant__slug=tenant_slug, is_active=False)
