"""merge_offers: rows become offers and golden records, exactly once."""

import uuid

import pytest

from catalog.models import Brand, BrandAlias, Category, Change, MergeBatch, Offer, OutboxEvent, Product
from catalog.selectors import compare_offers
from catalog.services import edit_product, lock_field, set_status
from catalog.services.merge import EXISTS, NO_TITLE
from catalog.services.merge.rows import NO_KEY, UNFIT
from tests.factories.catalog import GTIN, OTHER_GTIN, frame, merge, merge_frame, row, supplier
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


def counts(result):
    return result.created, result.updated, result.unchanged, result.skipped, len(result.refused)


def test_new_rows_make_products_with_everything(acme, only_product):
    rich = row(
        gtin=GTIN, brand="L'Oréal", mpn="X-1", category="A > B > C", stock="5", weight="1.250", tags='a\nb "c", \\d',
        image_urls="https://a/1.jpg\nhttps://a/2.jpg", raw='{"Nom": "x"}', supplier_sku="S1",
    )  # fmt: skip
    result = merge(acme, rich)
    product = only_product()
    assert counts(result) == (1, 0, 0, 0, 0)
    assert (product.brand.name, product.category.path, product.stock) == ("L'Oréal", "A > B > C", 5)
    assert (str(product.price), str(product.weight)) == ("10.0000", "1.2500")
    assert product.tags == ["a", 'b "c", \\d']
    assert (product.search_text, product.mpn_key) == ("product 1 l oreal x 1 x1", "x1")
    assert (product.status, product.offer_count, product.version) == ("active", 1, 1)
    assert Offer.objects.get().raw == '{"Nom": "x"}'
    assert Category.objects.count() == 3


def test_the_same_rows_again_write_nothing(acme):
    rows = [row(str(n), gtin=None) for n in range(3)]
    merge(acme, *rows)
    with counted_queries() as queries:
        result = merge(acme, *rows)
    assert counts(result) == (0, 0, 3, 0, 0)
    assert [sql for sql in queries.by_alias["catalog"] if "INSERT" in sql and "mergebatch" not in sql] == []
    assert len(queries.by_alias["catalog"]) <= 8
    assert Change.objects.count() == 3


def test_only_changed_rows_change(acme):
    merge(acme, row("1"), row("2"))
    result = merge(acme, row("1", price="11.00"), row("2"))
    assert counts(result) == (0, 1, 1, 0, 0)
    assert result.changed_fields == {"price": 1}
    change = Change.objects.get(kind="updated")
    assert (change.old, change.new) == ({"price": "10"}, {"price": "11"})


def test_another_notation_of_the_same_values_is_no_change(acme):
    merge(acme, row(price="10.00"))
    result = merge(acme, row(price="10"))
    assert counts(result) == (0, 0, 1, 0, 0)
    assert Change.objects.count() == 1


def test_a_batch_happens_once(acme):
    run = uuid.uuid4()
    first = merge(acme, row(), run_id=run)
    again = merge(acme, row(price="99"), row("2"), run_id=run)
    assert again == first
    assert Product.objects.count() == MergeBatch.objects.count() == 1


def test_rows_that_cannot_be_taken_are_named(acme):
    result = merge(acme, row(None), row("2", stock="many"), row("3", title=None), row("4"), row("4", title="Last"))
    assert result.refused == [(2, NO_KEY), (3, UNFIT), (4, NO_TITLE)]
    assert counts(result) == (1, 0, 0, 1, 3)
    assert Product.objects.get().title == "Last"


def test_rows_with_one_new_gtin_make_one_product(acme, only_product):
    result = merge(acme, row("1", gtin=GTIN, stock=None), row("2", gtin=GTIN, stock="7", title="Second"))
    assert (result.created, result.products_created) == (2, 1)
    product = only_product()
    assert (product.title, product.stock, product.offer_count) == ("Product 1", 7, 2)


def test_a_second_supplier_finds_the_product_by_gtin(acme, bulk, only_product):
    merge(bulk, row("b", gtin=GTIN, title="From bulk", stock="3"))
    result = merge(acme, row("a", gtin=GTIN, title="From acme"))
    product = only_product()
    assert (result.created, result.products_created, result.products_updated) == (1, 0, 1)
    assert (product.title, product.stock, product.offer_count) == ("From acme", 3, 2)


