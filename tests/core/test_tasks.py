"""The tasks of every minute do their work for six databases while the seventh is away."""

import pytest

from core.databases import atomic
from core.events import Event, outbox_of, publish
from core.tasks import relay_all_events, resume_stalled_jobs
from suppliers.services import create_supplier
from tests.away import database_away


@pytest.fixture
def told(people):
    """An event nobody subscribes to, in each of two outboxes."""
    for app_label in ("suppliers", "catalog"):
        with atomic(app_label):
            publish(app_label, Event("nothing.special", people.tenant.pk, people.tenant.pk))


def waiting(app_label: str) -> int:
    return outbox_of(app_label).objects.filter(delivered_at=None).count()


def test_events_of_the_others_are_delivered(told):
    with database_away("suppliers"):
        relay_all_events()
    assert (waiting("suppliers"), waiting("catalog")) == (1, 0)
    relay_all_events()
    assert waiting("suppliers") == 0


def test_acts_are_done_while_the_record_of_activities_is_away_and_wait_for_it(in_tenant):
    with database_away("analytics"):
        create_supplier(by=None, tenant_id=in_tenant.tenant.pk, code="ALPHA", name="Alpha")
        relay_all_events()
    assert waiting("suppliers") >= 1


@pytest.mark.parametrize("alias", ["imports", "code2asin"])
def test_jobs_of_the_others_are_looked_after(db, alias):
    with database_away(alias):
        assert resume_stalled_jobs() == 0
