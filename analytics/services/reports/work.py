"""What a worker does with a report: make the file, keep it, send it, write down how it ended."""

import logging
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation

from analytics.models import Report
from analytics.periods import between
from analytics.reports import Question, build
from analytics.reports.files import file_name, file_of
from analytics.services.figures.daily import zone_of
from analytics.services.reports.mailing import mail_report, tell_end
from core import audit, files, jobs
from core.configuration import value
from core.databases import atomic
from core.errors import Conflict, ProductsManagerError, Transient
from core.jobs import JobCancelled, JobPaused, JobStatus, acting_for, report_progress
from core.models import Tenant
from core.tenancy import every_tenant

logger = logging.getLogger(__name__)
KEEP_DAYS = "reports.keep_days"
AT_ONCE = 200


def execute_report(report_id: UUID) -> Report | None:
    """Take the report and bring it to its end or to its next attempt; None when it is not free."""
    report = Report.objects.select_related("schedule").filter(pk=report_id).first()
    if report is None or not jobs.take(report):
        return None
    with acting_for(report), timezone.override(zone_of(report.tenant_id)), translation.override(report.language):
        try:
            _work(report)
        except (JobPaused, JobCancelled):
            pass
        except Conflict as error:
            if error.code != "LEASE_LOST":
                _failed(report, error)
        except Exception as error:
            _failed(report, error)
    return report


def _work(report: Report) -> None:
    if not report.file_key:
        _make(report)
    mailed = mail_report(report)
    with atomic("analytics"):
        jobs.complete(report, progress_done=1, progress_total=1, mailed_to=mailed)
        audit.record("report.completed", app="analytics", subject=report, tenant_id=report.tenant_id, rows=report.rows)
    tell_end(report)


def _make(report: Report) -> None:
    question = Question(
        report.tenant_id, report.kind, between(report.since, report.until), report.supplier_id, report.compares
    )
    built = build(question)
    content = file_of(built, report.format, organisation=Tenant.objects.get(pk=report.tenant_id).name)
    name = file_name(built, report.format)
    stored = files.store("reports", name, BytesIO(content))
    until = timezone.now() + timedelta(days=value(KEEP_DAYS, report.tenant_id))
    kept = {"file_key": stored.key, "file_name": name, "file_size": stored.size, "rows": built.rows}
    report_progress(report, file_until=until, **kept)


def _failed(report: Report, error: Exception) -> None:
    if not isinstance(error, ProductsManagerError):
        logger.exception("%s failed", report.pk)
    passing = isinstance(error, OperationalError | InterfaceError | OSError)
    with atomic("analytics"):
        jobs.fail(report, Transient(str(error)) if passing else error)
        if report.status == JobStatus.FAILED:
            facts: dict[str, Any] = {"error": report.error_message, "error_code": report.error_code}
            audit.record("report.failed", app="analytics", subject=report, tenant_id=report.tenant_id, **facts)
    if report.status == JobStatus.FAILED:
        tell_end(report)


def remove_old_files() -> int:
    """Remove files whose time is over; the reports stay in the history. Returns how many."""
    with every_tenant():
        old = list(Report.objects.filter(file_until__lt=timezone.now()).exclude(file_key="")[:AT_ONCE])
        for report in old:
            if Report.objects.filter(pk=report.pk, file_key=report.file_key).update(file_key=""):
                files.delete(report.file_key)
    return len(old)
