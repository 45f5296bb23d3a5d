"""Models of db_media."""

from core.events import AbstractOutboxEvent


class OutboxEvent(AbstractOutboxEvent):
    """Events told by media."""
