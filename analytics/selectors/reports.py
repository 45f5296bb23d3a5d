"""Made and scheduled reports."""

from typing import Any
from uuid import UUID

from analytics.errors import ReportNotFound
from analytics.models import Report, ReportSchedule
from core.cutting import ListPage, list_page


def report_list(*, sort: str = "-created_at", **cut: Any) -> ListPage[Report]:
    """Reports of the current tenant, newest first. Two queries; `cut` as `core.cutting.list_page` takes it."""
    return list_page(Report.objects.select_related("schedule"), lambda report: report, sort=sort, **cut)


def find_report(report_id: UUID) -> Report:
    """The report in the current tenant; raises ReportNotFound."""
    row = Report.objects.filter(pk=report_id).first()
    if row is None:
        raise ReportNotFound
    return row


def schedule_list(*, sort: str = "name", **cut: Any) -> ListPage[ReportSchedule]:
    """Scheduled reports of the current tenant, by name. Two queries."""
    return list_page(ReportSchedule.objects.all(), lambda row: row, sort=sort, **cut)
