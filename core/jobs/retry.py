"""When a failed job is tried again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

RETRY_MINUTES = (1, 5, 15, 60, 240)


def next_attempt(
    attempts: int, *, minutes: Sequence[int] = RETRY_MINUTES, not_before: datetime | None = None
) -> datetime | None:
    """The time of the next attempt after so many failed ones, or None when all of them (five) are used up."""
    if attempts >= len(minutes):
        return None
    usual = timezone.now() + timedelta(minutes=minutes[attempts])
    return max(usual, not_before) if not_before else usual
