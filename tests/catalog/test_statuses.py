"""The status of a product as offers say it: new products, changed words, people's choices, locks, trash, undo."""

import uuid

import pytest

from catalog.acts import Actor, MergePolicy
from catalog.models import Change, Offer, Product
from catalog.selectors import compare_offers
from catalog.services import decide_again, foresee_order, lock_field, retire_offers, set_order, set_status, undo_run
from catalog.services.merge.rows import prepare
from tests.factories.catalog import GTIN, frame, merge, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_hand(in_tenant):
    """Gives all products a status by hand."""

    def call(status):
        ids = list(Product.objects.values_list("pk", flat=True))
        return set_status(ids, tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, status=status)

    return call


@pytest.fixture
def retire(in_tenant):
    """Retires all offers of a supplier."""

    def call(source, policy="deactivate"):
        ids = list(Offer.objects.filter(supplier_id=source.pk, missing_since=None).values_list("pk", flat=True))
        run = uuid.uuid4()
        where = {"tenant_id": in_tenant.tenant.pk, "supplier_id": source.pk, "run_id": run, "batch_number": 0}
        return retire_offers(ids, actor=Actor("import", run, "feed"), policy=policy, **where)

    return call


def statuses():
    return list(Product.objects.order_by("title").values_list("status", flat=True))


def test_new_products_have_the_status_of_their_row(acme):
    merge(acme, row("1", status="inactive"), row("2", status="archived"), row("3"), default_status="draft")
    assert statuses() == ["inactive", "archived", "draft"]
    logged = [entry.new["status"] for entry in Change.objects.order_by("new__title")]
    assert logged == ["inactive", "archived", "draft"]


def test_the_first_row_of_a_new_product_that_says_a_status_counts(acme, only_product):
    merge(acme, row("1", gtin=GTIN), row("2", gtin=GTIN, status="draft"), row("3", gtin=GTIN, status="archived"))
    assert only_product().status == "draft"


def test_a_changed_word_moves_the_product(acme, only_product):
    merge(acme, row(status="active"))
    result = merge(acme, row(status="inactive"))
    assert (only_product().status, result.updated, result.products_updated) == ("inactive", 1, 1)
    assert result.changed_fields == {"status": 1}
    change = Change.objects.latest("seq")
    assert (change.old, change.new) == ({"status": "active"}, {"status": "inactive"})


def test_the_same_file_again_changes_nothing(acme, only_product):
    merge(acme, row(status="inactive", **{"attribute:Colour": "red"}))
    result = merge(acme, row(status="inactive", **{"attribute:Colour": "red"}))
    assert (result.unchanged, only_product().version) == (1, 1)


def test_what_a_person_chose_stays_until_the_word_changes(acme, only_product, by_hand):
    merge(acme, row(status="active"))
    by_hand("inactive")
    assert merge(acme, row(status="active", price="12.00")).changed_fields == {"price": 1}
    assert only_product().status == "inactive"
    merge(acme, row(status="archived", price="12.00"))
    assert only_product().status == "archived"


def test_a_row_that_says_nothing_leaves_the_status(acme, only_product):
    merge(acme, row(status="inactive"))
    merge(acme, row(status=None, price="12.00"))
    assert only_product().status == "inactive"


def test_a_feed_that_no_longer_maps_the_status_keeps_what_it_said(acme, only_product):
    merge(acme, row(status="inactive"))
    merge(acme, row(price="12.00"))
    assert (only_product().status, Offer.objects.get().extra) == ("inactive", {"status": "inactive"})
    assert merge(acme, row(price="12.00", status="inactive")).changed_fields == {}


def test_named_values_and_the_status_stand_beside_each_other(acme, only_product):
    merge(acme, row(status="draft", **{"attribute:Colour": "red", "price:USD": "9"}))
    merge(acme, row(status="active", **{"attribute:Colour": "blue", "price:USD": "9"}))
    said = {"status": "active", "attribute:Colour": "blue", "price:USD": "9"}
    assert (only_product().status, Offer.objects.get().extra) == ("active", said)
    merge(acme, row(status=None, **{"attribute:Colour": "blue", "price:USD": "8"}))
    assert Offer.objects.get().extra == {"attribute:Colour": "blue", "price:USD": "8"}


def test_a_word_that_is_none_refuses_the_row(acme):
    result = merge(acme, row("1", status="trash"), row("2", status="active"))
    assert (result.refused, statuses()) == ([(2, "value_does_not_fit")], ["active"])


@pytest.mark.parametrize("mode", ["only_new", "only_if_empty"])
def test_a_mode_for_new_products_leaves_known_ones(acme, mode):
    modes = {"status": mode}
    merge(acme, row("1", status="inactive"), modes=modes)
    merge(acme, row("1", status="archived"), row("2", status="draft"), modes=modes)
    assert statuses() == ["inactive", "draft"]


def test_never_is_never(acme, only_product):
    merge(acme, row(status="inactive"), modes={"status": "never"})
    assert (only_product().status, Offer.objects.get().extra) == ("active", None)


def test_a_locked_status_stays(acme, in_tenant, only_product):
    merge(acme, row(status="active"))
    lock_field(only_product().pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.manager, field="status")
    assert merge(acme, row(status="archived")).changed_fields == {}
    assert (only_product().status, only_product().version) == ("active", 2)


@pytest.mark.parametrize(("said", "expected"), [("active", "inactive"), ("archived", "archived"), (None, "inactive")])
def test_a_product_in_the_trash_comes_back_and_takes_a_new_word(acme, only_product, by_hand, said, expected):
    merge(acme, row(status="active"))
    by_hand("inactive")
    by_hand("trash")
    merge(acme, row(status=said, price="12.00"))
    assert (only_product().status, only_product().status_before_trash) == (expected, "")


