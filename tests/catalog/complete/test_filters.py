"""Lists cut by completeness, and what the statistics say."""

from datetime import date

import pytest

from catalog.completeness import Rules
from catalog.models import CompletenessDay
from catalog.selectors import product_list, read_filters
from catalog.selectors.completeness import (
    Counts,
    completeness_days,
    completeness_of,
    completeness_statistics,
)
from catalog.services import completeness
from core.errors import InvalidInput
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(acme, in_tenant):
    """Alpha has 41 points, Beta without price, EAN and brand 14."""
    merge(acme, row("A", title="Alpha", gtin="03760001234565", brand="Bosch"), row("B", title="Beta", price=None))
    completeness.follow_changes(in_tenant.tenant.pk)


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"completeness_min": "20"}, ["Alpha"]),
        ({"completeness_max": "20"}, ["Beta"]),
        ({"completeness_min": "50"}, []),
        ({"missing_field": ["price", "brand"]}, ["Beta"]),
        ({"missing_field": "description"}, ["Alpha", "Beta"]),
        ({"grade": "F"}, ["Alpha", "Beta"]),
        ({"grade": ["A", "B"]}, []),
    ],
)
def test_filters(two, in_tenant, params, titles):
    found = product_list(in_tenant.tenant.pk, read_filters(params), sort="title")
    assert [item.title for item in found.items] == titles


def test_a_grade_that_does_not_exist_is_refused(two):
    with pytest.raises(InvalidInput, match="E"):
        read_filters({"grade": "E"})


def test_what_a_product_lacks_comes_in_the_order_of_its_weight(two, in_tenant):
    pk = product_list(in_tenant.tenant.pk, read_filters({"search": "Beta"})).items[0].id
    found = completeness_of(pk, tenant_id=in_tenant.tenant.pk)
    assert (found.score, found.grade) == (14, "F")
    assert {lack.code for lack in found.lacking[:4]} == {"gtin", "price", "brand", "description"}
    assert [lack.points for lack in found.lacking] == sorted((lack.points for lack in found.lacking), reverse=True)


def test_statistics_of_all(two, in_tenant):
    found = completeness_statistics(in_tenant.tenant.pk)
    assert (found.now.total, found.now.mean, found.now.median) == (2, 27.5, 27.5)
    assert {each.code: each.count for each in found.todo}["brand"] == 1
    assert found.todo[0].count == 2


def test_the_median_of_an_odd_number_and_of_nothing():
    counts = [0] * 101
    assert (Counts(counts).median, Counts(counts).mean) == (0, 0)
    counts[10], counts[50], counts[100] = 1, 1, 1
    assert Counts(counts).median == 50
    assert Counts(counts).tenths() == [0, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    assert Counts(counts).grades(Rules()) == {"A": 1, "B": 0, "C": 0, "D": 0, "F": 2}


def test_days_are_noted_once_each(two, in_tenant):
    completeness.note_day(in_tenant.tenant.pk)
    completeness.note_day(in_tenant.tenant.pk)
    CompletenessDay.objects.create(tenant_id=in_tenant.tenant.pk, day=date(2026, 1, 2), counts=[0] * 101)
    days = completeness_days(in_tenant.tenant.pk)
    assert [counts.total for _day, counts in days] == [0, 2]
