"""Two products become one, and two again: values, offers, variants, bundles, codes."""

from uuid import UUID, uuid4

import pytest

from catalog.acts import Actor
from catalog.errors import BundleCircle, MergeNotFound, MergeNotUndoable, NotMergeable, ProductNotFound, UnknownField
from catalog.models import BundleItem, Change, DuplicatePair, Offer, OutboxEvent, Product, ProductMerge
from catalog.selectors import undo_kept
from catalog.services import create_product, edit_product, lock_field, set_status, undo_run
from catalog.services.bundles import change_parts
from catalog.services.changing import hold
from catalog.services.merging_products import foresee_merge, merge_products, undo_merge
from core.databases import atomic
from core.errors import PermissionRefused
from tests.factories.catalog import GTIN, OTHER_GTIN, merge, row

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=1)


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def two(acme, bulk):
    """The same drill twice: one of ACME without EAN, one of BULK with more to it."""
    merge(acme, row("A", title="Drill 18V", mpn="X-1", tags="tool\nnew", price="10", category="Tools"))
    merge(
        bulk,
        row(
            "B",
            title="Drill 18 V",
            gtin=GTIN,
            price="12",
            description="Drills.",
            tags="drill\ntool",
            category="Garden",
            **{"attribute:Colour": "blue", "price:CHF": "11", "stock:Paris": "4"},
        ),
    )
    return Product.objects.get(title="Drill 18V").pk, Product.objects.get(title="Drill 18 V").pk


def state_of(pk, tenant_id):
    """Values, marks and offers of a product."""
    with atomic("catalog"):
        held = hold([pk], tenant_id=tenant_id)[pk]
    offers = sorted(Offer.objects.filter(product_id=pk).values_list("key", "changed_run_id"))
    product = Product.objects.get(pk=pk)
    derived = (product.offer_count, product.search_text, product.mpn_key, product.status_before_trash)
    return held.values, held.provenance, held.locks, offers, derived


def test_the_survivor_keeps_its_values_and_gets_what_it_lacks(two, who):
    stays, goes = two
    merge_products(stays, goes, **who)
    values = state_of(stays, who["tenant_id"])[0]
    assert (values["title"], values["price"], values["gtin"]) == ("Drill 18V", "10", GTIN)
    assert (values["description"], values["tags"]) == ("Drills.", "tool\nnew\ndrill")
    assert (values["attribute:Colour"], values["price:CHF"], values["stock:Paris"]) == ("blue", "11", "4")
    assert Product.objects.get(pk=stays).further_categories == [Product.objects.get(pk=goes).category_id]


def test_offers_move_and_the_absorbed_product_lies_in_the_trash_without_its_code(two, who):
    stays, goes = two
    made = merge_products(stays, goes, **who)
    absorbed = Product.objects.get(pk=goes)
    assert (absorbed.status, absorbed.gtin, absorbed.offer_count) == ("trash", None, 0)
    assert Product.objects.get(pk=stays).offer_count == 2
    assert set(Offer.objects.values_list("product_id", flat=True)) == {stays}
    assert (made.absorbed_title, made.codes) == ("Drill 18 V", [])
    assert Change.objects.filter(run_id=made.pk).count() == 2
    told = OutboxEvent.objects.get(kind="catalog.products_merged").payload
    assert (told["survivor_id"], told["absorbed_id"], told["offers"]) == (str(stays), str(goes), 1)


def test_a_choice_is_kept_as_set_by_hand(two, who):
    stays, goes = two
    merge_products(stays, goes, choices={"title": "absorbed", "description": "survivor"}, **who)
    product = Product.objects.get(pk=stays)
    assert (product.title, product.description) == ("Drill 18 V", None)
    assert product.provenance["title"]["kind"] == "manual"
    assert product.search_text.startswith("drill 18 v")


def test_a_blank_follows_the_order_of_suppliers_among_all_offers(acme, bulk, who):
    merge(acme, row("A", title="One", short_description="first"))
    merge(bulk, row("B", title="Two"))
    stays, goes = Product.objects.get(title="Two").pk, Product.objects.get(title="One").pk
    edit_product(goes, values={"short_description": "by hand"}, **who)
    merge_products(stays, goes, **who)
    assert Product.objects.get(pk=stays).short_description == "first"


def test_marks_come_with_the_values_and_locked_fields_stay(two, who):
    stays, goes = two
    edit_product(goes, values={"url": "https://shop.example/1"}, **who)
    lock_field(stays, field="description", **who)
    merge_products(stays, goes, **who)
    product = Product.objects.get(pk=stays)
    assert product.provenance["url"]["kind"] == "manual"
    assert product.description is None


def test_amounts_of_another_currency_are_not_taken(acme, bulk, who):
    merge(acme, row("A", title="One", price="10", currency="EUR"))
    merge(bulk, row("B", title="Two", price="9", currency="USD", cost="5"))
    stays, goes = Product.objects.get(title="One").pk, Product.objects.get(title="Two").pk
    merge_products(stays, goes, **who)
    assert Product.objects.get(pk=stays).cost is None


