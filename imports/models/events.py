"""The outbox of db_imports."""

from core.events import AbstractOutboxEvent


class OutboxEvent(AbstractOutboxEvent):
    """Events told by imports."""
