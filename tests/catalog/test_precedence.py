"""Which supplier comes first for a field: the pure order, merges, explanations, and products decided again."""

import polars as pl
import pytest

from catalog import tasks
from catalog.merging import winners
from catalog.models import Change, OutboxEvent, Product
from catalog.precedence import Precedence
from catalog.selectors import explain_field
from catalog.services import decide_again, edit_product, lock_field, reconsidering
from catalog.services.sources import source_values
from core.errors import InvalidInput, NotFound, PermissionRefused
from suppliers.models import FieldPriority, Supplier
from suppliers.models import OutboxEvent as SupplierEvent
from suppliers.selectors import field_priorities
from suppliers.services import clear_field_priorities, set_field_priorities, update_supplier
from tests.factories.catalog import GTIN, OTHER_GTIN, merge, row

NAMES = ("product_id", "offer_id", "supplier_id", "first_seen_at", "title", "price", "currency", "stock", "missing")


def won(*offers, fields=None, names=("title", "price", "currency", "stock")):
    """The winning values; offers are (supplier, age, title, price, currency, stock, missing); "a" counts before "b"."""
    rows = [("p", f"o{n}", *values) for n, values in enumerate(offers)]
    frame = pl.DataFrame(rows, schema={n: pl.Boolean if n == "missing" else pl.String for n in NAMES}, orient="row")
    order = Precedence({"a": 10, "b": 20, "c": 30}, fields or {})
    return winners(order.ranked(frame), names).row(0)[1:]


A = ("a", "1", "A", "1", "EUR", "1", False)
B = ("b", "2", "B", "2", "USD", "2", False)
OLD_B = ("b", "0", "B0", "5", "EUR", "5", False)
C = ("c", "3", "C", "3", "CHF", "3", False)
CASES = {
    "no order of its own": ({}, (C, B, A), ("A", "1", "EUR", "1")),
    "one field": ({"title": {"b": 0}}, (A, B, C), ("B", "1", "EUR", "1")),
    "those not named follow": ({"title": {"x": 0}}, (C, B), ("B", "2", "USD", "2")),
    "the currency goes with its price": ({"price": {"c": 0, "b": 1}}, (A, B, C), ("A", "3", "CHF", "1")),
    "a blank does not count": (
        {"title": {"b": 0, "c": 1}},
        (A, ("b", "2", None, "2", None, "2", False), C),
        ("C", "1", "EUR", "1"),
    ),
    "missing stock comes last": ({}, ((*A[:-1], True), B), ("A", "1", "EUR", "2")),
    "missing stock when there is no other": ({}, ((*A[:-1], True), (*B[:5], None, False)), ("A", "1", "EUR", "1")),
    "missing and an order of its own": ({"stock": {"b": 0}}, (A, (*B[:-1], True), C), ("A", "1", "EUR", "1")),
    "all missing": ({"stock": {"b": 0}}, ((*A[:-1], True), (*B[:-1], True)), ("A", "1", "EUR", "2")),
    "two offers of the first": ({"title": {"b": 0}}, (A, OLD_B, B), ("B0", "1", "EUR", "1")),
}


@pytest.mark.parametrize(("fields", "offers", "expected"), CASES.values(), ids=CASES)
def test_the_order_of_a_field(fields, offers, expected):
    assert won(*offers, fields=fields) == expected


@pytest.fixture
def order(in_tenant):
    """Sets the order of a field."""

    def call(field, *suppliers, by=in_tenant.manager):
        ids = [each.pk for each in suppliers]
        set_field_priorities(by=by, tenant_id=in_tenant.tenant.pk, field=field, supplier_ids=ids)

    return call


@pytest.fixture
def told(in_tenant):
    """Why the field of the only product has its value: (supplier's name, its value) best first; all answers agree."""

    def call(field):
        product = Product.objects.get()
        why = explain_field(product.pk, field, tenant_id=in_tenant.tenant.pk)
        assert str(source_values(product.pk, tenant_id=in_tenant.tenant.pk)[field]) == str(why.sources[0].value)
        return [(source.supplier_name, source.value) for source in why.sources]

    return call


@pytest.mark.django_db
def test_merges_and_explanations_follow_the_order(acme, bulk, order, told, only_product):
    order("title", bulk)
    order("attribute:Colour", bulk)
    merge(acme, row("a", gtin=GTIN, title="Acme", **{"attribute:Colour": "red"}))
    merge(bulk, row("b", gtin=GTIN, title="Bulk", price="5", **{"attribute:Colour": "blue"}))
    product = only_product()
    assert (product.title, str(product.price)) == ("Bulk", "10.0000")
    assert product.attribute_values.get().value == "blue"
    assert told("title") == [("Bulk", "Bulk"), ("Acme", "Acme")]
    assert told("attribute:Colour") == [("Bulk", "blue"), ("Acme", "red")]
    assert [name for name, _value in told("price")] == ["Acme", "Bulk"]


