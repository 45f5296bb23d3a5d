"""Transitions of a job: each is a filtered update whose count is checked, so that two workers cannot both win."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.databases import after_commit
from core.errors import Conflict, ProductsManagerError, Transient
from core.jobs.models import Job, JobStatus, lease
from core.jobs.queue import enqueue
from core.jobs.retry import RETRY_MINUTES, next_attempt

J = TypeVar("J", bound=Job)

# request -> states in which it may be made
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "start": (JobStatus.PENDING,),
    "pause": (JobStatus.PROCESSING,),
    "resume": (JobStatus.PAUSED,),
    "cancel": (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED),
    "retry": (JobStatus.FAILED, JobStatus.CANCELLED),
    "delete": (JobStatus.PENDING, JobStatus.PAUSED, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED),
}


class JobPaused(Exception):
    """The worker met a pause request at a batch border and has put the job down."""


class JobCancelled(Exception):
    """The worker met a cancel request at a batch border and has ended the job."""


def refuse_unless(job: Job, request: str) -> None:
    """Raise Conflict, naming the state and what it allows, unless the request fits the job's state."""
    if job.status not in TRANSITIONS[request]:
        possible = ", ".join(name for name, states in TRANSITIONS.items() if job.status in states) or "-"
        message = _("The job is %(status)s and does not allow “%(request)s” now; possible: %(possible)s.")
        values = {"status": JobStatus(job.status).label, "request": request, "possible": possible}
        raise Conflict(message % values, code="JOB_STATE", status=job.status, request=request)


def start_once(job: J) -> bool:
    """Queue a pending job for the workers; False when somebody else already did."""
    refuse_unless(job, "start")
    won = _rows(job).filter(status=JobStatus.PENDING, queued_at=None).update(queued_at=timezone.now())
    if won:
        job.refresh_from_db()
        _enqueue_after_commit(job)
    return bool(won)


def take(job: J) -> bool:
    """Called by the worker: make the job its own, for the length of a lease; False when it is not free."""
    now = timezone.now()
    due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    free = Q(status=JobStatus.PENDING, queued_at__isnull=False) & due | Q(
        status=JobStatus.PROCESSING, lease_until__lt=now
    )
    token = uuid.uuid4()
    won = (
        _rows(job)
        .filter(free)
        .update(
            status=JobStatus.PROCESSING,
            lease_token=token,
            lease_until=now + lease(),
            next_attempt_at=None,
            attempts=F("attempts") + 1,
            started_at=Coalesce("started_at", now),
            error_code="",
            error_message="",
        )
    )
    if won:
        job.refresh_from_db()
    return bool(won)


def report_progress(job: J, **changes: Any) -> None:
    """Called at a batch border: renew the lease, save `changes`, then obey a pause or cancel request.

    Raises JobPaused or JobCancelled after having written that state, and Conflict when the lease was lost to another
    worker (this one was taken for dead): the caller has to stop without writing anything more.
    """
    held = _rows(job).filter(status=JobStatus.PROCESSING, lease_token=job.lease_token)
    if not held.update(lease_until=timezone.now() + lease(), **changes):
        raise Conflict(_("Another worker has taken over this job."), code="LEASE_LOST")
    job.refresh_from_db()
    if job.cancel_requested:
        _finish(job, JobStatus.CANCELLED)
        raise JobCancelled
    if job.pause_requested:
        _rows(job).filter(lease_token=job.lease_token).update(
            status=JobStatus.PAUSED, pause_requested=False, lease_until=None, queued_at=None
        )
        raise JobPaused


def request_pause(job: J) -> None:
    """Ask a processing job to pause at its next batch border."""
    refuse_unless(job, "pause")
    _or_conflict(_rows(job).filter(status=JobStatus.PROCESSING).update(pause_requested=True), job, "pause")


def resume(job: J) -> None:
    """Put a paused job back into its queue."""
    refuse_unless(job, "resume")
    changes = {"status": JobStatus.PENDING, "queued_at": timezone.now(), "pause_requested": False, "attempts": 0}
    _or_conflict(_rows(job).filter(status=JobStatus.PAUSED).update(**changes), job, "resume")
    _enqueue_after_commit(job)


