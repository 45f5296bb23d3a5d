"""Reports that come again: one for each schedule whose time has come."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from analytics.models import Report, ReportSchedule
from analytics.periods import Period, between
from analytics.services.figures.daily import zone_of
from analytics.services.reports.starting import queue_report
from core import rhythms
from core.rhythms import Rhythm
from core.schedules.planning import Plan, make_due

Frequency = ReportSchedule.Frequency


def next_run(row: ReportSchedule, now: datetime) -> datetime | None:
    """When it is due after this moment: daily, on Mondays, or on the 1st, at its time of day where people are."""
    rhythm = Rhythm(
        frequency=row.frequency, at=row.at, weekdays=(0,), day_of_month=1, time_zone=str(zone_of(row.tenant_id))
    )
    return rhythms.next_after(rhythm, now)


def period_of(frequency: str, day: date) -> Period:
    """What a report made on that day tells of: yesterday, the last seven days, or the last month."""
    yesterday = day - timedelta(days=1)
    if frequency == Frequency.DAILY:
        return between(yesterday, yesterday)
    if frequency == Frequency.WEEKLY:
        return between(day - timedelta(days=7), yesterday)
    return (
        between(yesterday.replace(day=1), yesterday) if day.day == 1 else between(day - timedelta(days=30), yesterday)
    )


def plan_reports(now: datetime | None = None) -> int:
    """Make a report for each schedule whose time has come; returns how many. Missed times are caught up once."""
    return make_due(Plan(ReportSchedule, following=next_run, make=_make), now)


def _make(row: ReportSchedule, now: datetime) -> None:
    queue_report(report_of(row, now))


def report_of(row: ReportSchedule, now: datetime) -> Report:
    """The report that the schedule wants at this moment, not saved yet."""
    with timezone.override(zone_of(row.tenant_id)):
        period = period_of(row.frequency, timezone.localtime(now).date())
        first, last = period.first_day, period.last_day
    return Report(
        tenant_id=row.tenant_id,
        created_by_id=row.created_by_id,
        trigger=Report.Trigger.SCHEDULE,
        schedule=row,
        kind=row.kind,
        format=row.format,
        since=first,
        until=last,
        supplier_id=row.supplier_id,
        recipients=row.recipients,
        language=row.language,
    )
