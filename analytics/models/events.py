"""The outbox of db_analytics."""

from core.events import AbstractOutboxEvent


class OutboxEvent(AbstractOutboxEvent):
    """Events told by analytics."""
