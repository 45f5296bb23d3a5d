"""A feed run dry: its last file passes through today's mapping, rules and policies, and nothing is written."""

from uuid import UUID

from core import files
from core.jobs import JobStatus
from core.models import User
from imports.errors import NothingToRehearse
from imports.models import ImportRun, SourceFile
from imports.services.runs import start_dry_run
from imports.services.uploads import Upload, upload_file


def rehearse_feed(source_id: UUID, *, by: User) -> ImportRun:
    """Queue a dry run of the file that came last; returns the run that waits with it, which may be started afterwards.

    A run of the file that has not begun is rehearsed, else one is made. Raises PermissionRefused without
    `write:imports`, NothingToRehearse while no file has come, and what `upload_file` and `start_dry_run` raise.
    """
    latest = SourceFile.objects.filter(source_id=source_id).first()
    if latest is None:
        raise NothingToRehearse
    run = _waiting(latest)
    if run is None:
        run = _again(latest, by)
    start_dry_run(run, by=by)
    return run


def _waiting(latest: SourceFile) -> ImportRun | None:
    """The run of the file that was prepared and has not begun."""
    unstarted = ImportRun.objects.filter(source_file=latest, status=JobStatus.PENDING, queued_at__isnull=True)
    return unstarted.exclude(stage=ImportRun.Stage.READING).select_related("source_file").first()


def _again(latest: SourceFile, by: User) -> ImportRun:
    with files.open_file(latest.key) as content:
        upload = Upload(supplier_id=latest.supplier_id, source_id=latest.source_id, name=latest.name, content=content)
        return upload_file(upload, tenant_id=latest.tenant_id, by=by)
