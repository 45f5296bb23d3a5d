"""What administrators do for the accounts of their members: unlock, reset the second factor, end sessions.

A module of its own beside `services`, because it stands on the rules of `core.people`, which itself may use those.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.models import Membership, User
from core.people.errors import SharedAccount
from core.people.services.limits import member_of, refuse_higher
from core.signin import services

RIGHT = "admin:user_update"


def unlock_member(*, by: User, tenant_id: UUID, user_id: UUID) -> bool:
    """Let the member sign in again; False when nothing was locked or counted.

    Raises PermissionRefused without `admin:user_update`, BeyondOwnRights, PersonNotFound.
    """
    return services.unlock(user=_member(by, tenant_id, user_id).user, by=by)


def reset_member_two_factor(*, by: User, tenant_id: UUID, user_id: UUID) -> bool:
    """Switch off the second factor of a member who lost it; False when it was off. All sessions of theirs end.

    Raises PermissionRefused without `admin:user_update`, BeyondOwnRights, PersonNotFound, and SharedAccount for an
    account that opens another organisation too: that one's protection is not this one's to remove.
    """
    member = _member(by, tenant_id, user_id)
    others = Membership.objects.filter(user=member.user, is_active=True).exclude(tenant_id=tenant_id)
    if others.exists() and not by.is_superuser:
        raise SharedAccount(
            _(
                "This account opens another organisation too: only the person, or whoever runs this installation, can "
                "switch its second factor off."
            )
        )
    if not services.reset_two_factor(user=member.user):
        return False
    services.end_all_sessions(member.user)
    return True


def end_member_sessions(*, by: User, tenant_id: UUID, user_id: UUID) -> int:
    """Sign the member out everywhere; returns how many sessions ended.

    Raises PermissionRefused without `admin:user_update`, BeyondOwnRights, PersonNotFound.
    """
    return services.end_all_sessions(_member(by, tenant_id, user_id).user)


def _member(by: User, tenant_id: UUID, user_id: UUID) -> Membership:
    require(by, RIGHT, tenant_id=tenant_id)
    member = member_of(tenant_id, user_id)
    refuse_higher(by, member)
    return member
