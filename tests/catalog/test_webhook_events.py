"""What webhooks are told about products, from the real services through the outbox into the queue."""

from uuid import uuid4

import pytest

from catalog.acts import Actor
from catalog.models import Product
from catalog.services import edit_product, set_status, undo_run
from core.configuration import services as settings_services
from core.events import outbox_of
from core.models import Notification
from core.tenancy import tenant_scope
from tests.factories.catalog import GTIN, frame, merge, merge_frame, row, supplier
from tests.factories.webhooks import told, webhook


@pytest.fixture
def acme(people):
    return supplier(people.tenant)


def only_product(people):
    with tenant_scope(people.tenant.pk):
        return Product.objects.get()


def test_a_new_product(people, acme):
    hook = webhook(people.tenant, "product.created", "product.updated")
    merge(acme, row("A1", supplier_sku="A1", gtin=GTIN, price="129.9", stock="4"))
    [(event, data)] = told(hook, "catalog")
    assert event == "product.created"
    assert data == {
        "product_id": str(only_product(people).pk),
        "sku": "A1",
        "name": "Product A1",
        "price": "129.90",
        "supplier_id": str(acme.pk),
        "created_by": "feed",
    }


def test_an_edit_tells_old_and_new_values(people, acme):
    merge(acme, row("A1", price="129.9"))
    hook = webhook(people.tenant, "product.updated")
    product = only_product(people)
    values = {"price": "99", "sku": "OWN-1"}
    edit_product(product.pk, tenant_id=people.tenant.pk, user=people.manager, values=values)
    [(event, data)] = told(hook, "catalog")
    assert (event, data["sku"], data["updated_by"]) == ("product.updated", "OWN-1", "Marc Manager")
    assert data["changes"] == {"price": {"old": "129.90", "new": "99.00"}, "sku": {"old": None, "new": "OWN-1"}}


def test_the_trash_is_a_deletion(people, acme):
    merge(acme, row("A1"))
    hook = webhook(people.tenant, "product.deleted", "product.updated")
    product = only_product(people)
    set_status([product.pk], tenant_id=people.tenant.pk, user=people.admin, status="trash")
    [(event, data)] = told(hook, "catalog")
    assert event == "product.deleted"
    assert (data["product_id"], data["reason"], data["deleted_by"]) == (str(product.pk), "trash", "Alice Admin")


def limit_of(people, key, value):
    settings_services.change(by=people.admin, tenant_id=people.tenant.pk, values={key: value})


def test_too_many_products_are_told_at_once(people, acme):
    limit_of(people, "webhooks.most_products_per_batch", 2)
    single = webhook(people.tenant, "product.created")
    batch = webhook(people.tenant, "product.batch_sync")
    neither = webhook(people.tenant, "product.deleted")
    merge(acme, row("1"), row("2"), row("3"))
    expected = {"source": "feed", "created": 3, "updated": 0, "errors": 0, "total": 3}
    for hook in (single, batch, neither):
        [(event, data)] = told(hook, "catalog")
        assert event == "product.batch_sync"
        assert {name: data[name] for name in expected} == expected


def test_the_same_message_again_tells_nothing_new(people, acme):
    hook = webhook(people.tenant, "product.created", "stock.low_alert")
    merge(acme, row("1"), row("2"))
    assert len(told(hook, "catalog")) == 2
    outbox_of("catalog").objects.update(delivered_at=None)
    assert len(told(hook, "catalog")) == 2


def test_low_stock_is_told_when_it_is_crossed_downwards_only(people, acme):
    merge(acme, row("1", stock="9"), row("2", stock="2"), row("3", stock="9"))
    hook = webhook(people.tenant, "stock.low_alert")
    merge(acme, row("1", stock="4"), row("2", stock="1"), row("3", stock="5"))
    [(_event, data)] = told(hook, "catalog")
    assert (data["name"], data["current_stock"], data["threshold"]) == ("Product 1", 4, 5)
    assert (data["supplier_id"], data["more"]) == (str(acme.pk), 0)
    [notification] = Notification.objects.filter(user=people.manager)
    assert (notification.kind, notification.params["count"]) == ("low_stock", 1)


def test_low_stock_beyond_the_limit_is_counted(people, acme):
    limit_of(people, "webhooks.most_products_per_batch", 1)
    merge(acme, row("1", stock="9"), row("2", stock="9"), row("3", stock="9"))
    hook = webhook(people.tenant, "stock.low_alert")
    merge(acme, row("1", stock="0"), row("2", stock="0"), row("3", stock="0"))
    [(event, data)] = told(hook, "catalog")
    assert (event, data["more"]) == ("stock.low_alert", 2)


def test_a_threshold_of_zero_tells_nobody(people, acme):
    limit_of(people, "catalog.low_stock_threshold", 0)
    merge(acme, row("1", stock="3"))
    hook = webhook(people.tenant, "stock.low_alert")
    merge(acme, row("1", stock="-2"))
    assert told(hook, "catalog") == []
    assert Notification.objects.count() == 0


def test_an_import_sums_up_prices_and_stock(people, acme):
    merge(acme, row("1", gtin=GTIN, stock="9", price="10"), row("2", stock="9", price="10"))
    hook = webhook(people.tenant, "stock.updated", "price.updated")
    merge(acme, row("1", gtin=GTIN, stock="8", price="10"), row("2", stock="7", price="11"))
    assert told(hook, "catalog") == [
        ("stock.updated", {"source": "feed", "updated_count": 2, "eans": [GTIN]}),
        ("price.updated", {"source": "feed", "updated_count": 1, "eans": []}),
    ]


def test_another_tenant_hears_nothing(people, acme):
    hook = webhook(people.elsewhere, "product.created", "stock.low_alert", "price.updated")
    merge(acme, row("1"))
    assert told(hook, "catalog") == []


def test_undoing_an_import_is_a_deletion(people, acme):
    hook = webhook(people.tenant, "product.deleted")
    run_id = uuid4()
    merge_frame(acme, frame(row("A1", supplier_sku="A1")), run_id=run_id)
    product = only_product(people)
    with tenant_scope(people.tenant.pk):
        undo_run(run_id, tenant_id=people.tenant.pk, actor=Actor("undo", None, "ACME"), undo_run_id=uuid4())
    [(event, data)] = told(hook, "catalog")
    assert (event, data["product_id"], data["reason"]) == ("product.deleted", str(product.pk), "undo")
