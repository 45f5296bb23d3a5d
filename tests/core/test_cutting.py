"""Lists cut by page and by cursor: stable order, damaged cursors, cursors of another order."""

import pytest

from core.cutting import cursor_of, list_page, read_cursor
from core.errors import InvalidInput
from core.models import Tenant
from tests.factories.people import TenantFactory
from tests.queries import at_most_queries


@pytest.fixture
def tenants(db):
    for name in ("b", "a", "c", "b", "b"):
        TenantFactory(name=name)


def walked(sort, per_page=2):
    """Every row, page behind page, by cursor."""
    seen, after = [], ""
    while after is not None:
        page = list_page(
            Tenant.objects.all(), lambda row: (row.name, row.pk), sort=sort, per_page=per_page, after=after
        )
        seen += page.items
        after = page.next_cursor
    return seen


@pytest.mark.parametrize(("sort", "names"), [("name", "abbbc"), ("-name", "cbbba")])
def test_a_walk_by_cursor_meets_every_row_once(tenants, sort, names):
    rows = walked(sort)
    assert "".join(name for name, _pk in rows) == names
    assert len(set(rows)) == 5


def test_a_row_that_comes_in_between_shifts_nothing(tenants):
    first = list_page(Tenant.objects.all(), str, sort="name", per_page=2)
    TenantFactory(name="aa")
    rest = list_page(Tenant.objects.all(), str, sort="name", per_page=10, after=first.next_cursor)
    assert [*first.items, *rest.items] == ["a", "b", "b", "b", "c"]


def test_numbered_pages_count(tenants):
    with at_most_queries(2):
        page = list_page(Tenant.objects.all(), str, sort="name", page=3, per_page=2)
    assert (page.items, page.total, page.page, page.per_page, page.next_cursor) == (["c"], 5, 3, 2, None)


BROKEN = ["x", "é", "=====", "WzFd", cursor_of("name", {"a": 1}, "k"), cursor_of("name", "b", "no uuid"), "A" * 5000]


@pytest.mark.parametrize("cursor", [*BROKEN, cursor_of("name", None, "k"), cursor_of("name", "b", [1])])
def test_a_damaged_cursor_is_told(tenants, cursor):
    with pytest.raises(InvalidInput, match="damaged: begin again") as refusal:
        list_page(Tenant.objects.all(), str, sort="name", after=cursor)
    assert refusal.value.code == "BAD_CURSOR"


def test_a_cursor_belongs_to_its_order():
    with pytest.raises(InvalidInput, match="another order"):
        read_cursor(cursor_of("name", "b", "k"), sort="-name")
