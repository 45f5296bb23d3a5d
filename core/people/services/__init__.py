"""What people with the right do about members, roles and grants; nobody gives more than he holds."""

from core.people.services.grants import give_grant, take_grant
from core.people.services.members import (
    Added,
    add_member,
    deactivate_member,
    reactivate_member,
    remove_member,
    update_member,
)
from core.people.services.rights import assign_role, set_overrides
from core.people.services.roles import create_role, delete_role, update_role
from core.people.services.saving import save_member

__all__ = [
    "Added",
    "add_member",
    "assign_role",
    "create_role",
    "deactivate_member",
    "delete_role",
    "give_grant",
    "reactivate_member",
    "remove_member",
    "save_member",
    "set_overrides",
    "take_grant",
    "update_member",
    "update_role",
]
