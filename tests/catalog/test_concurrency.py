"""Many imports at once: no product twice, no deadlock, no lost change, no gap in the change log."""

import itertools
import random
import threading
import uuid
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connections
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from catalog.acts import Actor
from catalog.models import Brand, Category, Change, Offer, Product
from catalog.services import edit_product, set_status, undo_run
from catalog.services.sources import source_values
from core.tenancy import tenant_scope
from tests.factories.catalog import merge, row, supplier
from tests.factories.people import TenantFactory, make_people

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 300


def together(*calls):
    """Run the calls in threads that start at once; returns their errors."""
    errors, barrier = [], threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            call()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def feed(name, *, backwards=False):
    numbers = range(ROWS)
    rows = [
        row(f"{name}{n}", gtin=f"{10**12 + n:014d}", brand=f"Brand {n % 7}", category=f"A > {n % 5}") for n in numbers
    ]
    return rows[::-1] if backwards else rows


def test_two_suppliers_with_the_same_new_products():
    tenant = TenantFactory()
    first, second = supplier(tenant, "A", 10), supplier(tenant, "B", 20)
    errors = together(
        lambda: merge(first, *feed("a")),
        lambda: merge(second, *feed("b", backwards=True)),
        lambda: merge(first, row("later")),
    )
    assert errors == []
    with tenant_scope(tenant.pk):
        assert Product.objects.exclude(gtin=None).count() == ROWS
        assert (Brand.objects.count(), Category.objects.count()) == (7, 6)
        assert set(Product.objects.exclude(gtin=None).values_list("offer_count", flat=True)) == {2}


def test_the_same_batch_in_two_workers_happens_once():
    tenant = TenantFactory()
    source, run = supplier(tenant), uuid.uuid4()
    assert together(*[lambda: merge(source, *feed("a"), run_id=run)] * 3) == []
    with tenant_scope(tenant.pk):
        assert Product.objects.count() == Offer.objects.count() == Change.objects.count() == ROWS


def test_a_reader_of_the_log_misses_nothing():
    tenant = TenantFactory()
    sources = [supplier(tenant, f"S{n}") for n in range(3)]
    seen, cursor, done = [], 0, threading.Event()

    def read():
        nonlocal cursor
        from catalog.selectors import changes_since

        while not done.is_set() or changes_since(cursor, tenant_id=tenant.pk, limit=1)[0]:
            items, cursor = changes_since(cursor, tenant_id=tenant.pk)
            seen.extend(item.seq for item in items)

    def write():
        together(*[lambda source=source: [merge(source, row(f"{n}")) for n in range(15)] for source in sources])
        done.set()

    assert together(read, write) == []
    with tenant_scope(tenant.pk):
        assert seen == list(Change.objects.order_by("seq").values_list("seq", flat=True))
    assert len(seen) == 45


# Codes that meet: two GTINs, one reference with and without them, keys that two sources share.
CODES = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["k1", "k2", "k3"]),
        "gtin": st.sampled_from([None, f"{1:014d}", f"{2:014d}"]),
        "mpn": st.sampled_from([None, "M1", "M2"]),
        "price": st.sampled_from(["1", "2", None]),
        "stock": st.sampled_from(["3", None]),
    }
)
BATCH = st.tuples(st.sampled_from(["A", "B"]), st.lists(CODES, min_size=1, max_size=3, unique_by=lambda r: r["key"]))


def of_batches(batches, *, at_once):
    """The catalogue of a new tenant after these batches (start, supplier, rows), without ids and times."""
    tenant = TenantFactory()
    suppliers = {"A": supplier(tenant, "A", 10), "B": supplier(tenant, "B", 20)}

    def call(minute, code, rows):
        named = [row(**{**values, "title": f"{code}{minute} {values}", "brand": "X"}) for values in rows]
        merge(suppliers[code], *named, seen_at=datetime(2026, 11, 25, 12, minute, tzinfo=UTC))

    calls = [partial(call, *batch) for batch in batches]
    if at_once:
        assert together(*calls) == []
    else:
        for each in calls:
            each()
    with tenant_scope(tenant.pk):
        consistent(tenant)
        return frozenset(
            (p.gtin, p.mpn, p.title, p.price, p.stock, frozenset((codes[o.supplier_id], o.key) for o in p.offers.all()))
            for codes in [{each.pk: each.code for each in suppliers.values()}]
            for p in Product.objects.all()
        )


def consistent(tenant):
    """Counts are right, and each entry of the log starts from the values that the one before it left."""
    said = {}
    for change in Change.objects.order_by("seq"):
        known = said.setdefault(change.product_id, {})
        if change.kind == "updated":
            assert {name: known.get(name) for name in change.new} == change.old
        said[change.product_id] = {**known, **(change.new or {})}
        if change.kind == "removed":
            del said[change.product_id]
    assert set(said) == set(Product.objects.values_list("pk", flat=True))
    for product in Product.objects.prefetch_related("offers"):
        assert product.offer_count == len(product.offers.all())
        logged = said[product.pk]
        assert (logged.get("gtin"), logged.get("title"), logged.get("stock")) == (
            product.gtin,
            product.title,
            product.stock,
        )


