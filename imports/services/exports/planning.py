"""The planner of exports: each planned one is made exactly once for its time, whoever asks first."""

from datetime import datetime

from core import jobs, rhythms
from core.errors import Refused
from core.models import User
from core.schedules.planning import Plan, make_due
from imports.models import Export, ExportSchedule
from imports.services.exports.making import prepared
from imports.services.exports.schedules import request_of
from imports.services.exports.telling import note_act


def plan_exports(now: datetime | None = None) -> int:
    """Make an export for each schedule whose time has come; returns how many. Missed times are caught up once."""
    return make_due(Plan(ExportSchedule, following=_following, make=_make), now)


def _following(row: ExportSchedule, now: datetime) -> datetime | None:
    return rhythms.next_after(row.rhythm, now)


def _make(row: ExportSchedule, _now: datetime) -> None:
    """The export; one that can no longer be made as it was planned is written down as failed, with the reason."""
    maker = User.objects.filter(pk__in=[row.created_by_id], is_active=True).first()
    try:
        export = prepared(request_of(row), tenant_id=row.tenant_id, by=maker, trigger=Export.Trigger.SCHEDULE)
        refused = None
    except Refused as error:
        export = Export(tenant_id=row.tenant_id, name=row.name, layout=row.layout, trigger=Export.Trigger.SCHEDULE)
        refused = error
    export.created_by_id, export.schedule_id, export.planned_at = row.created_by_id, row.pk, row.next_run_at
    export.save(force_insert=True)
    jobs.start_once(export)
    note_act("export.started", export)
    if refused is not None and jobs.take(export):
        jobs.fail(export, refused)
        note_act("export.failed", export, error=str(refused))
