"""The outbox of db_suppliers."""

from core.events import AbstractOutboxEvent


class OutboxEvent(AbstractOutboxEvent):
    """Events told by suppliers."""