def test_undo_brings_both_back_exactly(two, who):
    before = [state_of(pk, who["tenant_id"]) for pk in two]
    made = merge_products(*two, choices={"title": "absorbed"}, **who)
    undone = undo_merge(made.pk, **who)
    assert undone.kept == 0
    assert [state_of(pk, who["tenant_id"]) for pk in two] == before


def test_undo_keeps_what_somebody_changed_since_and_lists_it(two, who):
    stays, goes = two
    made = merge_products(stays, goes, **who)
    edit_product(stays, values={"description": "Better."}, **who)
    undone = undo_merge(made.pk, **who)
    assert undone.kept == 1
    kept = undo_kept(undone.merge.undo_run_id, tenant_id=who["tenant_id"]).items
    assert [(each.name, each.current_value) for each in kept] == [("description", "Better.")]
    assert Product.objects.get(pk=stays).gtin is None
    assert Product.objects.get(pk=goes).gtin == GTIN


def test_undo_after_an_import_gives_the_offers_back_with_what_they_say_now(two, who, bulk):
    stays, goes = two
    made = merge_products(stays, goes, **who)
    merge(bulk, row("B", title="Drill 18 V", gtin=GTIN, price="15", description="New text."))
    assert Offer.objects.get(key="B").product_id == stays
    undo_merge(made.pk, **who)
    offer, product = Offer.objects.get(key="B"), Product.objects.get(pk=goes)
    assert (offer.product_id, offer.price) == (goes, 15)
    assert (product.status, product.gtin, product.price, product.description) == ("active", GTIN, 15, "New text.")
    assert Product.objects.get(pk=stays).price == 10


def test_undoing_that_import_later_leaves_the_offer_where_it_is(two, who, bulk):
    stays, goes = two
    made = merge_products(stays, goes, **who)
    run_id = uuid4()
    merge(bulk, row("B", title="Drill 18 V", gtin=GTIN, price="15"), run_id=run_id)
    undo_merge(made.pk, **who)
    undo_run(run_id, tenant_id=who["tenant_id"], actor=Actor("import"), undo_run_id=uuid4())
    offer = Offer.objects.get(key="B")
    assert (offer.product_id, offer.price, Product.objects.get(pk=goes).offer_count) == (goes, 12, 1)


def test_a_merge_is_undone_once(two, who):
    made = merge_products(*two, **who)
    undo_merge(made.pk, **who)
    with pytest.raises(MergeNotUndoable, match="already"):
        undo_merge(made.pk, **who)
    with pytest.raises(MergeNotFound):
        undo_merge(NOBODY, **who)


def test_a_chain_is_undone_from_its_end(two, who, acme):
    merge(acme, row("C", title="Third", sku="C-3"))
    third = Product.objects.get(title="Third").pk
    first_merge = merge_products(*two, **who)
    merge_products(third, two[0], **who)
    with pytest.raises(MergeNotUndoable, match="later"):
        undo_merge(first_merge.pk, **who)


def test_a_purged_product_does_not_come_back(two, who):
    made = merge_products(*two, **who)
    Product.objects.filter(pk=two[1]).delete()
    with pytest.raises(MergeNotUndoable, match="good"):
        undo_merge(made.pk, **who)
    assert ProductMerge.objects.get().undone_at is None


def test_feeds_that_name_the_absorbed_product_reach_the_survivor(acme, bulk, who, in_tenant):
    merge(acme, row("A", title="One", gtin=GTIN))
    merge(bulk, row("B", title="Two", gtin=OTHER_GTIN))
    stays, goes = Product.objects.get(title="One").pk, Product.objects.get(title="Two").pk
    made = merge_products(stays, goes, **who)
    assert made.codes == [OTHER_GTIN]
    merge(acme, row("Z", title="Again", gtin=OTHER_GTIN))
    assert Offer.objects.get(key="Z").product_id == stays
    Product.objects.filter(pk=goes).delete()
    merge(acme, row("Y", title="Once more", gtin=OTHER_GTIN))
    assert Offer.objects.get(key="Y").product_id == stays


def test_a_reference_of_the_absorbed_product_leads_to_the_survivor(acme, bulk, who, in_tenant):
    merge(acme, row("A", title="One", brand="Bosch", mpn="X-1"), row("B", title="Two", brand="Bosch", mpn="X-1"))
    stays, goes = Product.objects.get(title="One").pk, Product.objects.get(title="Two").pk
    merge_products(stays, goes, **who)
    merge(bulk, row("Z", title="Again", brand="Bosch", mpn="X-1"))
    assert Offer.objects.get(key="Z").product_id == stays


def test_bundles_hold_the_survivor_then(two, who, in_tenant):
    bundle = create_product(values={"title": "Set", "sku": "S"}, **who)
    change_parts(bundle, parts={two[0]: 1, two[1]: 2}, **who)
    before = state_of(bundle, who["tenant_id"])
    made = merge_products(*two, **who)
    assert list(BundleItem.objects.values_list("bundle_id", "product_id", "quantity")) == [(bundle, two[0], 3)]
    undo_merge(made.pk, **who)
    assert state_of(bundle, who["tenant_id"]) == before


