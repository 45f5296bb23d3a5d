"""Several acts on one member as one: all of them happen, or none."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.databases import atomic
from core.models import User
from core.people.services.members import deactivate_member, reactivate_member, update_member
from core.people.services.rights import assign_role


def save_member(*, by: User, tenant_id: UUID, user_id: UUID, values: Mapping[str, Any]) -> None:
    """Set any of `name`, `email`, `role`, `is_active`; raises what the single acts raise, and then changed nothing."""
    who: dict[str, Any] = {"by": by, "tenant_id": tenant_id, "user_id": user_id}
    account = {name: value for name, value in values.items() if name not in ("role", "is_active")}
    with atomic("core"):
        if account:
            update_member(**who, values=account)
        if "role" in values:
            assign_role(**who, role=values["role"])
        if "is_active" in values:
            act = reactivate_member if values["is_active"] else deactivate_member
            act(**who)
