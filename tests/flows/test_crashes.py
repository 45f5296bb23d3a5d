"""A killed worker, a killed database, two workers at once: the catalogue is that of an undisturbed run."""

import time
from uuid import UUID

import pytest

from catalog.services.locks import lock_merges
from core.databases import atomic
from core.jobs import JobStatus, due_again
from core.tenancy import tenant_scope
from imports.models import HeldRow, ImportRun, RowIssue
from imports.selectors import log_lines
from imports.services import pause_run, resume_run, start_run
from tests import servers
from tests.factories.imports import confirmed, feed_csv, imported, uploaded
from tests.factories.people import make_people
from tests.flows.catalogue import picture
from tests.servers import wait_until

ROWS = 8_000
CHUNK = 400
BAD_ROWS = "".join(f"REF-BAD{n};4006381333932;Mauvais code {n}" + ";" * 17 + "\n" for n in range(40)).encode()
FEED = feed_csv(ROWS) + BAD_ROWS


@pytest.fixture
def quick_takeover(monkeypatch):
    """Small chunks and a short lease, here and in the worker that starts after this fixture."""
    monkeypatch.setenv("IMPORT_CHUNK_ROWS", str(CHUNK))
    monkeypatch.setenv("JOB_LEASE_SECONDS", "2")


@pytest.fixture
def tenants(transactional_db):
    people = make_people()
    return people.tenant.pk, people.elsewhere.pk


def state(run_id: UUID) -> ImportRun:
    return ImportRun._base_manager.get(pk=run_id)


def wait_for(run_id: UUID, is_reached, *, what: str, worker) -> ImportRun:
    wait_until(lambda: is_reached(state(run_id)), what=what, seconds=90, log=worker.log)
    return state(run_id)


def taken_over(run_id: UUID) -> None:
    """What beat's task does every minute: start again what lost its worker."""
    with tenant_scope(state(run_id).tenant_id):
        due_again(ImportRun)


def completed(run_id: UUID, worker) -> ImportRun:
    def is_reached(run: ImportRun) -> bool:
        if run.is_stalled:
            taken_over(run_id)
            time.sleep(0.3)
        return run.is_finished

    run = wait_for(run_id, is_reached, what="the end of the run", worker=worker)
    assert (run.status, run.error_message) == (JobStatus.COMPLETED, "")
    return run


def queued(tenant_id: UUID, *suppliers: str) -> list[UUID]:
    """A run of each of these suppliers: all are prepared before the first is queued, so that they begin together."""
    with tenant_scope(tenant_id):
        runs = [confirmed(uploaded(FEED, tenant_id=tenant_id, supplier=code)) for code in suppliers]
        for run in runs:
            start_run(run, by=None)
        return [run.pk for run in runs]


def undisturbed(tenant_id: UUID):
    with tenant_scope(tenant_id):
        run = imported(FEED, tenant_id=tenant_id)
        assert run.status == JobStatus.COMPLETED
        return run, picture(tenant_id)


def kept(run_id: UUID) -> tuple[int, int]:
    return (
        HeldRow._base_manager.filter(run=run_id).count(),
        RowIssue._base_manager.filter(run=run_id).count(),
    )


PHASES = ("reading", "checking", "comparing", "merging")


def has_come_to(phase: str):
    """Whether a run is in this phase or beyond it: on a fast machine a phase is over before anybody looks."""
    return lambda run: run.phase in PHASES[PHASES.index(phase) :]


MOMENTS = {
    "reading": has_come_to("reading"),
    "checking": has_come_to("checking"),
    "in the middle": lambda run: run.checkpoint.get("chunk", 0) >= 6,
    "last chunk": lambda run: run.checkpoint.get("chunk", 0) >= 18,
}


def test_a_worker_killed_at_any_step_loses_and_doubles_nothing(quick_takeover, tenants, celery_worker):
    expected, catalogue = undisturbed(tenants[1])
    [run_id] = queued(tenants[0], "ACME")
    for moment, is_reached in MOMENTS.items():
        wait_for(run_id, lambda run, now=is_reached: now(run) or run.is_finished, what=moment, worker=celery_worker)
        celery_worker.kill()
        celery_worker.start()
        if not state(run_id).is_finished:
            wait_for(run_id, lambda run: run.is_stalled, what="the end of the lease", worker=celery_worker)
            taken_over(run_id)
    run = completed(run_id, celery_worker)
    assert run.counts == expected.counts
    assert run.issue_counts == expected.issue_counts
    assert kept(run_id) == kept(expected.pk)
    assert picture(tenants[0]) == catalogue
    with tenant_scope(tenants[0]):
        codes = [line.code for line in log_lines(run)]
        assert codes.count("started") + codes.count("resumed") >= 3


@pytest.fixture
def two_at_once(quick_takeover, transactional_db, broker, redis_socket, server_folder):
    worker = servers.worker_server(server_folder, environment=servers.redis_environment(redis_socket), processes=2)
    worker.start()
    yield worker
    worker.kill()
    servers.empty_redis(redis_socket)


def test_the_same_file_twice_in_parallel_gives_no_duplicate(tenants, two_at_once):
    _, catalogue = undisturbed(tenants[1])
    with atomic("catalog"):
        # Neither merges anything before both are at work.
        lock_merges(tenants[0], alone=True)
        ids = queued(tenants[0], "A", "B")
        for run_id in ids:
            wait_for(run_id, lambda run: run.started_at, what="the start of the run", worker=two_at_once)
    runs = [completed(run_id, two_at_once) for run_id in ids]
    assert [run.rows_created for run in runs] == [ROWS, ROWS]
    found = picture(tenants[0])
    assert len(found["products"]) == len(catalogue["products"])
    assert len(found["offers"]) == 2 * len(catalogue["offers"])


def test_a_running_import_is_paused_and_goes_on(quick_takeover, tenants, celery_worker):
    [run_id] = queued(tenants[0], "ACME")
    run = wait_for(run_id, lambda run: run.checkpoint.get("chunk", 0) >= 1, what="a chunk", worker=celery_worker)
    with tenant_scope(tenants[0]):
        pause_run(run, by=None)
        run = wait_for(run_id, lambda run: run.status == JobStatus.PAUSED, what="the pause", worker=celery_worker)
        assert 0 < run.rows_created < ROWS
        resume_run(run, by=None)
    assert completed(run_id, celery_worker).rows_created == ROWS