def test_a_lower_supplier_changes_nothing_that_is_given(acme, bulk, only_product):
    merge(acme, row("a", gtin=GTIN))
    result = merge(bulk, row("b", gtin=GTIN, title="Other", price="1"))
    assert (only_product().title, result.products_updated) == ("Product a", 0)
    assert only_product().offer_count == 2


def test_brand_and_reference_join_two_suppliers(acme, bulk, only_product):
    merge(acme, row("a", brand="Bosch", mpn="GSR-12"))
    merge(bulk, row("b", gtin=GTIN, brand="BOSCH", mpn="gsr 12"))
    assert (only_product().offer_count, only_product().gtin) == (2, GTIN)


def test_brand_and_reference_never_join_two_gtins_nor_two_rows_of_one_supplier(acme, bulk):
    merge(
        acme,
        row("1", brand="Bosch", mpn="G1", gtin=GTIN),
        row("2", brand="Bosch", mpn="G2"),
        row("3", brand="Bosch", mpn="G2"),
    )
    merge(bulk, row("b", brand="Bosch", mpn="G1", gtin=OTHER_GTIN), row("c", brand="Bosch", mpn="G2"))
    assert Product.objects.count() == 5


def test_an_alias_of_a_brand_is_honoured(acme, only_product):
    brand = Brand.objects.create(tenant_id=acme.tenant_id, name="Hewlett-Packard")
    BrandAlias.objects.create(tenant_id=acme.tenant_id, brand=brand, key="hp")
    merge(acme, row(brand="H.P."))
    assert only_product().brand == brand
    assert Brand.objects.count() == 1


def test_a_blank_never_erases_and_the_next_source_steps_in(acme, bulk, only_product):
    merge(acme, row("a", gtin=GTIN, description="acme", asin="A1"))
    merge(bulk, row("b", gtin=GTIN, description="bulk"))
    merge(acme, row("a", gtin=GTIN, description=None, asin=None))
    assert (only_product().description, only_product().asin) == ("bulk", "A1")


def test_a_column_that_is_not_mapped_leaves_what_is_there(acme, only_product):
    merge(acme, row(description="kept"))
    merge(acme, row(price="12"))
    assert only_product().description == "kept"
    assert Offer.objects.get().description == "kept"


def test_an_edit_by_hand_survives_and_a_lock_holds(acme, only_product, in_tenant):
    merge(acme, row(stock="1"))
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}
    edit_product(only_product().pk, values={"title": "Mine"}, **who)
    lock_field(only_product().pk, field="stock", **who)
    merge(acme, row(title="New", price="11", stock="2"))
    product = only_product()
    assert (product.title, product.stock, str(product.price)) == ("Mine", 1, "11.0000")


MODES = {
    "never": ("never", "old", "old"),
    "only_new": ("only_new", "old", "old"),
    "only_if_empty": ("only_if_empty", "old", "old"),
    "only_if_empty on empty": ("only_if_empty", None, "new"),
    "always": ("always", "old", "new"),
}


@pytest.mark.parametrize(("mode", "first", "expected"), MODES.values(), ids=MODES)
def test_modes_of_fields(acme, only_product, mode, first, expected):
    merge(acme, row(description=first))
    merge(acme, row(description="new"), modes={"description": mode})
    assert only_product().description == expected


def test_only_new_gives_the_value_to_new_products(acme, only_product):
    merge(acme, row(description="first"), modes={"description": "only_new"})
    merge(acme, row(description="second"), modes={"description": "only_new"})
    assert only_product().description == "first"


def test_another_mode_takes_unchanged_rows_again(acme, only_product):
    merge(acme, row(description="text"), modes={"description": "never"})
    result = merge(acme, row(description="text"))
    assert (only_product().description, result.updated) == ("text", 1)


def test_strategies_for_known_offers(acme):
    merge(acme, row("1"), row("2"))
    ignored = merge(acme, row("1", price="11"), row("2"), row("3"), existing="ignore")
    assert counts(ignored) == (1, 0, 1, 1, 0)
    refused = merge(acme, row("1", price="12"), row("2"), row("4"), existing="error")
    assert counts(refused) == (1, 0, 0, 0, 2)
    assert {code for _row, code in refused.refused} == {EXISTS}


