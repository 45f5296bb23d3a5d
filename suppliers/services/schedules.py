"""Use cases of schedules: written with their next time, moved on when it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from core import audit, rhythms
from core.access import require
from core.databases import atomic
from core.errors import Conflict, NotFound
from core.models import User
from core.rhythms import Rhythm
from core.schedules import planning
from core.schedules.planning import due_rows, find_next
from core.tenancy import tenant_scope
from suppliers.errors import SourceNotFetched
from suppliers.models import Schedule, Source
from suppliers.services.saving import known, note, saving, source_row

WRITTEN = frozenset(
    {"frequency", "interval_minutes", "at", "weekdays", "day_of_month", "cron", "time_zone", "is_active"}
)
# Nothing can be fetched there: files come when people or programs send them.
SENT_TO_US = (Source.Kind.UPLOAD, Source.Kind.PUSH)
AT_ONCE = 500


@dataclass(frozen=True)
class DueSchedule:
    """A schedule whose time has come."""

    id: UUID
    tenant_id: UUID
    supplier_id: UUID
    source_id: UUID
    planned_at: datetime
    rhythm: Rhythm

    def missed_until(self, now: datetime) -> int:
        """How many further planned times have passed too."""
        return rhythms.count_between(self.rhythm, self.planned_at, now)


def create_schedule(*, by: User | None, source_id: UUID, **values: Any) -> UUID:
    """Give a source a rhythm (keys: see WRITTEN); returns the schedule's id.

    Raises NotFound, PermissionRefused without `write:suppliers` on the source, InvalidInput naming the field, also for
    a source to which files are sent.
    """
    source = source_row(source_id)
    if by is not None:
        require(by, "write:suppliers", source)
    if source.kind in SENT_TO_US:
        message = _("“%(source)s” receives its files: there is nothing to fetch at set times.")
        raise SourceNotFetched(message % {"source": source.name})
    row = Schedule(tenant_id=source.tenant_id, source=source, **known(values, WRITTEN))
    find_next(row)
    with saving(row, taken=Conflict):
        note("schedule.created", row, source.supplier, source=source.name, after=_written(row))
    return row.pk


def update_schedule(*, by: User | None, schedule_id: UUID, values: Mapping[str, Any]) -> None:
    """Change a rhythm; its next time is found anew. Raises what `create_schedule` raises."""
    row = _schedule_row(schedule_id, by=by)
    before = _written(row)
    for field, value in known(values, WRITTEN).items():
        setattr(row, field, value)
    old, new = audit.changes(before, _written(row))
    if not new:
        return
    find_next(row)
    with saving(row, taken=Conflict):
        note("schedule.updated", row, row.source.supplier, source=row.source.name, before=old, after=new)


def set_schedule_active(*, by: User | None, schedule_id: UUID, active: bool) -> None:
    """Let a schedule rest, or begin again with its next time; what passed meanwhile is not caught up."""
    update_schedule(by=by, schedule_id=schedule_id, values={"is_active": active})


def delete_schedule(*, by: User | None, schedule_id: UUID) -> None:
    """Remove a schedule; what it has fetched stays. Raises NotFound, PermissionRefused."""
    row = _schedule_row(schedule_id, by=by)
    with atomic("suppliers"):
        note("schedule.deleted", row, row.source.supplier, source=row.source.name, before=_written(row))
        row.delete()


def due_schedules(now: datetime) -> list[DueSchedule]:
    """Active schedules of active sources whose time has come, the longest waiting first; of all tenants in scope."""
    rows = (
        due_rows(Schedule, now)
        .filter(source__is_active=True, source__supplier__is_active=True)
        .select_related("source")
    )
    return [_due_facts(row) for row in rows[:AT_ONCE]]


def move_on(due: DueSchedule, *, now: datetime) -> bool:
    """Set the next time behind `now`; False when somebody else did, or when the schedule was changed meanwhile."""
    following = rhythms.next_after(due.rhythm, now)
    with tenant_scope(due.tenant_id):
        return planning.move_on(Schedule, due.id, planned_at=due.planned_at, following=following)


def let_rest(now: datetime) -> int:
    """Move on the schedules of sources that are switched off: their times pass, nothing is caught up later."""
    off = Q(source__is_active=False) | Q(source__supplier__is_active=False)
    rows = list(due_rows(Schedule, now).filter(off).select_related("source")[:AT_ONCE])
    for row in rows:
        following = rhythms.next_after(row.rhythm, now)
        Schedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at).update(next_run_at=following)
    return len(rows)


def _due_facts(row: Schedule) -> DueSchedule:
    planned_at = row.next_run_at
    if planned_at is None:
        raise ValueError(f"{row} is not due.")
    source = row.source
    return DueSchedule(row.pk, row.tenant_id, source.supplier_id, source.pk, planned_at, row.rhythm)


def _schedule_row(schedule_id: UUID, *, by: User | None) -> Schedule:
    row = Schedule.objects.select_related("source__supplier").filter(pk=schedule_id).first()
    if row is None:
        raise NotFound(code="SCHEDULE_NOT_FOUND")
    if by is not None:
        require(by, "write:suppliers", row.source)
    return row


def _written(row: Schedule) -> dict[str, Any]:
    return model_to_dict(row, WRITTEN)
