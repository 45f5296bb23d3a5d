"""Models of db_core."""

from core.models.events import OutboxEvent
from core.models.grants import GroupGrant, UserGrant
from core.models.idempotency import IdempotentRequest
from core.models.people import CustomRole, Membership, Tenant, User
from core.models.rate_limits import RateLimitViolation
from core.models.resource import CoreResource

__all__ = [
    "CoreResource",
    "CustomRole",
    "GroupGrant",
    "IdempotentRequest",
    "Membership",
    "OutboxEvent",
    "RateLimitViolation",
    "Tenant",
    "User",
    "UserGrant",
]