def test_variants_move_to_the_survivor_which_becomes_their_model(two, who):
    stays, goes = two
    Product.objects.filter(pk=goes).update(kind="model", variant_axes=["size"])
    variant = create_product(values={"title": "Small", "sku": "V"}, **who)
    Product.objects.filter(pk=variant).update(kind="variant", parent_id=goes)
    made = merge_products(stays, goes, **who)
    assert Product.objects.get(pk=variant).parent_id == stays
    assert (Product.objects.get(pk=stays).kind, Product.objects.get(pk=stays).variant_axes) == ("model", ["size"])
    undo_merge(made.pk, **who)
    assert Product.objects.get(pk=variant).parent_id == goes
    assert Product.objects.get(pk=stays).kind == "simple"


def test_two_models_with_the_same_combination_are_refused(two, who):
    Product.objects.filter(pk__in=two).update(kind="model", variant_axes=["size"])
    for number, model in enumerate(two):
        values = {"title": "Small", "sku": f"V{number}", "attribute:Size": "S"}
        Product.objects.filter(pk=create_product(values=values, **who)).update(kind="variant", parent_id=model)
    with pytest.raises(NotMergeable, match="variant"):
        merge_products(*two, **who)


def test_what_cannot_be_merged_says_why_and_nothing_changes(two, who, in_tenant):
    stays, goes = two
    with pytest.raises(ProductNotFound):
        merge_products(stays, stays, **who)
    with pytest.raises(ProductNotFound):
        merge_products(stays, NOBODY, **who)
    with pytest.raises(UnknownField, match="colour"):
        merge_products(stays, goes, choices={"colour": "absorbed"}, **who)
    Product.objects.filter(pk=goes).update(kind="variant", parent_id=stays)
    with pytest.raises(NotMergeable, match="variant of the other"):
        merge_products(stays, goes, **who)
    Product.objects.filter(pk=goes).update(kind="model", parent_id=None)
    Product.objects.filter(pk=stays).update(kind="bundle")
    with pytest.raises(NotMergeable, match="absorb"):
        merge_products(stays, goes, **who)
    Product.objects.filter(pk__in=two).update(kind="model")
    Product.objects.filter(pk=stays).update(variant_axes=["size"])
    with pytest.raises(NotMergeable, match="axes"):
        merge_products(stays, goes, **who)
    set_status([goes], tenant_id=who["tenant_id"], user=in_tenant.admin, status="trash")
    with pytest.raises(NotMergeable, match="trash"):
        merge_products(stays, goes, **who)
    assert not ProductMerge.objects.exists()
    assert Offer.objects.get(key="B").product_id == goes


def test_a_part_and_its_bundle_are_refused_and_so_is_a_circle(two, who):
    _stays, goes = two
    bundle = create_product(values={"title": "Set", "sku": "S"}, **who)
    change_parts(bundle, parts={goes: 1}, **who)
    with pytest.raises(NotMergeable, match="part"):
        merge_products(bundle, goes, **who)
    inner = create_product(values={"title": "Inner", "sku": "I"}, **who)
    change_parts(inner, parts={bundle: 1}, **who)
    with pytest.raises(BundleCircle):
        merge_products(inner, goes, **who)


def test_who_may_not_write_merges_and_undoes_nothing(two, who, in_tenant):
    refused = {**who, "user": in_tenant.viewer}
    with pytest.raises(PermissionRefused):
        merge_products(*two, **refused)
    made = merge_products(*two, **who)
    with pytest.raises(PermissionRefused):
        undo_merge(made.pk, **refused)
    assert ProductMerge.objects.get().undone_at is None


def test_the_pair_is_decided_and_open_again_after_the_undo(two, who):
    first, second = sorted(two)
    pair = DuplicatePair.objects.create(tenant_id=who["tenant_id"], first_id=first, second_id=second, score=90)
    made = merge_products(*two, **who)
    pair.refresh_from_db()
    assert (pair.state, pair.merge_id, pair.decided_by_id) == ("merged", made.pk, who["user"].pk)
    undo_merge(made.pk, **who)
    pair.refresh_from_db()
    assert (pair.state, pair.merge_id) == ("pending", None)


def test_the_forecast_is_what_happens(two, who):
    stays, goes = two
    forecast = foresee_merge(stays, goes, choices={"title": "absorbed"}, **who)
    sides = {each.name: each.side for each in forecast.fields}
    assert (sides["title"], sides["price"], sides["tags"]) == ("absorbed", "survivor", "both")
    before = state_of(stays, who["tenant_id"])[0]
    merge_products(stays, goes, choices={"title": "absorbed"}, **who)
    after = state_of(stays, who["tenant_id"])[0]
    changed = {name for name in {**before, **after} if before.get(name) != after.get(name)}
    assert changed == {each.name for each in forecast.fields if each.side != "survivor"} | {"further_categories"}


def test_the_forecast_says_why_not(two, who, in_tenant):
    set_status([two[1]], tenant_id=who["tenant_id"], user=in_tenant.admin, status="trash")
    assert "trash" in foresee_merge(*two, **who).refusal
