"""Two imports at once: no product twice, no deadlock, no gap in the change log."""

import threading
import uuid

import pytest
from django.db import connections

from catalog.models import Brand, Category, Change, Offer, Product
from core.tenancy import tenant_scope
from tests.factories.catalog import merge, row, supplier
from tests.factories.people import TenantFactory

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
