"""What happened is recorded once per event, for its tenant only."""

import uuid

from analytics.selectors import recent_activity
from analytics.services import record_activity
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from suppliers.services import create_supplier


def event(tenant, number=1):
    return {
        "id": number,
        "kind": "import.completed",
        "tenant_id": str(tenant.pk),
        "aggregate_id": str(uuid.uuid4()),
        "payload": {"created": 3},
    }


def test_an_event_delivered_twice_is_one_activity(in_tenant):
    told = event(in_tenant.tenant)
    assert record_activity(app="imports", event=told)
    assert not record_activity(app="imports", event=told)
    assert [activity.facts for activity in recent_activity()] == [{"created": 3}]


def test_the_newest_comes_first(in_tenant):
    for number in range(1, 4):
        record_activity(app="imports", event={**event(in_tenant.tenant, number), "payload": {"number": number}})
    assert [activity.facts["number"] for activity in recent_activity(limit=2)] == [3, 2]


def test_another_tenant_sees_nothing(people):
    record_activity(app="imports", event=event(people.tenant))
    with tenant_scope(people.elsewhere.pk):
        assert recent_activity() == []


def test_a_new_supplier_travels_from_the_outbox_to_the_list(in_tenant):
    supplier_id = create_supplier(by=None, tenant_id=in_tenant.tenant.pk, code="NEW", name="New")
    with every_tenant():
        relay("suppliers")
    assert [(activity.kind, activity.subject_id) for activity in recent_activity()] == [("supplier.saved", supplier_id)]
