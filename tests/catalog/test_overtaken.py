"""What others commit between the matching of a batch and its end is not overlooked: deterministic interleavings."""

import threading
import uuid

import pytest
from django.db import connections

from catalog.acts import Actor
from catalog.models import Brand, MergeBatch, Offer, Product
from catalog.selectors import compare_offers
from catalog.services import edit_product, merge, retire_offers, undo_run
from core.errors import Transient
from core.tenancy import tenant_scope
from tests.factories.catalog import GTIN, OTHER_GTIN, frame, row, supplier
from tests.factories.catalog import merge as merge_rows
from tests.factories.people import make_people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def acme(people):
    return supplier(people.tenant, "ACME", 10)


@pytest.fixture
def bulk(people):
    return supplier(people.tenant, "BULK", 20)


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something in another connection, once, right before the next merge takes that step."""

    def plan(step, *actions):
        original, waiting = getattr(merge, step), list(actions)

        def interrupted(*args, **kwargs):
            if waiting:
                elsewhere(waiting.pop(0))
            return original(*args, **kwargs)

        monkeypatch.setattr(merge, step, interrupted)

    return plan


def elsewhere(action):
    errors = []

    def run():
        try:
            action()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert errors == []


def products(tenant):
    """Per product: GTIN, number of offers as counted and as they are."""
    with tenant_scope(tenant.pk):
        return sorted((p.gtin or "", p.offer_count, p.offers.count()) for p in Product.objects.all())


MEETINGS = {
    "the same GTIN": ({"gtin": GTIN}, {"gtin": GTIN}),
    "the same reference": ({"brand": "Bosch", "mpn": "GSR-12"}, {"brand": "BOSCH", "mpn": "gsr 12"}),
    "a reference, one GTIN": ({"brand": "Bosch", "mpn": "G", "gtin": GTIN}, {"brand": "Bosch", "mpn": "G"}),
}


# In the last step a second supplier with the GTIN would wait in the index, for us.
STEPS = [("_decide", name) for name in MEETINGS] + [("lock_log", name) for name in list(MEETINGS)[1:]]


@pytest.mark.parametrize(("step", "meeting"), STEPS)
def test_two_suppliers_make_one_product(people, acme, bulk, meanwhile, step, meeting):
    ours, theirs = MEETINGS[meeting]
    meanwhile(step, lambda: merge_rows(bulk, row("b", **theirs)))
    result = merge_rows(acme, row("a", **ours))
    assert (result.created, result.products_created) == (1, 0)
    assert products(people.tenant) == [(ours.get("gtin", ""), 2, 2)]


def test_a_third_product_makes_the_reference_doubtful(people, acme, bulk, meanwhile):
    reference = {"brand": "Bosch", "mpn": "G"}
    third = supplier(people.tenant, "THIRD", 30)
    merge_rows(bulk, row("b", **reference))
    meanwhile("lock_log", lambda: merge_rows(third, row("c1", **reference), row("c2", **reference)))
    merge_rows(acme, row("a", **reference))
    assert products(people.tenant) == [("", 1, 1)] * 4


def test_one_reference_is_taken_once_by_a_supplier(people, acme, bulk, meanwhile):
    reference = {"brand": "Bosch", "mpn": "G"}
    merge_rows(bulk, row("b", **reference))
    meanwhile("_decide", lambda: merge_rows(acme, row("red", **reference)))
    merge_rows(acme, row("blue", **reference))
    assert products(people.tenant) == [("", 1, 1), ("", 2, 2)]


def test_a_product_that_is_another_now_is_not_met(people, acme, bulk, meanwhile):
    merge_rows(bulk, row("b", gtin=GTIN))
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get()
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    meanwhile("_decide", lambda: edit_product(product.pk, values={"gtin": OTHER_GTIN}, **who))
    merge_rows(acme, row("a", gtin=GTIN))
    assert products(people.tenant) == sorted([(GTIN, 1, 1), (OTHER_GTIN, 1, 1)])


@pytest.mark.parametrize("values", [{"brand": "Makita"}, {"mpn": "H"}, {"gtin": OTHER_GTIN}])
def test_a_reference_that_changed_is_not_met(people, acme, bulk, meanwhile, values):
    merge_rows(bulk, row("b", brand="Bosch", mpn="G"))
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get()
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    meanwhile("_decide", lambda: edit_product(product.pk, values=values, **who))
    merge_rows(acme, row("a", brand="Bosch", mpn="G", gtin=GTIN))
    assert len(products(people.tenant)) == 2


def test_an_edit_that_makes_the_reference_is_seen(people, acme, bulk, meanwhile):
    merge_rows(bulk, row("b", brand="Bosch", mpn="other"))
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get()
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    meanwhile("lock_log", lambda: edit_product(product.pk, values={"mpn": "G"}, **who))
    merge_rows(acme, row("a", brand="Bosch", mpn="G"))
    assert products(people.tenant) == [("", 2, 2)]


def test_two_sources_with_one_key_make_one_offer(people, acme, meanwhile):
    mine, other = uuid.uuid4(), uuid.uuid4()
    meanwhile("_decide", lambda: merge_rows(acme, row("k", price="1"), source_id=other))
    result = merge_rows(acme, row("k", price="2"), source_id=mine)
    assert (result.created, result.updated) == (0, 1)
    with tenant_scope(people.tenant.pk):
        offer = Offer.objects.get()
        assert (str(offer.price), str(offer.product.price), offer.source_id) == ("2.0000", "2.0000", mine)


def test_a_value_written_meanwhile_is_what_the_decision_starts_from(people, acme, bulk, meanwhile):
    merge_rows(acme, row("a", gtin=GTIN, price="1"))
    merge_rows(bulk, row("b", gtin=GTIN, price="5", stock="1"))
    meanwhile("_decide", lambda: merge_rows(bulk, row("b", gtin=GTIN, price="5", stock="2")))
    merge_rows(acme, row("a", gtin=GTIN, price="3"))
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get()
    assert (str(product.price), product.stock, product.version) == ("3.0000", 2, 4)


def test_who_is_overtaken_again_and_again_goes_alone(people, acme, bulk, meanwhile):
    reference = {"brand": "Bosch", "mpn": "G"}
    others = [supplier(people.tenant, f"S{n}", 30 + n) for n in range(3)]
    meanwhile("lock_log", *[lambda each=each: merge_rows(each, row("x", gtin=None, **reference)) for each in others])
    merge_rows(acme, row("a", **reference))
    assert products(people.tenant) == [("", 4, 4)]


def test_a_brand_that_is_gone_again_is_made_again(people, acme, meanwhile):
    def forget():
        with tenant_scope(people.tenant.pk):
            Brand.objects.all().delete()

    meanwhile("lock_merges", forget)
    merge_rows(acme, row("a", brand="Bosch"))
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get().brand.name == "Bosch"


def test_an_undo_and_a_retirement_let_nobody_in(people, acme, bulk):
    """They wait for the merges at work, and merges for them: the result is that of one after the other."""
    run, tenant = uuid.uuid4(), people.tenant
    merge_rows(acme, row("a", gtin=GTIN, stock="4"), run_id=run)
    merge_rows(bulk, row("b", gtin=GTIN, stock="6"))
    with tenant_scope(tenant.pk):
        ids = list(Offer.objects.filter(key="b").values_list("pk", flat=True))
    where = {"tenant_id": tenant.pk, "supplier_id": bulk.pk, "run_id": uuid.uuid4(), "batch_number": 0}
    threads = [
        threading.Thread(target=elsewhere, args=(action,))
        for action in (
            lambda: undo_run(run, tenant_id=tenant.pk, actor=Actor("undo"), undo_run_id=uuid.uuid4()),
            lambda: retire_offers(ids, actor=Actor("import"), policy="stock_zero", **where),
            lambda: merge_rows(bulk, row("c", gtin=OTHER_GTIN)),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenant_scope(tenant.pk):
        present = {offer.key: offer.missing_since is None for offer in Offer.objects.all()}
        assert present == {"b": False, "c": True}
        assert set(Product.objects.values_list("gtin", "offer_count")) == {(GTIN, 1), (OTHER_GTIN, 1)}


def test_a_batch_that_can_not_be_merged_is_tried_again_later(people, acme, monkeypatch):
    def always(*args, **kwargs):
        raise merge.Overtaken

    monkeypatch.setattr(merge, "check_since", always)
    with pytest.raises(Transient):
        merge_rows(acme, row("a", brand="Left over"))
    assert products(people.tenant) == []
    with tenant_scope(people.tenant.pk):
        assert not MergeBatch.objects.exists()
        assert Brand.objects.count() == 1


def test_a_rehearsal_makes_no_names(people, acme):
    with tenant_scope(people.tenant.pk):
        compare_offers(frame(row("a", brand="New")), tenant_id=people.tenant.pk, supplier_id=acme.pk)
        assert not Brand.objects.exists()
