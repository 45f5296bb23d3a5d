"""The planner of exports: each planned one is made exactly once for its time, whoever asks first."""

import logging
from datetime import datetime

from django.utils import timezone

from core import jobs
from core.databases import atomic
from core.errors import Refused
from core.models import User
from core.tenancy import every_tenant, tenant_scope
from imports.models import Export, ExportSchedule
from imports.services.exports.making import prepared
from imports.services.exports.schedules import request_of, rhythm_of
from imports.services.exports.telling import note_act
from suppliers import rhythms

logger = logging.getLogger(__name__)
AT_ONCE = 200


def plan_exports(now: datetime | None = None) -> int:
    """Make an export for each schedule whose time has come; returns how many. Missed times are caught up once."""
    now = now or timezone.now()
    with every_tenant():
        due = ExportSchedule.objects.filter(is_active=True, next_run_at__lte=now).select_related("destination")
        rows = list(due.order_by("next_run_at", "id")[:AT_ONCE])
    return sum(_planned(row, now) for row in rows)


def _planned(row: ExportSchedule, now: datetime) -> bool:
    try:
        with tenant_scope(row.tenant_id), atomic("imports"):
            following = rhythms.next_after(rhythm_of(row), now)
            waiting = ExportSchedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at, is_active=True)
            if not waiting.update(next_run_at=following, last_planned_at=row.next_run_at):
                return False
            _make(row)
            return True
    except Exception:  # one schedule's trouble must not keep the others waiting; it is due again in a minute
        logger.exception("the planned export %s could not be made", row.pk)
        return False


def _make(row: ExportSchedule) -> None:
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
