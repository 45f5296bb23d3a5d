"""What a worker does: take the job, do it, write down how it ended."""

import logging
import time
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from core import jobs
from core.databases import after_commit, atomic
from core.errors import Conflict
from core.jobs import Job, JobCancelled, JobPaused, JobStatus, acting_for, enqueue
from imports.feeds import journal
from imports.feeds.braking import BrakePulled
from imports.feeds.engine import assist, perform, rehearse
from imports.feeds.folder import remove_folder
from imports.feeds.heartbeat import alive
from imports.models import DryRun, ImportRun
from imports.services.failing import classified, drop_broken_connections
from imports.services.holding import close_obsolete, hold_run, refuse_outdated
from imports.services.telling import tell_completed, tell_failed, tell_started

logger = logging.getLogger(__name__)
TURN_SECONDS = 30


def execute_run(run_id: UUID) -> ImportRun | None:
    """Take the run and bring it to its end, a pause or its next attempt; None when it is not free."""
    run = ImportRun.objects.select_related("source_file", "undoes").filter(pk=run_id).first()
    if run is None:
        return None
    with acting_for(run):
        return _execute(run) if _take(run) else None


def _execute(run: ImportRun) -> ImportRun:
    journal.note(run, "resumed" if run.checkpoint else "started", chunk=run.checkpoint.get("chunk", 0))
    started = time.monotonic()
    try:
        refuse_outdated(run)
        with alive(run):
            perform(run)
    except BrakePulled as pulled:
        hold_run(run, pulled)
        next_turn(run)
    except JobPaused:
        journal.note(run, "paused")
    except JobCancelled:
        journal.note(run, "cancelled", level="warning")
        _end(run)
    except Conflict as error:
        _lost_or_failed(run, error)
    except Exception as error:
        _failed(run, error)
    else:
        _completed(run, time.monotonic() - started)
    return run


def help_run(run_id: UUID) -> int:
    """Do chunks of a run that another worker leads, as long as there are free ones; returns how many.

    An error is the leading worker's to meet: it takes the chunk that this one gives back.
    """
    run = ImportRun.objects.select_related("source_file").filter(pk=run_id, status=JobStatus.PROCESSING).first()
    if run is None:
        return 0
    with acting_for(run):
        try:
            done = assist(run)
        except Exception:
            logger.exception("a helper of %s stopped", run)
            drop_broken_connections()
            return 0
        if done:
            journal.note(run, "helped", chunks=done)
    return done


def execute_dry_run(dry_run_id: UUID) -> DryRun | None:
    """Take the dry run and save what would change; None when it is not free."""
    dry_run = DryRun.objects.select_related("run__source_file").filter(pk=dry_run_id).first()
    if dry_run is None or not jobs.take(dry_run):
        return None
    started = time.monotonic()
    try:
        with alive(dry_run):
            impact = rehearse(dry_run)
    except (JobPaused, JobCancelled):
        return dry_run
    except Exception as error:
        logger.exception("dry run %s failed", dry_run.pk)
        jobs.fail(dry_run, classified(error))
    else:
        jobs.complete(dry_run, impact=impact.to_json())
        journal.note(dry_run.run, "dry_run_done", seconds=round(time.monotonic() - started, 2))
    return dry_run


def claim(job: Job) -> None:
    """Queue the job without telling the workers: the caller executes it in its own process."""
    free = type(job)._base_manager.filter(pk=job.pk, status=JobStatus.PENDING, queued_at=None)
    if not free.update(queued_at=timezone.now()):
        raise Conflict(code="IMPORT_STARTED")


def _take(run: ImportRun) -> bool:
    """Take the run when it is its turn: a source's runs go one after the other, in the order of their making."""
    try:
        if not _has_to_wait(run):
            with atomic("imports"):
                is_first, is_mine = run.started_at is None, jobs.take(run)
                if is_first and is_mine:
                    tell_started(run)
                return is_mine
    except IntegrityError:
        # The database allows one run at work per source: another worker was faster.
        logger.info("%s waits for another run of its source", run)
    later = timezone.now() + timedelta(seconds=TURN_SECONDS)
    waiting = ImportRun.objects.filter(pk=run.pk, status=JobStatus.PENDING)
    if waiting.update(next_attempt_at=later) and not run.log_lines.filter(code="waiting").exists():
        journal.note(run, "waiting")
    return False


def _has_to_wait(run: ImportRun) -> bool:
    at_work = Q(status__in=(JobStatus.PROCESSING, JobStatus.PAUSED))
    earlier = Q(status=JobStatus.PENDING, queued_at__isnull=False, created_at__lt=run.created_at)
    others = ImportRun.objects.filter(at_work | earlier, source_id=run.source_id).exclude(pk=run.pk)
    return run.status == JobStatus.PENDING and others.exists()


def _completed(run: ImportRun, seconds: float) -> None:
    with atomic("imports"):
        jobs.complete(run, phase="", progress_done=run.progress_total)
        journal.note(run, "completed", seconds=round(seconds, 1))
        close_obsolete(run)
        tell_completed(run)
    remove_folder(run.pk)
    next_turn(run)


def _lost_or_failed(run: ImportRun, error: Conflict) -> None:
    if error.code == "LEASE_LOST":
        logger.warning("%s was taken over by another worker", run)
        return
    _failed(run, error)


def _failed(run: ImportRun, error: Exception) -> None:
    logger.exception("%s failed", run)
    drop_broken_connections()
    told = classified(error)
    with atomic("imports"):
        jobs.fail(run, told)
        ended = run.status == JobStatus.FAILED
        journal.note(run, "failed" if ended else "will_retry", level="error", message=run.error_message)
        if ended:
            tell_failed(run)
    if ended:
        next_turn(run)


def _end(run: ImportRun) -> None:
    with atomic("imports"):
        tell_failed(run)
    next_turn(run)


def next_turn(run: ImportRun) -> None:
    """Wake the run of the same source that waits longest."""
    waiting = ImportRun.objects.filter(source_id=run.source_id, status=JobStatus.PENDING, queued_at__isnull=False)
    following = waiting.order_by("created_at").first()
    if following:
        ImportRun.objects.filter(pk=following.pk).update(next_attempt_at=None)
        identity = {"job_id": str(following.pk), "tenant_id": str(following.tenant_id)}
        after_commit("imports", lambda: enqueue(following.task_name, queue=following.queue, **identity))
