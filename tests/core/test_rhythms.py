"""When schedules are due: clocks, changes of the clock, short months, sentences."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core.errors import InvalidInput
from core.rhythms import Rhythm, checked, count_between, gap_at, in_words, next_after, upcoming

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")


def paris(*parts, fold=0):
    return datetime(*parts, tzinfo=PARIS, fold=fold)


def local_times(rhythm, moment, count):
    zone = ZoneInfo(rhythm.time_zone)
    return [due.astimezone(zone).strftime("%m-%d %H:%M") for due in islice(upcoming(rhythm, moment), count)]


def test_daily_is_the_same_time_on_the_wall_all_year():
    rhythm = Rhythm("daily", at=time(6, 30))
    assert next_after(rhythm, paris(2026, 7, 1, 6, 30)) == datetime(2026, 7, 2, 4, 30, tzinfo=UTC)
    assert next_after(rhythm, paris(2026, 12, 1, 5, 0)) == datetime(2026, 12, 1, 5, 30, tzinfo=UTC)


def test_a_time_that_spring_skips_is_due_right_after_the_gap():
    rhythm = Rhythm("daily", at=time(2, 30))
    assert local_times(rhythm, paris(2026, 3, 28, 12), 3) == ["03-29 03:00", "03-30 02:30", "03-31 02:30"]


def test_a_time_that_autumn_repeats_is_due_once():
    rhythm = Rhythm("daily", at=time(2, 30))
    times = list(islice(upcoming(rhythm, paris(2026, 10, 24, 12)), 2))
    assert [due.astimezone(PARIS).strftime("%m-%d %H:%M") for due in times] == ["10-25 02:30", "10-26 02:30"]
    assert next_after(rhythm, times[0]) == times[1]


def test_new_york_changes_on_other_days():
    rhythm = Rhythm("daily", at=time(2, 15), time_zone="America/New_York")
    spring = datetime(2026, 3, 7, 12, tzinfo=NEW_YORK)
    assert local_times(rhythm, spring, 2) == ["03-08 03:00", "03-09 02:15"]
    autumn = datetime(2026, 10, 31, 12, tzinfo=NEW_YORK)
    assert local_times(rhythm, autumn, 2) == ["11-01 02:15", "11-02 02:15"]


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_a_quarter_of_an_hour_stays_one_when_the_clock_changes(day, hours):
    start = paris(*day)
    until = paris(day[0], day[1], day[2] + 1)
    rhythm = Rhythm("interval", interval_minutes=15)
    times = list(islice(upcoming(rhythm, start - timedelta(seconds=1)), 4 * hours + 1))
    assert times[0] == start
    assert times[-1] == until
    assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(minutes=15)}


def test_intervals_are_counted_from_local_midnight():
    rhythm = Rhythm("interval", interval_minutes=420)
    assert local_times(rhythm, paris(2026, 6, 1, 0, 0), 5) == [
        "06-01 07:00",
        "06-01 14:00",
        "06-01 21:00",
        "06-02 00:00",
        "06-02 07:00",
    ]


def test_weekly_on_its_days():
    rhythm = Rhythm("weekly", at=time(5, 0), weekdays=(0, 6))
    # 2026-06-01 is a Monday
    assert local_times(rhythm, paris(2026, 6, 1, 5, 0), 3) == ["06-07 05:00", "06-08 05:00", "06-14 05:00"]


def test_a_month_without_the_day_runs_on_its_last():
    rhythm = Rhythm("monthly", at=time(4, 0), day_of_month=31)
    assert local_times(rhythm, paris(2026, 1, 31, 4, 0), 4) == [
        "02-28 04:00",
        "03-31 04:00",
        "04-30 04:00",
        "05-31 04:00",
    ]
    assert local_times(Rhythm("monthly", at=time(4, 0), day_of_month=1), paris(2026, 1, 1, 4, 0), 1) == ["02-01 04:00"]


def test_cron_in_its_zone():
    rhythm = Rhythm("cron", cron="30 5 * * 1-5")
    assert local_times(rhythm, paris(2026, 6, 5, 6, 0), 2) == ["06-08 05:30", "06-09 05:30"]


@pytest.mark.parametrize(
    ("rhythm", "field", "said"),
    [
        (Rhythm("cron", cron="5 4 * *"), "cron", "five are needed"),
        (Rhythm("cron", cron="61 4 * * *"), "cron", "minute"),
        (Rhythm("cron", cron="0 4 * * 9"), "cron", "day of the week"),
        (Rhythm("cron", cron="0 4 30 2 *"), "cron", "day of the month"),
        (Rhythm("cron", cron=""), "cron", "0 parts"),
        (Rhythm("weekly", weekdays=()), "weekdays", "at least one day"),
        (Rhythm("weekly", weekdays=(7,)), "weekdays", "0 is Monday"),
        (Rhythm("monthly", day_of_month=32), "day_of_month", "1 to 31"),
        (Rhythm("interval", interval_minutes=0), "interval_minutes", "from 1 to 1440"),
        (Rhythm("daily", time_zone="Mars/Olympus"), "time_zone", "Europe/Paris"),
    ],
    ids=["parts", "minute", "weekday", "day", "empty", "no-days", "day-7", "day-32", "zero", "zone"],
)
def test_what_cannot_be_is_refused_with_a_sentence(rhythm, field, said):
    with pytest.raises(InvalidInput, match=said) as caught:
        checked(rhythm)
    assert caught.value.params["field"] == field


def test_missed_times_are_counted_and_the_usual_gap_is_known():
    rhythm = Rhythm("daily", at=time(6, 0))
    assert count_between(rhythm, paris(2026, 6, 1, 6, 0), paris(2026, 6, 4, 7, 0)) == 3
    assert gap_at(Rhythm("weekly", at=time(6, 0), weekdays=(0, 1)), paris(2026, 6, 3, 0, 0)) == timedelta(days=6)


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Rhythm("interval", interval_minutes=15), "Every 15 minutes"),
        (Rhythm("daily", at=time(6, 5)), "Daily at 06:05"),
        (Rhythm("weekly", at=time(6, 0), weekdays=(4, 0)), "Weekly at 06:00: Monday, Friday"),
        (Rhythm("monthly", at=time(6, 0), day_of_month=31), "Monthly on day 31 at 06:00"),
        (Rhythm("cron", cron="30 5 * * 1-5"), "At 05:30, Monday through Friday (30 5 * * 1-5)"),
    ],
    ids=["interval", "daily", "weekly", "monthly", "cron"],
)
def test_in_words(rhythm, words):
    with translation.override("en"):
        assert in_words(rhythm) == words


def test_cron_is_said_in_french_too():
    with translation.override("fr"):
        assert in_words(Rhythm("cron", cron="30 5 * * 1-5")).startswith("À 05:30")
