"""Offers that a full import no longer names, and their return."""

import uuid

import pytest

from catalog.acts import Actor, RetireResult
from catalog.models import Change, Offer, OfferChange, OutboxEvent, Product
from catalog.selectors import delivered_offers, explain_field
from catalog.services import edit_product, lock_field, retire_offers, set_status, undo_run
from tests.catalog.test_undo import state
from tests.factories.catalog import GTIN, OTHER_GTIN, merge, row

pytestmark = pytest.mark.django_db
STATUSES = {"stock_zero": "active", "deactivate": "inactive", "trash": "trash"}


@pytest.fixture
def retire(in_tenant):
    """Retires the offers of a supplier with these keys."""

    def call(source, *keys, policy="stock_zero", run_id=None, number=0):
        ids = Offer.objects.filter(supplier_id=source.pk, key__in=keys).values_list("pk", flat=True)
        run = run_id or uuid.uuid4()
        actor = Actor("import", run, "feed")
        where = {"tenant_id": in_tenant.tenant.pk, "supplier_id": source.pk, "run_id": run, "batch_number": number}
        return retire_offers(list(ids), actor=actor, policy=policy, **where)

    return call


@pytest.fixture
def undo(in_tenant):
    def call(run_id):
        undo_id = uuid.uuid4()
        undo_run(run_id, tenant_id=in_tenant.tenant.pk, actor=Actor("undo"), undo_run_id=undo_id)
        return undo_id

    return call


def test_keep_changes_nothing(acme, retire):
    merge(acme, row(stock="5"))
    before = state()
    assert retire(acme, "1", policy="keep") == RetireResult()
    assert state() == before


def test_a_missing_offer_is_out_of_stock(acme, retire, only_product):
    merge(acme, row(stock="5"))
    assert retire(acme, "1") == RetireResult(retired=1)
    product, offer = only_product(), Offer.objects.get()
    assert (product.stock, product.status, str(product.price)) == (0, "active", "10.0000")
    assert (offer.stock, offer.missing_since is None) == (0, False)
    change = Change.objects.get(kind="updated")
    assert (change.old, change.new, change.actor_kind) == ({"stock": 5}, {"stock": 0}, "import")
    event = OutboxEvent.objects.order_by("id").last()
    assert (event.payload["changes"], event.payload["fields"]) == (1, ["stock"])


def test_an_offer_goes_missing_once(acme, retire):
    merge(acme, row(stock="5"), row("2", stock="6"))
    run = uuid.uuid4()
    assert retire(acme, "1", run_id=run) == RetireResult(retired=1)
    assert retire(acme, "1", "2", run_id=run) == RetireResult(retired=1)
    assert retire(acme, "1", "2", run_id=run, number=1) == RetireResult(retired=1)
    assert Offer.objects.filter(missing_since=None).count() == 0
    assert OfferChange.objects.count() == 2


def test_offers_of_another_supplier_stay(acme, bulk, retire, in_tenant):
    merge(acme, row(stock="5"))
    ids = list(Offer.objects.values_list("pk", flat=True))
    where = {"tenant_id": in_tenant.tenant.pk, "supplier_id": bulk.pk, "run_id": uuid.uuid4(), "batch_number": 0}
    assert retire_offers(ids, actor=Actor("import"), policy="trash", **where) == RetireResult()
    assert Offer.objects.get().missing_since is None


def test_the_stock_of_another_supplier_counts(acme, bulk, retire, only_product, in_tenant):
    merge(acme, row("a", gtin=GTIN, stock="5"))
    merge(bulk, row("b", gtin=GTIN, stock="7"))
    assert retire(acme, "a", policy="deactivate") == RetireResult(retired=1)
    assert (only_product().stock, only_product().status) == (7, "active")
    told = explain_field(only_product().pk, "stock", tenant_id=in_tenant.tenant.pk)
    assert [(source.value, source.wins) for source in told.sources] == [(7, True), (0, False)]
    assert retire(bulk, "b", policy="deactivate") == RetireResult(retired=1, deactivated=1)
    assert (only_product().stock, only_product().status) == (0, "inactive")
    merge(bulk, row("b", gtin=GTIN, stock="3"))
    assert (only_product().stock, only_product().status) == (3, "active")


@pytest.mark.parametrize("policy", STATUSES)
def test_what_comes_back_is_what_it_was(acme, retire, only_product, policy):
    rows = [row(stock="5", price="9")]
    merge(acme, *rows)
    retire(acme, "1", policy=policy)
    assert only_product().status == STATUSES[policy]
    result = merge(acme, *rows)
    product, offer = only_product(), Offer.objects.get()
    assert (result.updated, product.stock, product.status) == (1, 5, "active")
    assert (offer.missing_since, offer.stock) == (None, 5)
    assert merge(acme, *rows).unchanged == 1


