"""Periods: 24 hours, 7 or 30 days, or from a day to a day; and the period before, to compare with."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

HOURS_24, DAYS_7, DAYS_30, CUSTOM = "24h", "7d", "30d", "custom"
KEYS = (HOURS_24, DAYS_7, DAYS_30, CUSTOM)
DAYS_OF = {HOURS_24: 1, DAYS_7: 7, DAYS_30: 30}
LONGEST_DAYS = 732


@dataclass(frozen=True)
class Period:
    """From `start` (included) to `end` (excluded), two moments; `key` says how it was chosen."""

    key: str
    start: datetime
    end: datetime

    @property
    def first_day(self) -> date:
        """Its first day, here."""
        return timezone.localtime(self.start).date()

    @property
    def last_day(self) -> date:
        """Its last day, here; days that lie in it partly count."""
        return timezone.localtime(self.end - timedelta(microseconds=1)).date()

    @property
    def days(self) -> list[date]:
        """All its days."""
        count = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=number) for number in range(count)]

    @property
    def before(self) -> "Period":
        """As long a time, right before."""
        if self.key == HOURS_24:
            return Period(self.key, self.start - (self.end - self.start), self.start)
        return between(self.first_day - timedelta(days=len(self.days)), self.first_day - timedelta(days=1), self.key)

    @property
    def params(self) -> dict[str, str]:
        """As parameters of an address."""
        if self.key != CUSTOM:
            return {"period": self.key}
        return {"period": CUSTOM, "since": self.first_day.isoformat(), "until": self.last_day.isoformat()}


def between(first: date, last: date, key: str = CUSTOM) -> Period:
    """Whole days, both included; cut to LONGEST_DAYS, and turned round when they are the wrong way."""
    first, last = min(first, last), max(first, last)
    first = max(first, last - timedelta(days=LONGEST_DAYS - 1))
    return Period(key, _midnight(first), _midnight(last + timedelta(days=1)))


def latest(key: str, now: datetime | None = None) -> Period:
    """The last 24 hours up to now, or the last 7 or 30 days with today."""
    now = now or timezone.now()
    if key == HOURS_24:
        return Period(key, now - timedelta(hours=24), now)
    today = timezone.localtime(now).date()
    return between(today - timedelta(days=DAYS_OF[key] - 1), today, key)


def last_days(count: int, now: datetime | None = None) -> Period:
    """So many days, the last one is today."""
    today = timezone.localtime(now or timezone.now()).date()
    return between(today - timedelta(days=count - 1), today)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
