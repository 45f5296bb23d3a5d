"""What a person does about held rows: correct, discard, replay, take home as a file."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit, jobs
from core.access import allowed, refusal, require
from core.access.visibility import visible
from core.databases import atomic
from core.errors import InvalidInput
from core.models import User
from core.tenancy import tenant_scope
from imports.errors import HeldRowNotFound
from imports.models import HeldRow, ImportRun
from imports.selectors.held_rows import OF_RUNS
from imports.services.ownership import grant_own_run
from imports.services.replays import layouts_of, replay_of, replayable_rows

State = HeldRow.State


def correct_held_row(held_row_id: UUID, *, values: Mapping[str, str], by: User | None) -> HeldRow:
    """Lay corrected cells (column name -> text) over a held row; it is imported by the next replay.

    Raises HeldRowNotFound, PermissionRefused without `write:imports`, InvalidInput for a column the file did not have.
    """
    row = HeldRow.objects.select_related("run").filter(pk=held_row_id, state=State.OPEN).first()
    if row is None:
        raise HeldRowNotFound
    if by is not None:
        require(by, "write:imports", row)
    unknown = set(values) - set(row.run.recognition.get("columns", ()))
    if unknown:
        raise InvalidInput(_("%(names)s: the file has no such column.") % {"names": ", ".join(sorted(unknown))})
    cells = {name: row.cells.get(name) for name in values}
    row.corrected = {**row.corrected, **values}
    with atomic("imports"):
        row.save(update_fields=["corrected", "updated_at"])
        old, new = audit.changes(cells, values)
        audit.record("held_row.corrected", app="imports", subject=row, before=old, after=new, run=row.run.pk)
    return row


def discard_held_rows(ids: Iterable[UUID], *, tenant_id: UUID, by: User | None) -> int:
    """Give up open held rows; returns how many. Raises PermissionRefused without `write:imports`."""
    with tenant_scope(tenant_id), atomic("imports"):
        chosen = HeldRow.objects.filter(pk__in=list(ids), state=State.OPEN)
        require_rows(by, "write:imports", chosen)
        count = chosen.update(state=State.DISCARDED)
        if count:
            audit.record("held_rows.discarded", app="imports", tenant_id=tenant_id, count=count)
    return count


def replay_held_rows(ids: Iterable[UUID], *, tenant_id: UUID, by: User | None, start: bool = True) -> list[ImportRun]:
    """Import open held rows again, with their corrections and the mapping that is remembered now.

    One run per source and layout, queued for the workers unless `start` is false. Rows that a running replay holds,
    and those that did not fit the columns and are not corrected, are left out. Raises PermissionRefused without
    `start:imports`, InvalidInput when nothing is left to replay.
    """
    with tenant_scope(tenant_id):
        chosen = replayable_rows().filter(pk__in=list(ids))
        require_rows(by, "start:imports", chosen)
        runs = [_replay(rows, by=by, start=start) for rows in layouts_of(chosen)]
    if not runs:
        raise InvalidInput(_("None of these rows can be imported again: correct rows that did not fit the columns."))
    return runs


def require_rows(by: User | None, permission: str, rows: QuerySet[HeldRow]) -> None:
    """The right by role, or by a grant on every one of the rows (on its run, source or supplier)."""
    if by is None or allowed(by, permission):
        return
    mine = visible(rows, by, permission, through=OF_RUNS)
    if not mine.exists() or mine.count() != rows.count():
        raise refusal(permission)


def _replay(rows: QuerySet[HeldRow], *, by: User | None, start: bool) -> ImportRun:
    latest = rows.select_related("run").order_by("-created_at").first()
    if latest is None:
        raise HeldRowNotFound
    run = replay_of(latest.run, by=by)
    with atomic("imports"):
        grant_own_run(run, by=by)
        run.save()
        count = rows.update(replay_run=run)
        audit.record("held_rows.replayed", app="imports", subject=run, count=count)
        if start:
            jobs.start_once(run)
    return run
