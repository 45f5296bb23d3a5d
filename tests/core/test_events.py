"""The outbox: written with the change, delivered at least once, in order per aggregate, each subscriber for itself."""

import uuid
from datetime import timedelta
from itertools import chain

import pytest
from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from core.databases import atomic, connection_of
from core.events import EVERY_KIND, Event, outbox_of, outbox_states, publish, redeliver, relay, subscribe
from core.events.subscriptions import subscribers
from core.events.upkeep import sweep_delivered
from core.jobs.retry import RETRY_MINUTES

HERE = __name__
TAKEN: list[dict] = []
BATCHES: list[list[dict]] = []
EVERYTHING: list[dict] = []
BROKEN: dict[str, Exception] = {}
BATCH_BROKEN: dict[str, Exception] = {}


@shared_task
def take(event):
    """A subscriber that fails for the aggregates in BROKEN."""
    if error := BROKEN.get(event["aggregate_id"]) or BROKEN.get("*"):
        raise error
    TAKEN.append(event)


@shared_task
def take_batch(events):
    """A subscriber of batches that fails when one of the aggregates is in BATCH_BROKEN."""
    for event in events:
        if error := BATCH_BROKEN.get(event["aggregate_id"]):
            raise error
    BATCHES.append(events)


@shared_task
def take_everything(event):
    """A subscriber of every kind."""
    EVERYTHING.append(event)


@pytest.fixture(autouse=True)
def heard(db):
    for kept in (TAKEN, BATCHES, EVERYTHING, BROKEN, BATCH_BROKEN):
        kept.clear()
    subscribe("tests.happened", f"{HERE}.take")
    subscribe("tests.happened", f"{HERE}.take_batch", batch=True)


def tell(*aggregates, kind="tests.happened"):
    tenant = uuid.uuid4()
    for number, aggregate in enumerate(aggregates):
        with atomic("suppliers"):
            publish("suppliers", Event(kind, tenant, aggregate, {"number": number}))


def rows():
    return list(outbox_of("suppliers").objects.order_by("id"))


def numbers(events):
    return [event["payload"]["number"] for event in events]


def let_time_pass():
    outbox_of("suppliers").objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_an_event_needs_the_transaction_of_its_change(transactional_db):
    with pytest.raises(RuntimeError, match="atomic"):
        publish("suppliers", Event("tests.happened", uuid.uuid4(), uuid.uuid4()))


def test_events_arrive_in_order_and_once():
    aggregate = uuid.uuid4()
    tell(aggregate, aggregate, aggregate)
    assert relay("suppliers") == 3
    assert numbers(TAKEN) == [0, 1, 2]
    assert relay("suppliers") == 0
    assert len(TAKEN) == 3


def test_a_message_says_where_it_comes_from():
    tell(uuid.uuid4())
    relay("suppliers")
    (message,), (row,) = TAKEN, rows()
    assert (message["app"], message["id"], message["kind"]) == ("suppliers", row.pk, "tests.happened")
    assert message["at"] == row.created_at.isoformat()


def test_a_failure_holds_back_its_own_aggregate_only():
    ill, well = uuid.uuid4(), uuid.uuid4()
    BROKEN[str(ill)] = RuntimeError("not now")
    tell(ill, well, ill)
    assert relay("suppliers") == 1
    waiting = [row for row in rows() if row.delivered_at is None]
    assert [(event.attempts, event.aggregate_id) for event in waiting] == [(1, ill), (0, ill)]
    assert "not now" in waiting[0].last_error
    assert numbers(TAKEN) == [1]


def test_a_failure_holds_back_its_own_subscriber_only():
    ill = uuid.uuid4()
    BROKEN[str(ill)] = RuntimeError("not now")
    tell(ill, ill)
    relay("suppliers")
    assert numbers(chain(*BATCHES)) == [0, 1]
    BROKEN.clear()
    let_time_pass()
    assert relay("suppliers") == 2
    assert numbers(TAKEN) == [0, 1]
    assert numbers(chain(*BATCHES)) == [0, 1]


def test_later_events_wait_for_the_one_that_failed():
    ill = uuid.uuid4()
    BROKEN[str(ill)] = RuntimeError("not now")
    tell(ill)
    relay("suppliers")
    BROKEN.clear()
    tell(ill)
    assert relay("suppliers") == 0
    assert TAKEN == []
    let_time_pass()
    assert relay("suppliers") == 2
    assert [message["id"] for message in TAKEN] == [row.pk for row in rows()]


def test_what_waits_does_not_stand_in_the_way(monkeypatch):
    monkeypatch.setattr("core.events.delivery.RELAY_BATCH", 5)
    ill = uuid.uuid4()
    BROKEN[str(ill)] = RuntimeError("not now")
    tell(*[ill] * 12, uuid.uuid4())
    relay("suppliers")
    assert numbers(TAKEN) == [12]
    tell(uuid.uuid4())
    assert relay("suppliers") == 1


