"""Rhythms: when a schedule is due next, right across changes of the clock, and the rhythm in words."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

from cron_descriptor import ExpressionDescriptor, Options
from cronsim import CronSim, CronSimError
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext, ngettext

from core.schedules.errors import ScheduleInvalid

INTERVAL, DAILY, WEEKLY, MONTHLY, CRON = "interval", "daily", "weekly", "monthly", "cron"
SHORTEST_MINUTES, LONGEST_MINUTES = 1, 1440
CRON_FIELDS = 5
MOST_COUNTED = 10_000
# cron-descriptor's names of the languages that this product speaks.
DESCRIBED_IN = {"fr": "fr_FR", "en": "en_US"}


@dataclass(frozen=True)
class Rhythm:
    """When something is due; only what its frequency asks for counts. 0 of `weekdays` is Monday."""

    frequency: str
    interval_minutes: int = 15
    at: time = time(6, 0)
    weekdays: Sequence[int] = ()
    day_of_month: int = 1
    cron: str = ""
    time_zone: str = "Europe/Paris"


def checked(rhythm: Rhythm) -> Rhythm:
    """The rhythm; raises ScheduleInvalid naming the field that is wrong and what is allowed there."""
    if rhythm.time_zone not in available_timezones():
        message = gettext("“%(zone)s” is no time zone: use a name such as Europe/Paris.")
        raise _refused("time_zone", message % {"zone": rhythm.time_zone})
    check = _CHECKS.get(rhythm.frequency)
    if check:
        check(rhythm)
    return rhythm


def next_after(rhythm: Rhythm, moment: datetime) -> datetime | None:
    """The first due time later than the moment, in UTC; None for a cron expression that never comes."""
    return next(upcoming(rhythm, moment), None)


def upcoming(rhythm: Rhythm, moment: datetime) -> Iterator[datetime]:
    """All due times later than the moment, in UTC.

    A time of day that the spring change skips is due right after the gap, one that the autumn change repeats is due
    once. Intervals are counted from local midnight on.
    """
    local = moment.astimezone(ZoneInfo(rhythm.time_zone))
    if rhythm.frequency == INTERVAL:
        yield from _intervals(rhythm.interval_minutes, local)
        return
    for due in CronSim(_expression(rhythm), local):
        if rhythm.frequency != MONTHLY or due.day == min(rhythm.day_of_month, _last_day(due)):
            yield due.astimezone(UTC)


def count_between(rhythm: Rhythm, after: datetime, until: datetime) -> int:
    """How many due times lie behind `after`, up to `until` (at most 10,000 are counted)."""
    count = 0
    for due in upcoming(rhythm, after):
        if due > until or count >= MOST_COUNTED:
            break
        count += 1
    return count


def gap_at(rhythm: Rhythm, moment: datetime) -> timedelta | None:
    """The longest time between two of the next due times: how long a silence is usual."""
    times = list(islice(upcoming(rhythm, moment), 8))
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return max(gaps, default=None)


def in_words(rhythm: Rhythm) -> str:
    """The rhythm as a sentence in the reader's language, without its time zone."""
    at = time_format(rhythm.at, "H:i")
    if rhythm.frequency == INTERVAL:
        count = rhythm.interval_minutes
        return ngettext("Every minute", "Every %(count)s minutes", count) % {"count": count}
    if rhythm.frequency == DAILY:
        return gettext("Daily at %(time)s") % {"time": at}
    if rhythm.frequency == WEEKLY:
        days = ", ".join(str(WEEKDAYS[day]) for day in sorted(rhythm.weekdays))
        return gettext("Weekly at %(time)s: %(days)s") % {"time": at, "days": days}
    if rhythm.frequency == MONTHLY:
        return gettext("Monthly on day %(day)s at %(time)s") % {"day": rhythm.day_of_month, "time": at}
    return _described(rhythm.cron)


