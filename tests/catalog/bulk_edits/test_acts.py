"""What each act does to the products, what it leaves out, and that the preview said so."""

from decimal import Decimal

import pytest

from catalog.models import Brand, Category, Offer, Product
from catalog.services import lock_field, set_status
from core.errors import InvalidInput
from suppliers.models import Supplier

pytestmark = pytest.mark.django_db
# (how, amount, rounding) -> the prices of Alpha (10.00), Beta (20.00), Gamma (none)
PRICES = [
    (("set", "7.5", "cent"), ("7.5", "7.5", "7.5")),
    (("percent", "10", "cent"), ("11", "22", None)),
    (("percent", "-33.3", "cent"), ("6.67", "13.34", None)),
    (("amount", "-15", "cent"), ("10", "5", None)),
    (("percent", "3", "0.99"), ("10.99", "20.99", None)),
    (("percent", "3", "0.05"), ("10.30", "20.60", None)),
]


@pytest.mark.parametrize(("options", "expected"), PRICES)
def test_prices(bulk_edit, values, options, expected):
    how, amount, rounding = options
    edit = bulk_edit("price", how=how, amount=amount, rounding=rounding)
    assert (edit.status, edit.progress_done) == ("completed", 3)
    assert list(values("price").values()) == [price and Decimal(price) for price in expected]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"how": "set", "quantity": 3}, {"Alpha": 3, "Beta": 3, "Gamma": 3}),
        ({"how": "add", "quantity": "2"}, {"Alpha": 7, "Beta": 2, "Gamma": None}),
        ({"how": "add", "quantity": "-1"}, {"Alpha": 4, "Beta": 0, "Gamma": None}),
    ],
)
def test_stock(bulk_edit, values, options, expected):
    bulk_edit("stock", **options)
    assert values("stock") == expected


@pytest.mark.parametrize(
    ("how", "tags", "expected"),
    [
        ("add", ["new", "old"], {"Alpha": ["old", "new"], "Beta": ["new", "old"], "Gamma": ["new", "old"]}),
        ("replace", ["new"], {"Alpha": ["new"], "Beta": ["new"], "Gamma": ["new"]}),
        ("replace", [], {"Alpha": None, "Beta": None, "Gamma": None}),
        ("remove", ["old"], {"Alpha": None, "Beta": None, "Gamma": None}),
    ],
)
def test_tags(bulk_edit, values, how, tags, expected):
    edit = bulk_edit("tags", how=how, tags=tags)
    assert values("tags") == expected
    assert edit.changed + edit.unchanged == 3


def test_categories(bulk_edit, values, goods):
    tools = Category.objects.get()
    garden = Category.objects.create(tenant_id=goods, name="Garden", path="Garden", key="garden")
    bulk_edit("category", how="add", category_id=garden.pk)
    assert values("category_id") == {"Alpha": tools.pk, "Beta": garden.pk, "Gamma": garden.pk}
    assert values("further_categories") == {"Alpha": [garden.pk], "Beta": [], "Gamma": []}
    bulk_edit("category", how="remove", category_id=garden.pk)
    assert values("category_id") == {"Alpha": tools.pk, "Beta": None, "Gamma": None}
    assert values("further_categories") == {"Alpha": [], "Beta": [], "Gamma": []}
    bulk_edit("category", how="replace", category_id=garden.pk)
    assert set(values("category_id").values()) == {garden.pk}


def test_a_brand_is_set_made_and_cleared(bulk_edit, foreseen, values):
    preview = foreseen("brand", brand="Hilti")
    assert not Brand.objects.filter(name="Hilti").exists()
    assert (preview.changed, preview.examples[0].changes[0][3]) == (3, "Hilti")
    bulk_edit("brand", brand="Hilti")
    assert set(values("brand__name").values()) == {"Hilti"}
    bulk_edit("brand", brand="")
    assert set(values("brand_id").values()) == {None}


def test_status_trash_and_back(bulk_edit, values, in_tenant):
    bulk_edit("status", status="inactive")
    bulk_edit("trash", by=in_tenant.admin)
    assert set(values("status").values()) == {"trash"}
    assert bulk_edit("status", status="active", params={"status": "trash"}).left_out == {"in_trash": 3}
    bulk_edit("restore", params={"status": "trash"})
    assert set(values("status").values()) == {"inactive"}