def test_one_bad_event_of_a_batch_is_found_and_the_others_pass():
    ids = [uuid.uuid4() for _ in range(4)]
    BATCH_BROKEN[str(ids[2])] = ValueError("unreadable")
    tell(*ids)
    assert relay("suppliers") == 3
    assert numbers(chain(*BATCHES)) == [0, 1, 3]
    (held,) = [row for row in rows() if row.delivered_at is None]
    assert (held.payload["number"], held.attempts) == (2, 1)
    assert held.taken_by == [f"{HERE}.take"]


def test_an_event_is_given_up_after_its_last_attempt_and_can_be_delivered_again():
    ill = uuid.uuid4()
    BROKEN[str(ill)] = RuntimeError("never")
    tell(ill, ill)
    for _attempt in range(len(RETRY_MINUTES) + 1):
        let_time_pass()
        relay("suppliers")
    first, second = rows()
    assert (first.failed_at is not None, first.delivered_at, first.attempts) == (True, None, 6)
    assert (outbox_states(["suppliers"])[0].failed, second.failed_at) == (1, None)
    BROKEN.clear()
    let_time_pass()
    assert relay("suppliers") == 1
    assert redeliver("suppliers", [first.pk, second.pk]) == 1
    assert relay("suppliers") == 1
    assert numbers(TAKEN) == [1, 0]
    assert outbox_states(["suppliers"])[0].failed == 0


def test_a_database_that_is_away_is_waited_for_however_long():
    BROKEN["*"] = OperationalError("connection refused")
    ids = [uuid.uuid4() for _ in range(3)]
    tell(*ids)
    for _attempt in range(20):
        let_time_pass()
        assert relay("suppliers") == 0
    assert all((row.failed_at, row.attempts) == (None, 0) for row in rows())
    assert numbers(chain(*BATCHES)) == [0, 1, 2]
    BROKEN.clear()
    let_time_pass()
    assert relay("suppliers") == 3
    assert numbers(TAKEN) == [0, 1, 2]


def test_one_that_is_away_is_asked_once_a_turn(monkeypatch):
    asked = []

    def away(self, messages):
        asked.append(len(messages))
        raise OperationalError("connection refused")

    tell(*[uuid.uuid4() for _ in range(6)])
    (subscriber,) = [each for each in subscribers() if each.task_name == f"{HERE}.take"]
    monkeypatch.setattr(type(subscriber), "take", away)
    relay("suppliers")
    assert asked == [1, 6]


def test_a_subscriber_that_breaks_its_transaction_does_not_take_the_marks_with_it(monkeypatch):
    def broken(self, messages):
        connection_of("suppliers").cursor().execute("SELECT nonsense")

    well, ill = uuid.uuid4(), uuid.uuid4()
    tell(well)
    relay("suppliers")
    tell(ill)
    monkeypatch.setattr("core.events.subscriptions.Subscriber.take", broken)
    assert relay("suppliers") == 0
    assert [row.delivered_at is not None for row in rows()] == [True, False]
    assert "nonsense" in rows()[1].last_error


def test_every_kind_means_every_kind_but_the_audit():
    subscribe(EVERY_KIND, f"{HERE}.take_everything")
    tell(uuid.uuid4(), kind="tests.unheard_of")
    tell(uuid.uuid4(), kind="audit.recorded_in_tests")
    assert relay("suppliers") == 2
    assert [event["kind"] for event in EVERYTHING] == ["tests.unheard_of"]
    (subscriber,) = [each for each in subscribers() if each.task_name.endswith("take_everything")]
    subscriber.kinds.clear()


def test_a_subscriber_is_one_or_the_other():
    with pytest.raises(ValueError, match="batch"):
        subscribe("tests.happened", f"{HERE}.take", batch=True)


def test_one_transaction_wakes_the_relay_once(monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(using="suppliers") as callbacks, atomic("suppliers"):
        for _number in range(3):
            publish("suppliers", Event("tests.happened", uuid.uuid4(), uuid.uuid4()))
    assert len(callbacks) == 1


def test_a_long_turn_is_cut_and_the_next_one_asked_for(monkeypatch):
    woken = []
    monkeypatch.setattr("core.events.delivery.RELAY_BATCH", 2)
    monkeypatch.setattr("core.events.delivery.MOST_BATCHES", 2)
    monkeypatch.setattr("core.events.delivery.wake_after_commit", woken.append)
    tell(*[uuid.uuid4() for _ in range(5)])
    assert relay("suppliers") == 4
    assert woken == ["suppliers"]
    assert relay("suppliers") == 1


def test_what_was_delivered_long_ago_is_swept(monkeypatch):
    ill = uuid.uuid4()
    BROKEN[str(ill)] = RuntimeError("never")
    tell(uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), ill)
    relay("suppliers")
    fortnight = timezone.now() - timedelta(days=15)
    outbox = outbox_of("suppliers").objects
    outbox.filter(pk__in=[row.pk for row in rows()[:2]]).update(delivered_at=fortnight)
    outbox.filter(aggregate_id=ill).update(created_at=fortnight)
    monkeypatch.setattr("core.events.upkeep.SWEEP_BATCH", 1)
    assert sweep_delivered("suppliers") == 2
    assert len(rows()) == 2
