"""Models of db_core."""

from core.models.events import OutboxEvent
from core.models.grants import GroupGrant, UserGrant
from core.models.people import Membership, Tenant, User

__all__ = ["GroupGrant", "Membership", "OutboxEvent", "Tenant", "User", "UserGrant"]
