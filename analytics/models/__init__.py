"""Models of db_analytics: what happened."""

from analytics.models.audit import AuditEntry
from analytics.models.events import OutboxEvent
from analytics.models.resource import AnalyticsResource

__all__ = ["AnalyticsResource", "AuditEntry", "OutboxEvent"]
