"""The planner: each planned time gets one row, whoever plans, however late."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from core.databases import aliases, connection_of
from core.errors import Transient
from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.models import Fetch
from imports.services import execute_fetch, plan_due, request_fetch
from suppliers.models import Schedule, Source
from suppliers.services import create_schedule, ensure_supplier
from tests.factories.imports import feed_csv

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
DUE = NOW + timedelta(minutes=30)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make_source(people):
    supplier_id = ensure_supplier(tenant_id=people.tenant.pk, code="ACME", name="Acme")
    kind = Source.Kind.HTTP
    return Source.objects.create(tenant_id=people.tenant.pk, supplier_id=supplier_id, name="Prices", kind=kind)


@pytest.fixture
def planned(clock, in_tenant):
    """A source looked at daily at 06:30 in Paris, which is 04:30 UTC."""
    source = make_source(in_tenant)
    create_schedule(by=None, source_id=source.pk, at=time(6, 30))
    return source


def test_nothing_is_planned_before_its_time(planned):
    assert plan_due(NOW) == 0
    assert not Fetch.objects.exists()


def test_a_due_schedule_gets_one_look_and_moves_on(planned):
    assert [plan_due(DUE), plan_due(DUE)] == [1, 0]
    fetch = Fetch.objects.get()
    assert (fetch.planned_at, fetch.trigger, fetch.missed, fetch.status) == (DUE, "schedule", 0, "pending")
    assert fetch.queued_at is not None
    assert Schedule.objects.get().next_run_at == DUE + timedelta(days=1)


def test_three_days_without_a_planner_are_caught_up_once(planned):
    late = DUE + timedelta(days=3, minutes=5)
    assert [plan_due(late), plan_due(late)] == [1, 0]
    fetch = Fetch.objects.get()
    assert (fetch.planned_at, fetch.missed) == (DUE, 3)
    assert Schedule.objects.get().next_run_at == DUE + timedelta(days=4)


def test_a_crash_between_the_two_databases_doubles_nothing(planned, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("imports.services.planning.move_on", lambda due, now: 1 / 0)
        assert plan_due(DUE) == 0
    assert Schedule.objects.get().next_run_at == DUE
    assert plan_due(DUE) == 0
    assert Fetch.objects.count() == 1
    assert Schedule.objects.get().next_run_at == DUE + timedelta(days=1)


def test_a_time_that_meets_a_look_at_work_leaves_a_trace(planned):
    busy = request_fetch(planned.pk, by=None)
    assert plan_due(DUE) == 0
    skipped = Fetch.objects.exclude(pk=busy.pk).get()
    assert (skipped.planned_at, skipped.status, skipped.outcome) == (DUE, "completed", "skipped")


def test_a_planned_time_lets_a_waiting_look_try_at_once(planned, remote, clock):
    Source.objects.update(retry_minutes=[240])
    remote.fails = [Transient("Server away.")]
    remote.put("prices.csv", feed_csv(2))
    waiting = request_fetch(planned.pk, by=None)
    execute_fetch(waiting.pk)
    clock.move_to(DUE)
    plan_due()
    assert execute_fetch(waiting.pk).outcome == Fetch.Outcome.FILES
    assert Fetch.objects.filter(outcome="skipped").count() == 1


def test_one_broken_schedule_does_not_hold_up_the_others(planned):
    Schedule.objects.create(
        tenant_id=planned.tenant_id, source=planned, frequency="cron", cron="not cron", next_run_at=NOW
    )
    assert plan_due(DUE) == 1


@pytest.mark.django_db(transaction=True)
def test_planners_at_the_same_time_never_double(people):
    with tenant_scope(people.tenant.pk), time_machine.travel(NOW, tick=False):
        for number in range(4):
            supplier_id = ensure_supplier(tenant_id=people.tenant.pk, code="ACME", name="Acme")
            source = Source.objects.create(
                tenant_id=people.tenant.pk, supplier_id=supplier_id, name=f"S{number}", kind=Source.Kind.HTTP
            )
            create_schedule(by=None, source_id=source.pk, at=time(6, 30))
    barrier = threading.Barrier(3)

    def plan():
        try:
            barrier.wait()
            plan_due(DUE)
        finally:
            for alias in aliases():
                connection_of("core" if alias == "default" else alias).close()

    threads = [threading.Thread(target=plan) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenant_scope(people.tenant.pk):
        assert Fetch.objects.filter(status=JobStatus.PENDING).count() == 4
        assert Fetch.objects.count() == 4
        assert not Schedule.objects.exclude(next_run_at=DUE + timedelta(days=1)).exists()
