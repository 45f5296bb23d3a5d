"""Bundles: parts, circles, what they cost and how many there are."""

import uuid
from decimal import Decimal

import pytest

from catalog.acts import Actor
from catalog.errors import BundleCircle, NotPossibleForKind, ProductNotFound, UnfitValue
from catalog.models import BundleItem, Product
from catalog.selectors.bundles import bundle_of, bundles_with
from catalog.services import set_status, undo_run
from catalog.services.bundles import change_parts
from catalog.services.variants import set_axes
from core.errors import PermissionRefused
from tests.factories.catalog import merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(acme):
    merge(
        acme,
        row("set", price="50"),
        row("cup", price="8", stock="25"),
        row("pot", price="30", stock="4"),
        row("big", price="90"),
        row("tea", price=None, currency=None, stock=None),
    )
    return {title.removeprefix("Product "): pk for title, pk in Product.objects.values_list("title", "pk")}


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


def parts(shop, **quantities):
    return {shop[name]: quantity for name, quantity in quantities.items()}


def test_a_bundle_costs_and_allows_what_its_parts_do(shop, who):
    change_parts(shop["set"], parts=parts(shop, cup=6, pot=1), **who)
    with at_most_queries(9):
        bundle = bundle_of(shop["set"], tenant_id=who["tenant_id"])
    assert (bundle.kind, bundle.price_of_parts, bundle.saving, bundle.allows) == ("bundle", 78, 28, 4)
    assert [(part.title, part.quantity, part.total, part.allows) for part in bundle.parts] == [
        ("Product cup", 6, Decimal(48), 4),
        ("Product pot", 1, Decimal(30), 4),
    ]
    assert [(each.title, each.quantity) for each in bundles_with(shop["cup"], tenant_id=who["tenant_id"])] == [
        ("Product set", 6)
    ]


def test_bundles_in_bundles_count_through(shop, who):
    change_parts(shop["set"], parts=parts(shop, cup=6, pot=1), **who)
    change_parts(shop["big"], parts=parts(shop, set=2, cup=1), **who)
    bundle = bundle_of(shop["big"], tenant_id=who["tenant_id"])
    assert (bundle.allows, bundle.price_of_parts) == (1, 108)
    assert {part.title: part.stock for part in bundle.parts}["Product set"] == 4


def test_what_is_not_known_is_not_made_up(shop, who):
    change_parts(shop["set"], parts=parts(shop, cup=1, tea=1), **who)
    bundle = bundle_of(shop["set"], tenant_id=who["tenant_id"])
    assert (bundle.price_of_parts, bundle.saving, bundle.allows) == (None, None, None)


def test_parts_come_and_go(shop, who):
    change_parts(shop["set"], parts=parts(shop, cup=6, pot=1), **who)
    change_parts(shop["set"], parts=parts(shop, pot=2), replace=True, **who)
    assert list(BundleItem.objects.values_list("product__title", "quantity")) == [("Product pot", 2)]
    change_parts(shop["set"], parts=parts(shop, pot=None), **who)
    assert not BundleItem.objects.exists()
    assert Product.objects.get(pk=shop["set"]).kind == "simple"


def test_a_bundle_never_contains_itself(shop, who):
    change_parts(shop["set"], parts=parts(shop, cup=1), **who)
    change_parts(shop["big"], parts=parts(shop, set=1), **who)
    for bundle, part in (("set", "set"), ("set", "big"), ("cup", "big")):
        with pytest.raises(BundleCircle):
            change_parts(shop[bundle], parts=parts(shop, **{part: 1}), **who)
    assert BundleItem.objects.count() == 2


def test_what_cannot_be_a_part(shop, who, in_tenant):
    set_axes(shop["pot"], axes=["Size"], **who)
    set_status([shop["tea"]], status="trash", tenant_id=who["tenant_id"], user=in_tenant.admin)
    refusals = [
        ("set", {shop["pot"]: 1}, NotPossibleForKind),
        ("pot", {shop["cup"]: 1}, NotPossibleForKind),
        ("set", {shop["tea"]: 1}, ProductNotFound),
        ("set", {uuid.uuid4(): 1}, ProductNotFound),
        ("set", {shop["cup"]: 0}, UnfitValue),
        ("set", {shop["cup"]: 10_001}, UnfitValue),
    ]
    for bundle, wanted, error in refusals:
        with pytest.raises(error):
            change_parts(shop[bundle], parts=wanted, **who)
    with pytest.raises(PermissionRefused):
        change_parts(shop["set"], parts={shop["cup"]: 1}, tenant_id=who["tenant_id"], user=in_tenant.viewer)
    assert not BundleItem.objects.exists()


def test_an_undo_leaves_what_a_bundle_needs(acme, who):
    run = uuid.uuid4()
    merge(acme, row("set"), row("cup"), row("pot"), run_id=run)
    ids = {title.removeprefix("Product "): pk for title, pk in Product.objects.values_list("title", "pk")}
    change_parts(ids["set"], parts={ids["cup"]: 2}, **who)
    result = undo_run(run, tenant_id=who["tenant_id"], actor=Actor("undo"), undo_run_id=uuid.uuid4())
    assert (result.removed_products, result.kept) == (1, 2)
    assert set(Product.objects.values_list("title", flat=True)) == {"Product set", "Product cup"}
    assert BundleItem.objects.get().quantity == 2
