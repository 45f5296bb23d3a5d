"""Roles an organisation makes for itself; a change counts from the next request of everybody who has the role."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.access.roles import Role
from core.databases import atomic
from core.errors import InvalidInput
from core.models import CustomRole, User
from core.people.errors import RoleInUse, RoleNameTaken, RoleNotFound, RolePredefined
from core.people.services.limits import known_codes, refuse_beyond

LONGEST_NAME, LONGEST_DESCRIPTION = 80, 300


def create_role(
    *, by: User, tenant_id: UUID, name: str, description: str = "", permissions: Iterable[str] = ()
) -> UUID:
    """Add a role; returns its id.

    Raises PermissionRefused without `admin:access`, BeyondOwnRights, RoleNameTaken, InvalidInput.
    """
    require(by, "admin:access", tenant_id=tenant_id)
    role = CustomRole(tenant_id=tenant_id, **_valid({"name": name, "description": description}))
    role.permissions = known_codes(permissions)
    refuse_beyond(by, role.permissions, tenant_id=tenant_id)
    _save(role, "role.created", before={})
    return role.pk


def update_role(*, by: User, tenant_id: UUID, role_id: str, values: Mapping[str, Any]) -> None:
    """Change name, description or permissions of an own role.

    Raises PermissionRefused without `admin:access`, BeyondOwnRights when a permission is added that `by` lacks,
    RolePredefined, RoleNotFound, RoleNameTaken, InvalidInput.
    """
    require(by, "admin:access", tenant_id=tenant_id)
    with atomic("core"):
        role = _own_role(tenant_id, role_id)
        before = _stored(role)
        for field, value in _valid(values).items():
            setattr(role, field, value)
        refuse_beyond(by, set(role.permissions) - set(before["permissions"]), tenant_id=tenant_id)
        _save(role, "role.updated", before=before)


def delete_role(*, by: User, tenant_id: UUID, role_id: str) -> None:
    """Delete an own role that nobody has.

    Raises PermissionRefused without `admin:access`, RoleInUse, RolePredefined, RoleNotFound.
    """
    require(by, "admin:access", tenant_id=tenant_id)
    try:
        with atomic("core"):
            role = _own_role(tenant_id, role_id)
            key, before = role.pk, _stored(role)
            role.delete()
            audit.record(
                "role.deleted", tenant_id=tenant_id, subject=("core.CustomRole", key, before["name"]), before=before
            )
    except ProtectedError as error:
        raise RoleInUse from error


def _own_role(tenant_id: UUID, role_id: str) -> CustomRole:
    if role_id in Role.values:
        raise RolePredefined
    try:
        found = CustomRole.objects.select_for_update().filter(tenant_id=tenant_id, pk=UUID(str(role_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise RoleNotFound
    return found


def _valid(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - {"name", "description", "permissions"}
    if unknown:
        message = _("%(unknown)s: unknown; allowed are %(allowed)s.")
        allowed = "description, name, permissions"
        raise InvalidInput(message % {"unknown": ", ".join(sorted(unknown)), "allowed": allowed})
    valid = dict(values)
    if "name" in valid:
        valid["name"] = str(valid["name"]).strip()
        if not 1 <= len(valid["name"]) <= LONGEST_NAME:
            raise InvalidInput(_("A role has a name of at most 80 characters."), field="name")
        if valid["name"].casefold() in _predefined_names():
            raise RoleNameTaken(field="name")
    if "description" in valid:
        valid["description"] = str(valid["description"]).strip()[:LONGEST_DESCRIPTION]
    if "permissions" in valid:
        valid["permissions"] = known_codes(valid["permissions"])
    return valid


def _predefined_names() -> set[str]:
    return {each.casefold() for role in Role for each in (role.value, str(role.label))} | {"super admin"}


def _stored(role: CustomRole) -> dict[str, Any]:
    return {"name": role.name, "description": role.description, "permissions": list(role.permissions)}


def _save(role: CustomRole, code: str, *, before: dict[str, Any]) -> None:
    try:
        with atomic("core"):
            role.save()
            old, new = audit.changes(before, _stored(role))
            if new:
                audit.record(code, tenant_id=role.tenant.pk, subject=role, before=old, after=new)
    except IntegrityError as error:
        raise RoleNameTaken(field="name") from error
