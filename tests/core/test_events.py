"""The outbox: written with the change, delivered at least once, in order per aggregate."""

import uuid

import pytest
from celery import shared_task

from core.databases import atomic
from core.events import Event, outbox_of, publish, relay, subscribe

TAKEN: list[dict] = []
BROKEN: set[str] = set()


@shared_task
def take(event):
    """A subscriber that fails for the aggregates in BROKEN."""
    if event["aggregate_id"] in BROKEN:
        raise RuntimeError("not now")
    TAKEN.append(event)


@pytest.fixture(autouse=True)
def subscriber():
    TAKEN.clear()
    BROKEN.clear()
    subscribe("tests.happened", f"{__name__}.take")


def tell(*aggregates):
    tenant = uuid.uuid4()
    for number, aggregate in enumerate(aggregates):
        with atomic("suppliers"):
            publish("suppliers", Event("tests.happened", tenant, aggregate, {"number": number}))


def test_an_event_needs_the_transaction_of_its_change(transactional_db):
    with pytest.raises(RuntimeError, match="atomic"):
        publish("suppliers", Event("tests.happened", uuid.uuid4(), uuid.uuid4()))


@pytest.mark.django_db
def test_events_arrive_in_order(db):
    aggregate = uuid.uuid4()
    tell(aggregate, aggregate, aggregate)
    assert relay("suppliers") == 3
    assert [event["payload"]["number"] for event in TAKEN] == [0, 1, 2]
    assert relay("suppliers") == 0


@pytest.mark.django_db
def test_a_failure_holds_back_its_own_aggregate_only(db):
    ill, well = uuid.uuid4(), uuid.uuid4()
    BROKEN.add(str(ill))
    tell(ill, well, ill)
    assert relay("suppliers") == 1
    waiting = outbox_of("suppliers").objects.filter(delivered_at=None).order_by("id")
    assert [(event.attempts, event.aggregate_id) for event in waiting] == [(1, ill), (0, ill)]
    assert "not now" in waiting[0].last_error


@pytest.mark.django_db
def test_a_failed_event_is_tried_again_when_its_time_has_come(db):
    ill = uuid.uuid4()
    BROKEN.add(str(ill))
    tell(ill, ill)
    relay("suppliers")
    BROKEN.clear()
    assert relay("suppliers") == 0
    outbox_of("suppliers").objects.update(next_attempt_at="2026-01-01T00:00:00Z")
    assert relay("suppliers") == 2
    assert [event["payload"]["number"] for event in TAKEN] == [0, 1]