@pytest.fixture
def rivals(acme, bulk):
    rich = {"attribute:Colour": "red"}
    merge(acme, row("a", gtin=GTIN, title="Acme", **rich), row("a2", gtin=OTHER_GTIN, title="Acme 2"), row("alone"))
    merge(bulk, row("b", gtin=GTIN, title="Bulk", price="5", currency="USD", **{"attribute:Colour": "blue"}))
    merge(bulk, row("b2", gtin=OTHER_GTIN, title="Bulk 2", price="5", currency="USD"))
    return acme, bulk


def titles():
    return list(Product.objects.order_by("gtin").values_list("title", "price", "currency"))


@pytest.mark.django_db
def test_products_are_decided_again_by_a_priority(rivals, in_tenant, only_product):
    acme, _bulk = rivals
    before = Change.objects.count()
    Supplier.objects.filter(pk=acme.pk).update(priority=90)
    assert decide_again(tenant_id=in_tenant.tenant.pk, supplier_id=acme.pk) is None
    assert sorted(title for title, _price, _currency in titles()) == ["Bulk", "Bulk 2", "Product alone"]
    change = Change.objects.order_by("seq").last()
    assert (Change.objects.count() - before, change.actor_kind, change.run_id) == (2, "order", None)
    event = OutboxEvent.objects.order_by("id").last()
    assert (event.payload["changes"], event.payload["fields"]) == (
        2,
        ["attribute:Colour", "currency", "price", "title"],
    )
    assert Product.objects.get(gtin=GTIN).attribute_values.get().value == "blue"
    decide_again(tenant_id=in_tenant.tenant.pk, supplier_id=acme.pk)
    assert Change.objects.count() - before == 2


@pytest.mark.django_db
def test_one_field_is_decided_again_and_what_people_set_stays(rivals, in_tenant, order):
    acme, bulk = rivals
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}
    edited, locked = (Product.objects.get(gtin=gtin) for gtin in (GTIN, OTHER_GTIN))
    edit_product(edited.pk, values={"title": "By hand", "price": None}, **who)
    lock_field(locked.pk, field="title", **who)
    order("title", bulk)
    order("price", bulk, acme)
    for field in ("title", "price"):
        assert decide_again(tenant_id=in_tenant.tenant.pk, field=field) is None
    edited.refresh_from_db()
    locked.refresh_from_db()
    assert (edited.title, edited.price) == ("By hand", None)
    assert (locked.title, str(locked.price), locked.currency) == ("Acme 2", "5.0000", "USD")


@pytest.mark.django_db
def test_deciding_again_goes_on_where_it_stopped(rivals, in_tenant, order, monkeypatch):
    monkeypatch.setattr(reconsidering, "BATCH_PRODUCTS", 1)
    order("title", rivals[1])
    reached = decide_again(tenant_id=in_tenant.tenant.pk, field="title")
    assert Change.objects.filter(actor_kind="order").count() == 1
    reached = decide_again(tenant_id=in_tenant.tenant.pk, field="title", after=reached)
    assert decide_again(tenant_id=in_tenant.tenant.pk, field="title", after=reached) is None
    assert Change.objects.filter(actor_kind="order").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 100])
def test_events_start_it_and_it_ends(rivals, in_tenant, order, monkeypatch, settings, size):
    monkeypatch.setattr(reconsidering, "BATCH_PRODUCTS", size)
    monkeypatch.setattr(tasks, "BATCHES_A_TURN", 1)
    monkeypatch.setattr(tasks.decide_again, "delay", tasks.decide_again)
    acme, bulk = rivals
    order("title", bulk)
    update_supplier(by=in_tenant.manager, supplier_id=acme.pk, values={"notes": "no matter"})
    update_supplier(by=in_tenant.manager, supplier_id=acme.pk, values={"priority": 99})
    started = [
        tasks.start_deciding_again(
            {"tenant_id": str(each.tenant_id), "payload": each.payload, "kind": each.kind, "app": "suppliers", "id": 1}
        )
        for each in SupplierEvent.objects.order_by("id")
        if each.kind in ("suppliers.order_changed", "supplier.updated")
    ]
    assert started == [True, False, True]
    assert {currency for title, _price, currency in titles() if title.startswith("Bulk")} == {"USD"}


@pytest.mark.django_db
def test_setting_and_clearing_an_order(acme, bulk, order, in_tenant):
    order("title", bulk, acme)
    order("title", bulk, acme)
    assert field_priorities(in_tenant.tenant.pk) == {"title": {bulk.pk: 0, acme.pk: 1}}
    assert SupplierEvent.objects.filter(kind="suppliers.order_changed").count() == 1
    clear_field_priorities(by=in_tenant.manager, tenant_id=in_tenant.tenant.pk, field="title")
    assert field_priorities(in_tenant.tenant.pk) == {}
    acts = SupplierEvent.objects.filter(kind__startswith="audit").order_by("id")
    assert [each.payload["code"] for each in acts][-2:] == ["suppliers.order_changed"] * 2


@pytest.mark.django_db
def test_orders_that_are_refused_change_nothing(acme, order, in_tenant):
    with pytest.raises(PermissionRefused):
        order("title", acme, by=in_tenant.viewer)
    with pytest.raises(InvalidInput):
        order("title", acme, acme)
    stranger = Supplier(pk=in_tenant.tenant.pk)
    with pytest.raises(NotFound):
        order("title", stranger)
    assert not FieldPriority.objects.exists()
