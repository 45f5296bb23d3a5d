"""Questions about the members of an organisation, its roles and their rights."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import grants
from core.access.permissions import CODES
from core.access.roles import PERMISSIONS_OF, Role
from core.cutting import ListPage
from core.models import CustomRole, Membership, User
from core.people.errors import PersonNotFound, RoleNotFound
from core.people.objects import kinds, labels
from core.people.services.limits import outranks
from core.tenancy import tenant_scope

# What each predefined role is for, in one sentence; a Super Admin is none of an organisation's roles.
DESCRIPTIONS: dict[str, Any] = {
    Role.ADMIN: _("Everything inside the organisation, its people and settings included."),
    Role.MANAGER: _("The daily work with everything it needs; deletes nothing, manages no people."),
    Role.USER: _("Looks at everything of the daily work, uploads and runs own imports and Code2ASIN jobs."),
    Role.VIEWER: _("Looks, and changes nothing."),
}
SORTS = {"email": "user__email", "name": "user__name", "last_login": "user__last_login", "created_at": "created_at"}


@dataclass(frozen=True)
class MemberFilters:
    """What the list of members can be narrowed by; empty fields do not narrow."""

    search: str = ""
    role: str = ""
    active: bool | None = None


@dataclass(frozen=True)
class MemberRow:
    """A member as lists show one."""

    id: UUID
    email: str
    name: str
    role: str
    role_label: str
    custom_role_id: UUID | None
    is_active: bool
    is_superuser: bool
    overrides: dict[str, bool]
    last_login: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class MemberRights:
    """What a member may: by the role, by single changes, and both together."""

    role: str
    role_label: str
    from_role: list[str]
    overrides: dict[str, bool]
    effective: list[str]


@dataclass(frozen=True)
class GrantRow:
    """The permissions a member holds on one object."""

    kind: str
    kind_label: str
    object_id: UUID
    label: str
    permissions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RoleRow:
    """A role, predefined or the organisation's own; `id` is the name of a predefined one."""

    id: str
    name: str
    description: str
    permissions: list[str]
    is_predefined: bool
    members: int


def member_list(
    filters: MemberFilters,
    *,
    tenant_id: UUID,
    sort: str = "user__email",
    page: int = 1,
    per_page: int = 20,
    counted: bool = True,
) -> ListPage[MemberRow]:
    """Members of the organisation. Two queries; without `counted` the total is 0 and costs none."""
    found = _narrowed(filters, tenant_id)
    first = (page - 1) * per_page
    rows = found.order_by(sort, "pk")[first : first + per_page]
    return ListPage([_row(member) for member in rows], found.count() if counted else 0, page, per_page)


def member(user_id: UUID, *, tenant_id: UUID) -> MemberRow:
    """One member; raises PersonNotFound. One query."""
    return _row(_member(user_id, tenant_id))


def member_rights(user_id: UUID, *, tenant_id: UUID) -> MemberRights:
    """Role, overrides and what both give together; raises PersonNotFound. One query."""
    found = _member(user_id, tenant_id)
    from_role = found.custom_role.permissions if found.custom_role else PERMISSIONS_OF.get(found.role, ())
    effective = set(CODES) if found.user.is_superuser else found.permissions
    return MemberRights(
        role=_role_id(found),
        role_label=found.role_label,
        from_role=_ordered(from_role),
        overrides=dict(found.overrides),
        effective=_ordered(effective),
    )


def member_grants(user_id: UUID, *, tenant_id: UUID) -> list[GrantRow]:
    """What the member holds on single objects of this organisation, by kind and name; raises PersonNotFound.

    Two queries, and one for each kind of object that is granted.
    """
    found = grants.grants_of(_member(user_id, tenant_id).user)
    held: dict[tuple[str, str], set[str]] = {}
    for code, by_label in found.items():
        for label, keys in by_label.items():
            for key in keys:
                held.setdefault((label, key), set()).add(code)
    rows = []
    with tenant_scope(tenant_id):
        for kind in kinds():
            ids = [UUID(key) for label, key in held if label == kind.model_label]
            names = labels(kind, ids) if ids else {}
            rows += [
                GrantRow(kind.name, str(kind.label), each, name, _ordered(held[kind.model_label, str(each)]))
                for each, name in sorted(names.items(), key=lambda pair: pair[1].casefold())
            ]
    return rows


