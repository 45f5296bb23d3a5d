"""What the home page tells of the audit trail: newest first, of the own tenant only."""

import uuid

import pytest

from analytics.activity_words import sentences
from analytics.selectors import ActivityFacts, recent_activity
from core.audit import record
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from suppliers.services import create_supplier


def happened(**details):
    record("import.completed", app="imports", subject=("imports.ImportRun", uuid.uuid4(), "Import"), **details)


def delivered():
    with every_tenant():
        relay("imports")
        relay("suppliers")


def test_the_newest_comes_first(in_tenant):
    for number in range(1, 4):
        happened(number=number)
    delivered()
    assert [activity.facts["number"] for activity in recent_activity(limit=2)] == [3, 2]


def test_another_tenant_sees_nothing(people):
    with tenant_scope(people.tenant.pk):
        happened()
    delivered()
    with tenant_scope(people.elsewhere.pk):
        assert recent_activity() == []


def test_acts_that_are_nobodys_business_stay_in_the_trail(in_tenant):
    record("supplier.created", app="suppliers", supplier="Alpha")
    record("mapping.remembered", app="suppliers", supplier="Alpha")
    delivered()
    assert [activity.code for activity in recent_activity()] == ["supplier.created"]


def test_a_new_supplier_travels_from_the_outbox_to_the_list(in_tenant):
    supplier_id = create_supplier(by=None, tenant_id=in_tenant.tenant.pk, code="NEW", name="New")
    delivered()
    (activity,) = recent_activity()
    assert (activity.code, activity.subject_id) == ("supplier.created", str(supplier_id))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import.failed", "Alpha: import failed"),
        ("import.stopped", "Alpha: import cancelled"),
        ("import.undone", "Alpha: an import was undone"),
        ("supplier.created", "Alpha: supplier added"),
        ("source.updated", "Alpha: sheet or policies changed"),
    ],
)
def test_activities_in_words(code, said):
    facts = {"supplier": "Alpha", "supplier_id": str(uuid.uuid4())}
    (sentence,) = sentences([ActivityFacts(code, str(uuid.uuid4()), "", facts, None)])
    assert sentence.label == said
