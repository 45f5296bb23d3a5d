"""The role of a member, and the single permissions that differ from it."""

from collections.abc import Mapping
from copy import copy
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput
from core.models import Membership, User
from core.people.services.limits import (
    as_stored,
    known_codes,
    lock,
    member_of,
    refuse_beyond,
    refuse_higher,
    refuse_last_admin,
    role_named,
    subject_of,
)


def assign_role(*, by: User, tenant_id: UUID, user_id: UUID, role: str) -> None:
    """Give the member a predefined role, one of the organisation's own (its id) or none ("").

    Raises PermissionRefused without `admin:role_assign`, BeyondOwnRights when the role gives what `by` lacks or the
    member holds more, PersonNotFound, RoleNotFound, LastAdmin.
    """
    require(by, "admin:role_assign", tenant_id=tenant_id)
    name, custom = role_named(tenant_id, role)
    _change(by, tenant_id, user_id, code="role.assigned", values={"role": name, "custom_role": custom})


def set_overrides(*, by: User, tenant_id: UUID, user_id: UUID, overrides: Mapping[str, bool]) -> None:
    """Replace the member's changes to the role: code -> true (added) or false (taken); a code left out is the role's.

    Raises PermissionRefused without `admin:permission_assign`, BeyondOwnRights, InvalidInput for an unknown code or a
    value that is no boolean, PersonNotFound, LastAdmin.
    """
    require(by, "admin:permission_assign", tenant_id=tenant_id)
    codes = known_codes(overrides)
    if not all(isinstance(value, bool) for value in overrides.values()):
        raise InvalidInput(_("Each permission is true (added) or false (taken away)."), field="overrides")
    values = {code: overrides[code] for code in codes}
    _change(by, tenant_id, user_id, code="permissions.overridden", values={"overrides": values})


def _change(by: User, tenant_id: UUID, user_id: UUID, *, code: str, values: dict[str, Any]) -> None:
    with atomic("core"):
        lock(tenant_id)
        before = member_of(tenant_id, user_id)
        refuse_higher(by, before)
        after = _changed(before, values)
        refuse_beyond(by, after.permissions - before.permissions, tenant_id=tenant_id)
        refuse_last_admin(before, after=after)
        after.save(update_fields=[*values, "updated_at"])
        old, new = audit.changes(as_stored(before), as_stored(after))
        if new:
            audit.record(code, tenant_id=tenant_id, subject=subject_of(after), before=old, after=new)


def _changed(member: Membership, values: dict[str, Any]) -> Membership:
    after = copy(member)
    after._state = copy(member._state)
    after._state.fields_cache = dict(member._state.fields_cache)
    for name, value in values.items():
        setattr(after, name, value)
    return after
