"""The job machine: filtered transitions, leases, pause and cancel at borders, retries, recovery."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.actor import current_actor
from core.errors import Conflict, Terminal, Transient
from core.jobs import JobCancelled, JobPaused, JobStatus
from core.jobs.machine import TRANSITIONS, refuse_unless
from core.jobs.retry import RETRY_MINUTES
from core.tenancy import current_tenant_id
from imports.models import ImportRun

ALLOWED = {
    "pending": {"start", "cancel", "delete"},
    "processing": {"pause", "cancel"},
    "paused": {"resume", "cancel", "delete"},
    "completed": {"delete"},
    "failed": {"retry", "delete"},
    "cancelled": {"retry", "delete"},
}


@pytest.fixture
def job(in_tenant):
    return ImportRun.objects.create(tenant_id=in_tenant.tenant.pk, supplier_id=uuid.uuid4(), source_id=uuid.uuid4())


@pytest.fixture
def running(job):
    jobs.start_once(job)
    assert jobs.take(job)
    return job


def same(job):
    return ImportRun.objects.get(pk=job.pk)


@pytest.mark.parametrize("status", JobStatus.values)
@pytest.mark.parametrize("request_name", TRANSITIONS)
def test_requests_follow_the_table(job, status, request_name):
    job.status = status
    if request_name in ALLOWED[status]:
        refuse_unless(job, request_name)
    else:
        with pytest.raises(Conflict, match="possible"):
            refuse_unless(job, request_name)


def test_only_one_start_wins(job):
    assert jobs.start_once(job)
    assert not jobs.start_once(same(job))


def test_only_one_worker_takes_a_job(job):
    jobs.start_once(job)
    other = same(job)
    assert jobs.take(job)
    assert not jobs.take(other)


def test_an_unstarted_job_is_not_taken(job):
    assert not jobs.take(job)


def test_progress_renews_the_lease(running):
    before = running.lease_until
    jobs.report_progress(running, progress_done=5, progress_total=10)
    assert running.lease_until > before
    assert running.percentage == 50


def test_a_pause_is_obeyed_at_the_border_and_resumed(running):
    jobs.request_pause(same(running))
    with pytest.raises(JobPaused):
        jobs.report_progress(running, progress_done=5)
    assert same(running).status == JobStatus.PAUSED
    jobs.resume(same(running))
    assert jobs.take(same(running))
    assert same(running).progress_done == 5


def test_a_cancel_is_obeyed_at_the_border(running):
    jobs.request_cancel(same(running))
    with pytest.raises(JobCancelled):
        jobs.report_progress(running)
    assert same(running).status == JobStatus.CANCELLED


def test_a_waiting_job_is_cancelled_at_once(job):
    jobs.request_cancel(job)
    assert same(job).status == JobStatus.CANCELLED


def test_a_dead_workers_job_is_taken_over_and_the_dead_one_writes_nothing_more(running):
    ImportRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    heir = same(running)
    assert heir.is_stalled
    assert jobs.take(heir)
    with pytest.raises(Conflict, match="Another worker"):
        jobs.report_progress(running, progress_done=99)
    with pytest.raises(Conflict):
        jobs.complete(running)
    assert same(running).progress_done == 0


def test_stalled_and_forgotten_jobs_are_due_again(job):
    jobs.start_once(job)
    assert jobs.due_again(ImportRun) == 0
    ImportRun.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    assert jobs.due_again(ImportRun) == 1
    jobs.take(job)
    assert jobs.due_again(ImportRun) == 0
    ImportRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.due_again(ImportRun) == 1


def test_a_transient_error_waits_for_its_next_attempt(running):
    jobs.fail(running, Transient("no answer"))
    waiting = same(running)
    assert waiting.status == JobStatus.PENDING
    assert timedelta(seconds=50) < waiting.next_attempt_at - timezone.now() <= timedelta(minutes=1)
    assert waiting.error_message == "no answer"
    assert not jobs.take(waiting)
    ImportRun.objects.update(next_attempt_at=timezone.now())
    assert jobs.due_again(ImportRun) == 1
    assert jobs.take(same(running))


def test_five_attempts_are_enough(job):
    jobs.start_once(job)
    for _attempt in RETRY_MINUTES:
        ImportRun.objects.update(next_attempt_at=None)
        job = same(job)
        assert jobs.take(job)
        jobs.fail(job, Transient("no answer"))
    ImportRun.objects.update(next_attempt_at=None)
    job = same(job)
    assert jobs.take(job)
    jobs.fail(job, Transient("no answer"))
    assert same(job).status == JobStatus.FAILED


@pytest.mark.parametrize(
    ("error", "code"), [(Terminal("broken", code="BROKEN"), "BROKEN"), (KeyError("secret"), "UNEXPECTED")]
)
def test_other_errors_end_the_job_and_tell_no_internals(running, error, code):
    jobs.fail(running, error)
    ended = same(running)
    assert ended.status == JobStatus.FAILED
    assert ended.error_code == code
    assert "secret" not in ended.error_message


def test_a_failed_job_is_retried_from_its_checkpoint(running):
    jobs.report_progress(running, checkpoint={"chunk": 3})
    jobs.fail(running, Terminal("broken"))
    jobs.retry(same(running))
    again = same(running)
    assert jobs.take(again)
    assert again.checkpoint == {"chunk": 3}
    assert again.error_message == ""


def test_a_completed_job_has_an_end_and_a_duration(running):
    jobs.complete(running, progress_done=10)
    ended = same(running)
    assert ended.is_finished
    assert ended.finished_at
    assert ended.progress_done == 10


def test_a_job_put_down_waits_until_somebody_queues_it_again(running):
    other = same(running)
    jobs.put_down(running, phase="waiting")
    assert (running.status, running.queued_at, running.lease_until, running.phase) == ("pending", None, None, "waiting")
    assert not jobs.take(running)
    with pytest.raises(Conflict):
        jobs.put_down(other)
    assert jobs.start_once(running)
    assert jobs.take(running)


def test_a_job_is_carried_out_for_its_maker_in_its_tenant(running, in_tenant):
    maker = in_tenant.manager
    ImportRun.objects.filter(pk=running.pk).update(created_by_id=maker.pk)
    running.refresh_from_db()
    seen = []
    assert jobs.carry_out(running, lambda: seen.append((current_actor().user_id, current_tenant_id())))
    assert seen == [(maker.pk, in_tenant.tenant.pk)]
    assert same(running).status == "processing"


@pytest.mark.parametrize("request_stop", [jobs.request_pause, jobs.request_cancel])
def test_a_stop_on_request_is_no_failure(running, request_stop):
    request_stop(same(running))
    assert not jobs.carry_out(running, lambda: jobs.report_progress(running))
    assert same(running).status in ("paused", "cancelled")
    assert same(running).error_code == ""


def test_work_that_fails_is_noted_with_the_job(running):
    assert not jobs.carry_out(running, lambda: 1 / 0)
    assert (same(running).status, same(running).error_message != "") == ("failed", True)


def test_who_lost_the_job_to_another_worker_notes_nothing(running):
    other = uuid.uuid4()

    def lose():
        ImportRun.objects.filter(pk=running.pk).update(lease_token=other)
        jobs.report_progress(running)

    assert not jobs.carry_out(running, lose)
    assert (same(running).status, same(running).lease_token) == ("processing", other)
