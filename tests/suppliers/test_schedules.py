"""Schedules: written with their next time, moved on once, resting with their source."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from analytics.models import AuditEntry
from core.errors import InvalidInput, NotFound, PermissionRefused
from core.events import relay
from core.tenancy import every_tenant
from suppliers import selectors, services
from suppliers.errors import SourceNotFetched
from suppliers.models import Schedule, Source
from suppliers.services.schedules import due_schedules, let_rest, move_on

MORNING = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def source(in_tenant):
    supplier_id = services.ensure_supplier(tenant_id=in_tenant.tenant.pk, code="ACME")
    return Source.objects.create(
        tenant_id=in_tenant.tenant.pk, supplier_id=supplier_id, name="Prices", kind=Source.Kind.HTTP
    )


def daily(source, **values):
    return services.create_schedule(by=None, source_id=source.pk, at=time(6, 30), **values)


def test_the_next_time_is_written_with_the_schedule(clock, source, in_tenant):
    schedule_id = services.create_schedule(by=in_tenant.manager, source_id=source.pk, at=time(6, 30))
    facts = selectors.schedule(schedule_id)
    assert facts.next_run_at == datetime(2026, 6, 1, 4, 30, tzinfo=UTC)
    assert (facts.words, facts.rests) == ("Daily at 06:30", False)
    assert selectors.next_runs([source.pk]) == {source.pk: facts.next_run_at}


def test_who_may_only_look_plans_nothing(source, in_tenant):
    with pytest.raises(PermissionRefused):
        services.create_schedule(by=in_tenant.viewer, source_id=source.pk)
    schedule_id = daily(source)
    with pytest.raises(PermissionRefused):
        services.delete_schedule(by=in_tenant.viewer, schedule_id=schedule_id)
    with pytest.raises(PermissionRefused):
        services.set_schedule_active(by=in_tenant.viewer, schedule_id=schedule_id, active=False)
    assert Schedule.objects.get().is_active


def test_a_source_that_gets_its_files_has_no_schedule(source):
    Source.objects.update(kind=Source.Kind.PUSH)
    with pytest.raises(SourceNotFetched, match="receives its files"):
        daily(source)
    assert not Schedule.objects.exists()


def test_a_wrong_rhythm_is_refused_and_changes_nothing(clock, source):
    schedule_id = daily(source)
    before = selectors.schedule(schedule_id)
    with pytest.raises(InvalidInput, match="five are needed"):
        services.update_schedule(by=None, schedule_id=schedule_id, values={"frequency": "cron", "cron": "5 4"})
    with pytest.raises(InvalidInput, match="unknown"):
        services.update_schedule(by=None, schedule_id=schedule_id, values={"next_run_at": None})
    assert selectors.schedule(schedule_id) == before


def test_an_unknown_schedule(in_tenant, source):
    with pytest.raises(NotFound):
        services.delete_schedule(by=None, schedule_id=source.pk)
    with pytest.raises(NotFound):
        selectors.schedule(source.pk)


def test_switched_off_it_has_no_next_time_and_catches_nothing_up(clock, source):
    schedule_id = daily(source)
    services.set_schedule_active(by=None, schedule_id=schedule_id, active=False)
    assert selectors.schedule(schedule_id).next_run_at is None
    clock.shift(timedelta(days=3))
    assert due_schedules(MORNING + timedelta(days=3)) == []
    services.set_schedule_active(by=None, schedule_id=schedule_id, active=True)
    assert selectors.schedule(schedule_id).next_run_at == MORNING + timedelta(days=3, minutes=30)


def test_a_change_of_the_rhythm_moves_the_next_time(clock, source):
    schedule_id = daily(source)
    values = {"frequency": "interval", "interval_minutes": 15}
    services.update_schedule(by=None, schedule_id=schedule_id, values=values)
    assert selectors.schedule(schedule_id).next_run_at == MORNING + timedelta(minutes=15)


def test_only_one_of_two_moves_on(clock, source):
    daily(source)
    now = MORNING + timedelta(hours=1)
    [due] = due_schedules(now)
    assert move_on(due, now=now)
    assert not move_on(due, now=now)
    row = Schedule.objects.get()
    assert row.next_run_at == MORNING + timedelta(days=1, minutes=30)
    assert row.last_planned_at == MORNING + timedelta(minutes=30)


def test_missed_times_are_counted(clock, source):
    daily(source)
    now = MORNING + timedelta(days=3, hours=1)
    [due] = due_schedules(now)
    assert due.missed_until(now) == 3


@pytest.mark.parametrize("off", ["source", "supplier"])
def test_schedules_of_what_is_switched_off_rest(clock, source, off):
    schedule_id = daily(source)
    rows = Source.objects if off == "source" else type(source.supplier).objects
    rows.update(is_active=False)
    now = MORNING + timedelta(hours=1)
    assert due_schedules(now) == []
    assert selectors.schedule(schedule_id).rests
    assert selectors.next_runs([source.pk]) == {}
    with every_tenant():
        assert let_rest(now) == 1
    assert selectors.schedule(schedule_id).next_run_at == MORNING + timedelta(days=1, minutes=30)


def test_the_list_is_cut_by_what_a_person_sees(source, in_tenant):
    daily(source)
    assert selectors.schedule_list(seen_by=in_tenant.viewer).total == 1
    assert selectors.schedule_list(seen_by=in_tenant.stranger).total == 0
    assert selectors.schedule_list(search="acme", active=False).total == 0


def test_acts_are_in_the_trail(clock, source):
    schedule_id = daily(source)
    services.set_schedule_active(by=None, schedule_id=schedule_id, active=False)
    services.delete_schedule(by=None, schedule_id=schedule_id)
    with every_tenant():
        relay("suppliers")
    found = AuditEntry.objects.filter(code__startswith="schedule.").order_by("id")
    assert [entry.code for entry in found] == ["schedule.created", "schedule.updated", "schedule.deleted"]
