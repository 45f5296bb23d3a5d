"""Pause, resume, cancel, retry, take turns: at the borders of chunks, without a row lost or doubled."""

import shutil

import pytest
from django.test import override_settings

from catalog.models import Offer
from core.errors import Conflict
from core.jobs import JobStatus, request_cancel, request_pause
from imports.errors import SourceBusy
from imports.feeds import merging
from imports.feeds.folder import folder_of
from imports.models import ImportRun, RunChunk
from imports.selectors import log_lines, possible_requests, undo_state
from imports.services import claim, execute_run, resume_run, retry_run, start_run
from imports.services.work import help_run
from tests.factories.imports import confirmed, feed_csv, imported, uploaded

ROWS = 200


@pytest.fixture
def run(tenant_id, small_chunks):
    return confirmed(uploaded(feed_csv(ROWS), tenant_id=tenant_id))


@pytest.fixture
def at_chunk(monkeypatch):
    """Have something happen while a chunk is merged, as if somebody clicked then."""

    def arrange(number, action):
        original = merging.merge

        def merge(batch, plan):
            if batch.number == number:
                monkeypatch.setattr(merging, "merge", original)
                action(ImportRun.objects.get(pk=plan.run_id))
            return original(batch, plan)

        monkeypatch.setattr(merging, "merge", merge)

    return arrange


def carried_on(run):
    execute_run(run.pk)
    run.refresh_from_db()
    return run


def test_a_pause_ends_the_chunk_and_the_run_goes_on_behind_it(run, at_chunk):
    at_chunk(2, request_pause)
    claim(run)
    assert carried_on(run).status == JobStatus.PAUSED
    assert (run.checkpoint["chunk"], run.rows_created, Offer.objects.count()) == (2, 100, 100)
    resume_run(run, by=None)
    assert carried_on(run).status == JobStatus.COMPLETED
    assert (run.rows_read, run.rows_created, Offer.objects.count()) == (ROWS, ROWS, ROWS)
    assert "resumed" in [line.code for line in log_lines(run)]


def test_a_cancelled_run_keeps_what_it_imported_and_can_be_undone(run, at_chunk):
    at_chunk(2, request_cancel)
    claim(run)
    assert carried_on(run).status == JobStatus.CANCELLED
    assert Offer.objects.count() == 100
    assert undo_state(run).possible
    assert set(possible_requests(run)) == {"retry", "delete", "undo"}


def test_a_cancelled_run_can_be_taken_up_again(run, at_chunk):
    at_chunk(2, request_cancel)
    claim(run)
    carried_on(run)
    retry_run(run, by=None)
    assert carried_on(run).status == JobStatus.COMPLETED
    assert run.rows_created == Offer.objects.count() == ROWS


def test_an_unexpected_error_fails_the_run_and_a_retry_goes_on_behind_the_last_chunk(run, at_chunk):
    def burst(run):
        raise ZeroDivisionError

    at_chunk(3, burst)
    claim(run)
    assert carried_on(run).status == JobStatus.FAILED
    assert (run.error_code, Offer.objects.count()) == ("UNEXPECTED", 100)
    assert folder_of(run.pk).exists()
    retry_run(run, by=None)
    assert carried_on(run).counts == {
        "read": ROWS,
        "created": ROWS,
        "updated": 0,
        "unchanged": 0,
        "held": 0,
        "skipped": 0,
    }


def test_a_helper_does_chunks_of_a_run_at_work_and_each_row_counts_once(run, at_chunk):
    at_chunk(2, lambda run: help_run(run.pk))
    claim(run)
    assert carried_on(run).status == JobStatus.COMPLETED
    assert (run.rows_read, run.rows_created, Offer.objects.count()) == (ROWS, ROWS, ROWS)
    assert [line.params["chunks"] for line in log_lines(run) if line.code == "helped"] == [1]
    assert RunChunk.objects.filter(run=run, step=RunChunk.Step.MERGE, is_done=True).count() == ROWS // 50
    assert help_run(run.pk) == 0


def test_a_lost_work_folder_costs_reading_only(run, at_chunk, tenant_id):
    at_chunk(2, request_pause)
    claim(run)
    carried_on(run)
    shutil.rmtree(folder_of(run.pk))
    resume_run(run, by=None)
    with override_settings(IMPORT_CHUNK_ROWS=7):  # the chunks stay those the run began with
        assert carried_on(run).rows_created == ROWS
    assert Offer.objects.count() == ROWS


def test_a_second_run_of_the_source_waits_for_its_turn(run, tenant_id):
    second = confirmed(uploaded(feed_csv(ROWS, changed_every=10), tenant_id=tenant_id))
    claim(run)
    claim(second)
    assert execute_run(second.pk) is None
    assert log_lines(second)[-1].code == "waiting"
    carried_on(run)
    second.refresh_from_db()
    assert second.next_attempt_at is None
    assert carried_on(second).rows_updated == ROWS // 10


def test_a_paused_run_stands_in_the_way_of_later_ones(run, at_chunk, tenant_id):
    at_chunk(2, request_pause)
    claim(run)
    carried_on(run)
    second = confirmed(uploaded(feed_csv(10), tenant_id=tenant_id))
    with pytest.raises(SourceBusy, match="paused"):
        start_run(second, by=None)


def test_an_old_file_is_not_retried_over_a_newer_one(run, at_chunk, tenant_id):
    at_chunk(2, request_cancel)
    claim(run)
    carried_on(run)
    imported(feed_csv(10, changed_every=2), tenant_id=tenant_id)
    with pytest.raises(Conflict, match="later file"):
        retry_run(run, by=None)
