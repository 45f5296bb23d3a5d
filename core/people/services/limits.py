"""The rules behind every act on people: who may touch whom, and how far."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import permissions_of
from core.access.permissions import CODES
from core.access.roles import PERMISSIONS_OF, Role
from core.errors import InvalidInput
from core.models import CustomRole, Membership, Tenant, User
from core.people.errors import BeyondOwnRights, LastAdmin, PersonNotFound, RoleNotFound

# An Admin from whom one of these was taken can no longer help the organisation.
NEEDED_BY_ADMINS = frozenset({"admin:access", "admin:users", "admin:user_update", "admin:role_assign"})


def lock(tenant_id: UUID) -> None:
    """Acts on the members of an organisation happen one after the other, inside the caller's transaction."""
    list(Tenant.objects.select_for_update().filter(pk=tenant_id).values_list("pk"))


def member_of(tenant_id: UUID, user_id: UUID) -> Membership:
    """The membership with its user and role; raises PersonNotFound. One query."""
    found = Membership.objects.select_related("user", "custom_role")
    member = found.filter(tenant_id=tenant_id, user_id=user_id).first()
    if member is None:
        raise PersonNotFound
    return member


def role_named(tenant_id: UUID, role: str) -> tuple[str, CustomRole | None]:
    """Both role fields of a membership for a predefined role, the id of an own one, or "" for none; RoleNotFound."""
    if role == "" or role in Role.values:
        return role, None
    try:
        own = CustomRole.objects.filter(tenant_id=tenant_id, pk=UUID(role)).first()
    except ValueError:
        own = None
    if own is None:
        raise RoleNotFound(field="role")
    return "", own


def codes_of_role(role: str, custom: CustomRole | None) -> frozenset[str]:
    """What the role gives."""
    return frozenset(custom.permissions if custom else PERMISSIONS_OF.get(role, ()))


def known_codes(codes: Iterable[str]) -> list[str]:
    """The codes in the order of the specification; raises InvalidInput for an unknown one."""
    given = set(codes)
    unknown = given - set(CODES)
    if unknown:
        message = _("%(unknown)s: no such permission; GET /api/v1/permissions lists the 62.")
        raise InvalidInput(message % {"unknown": ", ".join(sorted(map(str, unknown)))}, field="permissions")
    return [code for code in CODES if code in given]


def refuse_beyond(by: User, codes: Iterable[str], *, tenant_id: UUID) -> None:
    """Raise BeyondOwnRights when one of the permissions is not the giver's own."""
    missing = set(codes) - permissions_of(by, tenant_id=tenant_id)
    if missing:
        message = _("You can only give rights that you hold yourself; you lack %(permissions)s.")
        raise BeyondOwnRights(message % {"permissions": ", ".join(sorted(missing))}, permissions=sorted(missing))


def outranks(member: Membership, by: User) -> bool:
    """Whether the member holds something the acting person does not."""
    if by.is_superuser:
        return False
    return member.user.is_superuser or bool(member.permissions - permissions_of(by, tenant_id=member.tenant_id))


def refuse_higher(by: User, member: Membership) -> None:
    """Raise BeyondOwnRights for a member who outranks the acting person."""
    if outranks(member, by):
        raise BeyondOwnRights(_("This person holds rights that you do not: ask somebody who holds them too."))


def refuse_last_admin(before: Membership, *, after: Membership | None) -> None:
    """Raise LastAdmin when the act takes the organisation's last active Admin; the organisation is locked."""
    if not _administers(before) or (after is not None and _administers(after)):
        return
    others = Membership.objects.filter(tenant=before.tenant, role=Role.ADMIN, is_active=True, user__is_active=True)
    if not any(_administers(other) for other in others.exclude(pk=before.pk).select_related("user")):
        raise LastAdmin


def as_stored(member: Membership) -> dict[str, Any]:
    """Role and overrides as the audit trail keeps them."""
    return {"role": member.role_label, "overrides": dict(member.overrides), "is_active": member.is_active}


def subject_of(member: Membership) -> tuple[str, UUID, str]:
    """The person as the audit trail names him."""
    return "core.User", member.user.pk, member.user.email


def _administers(member: Membership) -> bool:
    taken = {code for code, given in member.overrides.items() if not given}
    active = member.is_active and member.user.is_active
    return active and member.role == Role.ADMIN and not taken & NEEDED_BY_ADMINS
