"""Reports that come again: one for each schedule whose time has come."""

import logging
from datetime import date, datetime, timedelta

from django.utils import timezone

from analytics.models import Report, ReportSchedule
from analytics.periods import Period, between
from analytics.services.figures.daily import zone_of
from analytics.services.reports.starting import queue_report
from core.databases import atomic
from core.tenancy import every_tenant, tenant_scope
from suppliers import rhythms
from suppliers.rhythms import Rhythm

logger = logging.getLogger(__name__)
AT_ONCE = 200
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
    now = now or timezone.now()
    with every_tenant():
        due = ReportSchedule.objects.filter(is_active=True, next_run_at__lte=now)
        rows = list(due.order_by("next_run_at", "id")[:AT_ONCE])
    return sum(_planned(row, now) for row in rows)


def _planned(row: ReportSchedule, now: datetime) -> bool:
    try:
        with tenant_scope(row.tenant_id), atomic("analytics"):
            waiting = ReportSchedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at, is_active=True)
            if not waiting.update(next_run_at=next_run(row, now), last_planned_at=row.next_run_at):
                return False
            queue_report(report_of(row, now))
            return True
    except Exception:  # one schedule's trouble must not keep the others waiting; it is due again in a minute
        logger.exception("the scheduled report %s could not be made", row.pk)
        return False


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
