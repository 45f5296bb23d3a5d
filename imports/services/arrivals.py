"""A look at a source: which files are new, brought and kept exactly once, their runs prepared and started."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from core import jobs
from core.databases import atomic
from core.errors import Conflict
from core.jobs import JobStatus
from core.jobs.models import lease
from core.tabular import UnreadableFile
from imports.models import Fetch, FetchedFile, ImportRun, SourceFile, Trigger
from imports.services.uploads import Upload, prepare_again, upload_file
from suppliers import services as suppliers
from suppliers.errors import NoFileFound
from suppliers.fetchers.base import Fetched, RemoteFile, Validators
from suppliers.selectors import SourceSettings

NEWEST = "newest"
BLOCK = 1024 * 1024


@dataclass
class Look:
    """What a look at a source brought."""

    outcome: Fetch.Outcome
    files_seen: int = 0
    files_new: int = 0
    refusals: list[str] = field(default_factory=list)


def look(fetch: Fetch, source: SourceSettings) -> Look:
    """Look at the source, and take in what is new there.

    Raises Transient and Terminal errors of the source; what was taken in before stays, and is not brought again.
    """
    refusals = list(_finish_half_done(fetch))
    try:
        found = suppliers.list_remote(source.id)
    except NoFileFound:
        found = []
    wanted = found[:1] if source.pick == NEWEST else list(reversed(found))
    for number, remote in enumerate(wanted):
        jobs.report_progress(fetch, progress_done=number, progress_total=len(wanted), files_seen=len(found))
        refusals += _bring(fetch, source, remote)
    taken = ImportRun.objects.filter(fetch=fetch).count()
    outcome = Fetch.Outcome.FILES if taken else Fetch.Outcome.UNCHANGED if found else Fetch.Outcome.NO_FILE
    return Look(outcome, files_seen=len(found), files_new=taken, refusals=refusals)


def last_file(source_id: UUID) -> SourceFile | None:
    """The file that came last from this source, whichever way. One query."""
    return SourceFile.objects.filter(source_id=source_id).order_by("-created_at", "-pk").first()


def half_done(source_file: SourceFile) -> ImportRun | None:
    """The run of the file that a crash left before it was read."""
    return ImportRun.objects.filter(
        source_file=source_file, stage=ImportRun.Stage.READING, status=JobStatus.PENDING
    ).first()


def digest_of(content: IO[bytes]) -> str:
    """SHA-256 of the whole content, in hexadecimal; it is read from its begin and left there."""
    content.seek(0)
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
    content.seek(0)
    return digest.hexdigest()


def _finish_half_done(fetch: Fetch) -> Iterator[str]:
    """Runs that an attempt before this one made, and that a crash left unread."""
    for run in ImportRun.objects.select_related("source_file").filter(
        fetch=fetch, stage=ImportRun.Stage.READING, status=JobStatus.PENDING
    ):
        try:
            prepare_again(run)
        except UnreadableFile as error:
            yield str(error)


def _bring(fetch: Fetch, source: SourceSettings, remote: RemoteFile) -> list[str]:
    again = fetch.trigger != Trigger.SCHEDULE and _ended_badly(source.id)
    if _was_brought_by(fetch, remote) or (not again and _is_known(source.id, remote)):
        return []
    known = Validators() if again else _validators(source.id, remote)
    with _temporary_file() as content:
        fetched = suppliers.fetch_remote(source.id, remote, content, known=known, limit=settings.IMPORT_MAX_FILE_BYTES)
        if fetched is None:
            return []
        arrival = _Arrival(fetch, source, remote, fetched, digest_of(content), again=again)
        before = last_file(source.id)
        if not again and before is not None and before.sha256 == arrival.sha256:
            arrival.note_unchanged(before)
            return []
        return arrival.take_in(content)


@dataclass
class _Arrival:
    """A remote file that was brought."""

    fetch: Fetch
    source: SourceSettings
    remote: RemoteFile
    fetched: Fetched
    sha256: str
    again: bool

    def take_in(self, content: IO[bytes]) -> list[str]:
        """Keep the file with its run and the note that it was brought, in one transaction; then read and start it."""
        upload = Upload(
            supplier_id=self.source.supplier_id,
            source_id=self.source.id,
            name=self.fetched.name or self.remote.name,
            content=content,
            trigger=Trigger(self.fetch.trigger),
            fetch=self.fetch,
            on_behalf_of=self.fetch.created_by_id,
            kept=self._note_brought,
        )
        try:
            upload_file(upload, tenant_id=self.source.tenant_id, by=None)
        except UnreadableFile as error:
            return [str(error)]
        return []

    def note_unchanged(self, before: SourceFile) -> None:
        """Remember what the server says about the file, so that it need not be brought again to be compared."""
        latest = _seen(self.source.id, self.remote)
        if self.remote.is_dated or latest is None:
            with atomic("imports"):
                self._record(before).save()
            return
        validators = self.fetched.validators
        FetchedFile.objects.filter(pk=latest.pk).update(
            etag=validators.etag[:500], last_modified=validators.last_modified[:100], updated_at=timezone.now()
        )

    def _note_brought(self, run: ImportRun) -> None:
        if run.source_file is None:
            raise ValueError(f"{run} has no file.")
        _hold(self.fetch)
        self._record(run.source_file).save()

    def _record(self, source_file: SourceFile) -> FetchedFile:
        return FetchedFile(
            tenant_id=self.source.tenant_id,
            source_id=self.source.id,
            fetch=self.fetch,
            source_file=source_file,
            name=_place(self.remote),
            signature=self._signature(),
            size=self.fetched.size,
            modified_at=self.remote.modified_at,
            etag=self.fetched.validators.etag[:500],
            last_modified=self.fetched.validators.last_modified[:100],
            sha256=self.sha256,
        )

    def _signature(self) -> str:
        """The listing's when it tells a changed file from the same one; else that of this one look."""
        if self.remote.is_dated and not self.again:
            return self.remote.signature
        return _signature_of_look(self.fetch, self.remote)


