"""A file comes in: kept, recognised, its mapping found or proposed; and is read anew when a person overrules."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import IO, Any
from uuid import UUID

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from core import files, jobs
from core.access import require
from core.databases import atomic
from core.errors import Conflict, InvalidInput
from core.jobs import JobStatus
from core.models import User
from core.tabular import Overrides, Recognition, UnreadableFile, preview, recognise
from core.tenancy import tenant_scope
from imports.errors import FileTooLarge, RunHeld
from imports.feeds import journal
from imports.feeds.choosing import note_layout
from imports.feeds.layout import prepare_mapping
from imports.feeds.limits import limits
from imports.models import Fetch, ImportRun, SourceFile, Trigger
from imports.services.ownership import grant_own_run
from imports.services.telling import note_act, tell_failed, tell_waiting
from suppliers.selectors import SourceSettings, source_settings
from suppliers.services import ensure_source

MEGABYTE = 1024 * 1024
SAMPLE_ROWS = 500
OVERRIDABLE = frozenset(field.name for field in fields(Overrides))
# Nobody sits before these: they go on by themselves, or people are told why they do not.
BY_THEMSELVES = frozenset({Trigger.SCHEDULE, Trigger.MANUAL, Trigger.PUSH})


@dataclass(frozen=True)
class Upload:
    """A file as it came, and whose it is; without a source it is the supplier's source for files.

    `is_partial` is the source's choice unless given. `kept` is called inside the transaction that keeps the file;
    `on_behalf_of` made the run when nobody (`by=None`) is there to be asked for rights.
    """

    supplier_id: UUID
    name: str
    content: IO[bytes]
    source_id: UUID | None = None
    is_partial: bool | None = None
    trigger: Trigger = Trigger.UPLOAD
    fetch: Fetch | None = None
    on_behalf_of: UUID | None = None
    kept: Callable[[ImportRun], None] | None = None


def upload_file(upload: Upload, *, tenant_id: UUID, by: User | None) -> ImportRun:
    """Keep the file and prepare a run for it: recognised, mapping remembered or proposed, nothing imported yet.

    A file that came by itself (schedule, run now, push) is started too when its mapping is known. Raises
    PermissionRefused without `write:imports`, FileTooLarge, NotFound for a supplier or source of nobody here, and
    UnreadableFile for a file that is no table of products (the refused run stays in the history).
    """
    if by is not None:
        # A grant on the supplier or the source is enough.
        place: dict[str, Any] = {"supplier_id": upload.supplier_id, "source_id": upload.source_id}
        wanted = ImportRun(tenant_id=tenant_id, **place)
        require(by, "write:imports", wanted)
    _check_size(upload)
    with tenant_scope(tenant_id):
        source = source_settings(upload.source_id or ensure_source(supplier_id=upload.supplier_id))
        run = _keep(upload, source, by)
        return _recognise_into(run, source, goes_on=run.trigger in BY_THEMSELVES)


def prepare_again(run: ImportRun) -> ImportRun:
    """Read the file of a run that a crash left between its keeping and its reading; raises UnreadableFile."""
    return _recognise_into(run, source_settings(run.source_id), goes_on=run.trigger in BY_THEMSELVES)


def change_reading(run: ImportRun, *, overrides: dict[str, Any], by: User | None) -> ImportRun:
    """Read the run's file differently (keys of core.tabular.Overrides; None gives the choice back to recognition).

    Raises PermissionRefused, InvalidInput for an unknown key, Conflict once the run has started, UnreadableFile.
    """
    if by is not None:
        require(by, "write:imports", run)
    unknown = set(overrides) - OVERRIDABLE
    if unknown:
        message = _("%(unknown)s: unknown; allowed are %(allowed)s.")
        raise InvalidInput(message % {"unknown": ", ".join(unknown), "allowed": ", ".join(sorted(OVERRIDABLE))})
    with tenant_scope(run.tenant_id):
        _refuse_started(run)
        before = run.reading
        run.reading = {name: value for name, value in {**before, **overrides}.items() if value is not None}
        with atomic("imports"):
            run.save(update_fields=["reading", "updated_at"])
            note_act("import.reading_changed", run, before=before, after=run.reading)
        return _recognise_into(run, source_settings(run.source_id))


def _refuse_started(run: ImportRun) -> None:
    unread = run.status == JobStatus.FAILED and run.stage == ImportRun.Stage.READING
    waiting = run.status == JobStatus.PENDING and run.queued_at is None
    if run.stage == ImportRun.Stage.HELD:
        raise RunHeld
    if run.source_file is None or not (unread or waiting):
        raise Conflict(_("The run has started: upload the file again to read it differently."), code="IMPORT_STARTED")


def _check_size(upload: Upload) -> None:
    size = upload.content.seek(0, os.SEEK_END)
    upload.content.seek(0)
    if size > settings.IMPORT_MAX_FILE_BYTES:
        message = _("%(name)s has %(size)s MB; at most %(limit)s MB are allowed: split it or compress it.")
        values = {
            "name": upload.name,
            "size": round(size / MEGABYTE, 1),
            "limit": round(settings.IMPORT_MAX_FILE_BYTES / MEGABYTE, 1),
        }
        raise FileTooLarge(message % values, size=size, limit=settings.IMPORT_MAX_FILE_BYTES)


def _keep(upload: Upload, source: SourceSettings, by: User | None) -> ImportRun:
    stored = files.store("feeds", upload.name, upload.content)
    owner = {"tenant_id": source.tenant_id, "supplier_id": source.supplier_id, "source_id": source.id}
    with atomic("imports"):
        source_file = SourceFile.objects.create(
            **owner,
            name=upload.name[-255:],
            key=stored.key,
            size=stored.size,
            sha256=stored.sha256,
            uploaded_by_id=by.pk if by else None,
        )
        run = ImportRun(
            **owner,
            source_file=source_file,
            is_partial=source.import_type == "partial" if upload.is_partial is None else upload.is_partial,
            trigger=upload.trigger,
            fetch=upload.fetch,
            stage=ImportRun.Stage.READING,
            reading=dict(source.reading),
            policies={"label": source.supplier_name},
            created_by_id=by.pk if by else upload.on_behalf_of,
        )
        grant_own_run(run, by=by)
        run.save()
        journal.note(run, "uploaded", name=source_file.name, size=stored.size)
        note_act("import.uploaded", run, size=stored.size, sha256=stored.sha256)
        if upload.kept:
            upload.kept(run)
    return run


def _recognise_into(run: ImportRun, source: SourceSettings, *, goes_on: bool = False) -> ImportRun:
    try:
        recognition, sample = look_at(run)
    except UnreadableFile as error:
        _save_refusal(run, error)
        raise
    before = run.drift
    prepared = prepare_mapping(recognition, sample, source=source)
    for name, value in prepared.items():
        setattr(run, name, value)
    run.recognition = recognition.to_json()
    run.status, run.error_code, run.error_message, run.finished_at = JobStatus.PENDING, "", "", None
    with atomic("imports"):
        run.save()
        journal.note(run, "recognised", format=recognition.format, columns=len(recognition.columns))
        note_layout(run, before=before)
        if goes_on:
            _go_on(run)
    return run


def _go_on(run: ImportRun) -> None:
    """Start what is ready (behind a paused run it waits for its turn); tell people of what waits for them."""
    if run.stage == ImportRun.Stage.READY and jobs.start_once(run):
        note_act("import.started", run)
    elif run.stage != ImportRun.Stage.READY:
        tell_waiting(run)


def look_at(run: ImportRun) -> tuple[Recognition, pl.DataFrame]:
    """What the run's file is taken for, and its first rows; raises UnreadableFile."""
    if run.source_file is None:
        raise ValueError(f"{run} has no file.")
    with files.local_path(run.source_file.key) as path:
        recognition = recognise(path, overrides=Overrides(**run.reading), limits=limits())
        return recognition, preview(path, recognition, rows=SAMPLE_ROWS, limits=limits()).frame


def _save_refusal(run: ImportRun, error: UnreadableFile) -> None:
    run.status, run.stage = JobStatus.FAILED, ImportRun.Stage.READING
    run.error_code, run.error_message = error.code, str(error)
    error.params["run_id"] = str(run.pk)
    with atomic("imports"):
        run.save()
        journal.note(run, "refused", level="error", message=str(error))
        if run.trigger in BY_THEMSELVES:
            tell_failed(run)
