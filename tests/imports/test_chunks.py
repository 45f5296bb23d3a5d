"""Chunks of a step: each done once, by whoever is free; those of a dead worker are done by another."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from core.jobs import JobStatus, request_pause
from core.tenancy import tenant_scope
from imports.feeds import chunks
from imports.feeds.chunks import ChunkLost, Work, Worker
from imports.models import ImportRun, RunChunk
from tests.factories.people import make_people

STEP = RunChunk.Step.MERGE


@pytest.fixture
def run(db):
    tenant = make_people().tenant
    with tenant_scope(tenant.pk):
        ids = {"tenant_id": tenant.pk, "supplier_id": uuid.uuid4(), "source_id": uuid.uuid4()}
        run = ImportRun.objects.create(**ids, status=JobStatus.PROCESSING)
        chunks.lay_out(run, STEP, [(1, 50), (2, 50), (3, 20)])
        yield run


@pytest.fixture
def pool():
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool


def counting(done, *, before=lambda number: None):
    def do(number, finish):
        before(number)
        done.append(number)
        finish({"number": number})

    return Work(STEP, make=lambda number: number, do=do)


def test_one_worker_does_them_in_the_order_of_the_file(run):
    done, borders = [], []
    chunks.lead(run, counting(done), border=lambda: borders.append(len(chunks.results(run, STEP))))
    assert (done, borders) == ([1, 2, 3], [1, 2, 3])
    assert [chunk.result["number"] for chunk in chunks.results(run, STEP)] == [1, 2, 3]


def test_two_workers_never_have_the_same_chunk(run, pool):
    done = []
    first, second = (Worker(run, counting(done), pool) for _ in range(2))
    while first.next() | second.next():
        pass
    assert sorted(done) == [1, 2, 3]
    assert chunks.workers_at(run) == 0


def test_a_chunk_of_a_dead_worker_is_done_by_another(run):
    dead = RunChunk.objects.filter(run=run, number=2)
    dead.update(lease_token=uuid.uuid4(), lease_until=timezone.now() - timedelta(seconds=1), worker="gone")
    done = []
    chunks.lead(run, counting(done), border=lambda: None)
    assert done == [1, 2, 3]


def test_a_worker_that_was_taken_for_dead_writes_nothing(run, pool):
    def overtaken(number):
        RunChunk.objects.filter(run=run, number=number).update(lease_token=uuid.uuid4())

    Worker(run, counting([], before=overtaken), pool).next()
    assert chunks.results(run, STEP) == []
    worker = Worker(run, counting([]), pool)
    with pytest.raises(ChunkLost):
        worker._finish(RunChunk.objects.get(run=run, number=1), {})


def test_a_helper_takes_no_new_chunk_once_a_pause_is_asked_for(run):
    done = []
    assert chunks.assist(run, counting(done, before=lambda number: request_pause(run))) == 1
    assert done == [1]
    assert not RunChunk.objects.filter(run=run, is_done=False).exclude(lease_until=None).exists()


def test_an_error_frees_what_was_taken(run):
    def burst(number):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        chunks.lead(run, counting([], before=burst), border=lambda: None)
    assert chunks.has_free(run, STEP)
    assert chunks.assist(run, counting([])) == 3


def test_chunks_are_laid_out_once(run):
    chunks.lay_out(run, STEP, [(1, 7)])
    assert RunChunk.objects.filter(run=run).count() == 3
    assert chunks.is_laid_out(run, STEP)
