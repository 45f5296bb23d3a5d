"""What can be asked of the catalogue."""

import uuid

import pytest

from catalog.errors import ProductNotFound, UnknownField
from catalog.models import Product
from catalog.selectors import (
    ProductFilters,
    changes_of_run,
    changes_since,
    explain_field,
    product_detail,
    product_history,
    product_list,
    run_change_counts,
    statistics,
    undo_kept,
)
from catalog.services import edit_product, lock_field, set_status
from core.errors import InvalidInput
from tests.factories.catalog import GTIN, merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
RUN = uuid.UUID(int=7)


@pytest.fixture
def shop(acme, bulk, in_tenant):
    """Five products: three of acme, two of bulk, one of them in the trash."""
    merge(
        acme,
        row("A1", title="Été drill", price="30", stock="3", brand="Bosch", category="Tools > Drills", gtin=GTIN),
        row("A2", title="saw", price="10", stock="0", brand="Makita", category="Tools"),
        row("A3", title="Zange", price=None, stock=None, supplier_sku="other-sku"),
        run_id=RUN,
    )
    merge(bulk, row("B1", title="Tondeuse", price="20", stock="2", category="Jardin"), row("B2", title="Trash"))
    trash = Product.objects.get(title="Trash")
    set_status([trash.pk], tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, status="trash")
    return in_tenant.tenant.pk


def titles(tenant_id, sort="title", **filters):
    return [item.title for item in product_list(tenant_id, ProductFilters(**filters), sort=sort).items]


def test_sorts_with_blanks_last(shop):
    assert titles(shop) == ["Été drill", "saw", "Tondeuse", "Zange"]
    assert titles(shop, "-title") == ["Zange", "Tondeuse", "saw", "Été drill"]
    assert titles(shop, "price") == ["saw", "Tondeuse", "Été drill", "Zange"]
    assert titles(shop, "-price") == ["Été drill", "Tondeuse", "saw", "Zange"]
    assert titles(shop, "-stock") == ["Été drill", "Tondeuse", "saw", "Zange"]
    with pytest.raises(InvalidInput):
        titles(shop, "colour")


SEARCHES = {
    "ete": {"Été drill"},
    "dri bos": {"Été drill"},
    "A1": {"Été drill"},
    "other-sku": {"Zange"},
    GTIN: {"Été drill"},
    GTIN[1:]: {"Été drill"},
    GTIN[1:8]: {"Été drill"},
    "nothing": set(),
    "'; drop": set(),
    "&|!": set(),
}


@pytest.mark.parametrize(("search", "expected"), SEARCHES.items())
def test_search(shop, search, expected):
    assert set(titles(shop, search=search)) == expected


def test_filters(shop, acme, bulk):
    drills = Product.objects.get(title="Été drill")
    assert titles(shop, supplier_ids=(bulk.pk,)) == ["Tondeuse"]
    assert titles(shop, statuses=("trash",)) == ["Trash"]
    assert titles(shop, brand_ids=(drills.brand_id,)) == ["Été drill"]
    assert titles(shop, category_ids=(drills.category.parent_id,)) == ["Été drill", "saw"]
    assert titles(shop, has_gtin=True) == ["Été drill"]
    assert titles(shop, in_stock=False) == ["saw", "Zange"]
    assert titles(shop, price_min=15, price_max=25) == ["Tondeuse"]
    assert titles(shop, run_id=RUN) == ["Été drill", "saw", "Zange"]
    assert titles(shop, ids=(drills.pk,)) == ["Été drill"]
    assert titles(shop, supplier_ids=(acme.pk,), in_stock=True) == ["Été drill"]


@pytest.mark.parametrize("sort", ["title", "-title", "price", "-price", "stock", "-stock", "created_at", "-updated_at"])
def test_pages_and_cursors_show_every_product_once(shop, sort):
    everything = titles(shop, sort)
    by_page = [product_list(shop, sort=sort, page=n, per_page=1).items[0].title for n in range(1, 5)]
    by_cursor, after = [], None
    for _step in range(4):
        page = product_list(shop, sort=sort, per_page=1, after=after)
        by_cursor += [item.title for item in page.items]
        after = page.after
    assert by_page == by_cursor == everything
    assert after is None


def test_a_damaged_cursor_is_refused(shop):
    with pytest.raises(InvalidInput):
        product_list(shop, after="nonsense")


