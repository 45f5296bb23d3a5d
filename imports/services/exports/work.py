"""What a worker does with an export: take it, write the file, deliver it, write down how it ended."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import files, jobs
from core.configuration import value
from core.databases import after_commit, atomic
from core.errors import Conflict, ProductsManagerError, Terminal
from core.jobs import JobCancelled, JobPaused, JobStatus, acting_for, report_progress
from core.models import User
from imports.exports import engine
from imports.exports.plan import AS_ZIP
from imports.feeds.folder import remove_folder
from imports.feeds.heartbeat import alive
from imports.models import Export
from imports.services.exports.delivering import deliver
from imports.services.exports.images import gather_images
from imports.services.exports.telling import tell_completed, tell_failed
from imports.services.failing import classified, drop_broken_connections

logger = logging.getLogger(__name__)
KEEP_DAYS, AT_ONCE_SETTING = "exports.keep_days", "exports.at_once"
# How long one that waits for its turn sleeps, unless the end of another wakes it.
TURN_SECONDS = 30
AT_ONCE = 200


class MakerGone(Terminal):
    """The person whose rights decide what may be exported is no longer there."""

    code = "EXPORT_MAKER_GONE"
    default_message = _(
        "The person who made this export is no longer active here: let somebody else start it, or take over its "
        "schedule."
    )


def execute_export(export_id: UUID) -> Export | None:
    """Take the export and bring it to its end or to its next attempt; None when it is not free."""
    export = Export.objects.select_related("destination").filter(pk=export_id).first()
    if export is None or _has_to_wait(export) or not jobs.take(export):
        return None
    with acting_for(export):
        try:
            with alive(export):
                _work(export)
        except (JobPaused, JobCancelled):
            _stopped(export)
        except Conflict as error:
            if error.code != "LEASE_LOST":
                _failed(export, error)
        except Exception as error:
            _failed(export, error)
        _next_turn(export)
    return export


def _has_to_wait(export: Export) -> bool:
    """Whether so many exports of the organisation are at work that this one waits for its turn."""
    at_work = Export.objects.filter(status=JobStatus.PROCESSING, lease_until__gt=timezone.now()).exclude(pk=export.pk)
    if at_work.count() < value(AT_ONCE_SETTING, tenant_id=export.tenant_id):
        return False
    later = timezone.now() + timedelta(seconds=TURN_SECONDS)
    waiting = Export.objects.filter(pk=export.pk, status=JobStatus.PENDING)
    return bool(waiting.update(next_attempt_at=later))


def _next_turn(export: Export) -> None:
    """Wake the export that waits longest for its turn."""
    waiting = Export.objects.filter(status=JobStatus.PENDING, queued_at__isnull=False, error_code="")
    following = waiting.filter(next_attempt_at__isnull=False).order_by("created_at").first()
    if following and waiting.filter(pk=following.pk).update(next_attempt_at=None):
        identity = {"job_id": str(following.pk), "tenant_id": str(following.tenant_id)}
        after_commit("imports", lambda: jobs.enqueue(following.task_name, queue=following.queue, **identity))


def _work(export: Export) -> None:
    if not export.file_key:
        found = engine.perform(export, seen_by=_maker(export))
        report_progress(export, file_until=_kept_until(export), **found)
    if export.plan.get("images") == AS_ZIP and not export.images_key:
        report_progress(export, phase=engine.IMAGES)
        gather_images(export)
    if export.destination is not None and export.delivered_at is None:
        report_progress(export, phase=engine.DELIVERING)
        deliver(export)
    with atomic("imports"):
        jobs.complete(export, phase="", progress_done=export.progress_total)
        tell_completed(export)
    remove_folder(export.pk)


def _maker(export: Export) -> Any:
    """Whose rights cut the products; None for what the system itself wants."""
    if export.created_by_id is None:
        return None
    user = User.objects.filter(pk=export.created_by_id, is_active=True).first()
    if user is None:
        raise MakerGone
    return user


def _kept_until(export: Export) -> Any:
    return timezone.now() + timedelta(days=value(KEEP_DAYS, tenant_id=export.tenant_id))


def _stopped(export: Export) -> None:
    remove_folder(export.pk)
    if export.status == JobStatus.CANCELLED:
        with atomic("imports"):
            tell_failed(export)


def _failed(export: Export, error: Exception) -> None:
    if not isinstance(error, ProductsManagerError):
        logger.exception("%s failed", export)
    drop_broken_connections()
    with atomic("imports"):
        jobs.fail(export, classified(error))
        if export.status == JobStatus.FAILED:
            tell_failed(export)


def remove_old_files() -> int:
    """Remove files whose time is over; the exports stay in the history. Returns how many."""
    old = list(Export.objects.filter(file_until__lt=timezone.now()).exclude(file_key="")[:AT_ONCE])
    for export in old:
        keys = (export.file_key, export.excluded_key, export.images_key)
        gone = {"file_key": "", "excluded_key": "", "images_key": ""}
        if Export.objects.filter(pk=export.pk, file_key=export.file_key).update(**gone):
            for key in filter(None, keys):
                files.delete(key)
    return len(old)
