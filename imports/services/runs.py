"""What a person does to a run: rehearse, start, pause, resume, cancel, retry, undo, delete."""

from django.utils.translation import gettext as _

from core import files, jobs
from core.access import grants, require
from core.databases import after_commit, atomic
from core.errors import Conflict
from core.jobs import JobStatus
from core.jobs.machine import refuse_unless
from core.models import User
from imports.errors import MappingIncomplete, MappingUnconfirmed, RunHeld, SourceBusy, UndoRefused
from imports.feeds.folder import remove_folder
from imports.models import DryRun, HeldRow, ImportRun
from imports.selectors.undoing import undo_state
from imports.services.holding import started_by
from imports.services.telling import note_act
from imports.services.work import next_turn


def start_dry_run(run: ImportRun, *, by: User | None, start: bool = True) -> DryRun:
    """Queue a rehearsal of the run: nothing is imported, the result is what would change.

    A mapping that is only proposed may be rehearsed. Raises PermissionRefused without `write:imports`,
    MappingIncomplete, Conflict when the file could not be read or the run has started.
    """
    if by is not None:
        require(by, "write:imports", run)
    refuse_unless(run, "start")
    _refuse_unprepared(run)
    with atomic("imports"):
        dry_run = DryRun.objects.create(tenant_id=run.tenant_id, run=run, created_by_id=by.pk if by else None)
        note_act("import.dry_run", run)
        if start:
            jobs.start_once(dry_run)
    return dry_run


def start_run(run: ImportRun, *, by: User | None) -> ImportRun:
    """Queue the run; while another run of its source is at work it waits for its turn.

    Raises PermissionRefused without `start:imports`, MappingUnconfirmed, MappingIncomplete, Conflict when it was
    started before, SourceBusy while a paused run of the source stands in the way.
    """
    if by is not None:
        require(by, "start:imports", run)
    refuse_unstartable(run)
    with atomic("imports"):
        if not jobs.start_once(run):
            raise Conflict(_("The run was started before."), code="IMPORT_STARTED")
        ImportRun.objects.filter(pk=run.pk).update(approvals=started_by(by))
        note_act("import.started", run)
    return run


def refuse_unstartable(run: ImportRun) -> None:
    """Raise what keeps the run from being started."""
    refuse_unless(run, "start")
    _refuse_unprepared(run)
    if run.stage == ImportRun.Stage.HELD:
        raise RunHeld
    if run.stage != ImportRun.Stage.READY:
        raise MappingUnconfirmed
    paused = ImportRun.objects.filter(source_id=run.source_id, status=JobStatus.PAUSED).first()
    if paused:
        message = _("A run of this feed is paused (%(run)s): resume or cancel that one first.")
        raise SourceBusy(message % {"run": paused}, run_id=str(paused.pk))


def pause_run(run: ImportRun, *, by: User | None) -> None:
    """Ask the run to pause at its next chunk; raises PermissionRefused without `start:imports`, Conflict."""
    if by is not None:
        require(by, "start:imports", run)
    with atomic("imports"):
        jobs.request_pause(run)
        note_act("import.paused", run)


def resume_run(run: ImportRun, *, by: User | None) -> None:
    """Queue a paused run again; it goes on behind its last chunk. Raises PermissionRefused, Conflict."""
    if by is not None:
        require(by, "start:imports", run)
    with atomic("imports"):
        jobs.resume(run)
        note_act("import.resumed", run)


def cancel_run(run: ImportRun, *, by: User | None) -> None:
    """End the run at its next chunk; what was imported before stays and can be undone.

    Raises PermissionRefused without `cancel:imports`, Conflict for a run that has ended.
    """
    if by is not None:
        require(by, "cancel:imports", run)
    with atomic("imports"):
        jobs.request_cancel(run)
        ImportRun.objects.filter(pk=run.pk, stage=ImportRun.Stage.HELD).update(stage=ImportRun.Stage.READY)
        note_act("import.cancelled", run)
    if run.status == JobStatus.CANCELLED:
        remove_folder(run.pk)
        next_turn(run)


def retry_run(run: ImportRun, *, by: User | None) -> None:
    """Queue a failed or cancelled run again; it goes on behind its last chunk.

    Raises PermissionRefused without `start:imports`, Conflict when its file was refused or when a later file of the
    source has been imported since: its older values would replace newer ones.
    """
    if by is not None:
        require(by, "start:imports", run)
    _refuse_unprepared(run)
    later = ImportRun.objects.filter(
        source_id=run.source_id, kind=ImportRun.Kind.IMPORT, status=JobStatus.COMPLETED, started_at__gt=run.created_at
    )
    if run.kind == ImportRun.Kind.IMPORT and later.exists():
        raise Conflict(_("A later file of this feed has been imported since: upload this one again if it is newer."))
    with atomic("imports"):
        jobs.retry(run)
        note_act("import.retried", run)


def undo_run(run: ImportRun, *, by: User | None, start: bool = True) -> ImportRun:
    """Make and queue the run that undoes this one; fields that somebody changed since keep their value.

    Raises PermissionRefused without `manage:imports`, UndoRefused with the reason.
    """
    if by is not None:
        require(by, "manage:imports", run)
    state = undo_state(run)
    if not state.possible:
        raise UndoRefused(state.reason)
    with atomic("imports"):
        undoing = ImportRun.objects.create(
            tenant_id=run.tenant_id,
            supplier_id=run.supplier_id,
            source_id=run.source_id,
            kind=ImportRun.Kind.UNDO,
            undoes=run,
            stage=ImportRun.Stage.READY,
            policies={"label": run.policies.get("label", "")},
            created_by_id=by.pk if by else None,
        )
        note_act("import.undo_started", run)
        if start:
            jobs.start_once(undoing)
    return undoing


def delete_run(run: ImportRun, *, by: User | None) -> None:
    """Remove a run that is not at work, with its log, findings and file; what it imported stays.

    Raises PermissionRefused without `delete:imports`, Conflict while it is at work, while rows of it are still held,
    or when a later run undoes it (the history of an undoing is kept whole).
    """
    if by is not None:
        require(by, "delete:imports", run)
    refuse_unless(run, "delete")
    if HeldRow.objects.filter(run=run, state=HeldRow.State.OPEN).exists():
        raise Conflict(_("Rows of this run are still held: import or discard them first."), code="IMPORT_HAS_HELD_ROWS")
    if run.undoings.exists() or run.kind == ImportRun.Kind.UNDO:
        raise Conflict(_("An undoing and the run it undoes stay in the history."), code="IMPORT_UNDONE")
    run_id, source_file = run.pk, run.source_file
    with atomic("imports"):
        note_act("import.deleted", run, **run.counts)
        run.delete()
        if source_file is not None and not source_file.runs.exists():
            source_file.delete()
            after_commit("imports", lambda: files.delete(source_file.key))
    grants.forget(ImportRun(pk=run_id))
    remove_folder(run_id)


def _refuse_unprepared(run: ImportRun) -> None:
    if run.stage == ImportRun.Stage.READING:
        message = _("The file of this run could not be read: %(reason)s")
        raise Conflict(message % {"reason": run.error_message or "-"}, code="IMPORT_UNREADABLE")
    if run.kind == ImportRun.Kind.IMPORT and not run.mapping.get("fields"):
        raise MappingIncomplete(_("No field is mapped: choose a column for a SKU or an EAN, and for the title."))