def test_totals_beyond_the_limit_are_estimates(shop, monkeypatch):
    monkeypatch.setattr("catalog.selectors.lists.EXACT_TOTAL", 2)
    page = product_list(shop)
    assert not page.total_is_exact
    assert page.total >= 3


def test_queries_do_not_grow_with_the_page(shop):
    with at_most_queries(4):
        product_list(shop, per_page=4)
    drill = Product.objects.get(gtin=GTIN).pk
    with at_most_queries(8):
        product_detail(drill, tenant_id=shop)
    with at_most_queries(6):
        changes_of_run(RUN, tenant_id=shop)


def test_detail_and_explanations(shop, acme, bulk, in_tenant):
    merge(bulk, row("B9", gtin=GTIN, title="Other", price="99", description="From bulk"))
    drill = Product.objects.get(gtin=GTIN).pk
    who = {"tenant_id": shop, "user": in_tenant.manager}
    edit_product(drill, values={"price": "25"}, **who)
    lock_field(drill, field="stock", **who)
    detail = product_detail(drill, tenant_id=shop)
    badges = {field.name: field.badge.kind for field in detail.fields}
    assert (badges["title"], badges["price"], badges["url"]) == ("offer", "manual", "none")
    assert [offer.supplier_code for offer in detail.offers] == ["ACME", "BULK"]
    assert detail.value("brand") == "Bosch"
    price = explain_field(drill, "price", tenant_id=shop)
    assert (price.reason, price.conflict, [source.value for source in price.sources]) == ("edited", True, [30, 99])
    assert explain_field(drill, "description", tenant_id=shop).badge.supplier_id == bulk.pk
    assert explain_field(drill, "stock", tenant_id=shop).reason == "locked"
    assert explain_field(drill, "url", tenant_id=shop).reason == "empty"
    merge(acme, row("A1", title="Été drill", price="30", gtin=GTIN, brand=None))
    assert explain_field(drill, "brand", tenant_id=shop).reason == "kept"
    with pytest.raises(UnknownField):
        explain_field(drill, "nothing", tenant_id=shop)


def test_history_reads_names_instead_of_ids(shop, in_tenant):
    drill = Product.objects.get(gtin=GTIN).pk
    edit_product(drill, tenant_id=shop, user=in_tenant.manager, values={"brand": "Hilti"})
    page = product_history(drill, tenant_id=shop)
    assert (page.total, [item.kind for item in page.items]) == (2, ["updated", "created"])
    change = page.items[0].fields[0]
    assert (change.name, change.old, change.new) == ("brand", "Bosch", "Hilti")


def test_changes_of_a_run(shop, acme):
    run = uuid.uuid4()
    merge(acme, row("A1", title="Été drill", price="31", stock="4", gtin=GTIN), row("A9"), run_id=run)
    counts = run_change_counts(run, tenant_id=shop)
    assert counts == {"created": 1, "updated": 1, "removed": 0, "fields": {"price": 1, "stock": 1}}
    only = changes_of_run(run, tenant_id=shop, field="price", kind="updated").items[0]
    assert [(change.old, change.new) for change in only.fields] == [(30, 31)]


def test_statistics(shop):
    found = statistics(shop)
    assert (found.total, found.active, found.with_gtin, found.in_stock, found.in_trash) == (4, 4, 1, 2, 1)
    assert (found.without_price, found.offers, found.out_of_stock) == (1, 5, 2)


def test_a_stranger_sees_nothing(shop, in_tenant):
    elsewhere = in_tenant.elsewhere.pk
    drill = Product.objects.get(gtin=GTIN).pk
    assert product_list(elsewhere).items == []
    assert product_list(elsewhere, ProductFilters(search="drill", run_id=RUN, ids=(drill,))).total == 0
    assert product_history(drill, tenant_id=elsewhere).total == 0
    assert changes_of_run(RUN, tenant_id=elsewhere).total == 0
    assert run_change_counts(RUN, tenant_id=elsewhere)["created"] == 0
    assert changes_since(0, tenant_id=elsewhere) == ([], 0)
    assert undo_kept(RUN, tenant_id=elsewhere).total == 0
    assert statistics(elsewhere).total == 0
    for ask in (product_detail, lambda pk, tenant_id: explain_field(pk, "title", tenant_id=tenant_id)):
        with pytest.raises(ProductNotFound):
            ask(drill, tenant_id=elsewhere)