def request_cancel(job: J) -> None:
    """Cancel at once what is not running; ask a processing job to end at its next batch border."""
    refuse_unless(job, "cancel")
    waiting = _rows(job).filter(status__in=(JobStatus.PENDING, JobStatus.PAUSED))
    if waiting.update(status=JobStatus.CANCELLED, finished_at=timezone.now(), queued_at=None):
        return
    _or_conflict(_rows(job).filter(status=JobStatus.PROCESSING).update(cancel_requested=True), job, "cancel")


def retry(job: J) -> None:
    """Queue a failed or cancelled job again; it goes on at its last checkpoint."""
    refuse_unless(job, "retry")
    ended = _rows(job).filter(status__in=TRANSITIONS["retry"])
    changes = {"status": JobStatus.PENDING, "queued_at": timezone.now(), "attempts": 0, "cancel_requested": False}
    _or_conflict(ended.update(**changes, finished_at=None, error_code="", error_message=""), job, "retry")
    _enqueue_after_commit(job)


def put_down(job: J, **changes: Any) -> None:
    """Give the job back unqueued, saving `changes` in the same statement: it waits until somebody queues it again.

    Raises Conflict when the lease was lost to another worker.
    """
    free = {"status": JobStatus.PENDING, "queued_at": None, "lease_until": None, "pause_requested": False}
    _or_conflict(_held(job).update(**free, **changes), job, "put down")


def complete(job: J, **changes: Any) -> None:
    """End the job well, saving `changes` in the same statement."""
    _finish(job, JobStatus.COMPLETED, **changes)


def fail(
    job: J, error: Exception, *, minutes: Sequence[int] = (), not_before: datetime | None = None, **changes: Any
) -> None:
    """End the job with the error, or queue it again after 1, 5, 15, 60, 240 minutes when the error is transient.

    `minutes` replaces these, `not_before` is the earliest moment the other side allows; `changes` are saved too.
    """
    passing = isinstance(error, Transient)
    waits = tuple(minutes) or RETRY_MINUTES
    when = next_attempt(job.attempts - 1, minutes=waits, not_before=not_before) if passing else None
    told = changes | _as_told(error)
    if when is None:
        _finish(job, JobStatus.FAILED, **told)
        return
    _held(job).update(
        status=JobStatus.PENDING, queued_at=timezone.now(), next_attempt_at=when, lease_until=None, **told
    )
    job.refresh_from_db()


def _as_told(error: Exception) -> dict[str, str]:
    if isinstance(error, ProductsManagerError):
        return {"error_code": error.code, "error_message": str(error)}
    message = _("An unexpected error stopped the job; the worker's log has the details.")
    return {"error_code": "UNEXPECTED", "error_message": message}


def due_again(model: type[J]) -> int:
    """Enqueue what is due: stalled jobs, retries, and queued ones the broker lost; returns how many."""
    now = timezone.now()
    stalled = Q(status=JobStatus.PROCESSING, lease_until__lt=now)
    waiting = Q(status=JobStatus.PENDING) & (
        Q(next_attempt_at__lte=now) | Q(next_attempt_at=None, queued_at__lt=now - lease())
    )
    jobs = list(model.objects.filter(stalled | waiting)[:100])
    for job in jobs:
        enqueue(job.task_name, queue=job.queue, job_id=str(job.pk), tenant_id=str(job.tenant_id))
    return len(jobs)


def _finish(job: J, status: str, **changes: Any) -> None:
    _or_conflict(
        _held(job).update(status=status, finished_at=timezone.now(), lease_until=None, queued_at=None, **changes),
        job,
        "finish",
    )
    job.refresh_from_db()


def _held(job: J) -> Any:
    return _rows(job).filter(status=JobStatus.PROCESSING, lease_token=job.lease_token)


def _rows(job: J) -> Any:
    """The job's row as a queryset: every change of state is a filtered update on it."""
    return type(job)._base_manager.filter(pk=job.pk)


def _or_conflict(count: int, job: J, request: str) -> None:
    if not count:
        raise Conflict(_("The job changed in the meantime: look at it again."), code="JOB_STATE", request=request)
    job.refresh_from_db()


def _enqueue_after_commit(job: J) -> None:
    identity = {"job_id": str(job.pk), "tenant_id": str(job.tenant_id)}
    after_commit(job._meta.app_label, lambda: enqueue(job.task_name, queue=job.queue, **identity))
