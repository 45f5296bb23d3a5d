"""Whether a run can be undone, and why not."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.jobs import JobStatus
from imports.models import ImportRun


@dataclass(frozen=True)
class UndoState:
    """`possible`, else one sentence saying why not; `undone_by` is the undoing that was made already."""

    possible: bool
    reason: str = ""
    undone_by: UUID | None = None


def undo_state(run: ImportRun) -> UndoState:
    """Whether the run can be undone now. One query."""
    undoing = run.undoings.exclude(status__in=(JobStatus.FAILED, JobStatus.CANCELLED)).first()
    if undoing is not None:
        return UndoState(False, _("The run is undone already."), undoing.pk)
    at_work = run.chunks.filter(is_done=False, lease_until__gt=timezone.now())
    if at_work.exists():
        return UndoState(False, _("A worker is still at the last chunk of the run: wait a moment."))
    if not run.is_finished and run.status != JobStatus.PAUSED:
        return UndoState(False, _("The run is not finished: wait for its end, or cancel it."))
    if not _changed_anything(run):
        return UndoState(False, _("The run changed nothing."))
    return UndoState(True)


def _changed_anything(run: ImportRun) -> bool:
    if run.kind == ImportRun.Kind.UNDO:
        return bool(sum(number for number in run.outcome.values() if isinstance(number, int)))
    # A crash between the catalogue's commit and ours leaves one chunk that only the catalogue knows of.
    interrupted = run.status != JobStatus.COMPLETED and run.started_at is not None
    return bool(run.rows_created or run.rows_updated or run.products_updated or run.offers_retired) or interrupted