def test_a_supplier_is_added_and_removed(bulk_edit, acme, bulk, values):
    added = bulk_edit("supplier", how="add", supplier_id=bulk.pk)
    assert added.changed == Offer.objects.filter(supplier_id=bulk.pk).count() == 3
    assert set(values("offer_count").values()) == {2}
    removed = bulk_edit("supplier", how="remove", supplier_id=acme.pk)
    assert (removed.changed, set(values("offer_count").values())) == (3, {1})
    assert bulk_edit("supplier", how="remove", supplier_id=acme.pk).unchanged == 3


def test_what_is_left_out_is_counted_with_its_reason(bulk_edit, foreseen, values, goods, in_tenant):
    alpha = Product.objects.get(title="Alpha")
    lock_field(alpha.pk, tenant_id=goods, user=in_tenant.manager, field="price")
    options = {"how": "amount", "amount": "-20"}
    preview = foreseen("price", **options)
    assert preview.left_out == {"below_zero": 1, "no_value": 1} or preview.left_out == {"locked": 1, "no_value": 1}
    edit = bulk_edit("price", **options)
    assert edit.left_out == preview.left_out
    assert (edit.changed, edit.unchanged) == (preview.changed, preview.unchanged) == (1, 0)
    assert values("price")["Alpha"] == 10
    assert preview.named["no_value"][0][1] == "Gamma"


def test_the_preview_changes_nothing(foreseen, values):
    before = values("price")
    preview = foreseen("price", how="percent", amount="50")
    assert (preview.total, preview.changed, preview.runs_directly) == (3, 2, True)
    assert sorted((change[2], change[3]) for each in preview.examples for change in each.changes) == [
        (10, 15),
        (20, 30),
    ]
    assert values("price") == before


BAD = [
    ("price", {"how": "percent", "amount": "much"}, "amount"),
    ("price", {"how": "percent", "amount": "-101"}, "amount"),
    ("price", {"how": "set", "amount": "-1"}, "amount"),
    ("price", {"how": "double", "amount": "1"}, "how"),
    ("price", {"how": "set", "amount": "1", "field": "weight"}, "field"),
    ("stock", {"how": "set", "quantity": "1.5"}, "quantity"),
    ("status", {"status": "trash"}, "status"),
    ("category", {"how": "add", "category_id": "00000000-0000-4000-8000-000000000000"}, "category_id"),
    ("category", {"how": "add", "category_id": "x"}, "category_id"),
    ("tags", {"how": "add", "tags": ""}, "tags"),
    ("brand", {"brand": "x" * 300}, "brand"),
    ("supplier", {"how": "add", "supplier_id": "00000000-0000-4000-8000-000000000000"}, "supplier_id"),
    ("purge", {}, "act"),
    ("nothing", {}, "act"),
]


@pytest.mark.parametrize(("act", "options", "field"), BAD)
def test_what_cannot_be_is_refused_by_its_field(bulk_edit, values, act, options, field):
    before = values("price")
    with pytest.raises(InvalidInput) as refused:
        bulk_edit(act, **options)
    assert refused.value.params["field"] == field
    assert values("price") == before


def test_a_supplier_of_somebody_else_is_none(bulk_edit, in_tenant):
    from core.tenancy import tenant_scope

    with tenant_scope(in_tenant.elsewhere.pk):
        theirs = Supplier.objects.create(tenant_id=in_tenant.elsewhere.pk, code="X", name="X")
    with pytest.raises(InvalidInput):
        bulk_edit("supplier", how="add", supplier_id=theirs.pk)


def test_products_in_the_trash_take_no_part_unless_named(bulk_edit, values, goods, in_tenant):
    alpha = Product.objects.get(title="Alpha")
    set_status([alpha.pk], tenant_id=goods, user=in_tenant.admin, status="trash")
    assert bulk_edit("stock", how="set", quantity=1).progress_total == 2
    assert values("stock")["Alpha"] == 5