@pytest.mark.parametrize("modes", [{}, {"stock": "only_new"}, {"stock": "never"}, {"stock": "only_if_empty"}])
@pytest.mark.parametrize("existing", ["update", "ignore", "error"])
def test_a_stock_that_the_row_does_not_give_comes_back_too(acme, retire, only_product, modes, existing):
    merge(acme, row(stock="5"))
    retire(acme, "1")
    given = {"stock": "8"} if modes else {}
    merge(acme, row(**given), modes=modes, existing=existing)
    assert (only_product().stock, Offer.objects.get().stock, Offer.objects.get().missing_since) == (5, 5, None)


def test_only_products_that_their_absence_made_inactive_come_back(acme, retire, in_tenant):
    merge(acme, row("1"), row("2"), row("3"))
    first, second, _third = Product.objects.order_by("title")
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}
    set_status([first.pk], status="inactive", **who)
    assert retire(acme, "1", "2", "3", policy="deactivate") == RetireResult(retired=3, deactivated=2)
    set_status([second.pk], status="active", **who)
    set_status([second.pk], status="inactive", **who)
    merge(acme, row("1"), row("2"), row("3"))
    assert list(Product.objects.order_by("title").values_list("status", flat=True)) == [
        "inactive",
        "inactive",
        "active",
    ]


def test_the_trash_remembers_a_draft(acme, retire, only_product):
    merge(acme, row(), default_status="draft")
    assert retire(acme, "1", policy="trash") == RetireResult(retired=1, trashed=1)
    assert (only_product().status, only_product().status_before_trash) == ("trash", "draft")
    merge(acme, row())
    assert only_product().status == "draft"


def test_an_archived_product_stays_archived(acme, retire, only_product, in_tenant):
    merge(acme, row())
    set_status([only_product().pk], status="archived", tenant_id=in_tenant.tenant.pk, user=in_tenant.manager)
    assert retire(acme, "1", policy="trash") == RetireResult(retired=1)
    assert only_product().status == "archived"


def test_what_people_hold_stays(acme, retire, in_tenant):
    merge(acme, row("1", stock="5"), row("2", stock="6"))
    locked, edited = Product.objects.order_by("title")
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}
    lock_field(locked.pk, field="stock", **who)
    edit_product(edited.pk, values={"stock": 9}, **who)
    retire(acme, "1", "2")
    assert list(Product.objects.order_by("title").values_list("stock", flat=True)) == [5, 9]
    assert list(Offer.objects.values_list("stock", flat=True)) == [0, 0]


def test_a_locked_status_stays(acme, retire, only_product):
    merge(acme, row())
    Product.objects.update(locks=["status"])
    assert retire(acme, "1", policy="trash") == RetireResult(retired=1)
    assert only_product().status == "active"


@pytest.mark.parametrize("policy", STATUSES)
def test_a_full_import_undone_leaves_the_catalogue_as_before(acme, bulk, retire, undo, policy):
    merge(acme, row("1", gtin=GTIN, stock="5"), row("2", stock="6"), row("3", gtin=OTHER_GTIN, stock="2"))
    merge(bulk, row("b", gtin=GTIN, stock="7"))
    before, run = state(), uuid.uuid4()
    merge(acme, row("3", gtin=OTHER_GTIN, stock="1"), row("new"), run_id=run)
    retire(acme, "1", "2", policy=policy, run_id=run, number=1)
    after = state()
    undone = undo(run)
    assert state() == before
    redone = undo(undone)
    assert state() == after
    merge(acme, row("2", stock="6"))
    assert Product.objects.get(title="Product 2").status == "active"
    merge(acme, row("1", gtin=GTIN, stock="5"))
    assert redone


def test_an_undone_return_leaves_the_offer_missing(acme, retire, undo, only_product):
    merge(acme, row(stock="5"))
    retire(acme, "1", policy="deactivate")
    before, run = state(), uuid.uuid4()
    merge(acme, row(stock="5"), run_id=run)
    undo(run)
    assert state() == before
    merge(acme, row(stock="5"))
    assert (only_product().status, only_product().stock) == ("active", 5)


def test_what_a_source_delivered(acme, retire, in_tenant):
    mine, other = uuid.uuid4(), uuid.uuid4()
    merge(acme, row("old"))
    merge(acme, row("1"), row("2"), row("3"), source_id=mine)
    merge(acme, row("4"), source_id=other)
    retire(acme, "2")

    def keys(**options):
        found = delivered_offers(tenant_id=in_tenant.tenant.pk, supplier_id=acme.pk, source_id=mine, **options)
        return sorted(key for piece in found for key in piece["key"])

    assert keys() == ["1", "3"]
    assert keys(include_unassigned=True) == ["1", "3", "old"]
    merge(acme, row("4", price="11"), source_id=mine)
    merge(acme, row("old", price="11"))
    assert keys() == ["1", "3", "4"]
