"""Filters of products from texts: what is read, what is refused and with which sentence, written back as they were."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from catalog.models import Category, Product
from catalog.selectors import ProductFilters, product_count, product_ids, product_list, read_filters
from catalog.selectors.facets import facets
from catalog.selectors.filters import FILTERS
from core.access import grants
from core.errors import InvalidInput
from core.tenancy import tenant_scope
from tests.factories.catalog import merge, row
from tests.factories.products import make_catalogue
from tests.queries import at_most_queries

SOME = uuid.UUID(int=5)
FULL = ProductFilters(
    search="drill 18V",
    statuses=("active", "draft"),
    supplier_ids=(SOME,),
    brands=("Bosch", "Makita, Ltd"),
    category="A > B",
    with_subcategories=False,
    tags=("new",),
    has_gtin=False,
    in_stock=True,
    price_min=Decimal("9.90"),
    stock_max=-3,
    created_from=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    run_id=SOME,
    ids=(SOME,),
)


def test_filters_are_written_and_read_back():
    params = FULL.as_params()
    assert params["price_min"] == ["9.90"]
    assert read_filters(params) == FULL
    address = QueryDict(mutable=True)
    for name, texts in params.items():
        address.setlist(name, texts)
    assert read_filters(QueryDict(address.urlencode())) == FULL


def test_nothing_is_no_filter():
    assert read_filters({"search": " ", "status": "", "price_min": None, "unknown": "x"}) == ProductFilters()
    assert ProductFilters().as_params() == {}


def test_days_are_whole_and_amounts_are_read_as_people_write_them():
    with timezone.override("Europe/Paris"), translation.override("fr"):
        found = read_filters({"created_from": "2026-03-01", "created_to": "2026-03-01", "price_max": "1 234,50"})
    assert found.created_from == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert found.created_to == datetime(2026, 3, 1, 22, 59, 59, 999999, tzinfo=UTC)
    assert found.price_max == Decimal("1234.50")


BAD = [
    ("status", "gone"),
    ("has_price", "perhaps"),
    ("supplier_id", "x"),
    ("price_min", "-1"),
    ("price_min", "NaN"),
    ("price_min", "1e300"),
    ("price_min", "0.00001"),
    ("stock_min", "1.5"),
    ("stock_min", "99999999999"),
    ("created_from", "yesterday"),
    ("created_from", "2026-02-30"),
    ("updated_to", "0001-01-01"),
    ("search", "x" * 501),
    ("tag", ["t"] * 1 + [f"t{n}" for n in range(200)]),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{name}-{n}" for n, (name, _value) in enumerate(BAD)])
def test_what_cannot_be_read_is_refused_by_its_name(name, value):
    with pytest.raises(InvalidInput) as refused:
        read_filters({name: value, "kind": "simple"})
    assert list(refused.value.params["fields"]) == [name]
    assert str(next(each.label for each in FILTERS if each.name == name)) in str(refused.value)


@pytest.fixture
def shop(people):
    return make_catalogue(people)


def test_all_products_are_walked_by_their_ids(people, shop):
    tenant_id = people.tenant.pk
    everything = product_ids(tenant_id)
    assert everything == sorted(everything)
    assert product_ids(tenant_id, after=everything[0], size=1) == everything[1:2]
    assert product_ids(tenant_id, ProductFilters(has_gtin=True), after=everything[-1]) == []
    assert product_count(tenant_id, ProductFilters(), most=2) == (3, False)
    assert product_count(tenant_id, ProductFilters(has_gtin=False)) == (1, True)
    assert product_ids(people.elsewhere.pk) == []


def test_further_categories_count_too(people, shop):
    tenant_id = people.tenant.pk
    with tenant_scope(tenant_id):
        saws = Category.objects.get(name="Scies")
        Product.objects.filter(pk=shop.chair).update(further_categories=[saws.pk])
    found = product_list(tenant_id, ProductFilters(category_ids=(saws.parent_id,)))
    assert {item.id for item in found.items} == {shop.drill, shop.saw, shop.chair}
    alone = ProductFilters(category_ids=(saws.pk,), with_subcategories=False)
    assert {item.id for item in product_list(tenant_id, alone).items} == {shop.saw, shop.chair}
    lone = product_list(tenant_id, ProductFilters(has_category=False))
    assert lone.items == []


def test_choices_are_counted_as_if_their_filter_was_not_set(people, shop):
    found = facets(people.tenant.pk, ProductFilters(supplier_ids=(shop.rival,), has_gtin=True))
    assert [(choice.label, choice.count) for choice in found.choices["supplier_id"]] == [
        ("Outillage Martin", 2),
        ("Werkzeug Weber", 1),
    ]
    assert {choice.value: choice.count for choice in found.choices["status"]}["active"] == 1
    assert [(choice.label, choice.depth, choice.count) for choice in found.choices["category_id"]] == [
        ("Outillage", 1, 1),
        ("Perceuses", 2, 1),
    ]
    assert found.flags["has_gtin"] == (1, 0)
    assert found.flags["in_stock"] == (1, 0)
    assert facets(people.elsewhere.pk, ProductFilters()).choices["brand_id"] == []


def test_the_number_of_queries_for_the_choices_is_constant(people, shop, in_tenant, acme):
    with at_most_queries(20) as few:
        facets(people.tenant.pk, ProductFilters(in_stock=True))
    merge(acme, *[row(f"N{n}", title=f"More {n}", brand=f"Brand {n}", category=f"C{n} > D{n}") for n in range(20)])
    with at_most_queries(few.total):
        facets(people.tenant.pk, ProductFilters(in_stock=True, price_min=1))


def test_choices_are_those_of_the_reader(people, shop):
    guest = people.viewer
    people.tenant.memberships.filter(user=guest).update(role="")
    with tenant_scope(people.tenant.pk):
        grants.grant(guest, ["read:products"], Product.objects.get(pk=shop.chair))
        reader = type(guest).objects.get(pk=guest.pk)
        found = facets(people.tenant.pk, ProductFilters(seen_by=reader))
    assert {choice.value: choice.count for choice in found.choices["status"]}["active"] == 1
    assert found.choices["brand_id"] == []


def test_counting_that_takes_too_long_is_given_up(people, shop, monkeypatch):
    from django.db import OperationalError

    def too_long(*args, **options):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("catalog.selectors.facets._flags", too_long)
    assert facets(people.tenant.pk, ProductFilters(price_max=Decimal(7))) is None
