"""What a person decides about a compared sheet."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, files, jobs
from core.access import require
from core.databases import after_commit, atomic
from core.errors import Conflict, InvalidInput
from core.jobs import JobStatus
from core.models import User
from imports.models import Sheet, SheetCell
from imports.selectors.sheets import find_sheet

WRITE = "write:products"
Stage, State, Choice = Sheet.Stage, SheetCell.State, SheetCell.Choice


def choose(sheet_id: UUID, *, by: User, choice: str, cell_ids: Iterable[UUID] | None = None) -> int:
    """Decide conflicts: for these cells, or (None) for all of them; returns how many.

    Raises NotFound, PermissionRefused, InvalidInput, Conflict once the sheet is applied.
    """
    sheet = _own(sheet_id, by=by)
    if choice not in (Choice.SHEET, Choice.CATALOGUE):
        message = _("“%(choice)s” is no decision: use sheet or catalogue.") % {"choice": choice}
        raise InvalidInput(message, fields={"choice": [message]})
    _require_stage(sheet, Stage.COMPARED)
    found = SheetCell.objects.filter(sheet=sheet, state=State.CONFLICT)
    if cell_ids is not None:
        found = found.filter(pk__in=list(cell_ids))
    with atomic("imports"):
        # Holds the sheet: who applies it meanwhile sees all of the decision, or none of it and it is refused.
        compared = Sheet.objects.filter(pk=sheet.pk, stage=Stage.COMPARED, status=JobStatus.COMPLETED)
        if not compared.update(updated_at=timezone.now()):
            raise Conflict(code="JOB_STATE")
        return found.update(choice=choice)


def start_applying(sheet_id: UUID, *, by: User) -> Sheet:
    """Apply what can be applied, conflicts as they were decided; what is not decided stays as the catalogue has it.

    Raises NotFound, PermissionRefused, Conflict in any other stage than compared.
    """
    return _go_on(_own(sheet_id, by=by), Stage.COMPARED, Stage.APPLYING, by=by)


def start_undoing(sheet_id: UUID, *, by: User) -> Sheet:
    """Undo the whole sheet: values that nobody changed since go back. Raises NotFound, PermissionRefused, Conflict."""
    return _go_on(_own(sheet_id, by=by), Stage.APPLIED, Stage.UNDOING, by=by)


def delete_sheet(sheet_id: UUID, *, by: User) -> None:
    """Remove a sheet that is not at work; what it changed stays. Raises NotFound, PermissionRefused, Conflict."""
    sheet = _own(sheet_id, by=by)
    jobs.machine.refuse_unless(sheet, "delete")
    key = sheet.file_key
    with atomic("imports"):
        audit.record("sheet.deleted", app="imports", subject=sheet)
        sheet.delete()
        if key:
            after_commit("imports", lambda: files.delete(key))


def _own(sheet_id: UUID, *, by: User) -> Sheet:
    sheet = find_sheet(sheet_id, seen_by=by)
    require(by, WRITE)
    return sheet


def _go_on(sheet: Sheet, before: str, after: str, *, by: User) -> Sheet:
    """The same job goes on with its next stage: by whoever says so."""
    _require_stage(sheet, before)
    fresh: dict[str, Any] = {"status": JobStatus.PENDING, "finished_at": None, "attempts": 0, "checkpoint": {}}
    with atomic("imports"):
        won = Sheet.objects.filter(pk=sheet.pk, stage=before, status=JobStatus.COMPLETED).update(
            stage=after, created_by_id=by.pk, queued_at=None, progress_done=0, progress_total=0, **fresh
        )
        if not won:
            raise Conflict(code="JOB_STATE")
        sheet.refresh_from_db()
        jobs.start_once(sheet)
    return sheet


def _require_stage(sheet: Sheet, wanted: str) -> None:
    if sheet.stage != wanted or sheet.status != JobStatus.COMPLETED:
        message = _("The sheet is “%(stage)s” now: this is not possible.")
        raise Conflict(message % {"stage": sheet.get_stage_display()}, code="JOB_STATE", at=str(timezone.now()))
