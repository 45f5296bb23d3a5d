"""When a failed job is tried again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from core.errors import ProductsManagerError, Transient

RETRY_MINUTES = (1, 5, 15, 60, 240)


def next_attempt(
    attempts: int, *, minutes: Sequence[int] = RETRY_MINUTES, not_before: datetime | None = None
) -> datetime | None:
    """The time of the next attempt after so many failed ones, or None when all of them (five) are used up."""
    if attempts >= len(minutes):
        return None
    usual = timezone.now() + timedelta(minutes=minutes[attempts])
    return max(usual, not_before) if not_before else usual


def classified(error: Exception) -> Exception:
    """A database that was away comes back; what it says about our rows does not change by waiting."""
    if isinstance(error, ProductsManagerError) or not isinstance(error, DatabaseError):
        return error
    passing = type(error).__name__ in {"OperationalError", "InterfaceError"}
    return Transient(code="DATABASE_AWAY") if passing else error
