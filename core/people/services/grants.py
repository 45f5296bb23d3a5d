"""Rights of one member on one object, and on what belongs to it."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from core import audit
from core.access import grants, require
from core.databases import atomic
from core.errors import InvalidInput
from core.models import Membership, User
from core.people.objects import Kind, find_object, kind_named, label_of
from core.people.services.limits import known_codes, member_of, refuse_beyond, refuse_higher
from core.tenancy import tenant_scope


def give_grant(
    *, by: User, tenant_id: UUID, user_id: UUID, target: tuple[str, UUID], permissions: Iterable[str]
) -> int:
    """Give the member the permissions on the object (kind, id); returns how many are new.

    Raises PermissionRefused without `admin:permission_assign`, BeyondOwnRights, PersonNotFound, ObjectNotFound,
    InvalidInput for an unknown kind or a permission that means nothing on it.
    """
    require(by, "admin:permission_assign", tenant_id=tenant_id)
    kind, codes = kind_named(target[0]), known_codes(permissions)
    _refuse_meaningless(kind, codes)
    refuse_beyond(by, codes, tenant_id=tenant_id)
    member = member_of(tenant_id, user_id)
    refuse_higher(by, member)
    with tenant_scope(tenant_id), atomic("core"):
        found = find_object(kind, target[1])
        held = grants.grants_on(found).get(member.user.pk, [])
        new = grants.grant(member.user, codes, found)
        if new:
            added = [code for code in codes if code not in held]
            _record("grant.given", member, (kind, found.pk, label_of(found)), added)
    return new


def take_grant(
    *, by: User, tenant_id: UUID, user_id: UUID, target: tuple[str, UUID], permissions: Iterable[str] | None = None
) -> int:
    """Take the permissions (all when none are named) on the object from the member; returns how many were there.

    Raises PermissionRefused without `admin:permission_assign`, BeyondOwnRights, PersonNotFound, ObjectNotFound,
    InvalidInput.
    """
    require(by, "admin:permission_assign", tenant_id=tenant_id)
    kind = kind_named(target[0])
    member = member_of(tenant_id, user_id)
    refuse_higher(by, member)
    with tenant_scope(tenant_id), atomic("core"):
        found = find_object(kind, target[1])
        held = grants.grants_on(found).get(member.user.pk, [])
        codes = held if permissions is None else [code for code in known_codes(permissions) if code in held]
        taken = grants.revoke(member.user, codes, found)
        if taken:
            _record("grant.taken", member, (kind, found.pk, label_of(found)), codes)
    return taken


def _refuse_meaningless(kind: Kind, codes: list[str]) -> None:
    strange = [code for code in codes if code not in kind.codes]
    if strange or not codes:
        message = _("On this kind of object only these permissions can be granted: %(allowed)s.")
        raise InvalidInput(message % {"allowed": ", ".join(kind.codes)}, field="permissions")


def _record(code: str, member: Membership, target: tuple[Kind, UUID, str], codes: list[str]) -> None:
    kind, key, label = target
    audit.record(
        code,
        tenant_id=member.tenant.pk,
        subject=(kind.model_label, key, label),
        person=member.user.email,
        user_id=member.user.pk,
        permissions=", ".join(codes),
    )
