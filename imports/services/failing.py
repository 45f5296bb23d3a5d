"""What an error under a job's work means: whether it passes, and which connections it broke."""

from datetime import datetime, timedelta

from django.db import connections
from django.utils import timezone

from core.jobs import classified

__all__ = ["classified", "drop_broken_connections", "not_before"]


def not_before(error: Exception) -> datetime | None:
    """The moment before which the other side does not want to be asked again (its Retry-After)."""
    seconds = getattr(error, "params", {}).get("retry_after")
    return timezone.now() + timedelta(seconds=float(seconds)) if seconds else None


def drop_broken_connections() -> None:
    """A connection that broke under the work is made anew; one inside a caller's transaction is the caller's."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
