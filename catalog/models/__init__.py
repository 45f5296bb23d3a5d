"""Models of db_catalog."""

from catalog.models.events import OutboxEvent

__all__ = ["OutboxEvent"]