def _described(expression: str) -> str:
    """The cron expression in words, as it is where there are none."""
    options = Options()
    options.use_24hour_time_format = True
    options.locale_code = DESCRIBED_IN.get((get_language() or "en")[:2], "en_US")
    try:
        words: str = ExpressionDescriptor(expression, options).get_full_description()
    except Exception:  # its parser raises whatever it meets in an expression that cronsim takes
        return expression
    return f"{words} ({expression})"


def _expression(rhythm: Rhythm) -> str:
    minute, hour = rhythm.at.minute, rhythm.at.hour
    if rhythm.frequency == CRON:
        return rhythm.cron
    if rhythm.frequency == WEEKLY:
        days = ",".join(str((day + 1) % 7) for day in sorted(rhythm.weekdays))
        return f"{minute} {hour} * * {days}"
    if rhythm.frequency == MONTHLY:
        return f"{minute} {hour} {min(rhythm.day_of_month, 28)}-31 * *"
    return f"{minute} {hour} * * *"


def _intervals(minutes: int, local: datetime) -> Iterator[datetime]:
    moment, day = local.astimezone(UTC), local
    while True:
        following = _midnight(day) + timedelta(days=1)
        due, end = _midnight(day).astimezone(UTC), following.astimezone(UTC)
        while due < end:
            if due > moment:
                yield due
            due += timedelta(minutes=minutes)
        day = following


def _midnight(local: datetime) -> datetime:
    return datetime.combine(local.date(), time(0, 0), tzinfo=local.tzinfo)


def _last_day(due: datetime) -> int:
    return calendar.monthrange(due.year, due.month)[1]


def _check_interval(rhythm: Rhythm) -> None:
    if not SHORTEST_MINUTES <= rhythm.interval_minutes <= LONGEST_MINUTES:
        message = gettext("%(minutes)s minutes: from %(least)s to %(most)s are possible.")
        values = {"minutes": rhythm.interval_minutes, "least": SHORTEST_MINUTES, "most": LONGEST_MINUTES}
        raise _refused("interval_minutes", message % values)


def _check_weekdays(rhythm: Rhythm) -> None:
    if not rhythm.weekdays or not set(rhythm.weekdays) <= set(range(7)):
        raise _refused("weekdays", gettext("Choose at least one day of the week (0 is Monday, 6 is Sunday)."))


def _check_day(rhythm: Rhythm) -> None:
    if not 1 <= rhythm.day_of_month <= 31:
        message = gettext("Day %(day)s: a month has days from 1 to 31.")
        raise _refused("day_of_month", message % {"day": rhythm.day_of_month})


def _check_cron(rhythm: Rhythm) -> None:
    parts = rhythm.cron.split()
    if len(parts) != CRON_FIELDS:
        message = gettext(
            "“%(cron)s” has %(count)s parts: five are needed (minute, hour, day, month, day of the week), "
            "such as 30 5 * * 1-5 for Monday to Friday at 05:30."
        )
        raise _refused("cron", message % {"cron": rhythm.cron, "count": len(parts)})
    try:
        comes = next_after(rhythm, datetime(2024, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        message = gettext("“%(cron)s” is no cron expression: the part for the %(part)s cannot be read.")
        raise _refused("cron", message % {"cron": rhythm.cron, "part": _part(str(error))}) from error
    if comes is None:
        raise _refused("cron", gettext("“%(cron)s” names a day that never comes.") % {"cron": rhythm.cron})


def _part(problem: str) -> str:
    names = {
        "minute": gettext("minute"),
        "hour": gettext("hour"),
        "day-of-month": gettext("day of the month"),
        "month": gettext("month"),
        "day-of-week": gettext("day of the week"),
    }
    return names.get(problem.removeprefix("Bad "), problem)


def _refused(field: str, message: str) -> ScheduleInvalid:
    return ScheduleInvalid(message, field=field, fields={field: [message]})


_CHECKS = {INTERVAL: _check_interval, WEEKLY: _check_weekdays, MONTHLY: _check_day, CRON: _check_cron}
