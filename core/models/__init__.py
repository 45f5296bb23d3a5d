"""Models of db_core."""

from core.models.api_keys import ApiKey, ApiKeyUsage
from core.models.configuration import SettingChange, StoredSetting
from core.models.events import OutboxEvent
from core.models.grants import GroupGrant, UserGrant
from core.models.idempotency import IdempotentRequest
from core.models.notifications import MessageProvider, Notification, NotificationPreferences, OutgoingMessage
from core.models.people import CustomRole, Membership, Tenant, User
from core.models.rate_limits import RateLimitViolation
from core.models.resource import CoreResource
from core.models.saved_views import SavedView
from core.models.signin import (
    EarlierPassword,
    Invitation,
    OneTimeLink,
    RecoveryCode,
    SecondFactor,
    SignInCounter,
    UserSession,
)
from core.models.tokens import TokenFamily
from core.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ApiKey",
    "ApiKeyUsage",
    "CoreResource",
    "CustomRole",
    "EarlierPassword",
    "GroupGrant",
    "IdempotentRequest",
    "Invitation",
    "Membership",
    "MessageProvider",
    "Notification",
    "NotificationPreferences",
    "OneTimeLink",
    "OutboxEvent",
    "OutgoingMessage",
    "RateLimitViolation",
    "RecoveryCode",
    "SavedView",
    "SecondFactor",
    "SettingChange",
    "SignInCounter",
    "StoredSetting",
    "Tenant",
    "TokenFamily",
    "User",
    "UserGrant",
    "UserSession",
    "Webhook",
    "WebhookDelivery",
]
