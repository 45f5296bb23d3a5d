"""When a failed job is tried again."""

from datetime import datetime, timedelta

from django.utils import timezone

RETRY_MINUTES = (1, 5, 15, 60, 240)


def next_attempt(attempts: int) -> datetime | None:
    """The time of the next attempt after so many failed ones, or None when all five are used up."""
    if attempts >= len(RETRY_MINUTES):
        return None
    return timezone.now() + timedelta(minutes=RETRY_MINUTES[attempts])