def test_a_gtin_that_another_product_has_is_not_taken(acme):
    merge(acme, row("1", gtin=GTIN), row("2", gtin=None))
    merge(acme, row("1", gtin=GTIN), row("2", gtin=GTIN))
    assert set(Product.objects.values_list("gtin", flat=True)) == {GTIN, None}


def test_a_product_in_the_trash_comes_back_when_matched(acme, bulk, only_product, in_tenant):
    merge(acme, row(gtin=GTIN))
    set_status([only_product().pk], tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, status="trash")
    assert merge(acme, row(gtin=GTIN)).unchanged == 1
    assert only_product().status == "trash"
    merge(bulk, row("b", gtin=GTIN))
    assert only_product().status == "active"
    assert Change.objects.latest("seq").new["status"] == "active"


def test_named_values_have_tables_history_and_order(acme, bulk, only_product):
    merge(bulk, row("b", gtin=GTIN, **{"attribute:Colour": "red", "price:USD": "3.50", "stock:Paris": "4"}))
    result = merge(acme, row("a", gtin=GTIN, **{"attribute:COLOUR": "blue"}))
    assert result.changed_fields["attribute:Colour"] == 1
    product = only_product()
    assert product.attribute_values.get().value == "blue"
    assert (product.prices.get().currency, product.stocks.get().quantity) == ("USD", 4)
    assert Change.objects.latest("seq").new["attribute:Colour"] == "blue"


def test_one_event_a_batch(acme):
    merge(acme, row("1"), row("2"))
    event = OutboxEvent.objects.get()
    assert (event.kind, event.payload["created"]) == ("catalog.products_changed", 2)


def test_the_hash_is_the_same_on_every_machine(acme):
    merge(acme, row())
    assert str(Offer.objects.get().row_hash) == "c996e0b5-9235-8051-5ffc-7ca2a5ec579b"


def test_two_tenants_share_nothing(acme, in_tenant):
    stranger = supplier(in_tenant.elsewhere, "ACME")
    merge(acme, row(gtin=GTIN, brand="Bosch", category="A"))
    assert merge(stranger, row(gtin=GTIN, brand="Bosch", category="A")).products_created == 1
    assert Product.objects.count() == Brand.objects.count() == Category.objects.count() == 1


def test_a_comparison_tells_and_writes_nothing(acme, bulk):
    merge(acme, row("1", gtin=GTIN), row("2"))
    given = frame(row("1", gtin=GTIN, price="11", brand="New"), row("2", gtin=None), row("3"))
    tables = (Product, Offer, Brand, Change, MergeBatch)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    found = compare_offers(given, tenant_id=acme.tenant_id, supplier_id=acme.pk)
    assert found["state"].to_list() == ["changed", "unchanged", "new"]
    assert found["product_match"].to_list() == ["offer", "offer", None]
    assert found.row(0, named=True)["changed_fields"] == ["brand", "price"]
    assert found.select("old:price", "new:price", "new:brand").row(0) == ("10", "11", "new:new")
    other = compare_offers(frame(row("b", gtin=GTIN)), tenant_id=acme.tenant_id, supplier_id=bulk.pk)
    assert other.select("state", "product_match").row(0) == ("new", "gtin")
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_an_empty_batch_and_rows_that_only_have_a_key(acme):
    merge(acme, row())
    assert counts(merge_frame(acme, frame(row()).clear())) == (0, 0, 0, 0, 0)
    bare = frame({"key": "1"}, {"key": "2"}, {"key": "3"})
    assert counts(merge_frame(acme, bare)) == (0, 0, 1, 0, 2)


def test_texts_too_long_for_an_index_do_not_stop_a_feed(acme):
    long = row("2", brand="b" * 5000, mpn="m" * 5000, category="c" * 5000, title="w" * 7000)
    result = merge(acme, row("k" * 3000), long)
    assert result.refused == [(2, UNFIT)]
    assert result.created == 1


def test_a_nul_character_is_dropped(acme, only_product):
    merge(acme, row("k\0ey", title="a\0b", raw='{"x": "a\0b"}'))
    assert only_product().title == "ab"
