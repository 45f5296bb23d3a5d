"""Whatever is done to prices, stocks and parts of bundles, undoing it in turn brings the first state back."""

import json
import uuid
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.acts import Actor
from catalog.amounts import KINDS, PriceKey
from catalog.bulk import execute
from catalog.models import BundleItem, Price, Product, Stock
from catalog.services import patching, undo_run
from catalog.services.changing import hold
from catalog.services.log import Act, tell_products_changed, write_changes
from core.databases import atomic
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1))
PRICES = st.builds(PriceKey, st.sampled_from(["EUR", "USD"]), st.sampled_from(KINDS), st.integers(1, 3), DAYS, DAYS)
AMOUNTS = st.none() | st.decimals(0, 100, places=2).map(lambda value: f"{value.normalize():f}" if value else "0")
COUNTS = st.none() | st.integers(1, 50).map(str)
PLACES = st.sampled_from(["Paris", "Lyon: dépôt/2"])
ENTRIES = st.one_of(
    st.tuples(PRICES.filter(lambda key: not key.is_backwards).map(lambda key: key.name), AMOUNTS),
    st.tuples(st.builds("{}:{}".format, st.sampled_from(["stock", "reserved", "min_stock"]), PLACES), COUNTS),
    st.tuples(st.sampled_from(["bundle:1", "bundle:2"]), COUNTS),
)
PATCHES = st.lists(ENTRIES, min_size=1, max_size=8).map(dict)


def rows():
    """The tables as they are, without ids."""
    return (
        set(Price.objects.values_list("kind", "currency", "min_quantity", "valid_from", "valid_until", "amount")),
        set(Stock.objects.values_list("warehouse", "quantity", "reserved", "min_stock")),
        set(BundleItem.objects.values_list("product_id", "quantity")),
    )


def apply(product_id, patch, tenant_id):
    """Bring the product to these values as a run; returns its id."""
    act = Act(tenant_id, Actor("user", None, "test"), uuid.uuid4())
    with atomic("catalog"):
        held = hold([product_id], tenant_id=tenant_id)[product_id]
        new = {name: value for name, value in patch.items() if held.values.get(name) != value}
        if not new:
            return None
        patching.start()
        before = json.dumps({name: held.values.get(name) for name in new})
        values = {"id": product_id, "patch": json.dumps(new), "before": before}
        execute("INSERT INTO patches (product_id, patch, before) VALUES (%(id)s, %(patch)s, %(before)s)", values)
        entries = patching.apply_patches(tenant_id)
        write_changes(act, entries)
        tell_products_changed(act, aggregate_id=product_id, changes=1, facts={})
    return act.run_id


@pytest.fixture
def product(acme):
    merge(acme, row("1", title="Set"), row("2", title="A"), row("3", title="B"))
    names = dict(Product.objects.values_list("title", "pk"))
    return names["Set"], {"bundle:1": f"bundle:{names['A']}", "bundle:2": f"bundle:{names['B']}"}


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(PATCHES, min_size=1, max_size=4))
def test_undo_in_turn_brings_everything_back(product, in_tenant, patches):
    tenant_id, (pk, parts) = in_tenant.tenant.pk, product
    states, runs = [(rows(), values_of(pk, tenant_id))], []
    for patch in patches:
        runs.append(apply(pk, {parts.get(name, name): value for name, value in patch.items()}, tenant_id))
        states.append((rows(), values_of(pk, tenant_id)))
    for run, state in zip(reversed(runs), reversed(states[:-1]), strict=True):
        if run is not None:
            result = undo_run(run, tenant_id=tenant_id, actor=Actor("undo"), undo_run_id=uuid.uuid4())
            assert result.kept == 0
        assert (rows(), values_of(pk, tenant_id)) == state


def values_of(product_id, tenant_id):
    """The state of the product as the log writes it."""
    with atomic("catalog"):
        return hold([product_id], tenant_id=tenant_id)[product_id].values


def test_names_in_the_database_are_those_of_the_code(product, in_tenant):
    pk, _parts = product
    keys = [PriceKey("EUR", kind, quantity, first, last) for kind in KINDS for quantity in (1, 2)
            for first in (None, date(2026, 1, 2)) for last in (None, date(2026, 1, 9))]  # fmt: skip
    apply(pk, {key.name: "1.5" for key in keys}, in_tenant.tenant.pk)
    assert Price.objects.count() == len(keys)
    named = {name for name in values_of(pk, in_tenant.tenant.pk) if name.startswith("price:")}
    assert named == {key.name for key in keys}
    assert set(Price.objects.values_list("amount", flat=True)) == {Decimal("1.5")}