@settings(max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(st.lists(BATCH, min_size=2, max_size=3))
def test_the_result_is_that_of_some_order(batches):
    started = [(minute, *batch) for minute, batch in enumerate(batches)]
    orders = {of_batches(order, at_once=False) for order in itertools.permutations(started)}
    assert of_batches(started, at_once=True) in orders


def test_the_chunks_of_a_file_in_any_order_and_at_once():
    """Rows of one GTIN in several chunks: the first row of the file counts first, whichever chunk comes first."""
    rows = [row(f"{n}", gtin=f"{n % 8:014d}", title=f"Row {n:02d}", stock=str(n) if n > 8 else None) for n in range(32)]
    chunks = [rows[at : at + 8] for at in range(0, 32, 8)]
    started, found = datetime(2026, 11, 25, tzinfo=UTC), set()
    for seed in range(3):
        tenant = TenantFactory()
        source, run = supplier(tenant), uuid.uuid4()
        calls = [
            lambda number=number, chunk=chunk, source=source, run=run: merge(
                source, *chunk, run_id=run, number=number, seen_at=started, first_row=2 + 8 * number
            )
            for number, chunk in enumerate(chunks)
        ]
        random.Random(seed).shuffle(calls)
        if seed:
            assert together(*calls) == []
        else:
            for call in reversed(calls):
                call()
        with tenant_scope(tenant.pk):
            consistent(tenant)
            found.add(frozenset(Product.objects.values_list("gtin", "title", "stock", "offer_count")))
    expected = {(f"{n:014d}", f"Row {n:02d}", n + 16 if n == 0 else n + 8, 4) for n in range(8)}
    assert found == {frozenset(expected)}


def test_merges_edits_and_an_undo_all_at_once():
    """Overlapping batches in opposite orders, edits by hand, an undo: nobody fails, nothing is lost or doubled."""
    people = make_people()
    tenant, run = people.tenant, uuid.uuid4()
    sources = [supplier(tenant, f"S{n}", 10 + n) for n in range(4)]
    merge(sources[3], *feed("old"), run_id=run)
    with tenant_scope(tenant.pk):
        ids = list(Product.objects.order_by("gtin").values_list("pk", flat=True))
    who = {"tenant_id": tenant.pk, "user": people.manager}

    def edit():
        for each in ids[5:15]:
            edit_product(each, values={"title": "By hand", "brand": "Hand made"}, **who)
        set_status(ids[20:60][::-1], status="archived", **who)

    errors = together(
        lambda: merge(sources[0], *feed("a")),
        lambda: merge(sources[1], *feed("b", backwards=True)),
        lambda: merge(sources[2], *feed("c"), *[row(f"n{n}") for n in range(50)]),
        lambda: merge(sources[2], *feed("c", backwards=True), source_id=uuid.uuid4()),
        edit,
        lambda: undo_run(run, tenant_id=tenant.pk, actor=Actor("undo"), undo_run_id=uuid.uuid4()),
    )
    with tenant_scope(tenant.pk):
        assert [each for each in errors if getattr(each, "code", "") != "PRODUCT_NOT_FOUND"] == []
        consistent(tenant)
        assert Product.objects.exclude(gtin=None).count() == ROWS
        assert Offer.objects.count() == 3 * ROWS + 50
        product = Product.objects.filter(gtin=f"{10**12 + 200:014d}").get()
        assert source_values(product.pk, tenant_id=tenant.pk)["title"] == product.title == "Product a200"


def test_edits_of_one_product_at_once_lose_nothing_silently():
    """Of people who saw the same version one saves and the others are told; without a version all fields are kept."""
    people = make_people()
    merge(supplier(people.tenant, "S"), row("1"))
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    with tenant_scope(people.tenant.pk):
        pk = Product.objects.get().pk
    errors = together(*(partial(edit_product, pk, values={"title": f"By {n}"}, version=1, **who) for n in range(4)))
    assert [error.code for error in errors] == ["PRODUCT_CHANGED"] * 3
    names = [f"attribute@{code}:meta_title" for code in ("fr", "de", "it", "es")]
    assert together(*(partial(edit_product, pk, values={name: name}, **who) for name in names)) == []
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get()
        assert product.version == 6
        assert set(product.attribute_values.values_list("value", flat=True)) == set(names)


def test_one_of_two_takes_a_value_that_may_be_used_once():
    people = make_people()
    merge(supplier(people.tenant, "S"), row("1"), row("2"))
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    with tenant_scope(people.tenant.pk):
        ids = list(Product.objects.values_list("pk", flat=True))
    errors = together(*(partial(edit_product, pk, values={"attribute:url_slug": "saw"}, **who) for pk in ids))
    assert [error.code for error in errors] == ["ATTRIBUTE_VALUE_TAKEN"]
