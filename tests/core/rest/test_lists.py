"""Queries of lists: sort keys become columns, unknown ones are told with what is allowed."""

from typing import ClassVar

import pytest
from rest_framework.exceptions import ValidationError

from core.cutting import ListPage
from core.rest.lists import CursorQuery, SortedQuery, page_listing, validated


class Query(SortedQuery):
    """A list for these tests."""

    sorts: ClassVar = {"name": "title", "created_at": "created_at"}
    default_order = "desc"


def test_keys_become_columns():
    assert validated(Query, {}) == {"page": 1, "per_page": 20, "sort": "-title"}
    assert validated(Query, {"sort_by": "created_at", "order": "asc", "page_size": 5})["sort"] == "created_at"


@pytest.mark.parametrize(("query", "allowed"), [({"sort_by": "x"}, "name, created_at"), ({"order": "x"}, "asc, desc")])
def test_an_unknown_key_is_told_with_those_that_are_known(query, allowed):
    with pytest.raises(ValidationError, match=f"“x” is not known here: use one of {allowed}"):
        validated(Query, query)


def test_a_cursor_is_taken_along():
    class Walked(CursorQuery):
        sorts: ClassVar = {"name": "name"}

    assert validated(Walked, {"after": "abc"}) == {"page": 1, "per_page": 20, "after": "abc", "sort": "name"}


def test_a_page_has_the_shape_of_all_lists():
    body = page_listing(ListPage([1], 7, 2, 1, "next"))
    assert body == {"items": [1], "total": 7, "page": 2, "per_page": 1, "next_cursor": "next"}
