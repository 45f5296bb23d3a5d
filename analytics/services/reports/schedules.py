"""Use cases of scheduled reports."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from analytics.errors import ReportScheduleNotFound
from analytics.models import Report, ReportFormat, ReportKind, ReportSchedule
from analytics.services.reports.planning import next_run, report_of
from analytics.services.reports.starting import MANAGE, checked_recipients, one_of, queue_report
from core import audit
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput

WRITTEN = ("name", "kind", "format", "frequency", "at", "supplier_id", "recipients", "language", "is_active")
LONGEST_NAME = 120
_CHOICES = {"kind": ReportKind.values, "format": ReportFormat.values, "frequency": ReportSchedule.Frequency.values}


def create_schedule(values: Mapping[str, Any], *, tenant_id: UUID, by: Any) -> ReportSchedule:
    """Schedule a report; `values`: see WRITTEN. Raises PermissionRefused without `manage:reports`, InvalidInput."""
    require(by, MANAGE, tenant_id=tenant_id)
    row = ReportSchedule(tenant_id=tenant_id, created_by_id=by.pk, language=translation.get_language() or "")
    _take(row, values)
    with atomic("analytics"):
        row.save(force_insert=True)
        _note("report_schedule.created", row, after=_shown(row))
    return row


def update_schedule(schedule_id: UUID, values: Mapping[str, Any], *, by: Any) -> ReportSchedule:
    """Change a scheduled report. Raises ReportScheduleNotFound, PermissionRefused, InvalidInput."""
    row = find_schedule(schedule_id)
    require(by, MANAGE, tenant_id=row.tenant_id)
    before = _shown(row)
    _take(row, values)
    # Only what was given: others may change, plan or remove the schedule at this moment.
    changed = {name: getattr(row, name) for name in WRITTEN if name in values}
    changed["next_run_at"] = row.next_run_at
    with atomic("analytics"):
        if not ReportSchedule.objects.filter(pk=row.pk).update(**changed, updated_at=timezone.now()):
            raise ReportScheduleNotFound
        _note("report_schedule.changed", row, before=before, after=_shown(row))
    return row


def switch_schedule(schedule_id: UUID, *, is_active: bool, by: Any) -> None:
    """Pause a scheduled report, or let it go on. Raises what `update_schedule` raises."""
    update_schedule(schedule_id, {"is_active": is_active}, by=by)


def delete_schedule(schedule_id: UUID, *, by: Any) -> None:
    """Remove a scheduled report; those it made stay. Raises ReportScheduleNotFound, PermissionRefused."""
    row = find_schedule(schedule_id)
    require(by, MANAGE, tenant_id=row.tenant_id)
    with atomic("analytics"):
        _note("report_schedule.deleted", row, before=_shown(row))
        row.delete()


def run_schedule(schedule_id: UUID, *, by: Any) -> Report:
    """Make and send the report now; its rhythm stays. Raises ReportScheduleNotFound, PermissionRefused."""
    row = find_schedule(schedule_id)
    require(by, MANAGE, tenant_id=row.tenant_id)
    report = report_of(row, timezone.now())
    report.created_by_id, report.trigger = by.pk, Report.Trigger.MANUAL
    queue_report(report)
    return report


def find_schedule(schedule_id: UUID) -> ReportSchedule:
    """The scheduled report in the current tenant; raises ReportScheduleNotFound."""
    row = ReportSchedule.objects.filter(pk=schedule_id).first()
    if row is None:
        raise ReportScheduleNotFound
    return row


def _take(row: ReportSchedule, values: Mapping[str, Any]) -> None:
    for name in WRITTEN:
        if name in values:
            setattr(row, name, values[name])
    row.name = " ".join(row.name.split())
    if not row.name or len(row.name) > LONGEST_NAME:
        raise InvalidInput(_("A name of 1 to %(most)s characters is needed.") % {"most": LONGEST_NAME}, field="name")
    for name, allowed in _CHOICES.items():
        one_of(getattr(row, name), allowed, name)
    row.recipients = checked_recipients(row.recipients)
    if not row.recipients:
        raise InvalidInput(_("Nobody gets this report: name at least one address."), field="recipients")
    row.next_run_at = next_run(row, timezone.now()) if row.is_active else None


def _shown(row: ReportSchedule) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in WRITTEN}
    return {**values, "recipients": ", ".join(row.recipients)}


def _note(code: str, row: ReportSchedule, **sides: Any) -> None:
    audit.record(code, app="analytics", subject=row, tenant_id=row.tenant_id, **sides)
