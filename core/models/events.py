"""The outbox of db_core."""

from core.events import AbstractOutboxEvent


class OutboxEvent(AbstractOutboxEvent):
    """Events told by core."""