def _hold(fetch: Fetch) -> None:
    """Raise Conflict when another worker has taken the look over; then nothing of this one may be kept."""
    held = Fetch.objects.filter(pk=fetch.pk, status=JobStatus.PROCESSING, lease_token=fetch.lease_token)
    if not held.update(lease_until=timezone.now() + lease()):
        raise Conflict(code="LEASE_LOST")


def _signature_of_look(fetch: Fetch, remote: RemoteFile) -> str:
    return hashlib.sha256(f"{remote.signature}|{fetch.pk}".encode()).hexdigest()


def _was_brought_by(fetch: Fetch, remote: RemoteFile) -> bool:
    """Whether an attempt of this look before a crash or a retry has brought it."""
    signatures = (remote.signature, _signature_of_look(fetch, remote))
    return FetchedFile.objects.filter(fetch=fetch, signature__in=signatures).exists()


def _is_known(source_id: UUID, remote: RemoteFile) -> bool:
    return remote.is_dated and FetchedFile.objects.filter(source_id=source_id, signature=remote.signature).exists()


def _seen(source_id: UUID, remote: RemoteFile) -> FetchedFile | None:
    seen = FetchedFile.objects.filter(source_id=source_id, name=_place(remote))
    return seen.order_by("-created_at", "-pk").first()


def _validators(source_id: UUID, remote: RemoteFile) -> Validators:
    latest = _seen(source_id, remote)
    return Validators(latest.etag, latest.last_modified) if latest else Validators()


def _place(remote: RemoteFile) -> str:
    return (remote.path or remote.name)[-1000:]


def _ended_badly(source_id: UUID) -> bool:
    """Whether the last file's run failed or was stopped: somebody who looks again by hand wants that file."""
    latest = ImportRun.objects.filter(source_id=source_id, kind=ImportRun.Kind.IMPORT).order_by("-created_at").first()
    return latest is not None and latest.status in (JobStatus.FAILED, JobStatus.CANCELLED)


def _temporary_file() -> IO[bytes]:
    """A file without a name: it is gone with the process, however that ends."""
    folder = Path(settings.WORK_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)
