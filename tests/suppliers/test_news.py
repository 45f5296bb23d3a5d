"""A supplier is added or changed: webhooks and people are told."""

import pytest

from core.models import Notification
from core.tenancy import tenant_scope
from suppliers.services import create_supplier, update_supplier
from tests.factories.webhooks import told, webhook


@pytest.fixture
def hook(people):
    return webhook(people.tenant, "supplier.created", "supplier.updated")


def test_a_new_supplier(people, hook):
    with tenant_scope(people.tenant.pk):
        supplier_id = create_supplier(by=people.manager, tenant_id=people.tenant.pk, code="ACME", name="Acme")
    [(event, data)] = told(hook, "suppliers")
    assert event == "supplier.created"
    assert (data["supplier_id"], data["name"], data["import_type"]) == (str(supplier_id), "Acme", "upload")
    assert set(data) == {"supplier_id", "name", "import_type", "created_by"}
    told_people = set(Notification.objects.values_list("user__name", flat=True))
    assert told_people == {"Alice Admin", "Marc Manager"}


def test_a_changed_supplier(people, hook):
    with tenant_scope(people.tenant.pk):
        supplier_id = create_supplier(by=people.manager, tenant_id=people.tenant.pk, code="ACME", name="Acme")
        update_supplier(by=people.manager, supplier_id=supplier_id, values={"priority": 7})
    (_created, (event, data)) = told(hook, "suppliers")
    assert (event, data["changes"]) == ("supplier.updated", {"priority": {"old": 100, "new": 7}})


def test_another_tenant_s_webhook_hears_nothing(people):
    foreign = webhook(people.elsewhere, "supplier.created")
    with tenant_scope(people.tenant.pk):
        create_supplier(by=people.manager, tenant_id=people.tenant.pk, code="ACME", name="Acme")
    assert told(foreign, "suppliers") == []
