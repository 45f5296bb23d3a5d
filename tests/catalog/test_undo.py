"""Undo of a run, and undo of the undo."""

import uuid

import pytest

from catalog.acts import Actor
from catalog.models import Change, Offer, OfferChange, Product, UndoKept
from catalog.selectors import undo_kept
from catalog.services import edit_product, lock_field, undo_run
from tests.factories.catalog import GTIN, OTHER_GTIN, merge, row

pytestmark = pytest.mark.django_db
# What may differ after an undo: it is a later act.
LATER = ("version", "updated_at")


def state():
    """Products and offers as they are, except for when they were written."""
    products = [{k: v for k, v in p.items() if k not in LATER} for p in Product.objects.order_by("pk").values()]
    named = [
        p.attribute_values.order_by("pk").values_list("value", flat=True)[:] for p in Product.objects.order_by("pk")
    ]
    return products, list(map(list, named)), list(Offer.objects.order_by("pk").values())


@pytest.fixture
def undo(in_tenant):
    def call(run_id, undo_run_id=None):
        undo_id = undo_run_id or uuid.uuid4()
        result = undo_run(run_id, tenant_id=in_tenant.tenant.pk, actor=Actor("undo"), undo_run_id=undo_id)
        return undo_id, result

    return call


def test_undo_gives_back_everything_and_redo_everything_again(acme, bulk, undo):
    merge(bulk, row("b", gtin=GTIN, title="Bulk", brand="Old", tags="x", **{"attribute:Colour": "red"}), row("c"))
    before, run = state(), uuid.uuid4()
    changed = row("a", gtin=GTIN, title="Été", brand="Neu", mpn="M", tags="y\nz", **{"attribute:Colour": "blue"})
    merge(acme, changed, row("n", gtin=OTHER_GTIN, **{"attribute:Colour": "new"}), run_id=run)
    merge(acme, row("n", gtin=OTHER_GTIN, price="3"), run_id=run, number=1)
    after = state()
    undo_id, result = undo(run)
    assert state() == before
    assert (result.removed_products, result.removed_offers, result.kept) == (1, 2, 0)
    redo_id, redone = undo(undo_id)
    assert state() == after
    assert redone.kept == 0
    undo(redo_id)
    assert state() == before


def test_the_same_file_counts_as_changed_again_after_an_undo(acme, undo):
    merge(acme, row(price="1"))
    run = uuid.uuid4()
    merge(acme, row(price="2"), run_id=run)
    undo(run)
    assert merge(acme, row(price="2")).updated == 1


def test_two_runs_undone_in_turn_leave_nothing(acme, undo):
    first, second = uuid.uuid4(), uuid.uuid4()
    merge(acme, row(price="1"), run_id=first)
    merge(acme, row(price="2"), run_id=second)
    undo(second)
    _id, result = undo(first)
    assert (result.removed_products, result.removed_offers) == (1, 1)
    assert not Product.objects.exists()
    assert not Offer.objects.exists()


def test_hand_edits_stay_and_are_listed(acme, undo, in_tenant):
    """The proof of the step: import A, edit by hand, import B, undo B."""
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}
    merge(acme, row("1", description="A", stock="1"), row("2", description="A"))
    first, second = Product.objects.order_by("title")
    edit_product(first.pk, values={"title": "By hand"}, **who)
    run = uuid.uuid4()
    merge(acme, row("1", description="B", stock="2", price="20"), row("2", description="B", title="B"), run_id=run)
    edit_product(second.pk, values={"description": "Later"}, **who)
    lock_field(first.pk, field="stock", **who)
    undo_id, result = undo(run)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, first.description, str(first.price), first.stock) == ("By hand", "A", "10.0000", 2)
    assert (second.title, second.description) == ("Product 2", "Later")
    kept = {item.name: item for item in undo_kept(undo_id, tenant_id=in_tenant.tenant.pk).items}
    assert result.kept == 2
    assert set(kept) == {"description", "stock"}
    assert (kept["description"].run_value, kept["description"].current_value) == ("B", "Later")
    assert (kept["description"].changed_by_kind, kept["description"].changed_by) == ("user", str(in_tenant.manager))


def test_a_later_run_is_not_undone_with_an_earlier_one(acme, undo, only_product):
    run = uuid.uuid4()
    merge(acme, row(price="1", stock="1"))
    merge(acme, row(price="2", stock="2"), run_id=run)
    merge(acme, row(price="3", stock="2"))
    _id, result = undo(run)
    assert (str(only_product().price), only_product().stock) == ("3.0000", 1)
    assert (result.kept, result.restored_offers) == (1, 0)


def test_a_created_product_that_somebody_uses_stays_and_is_listed(acme, bulk, undo, in_tenant):
    run = uuid.uuid4()
    merge(acme, row("1", gtin=GTIN), row("2"), row("3"), run_id=run)
    merge(bulk, row("b", gtin=GTIN))
    edited = Product.objects.get(title="Product 2")
    edit_product(edited.pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.manager, values={"stock": 5})
    _id, result = undo(run)
    assert (result.removed_products, result.kept) == (1, 2)
    assert set(UndoKept.objects.values_list("field", flat=True)) == {"*"}
    assert set(Product.objects.values_list("gtin", "offer_count")) == {(GTIN, 1), (None, 0)}


def test_an_undo_happens_once_and_goes_on_after_a_crash(acme, undo, monkeypatch):
    run, undo_id = uuid.uuid4(), uuid.uuid4()
    monkeypatch.setattr("catalog.services.undo.scope.BATCH_ROWS", 2)
    monkeypatch.setattr("catalog.services.undo.offers.BATCH_ROWS", 2)
    rows = [row(str(n)) for n in range(5)]
    merge(acme, *rows)
    before = state()
    merge(acme, *(dict(r, price="5") for r in rows), *(row(f"new{n}") for n in range(5)), run_id=run)
    calls = iter(range(100))

    def crash(function):
        def wrapped(*args, **kwargs):
            if next(calls) == 6:
                raise KeyboardInterrupt
            return function(*args, **kwargs)

        return wrapped

    with monkeypatch.context() as patch:
        from catalog.services import undo as module

        patch.setattr(module, "_once", crash(module._once))
        with pytest.raises(KeyboardInterrupt):
            undo(run, undo_id)
    assert state() != before
    _id, result = undo(run, undo_id)
    assert state() == before
    assert (result.restored_products, result.removed_products, result.removed_offers) == (5, 5, 5)
    logged = Change.objects.count(), OfferChange.objects.count()
    assert undo(run, undo_id)[1] == result
    assert (Change.objects.count(), OfferChange.objects.count()) == logged


def test_a_gtin_taken_meanwhile_is_kept(acme, undo, only_product, in_tenant):
    merge(acme, row(gtin=GTIN))
    run = uuid.uuid4()
    merge(acme, row(gtin=OTHER_GTIN, price="2"), run_id=run)
    merge(acme, row("x", gtin=GTIN))
    _id, result = undo(run)
    product = Product.objects.get(title="Product 1")
    assert (product.gtin, str(product.price), result.kept) == (OTHER_GTIN, "10.0000", 1)


def test_another_tenant_undoes_nothing(acme, in_tenant):
    run = uuid.uuid4()
    merge(acme, row(), run_id=run)
    result = undo_run(run, tenant_id=in_tenant.elsewhere.pk, actor=Actor("undo"), undo_run_id=uuid.uuid4())
    assert result.removed_products == 0
    assert Product.objects.count() == 1