@pytest.mark.parametrize(("policy", "gone"), [("deactivate", "inactive"), ("trash", "trash")])
@pytest.mark.parametrize("said", ["active", "draft"])
def test_an_offer_that_comes_back_gives_its_status_again(acme, retire, only_product, policy, gone, said):
    merge(acme, row(status=said))
    retire(acme, policy=policy)
    assert only_product().status == (said if (policy, said) == ("deactivate", "draft") else gone)
    merge(acme, row(status=said))
    assert only_product().status == said


def test_an_offer_that_comes_back_with_another_word_is_followed(acme, retire, only_product):
    merge(acme, row(status="active"))
    retire(acme)
    merge(acme, row(status="archived"))
    assert only_product().status == "archived"


def test_a_product_that_its_feed_put_to_sleep_stays_asleep_when_it_comes_back(acme, retire, only_product):
    merge(acme, row(status="active"))
    merge(acme, row(status="inactive"))
    retire(acme)
    merge(acme, row(status="inactive"))
    assert only_product().status == "inactive"


def test_undo_gives_the_status_and_the_word_back(acme, in_tenant, only_product):
    run = uuid.uuid4()
    merge(acme, row(status="active"))
    merge(acme, row(status="archived"), run_id=run)
    undo_run(run, tenant_id=in_tenant.tenant.pk, actor=Actor("undo"), undo_run_id=uuid.uuid4())
    assert (only_product().status, Offer.objects.get().extra) == ("active", {"status": "active"})
    assert merge(acme, row(status="archived")).changed_fields == {"status": 1}


def test_undo_takes_away_what_a_run_made_with_a_status(acme, in_tenant):
    run = uuid.uuid4()
    merge(acme, row(status="draft"), run_id=run)
    undo_run(run, tenant_id=in_tenant.tenant.pk, actor=Actor("undo"), undo_run_id=uuid.uuid4())
    assert (Product.objects.count(), Offer.objects.count()) == (0, 0)


def test_of_two_suppliers_the_first_one_is_heard(acme, bulk, only_product):
    merge(bulk, row("b", gtin=GTIN, status="inactive"))
    assert only_product().status == "inactive"
    merge(acme, row("a", gtin=GTIN, status="active"))
    assert only_product().status == "active"
    assert merge(bulk, row("b", gtin=GTIN, status="archived")).changed_fields == {}
    assert only_product().status == "active"


def test_while_the_first_supplier_is_missing_the_other_one_is_heard(acme, bulk, retire, only_product):
    merge(acme, row("a", gtin=GTIN, status="active"))
    merge(bulk, row("b", gtin=GTIN, status="active"))
    retire(acme)
    merge(bulk, row("b", gtin=GTIN, status="archived"))
    assert only_product().status == "archived"


def test_a_supplier_who_comes_back_with_the_same_word_leaves_what_a_person_chose(
    acme, bulk, retire, only_product, by_hand
):
    merge(acme, row("a", gtin=GTIN, status="active"))
    merge(bulk, row("b", gtin=GTIN, status="inactive"))
    retire(acme)
    by_hand("archived")
    merge(acme, row("a", gtin=GTIN, status="active"))
    assert only_product().status == "archived"


def test_an_order_of_suppliers_for_the_status(acme, bulk, in_tenant, only_product):
    merge(acme, row("a", gtin=GTIN, status="active"))
    merge(bulk, row("b", gtin=GTIN, status="inactive"))
    tenant_id = in_tenant.tenant.pk
    assert foresee_order("status", [bulk.pk], tenant_id=tenant_id) == (1, None)
    set_order("status", [bulk.pk], by=in_tenant.admin, tenant_id=tenant_id)
    decide_again(tenant_id=tenant_id, field="status")
    assert (only_product().status, str(only_product().price)) == ("inactive", "10.0000")
    assert Change.objects.latest("seq").new == {"status": "inactive"}
    assert foresee_order("status", [bulk.pk], tenant_id=tenant_id) == (0, None)
    assert merge(bulk, row("b", gtin=GTIN, status="draft")).changed_fields == {"status": 1}


@pytest.mark.parametrize("chosen", ["archived", "trash"])
def test_another_order_leaves_what_people_chose(acme, bulk, in_tenant, only_product, by_hand, chosen):
    merge(acme, row("a", gtin=GTIN, status="active"))
    merge(bulk, row("b", gtin=GTIN, status="inactive"))
    by_hand(chosen)
    set_order("status", [bulk.pk], by=in_tenant.admin, tenant_id=in_tenant.tenant.pk)
    decide_again(tenant_id=in_tenant.tenant.pk, field="status")
    assert (only_product().status, only_product().version) == (chosen, 2)


def test_a_dry_run_foresees_the_status(acme, in_tenant, only_product):
    merge(acme, row(status="active"))
    found = compare_offers(frame(row(status="draft")), tenant_id=in_tenant.tenant.pk, supplier_id=acme.pk)
    seen = found.row(0, named=True)
    assert (seen["state"], seen["changed_fields"]) == ("changed", ["status"])
    assert (seen["old:status"], seen["new:status"]) == ("active", "draft")
    assert only_product().status == "active"


def test_feeds_without_the_field_are_hashed_as_ever():
    """Another hash would write every offer of every feed once more."""
    hashed = prepare(frame(row(supplier_sku="x")), MergePolicy()).frame["row_hash"]
    assert hashed.to_list() == ["ec6f2a6876baf7d28029e09ddfda917d"]