def role_list(*, tenant_id: UUID, sort: str = "position") -> list[RoleRow]:
    """The four predefined roles and the organisation's own, with the number of members. Two queries.

    By `position` (predefined ones first, then by name), `name` or `members`; "-" turns the order round.
    """
    numbers = dict(Membership.objects.filter(tenant_id=tenant_id).values_list("role").annotate(Count("pk")).order_by())
    own = CustomRole.objects.filter(tenant_id=tenant_id).annotate(number=Count("memberships")).order_by("name", "pk")
    found = [*(_predefined(role, numbers.get(role.value, 0)) for role in Role), *map(_own, own)]
    keys = {"name": lambda row: row.name.casefold(), "members": lambda row: row.members}
    name = sort.lstrip("-")
    placed = sorted(found, key=keys[name]) if name in keys else found
    return placed[::-1] if sort.startswith("-") else placed


def role(role_id: str, *, tenant_id: UUID) -> RoleRow:
    """One role by the name of a predefined one or the id of an own one; raises RoleNotFound. Two queries."""
    found = next((each for each in role_list(tenant_id=tenant_id) if each.id == str(role_id)), None)
    if found is None:
        raise RoleNotFound
    return found


def role_choices(*, tenant_id: UUID) -> list[tuple[str, str]]:
    """Roles for a form: id and name."""
    own = CustomRole.objects.filter(tenant_id=tenant_id).order_by("name", "pk").values_list("pk", "name")
    return [*((role.value, str(role.label)) for role in Role), *((str(key), name) for key, name in own)]


def belongs_elsewhere(user_id: UUID, *, tenant_id: UUID) -> bool:
    """Whether the account is shared with another organisation; which one is nobody's business. One query."""
    return Membership.objects.filter(user_id=user_id).exclude(tenant_id=tenant_id).exists()


def holds_more(user_id: UUID, *, than: User, tenant_id: UUID) -> bool:
    """Whether the member holds rights that `than` lacks, so that this person cannot change anything about him."""
    return outranks(_member(user_id, tenant_id), than)


def _narrowed(filters: MemberFilters, tenant_id: UUID) -> QuerySet[Membership]:
    found = Membership.objects.filter(tenant_id=tenant_id).select_related("user", "custom_role")
    if filters.search:
        found = found.filter(Q(user__email__icontains=filters.search) | Q(user__name__icontains=filters.search))
    if filters.role:
        found = found.filter(_has_role(filters.role))
    if filters.active is not None:
        active = Q(is_active=True, user__is_active=True)
        found = found.filter(active if filters.active else ~active)
    return found


def _has_role(role_id: str) -> Q:
    if role_id in Role.values:
        return Q(role=role_id)
    try:
        return Q(custom_role_id=UUID(role_id))
    except ValueError:
        return Q(pk__in=[])


def _member(user_id: UUID, tenant_id: UUID) -> Membership:
    found = Membership.objects.filter(tenant_id=tenant_id, user_id=user_id)
    row = found.select_related("user", "custom_role").first()
    if row is None:
        raise PersonNotFound
    return row


def _row(found: Membership) -> MemberRow:
    user: User = found.user
    return MemberRow(
        id=user.pk,
        email=user.email,
        name=user.name,
        role=_role_id(found),
        role_label=found.role_label,
        custom_role_id=found.custom_role.pk if found.custom_role else None,
        is_active=found.is_active and user.is_active,
        is_superuser=user.is_superuser,
        overrides=dict(found.overrides),
        last_login=user.last_login,
        created_at=found.created_at,
    )


def _role_id(found: Membership) -> str:
    return str(found.custom_role.pk) if found.custom_role else found.role


def _predefined(role_: Role, members: int) -> RoleRow:
    return RoleRow(
        role_.value, str(role_.label), str(DESCRIPTIONS[role_]), _ordered(PERMISSIONS_OF[role_]), True, members
    )


def _own(found: Any) -> RoleRow:
    return RoleRow(str(found.pk), found.name, found.description, _ordered(found.permissions), False, found.number)


def _ordered(codes: Any) -> list[str]:
    held = set(codes)
    return [code for code in CODES if code in held]
