"""The planner: every minute, each schedule whose time has come gets its look at the source, exactly once.

Schedules and fetches live in two databases. The look is written first, under a key that exists once (schedule, planned
time), then the schedule is moved on: a crash between the two repeats the first step, which changes nothing.
"""

import logging
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from core import jobs
from core.databases import after_commit, atomic
from core.jobs import JobStatus
from core.tenancy import every_tenant, tenant_scope
from imports.models import Fetch, Trigger
from suppliers.services import DueSchedule, due_schedules, let_rest, move_on

logger = logging.getLogger(__name__)
AT_WORK = (JobStatus.PENDING, JobStatus.PROCESSING)
NOT_BEFORE = "not_before"


def plan_due(now: datetime | None = None) -> int:
    """Plan what is due; returns how many looks were planned. Times missed while nobody planned are caught up once."""
    now = now or timezone.now()
    with every_tenant():
        let_rest(now)
        due = due_schedules(now)
    return sum(_planned(schedule, now) for schedule in due)


def make_fetch(fetch: Fetch) -> bool:
    """Save the look and queue it; False when its planned time has one already, or its source one at work."""
    Fetch.objects.bulk_create([fetch], ignore_conflicts=True)
    made = Fetch.objects.filter(pk=fetch.pk).first()
    return made is not None and jobs.start_once(made)


def hurry(fetch: Fetch, now: datetime) -> bool:
    """Let a look that waits for its next attempt try now, unless the other side asked for patience."""
    patience = fetch.checkpoint.get(NOT_BEFORE)
    if patience and datetime.fromisoformat(patience) > now:
        return False
    waiting = Fetch.objects.filter(pk=fetch.pk, status=JobStatus.PENDING, next_attempt_at__gt=now)
    if not waiting.update(next_attempt_at=now):
        return False
    identity = {"job_id": str(fetch.pk), "tenant_id": str(fetch.tenant_id)}
    after_commit("imports", lambda: jobs.enqueue(fetch.task_name, queue=fetch.queue, **identity))
    return True


def _planned(due: DueSchedule, now: datetime) -> bool:
    try:
        with tenant_scope(due.tenant_id):
            with atomic("imports"):
                is_new = _written_down(due, now)
            move_on(due, now=now)
            return is_new
    except Exception:  # one schedule's trouble must not keep the others waiting; it is due again in a minute
        logger.exception("schedule %s could not be planned", due.id)
        return False


def _written_down(due: DueSchedule, now: datetime) -> bool:
    """One row for the planned time, whatever happens: a look to be made, or one left to the look at work."""
    fetch = _fetch(due, now)
    if make_fetch(fetch):
        return True
    if Fetch.objects.filter(schedule_id=due.id, planned_at=due.planned_at).exists():
        return False
    skipped = _fetch(due, now)
    skipped.status, skipped.outcome, skipped.finished_at = JobStatus.COMPLETED, Fetch.Outcome.SKIPPED, now
    Fetch.objects.bulk_create([skipped], ignore_conflicts=True)
    _hurry_waiting(due, now)
    return False


def _fetch(due: DueSchedule, now: datetime) -> Fetch:
    return Fetch(
        tenant_id=due.tenant_id,
        supplier_id=due.supplier_id,
        source_id=due.source_id,
        schedule_id=due.id,
        planned_at=due.planned_at,
        trigger=Trigger.SCHEDULE,
        missed=due.missed_until(now),
    )


def _hurry_waiting(due: DueSchedule, now: datetime) -> None:
    at_work = Fetch.objects.filter(Q(status__in=AT_WORK), source_id=due.source_id).first()
    if at_work is not None:
        hurry(at_work, now)
