"""Models of db_imports."""

from imports.models.events import OutboxEvent

__all__ = ["OutboxEvent"]
