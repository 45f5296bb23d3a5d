"""Queries and lists: one shape for all of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.cutting import ListPage

MOST_PER_PAGE = 100
# Beyond it OFFSET would not fit PostgreSQL's integer, and nobody turns pages that far.
LAST_PAGE = 1_000_000


class PageQuery(serializers.Serializer[Any]):
    """`page` and `per_page` of a list; `page_size` is accepted for `per_page`."""

    page = serializers.IntegerField(min_value=1, max_value=LAST_PAGE, default=1)
    per_page = serializers.IntegerField(min_value=1, max_value=MOST_PER_PAGE, default=20)
    page_size = serializers.IntegerField(
        min_value=1, max_value=MOST_PER_PAGE, required=False, help_text="Another name of per_page."
    )

    def to_internal_value(self, data: Any) -> Any:
        """A filter that is sent empty is a filter that is not sent."""
        given = QueryDict(mutable=True)
        for name, values in data.lists() if isinstance(data, QueryDict) else ((key, [data[key]]) for key in data):
            if any(value != "" for value in values):
                given.setlist(name, values)
        return super().to_internal_value(given)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        size = attrs.pop("page_size", None)
        return {**attrs, "per_page": size or attrs["per_page"]}


class SortedQuery(PageQuery):
    """A list with `sort_by` and `order`; validated, both become `sort`: a column, with "-" downwards.

    A subclass names its keys and their columns, which have to be indexed: `sorts = {"name": "name"}`.
    """

    sorts: ClassVar[Mapping[str, str]] = {}
    default_sort: ClassVar[str] = ""
    default_order: ClassVar[str] = "asc"

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "sort_by": OneOf(tuple(self.sorts), default=self.default_sort or next(iter(self.sorts))),
            "order": OneOf(("asc", "desc"), default=self.default_order),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        column, order = self.sorts[attrs.pop("sort_by")], attrs.pop("order")
        return super().validate({**attrs, "sort": column if order == "asc" else f"-{column}"})


class CursorQuery(SortedQuery):
    """A sorted list that can also be walked by cursor: `after` takes the `next_cursor` of the page before."""

    after = serializers.CharField(
        required=False, default="", help_text="The next_cursor of the page before; `page` is ignored then."
    )


class OneOf(serializers.ChoiceField):
    """A choice that names what is allowed when something else is given."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("“{input}” is not known here: use one of {allowed}.")
    }

    def fail(self, key: str, **values: Any) -> Any:
        return super().fail(key, allowed=", ".join(map(str, self.choices)), **values)


def validated(serializer_class: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """The data as the serializer understands it; raises InvalidInput naming each field and what is wrong with it."""
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def listing(items: Iterable[Any], *, total: int, page: int, per_page: int, **extra: Any) -> dict[str, Any]:
    """The shape of every list: `{items, total, page, per_page}`."""
    return {"items": list(items), "total": total, "page": page, "per_page": per_page, **extra}


def page_listing(page: ListPage[Any], shape: Callable[[Any], Any] | None = None) -> dict[str, Any]:
    """The same from a page of `core.cutting.list_page`, with `next_cursor`; `shape` makes an item what is shown."""
    items = page.items if shape is None else map(shape, page.items)
    return listing(items, total=page.total, page=page.page, per_page=page.per_page, next_cursor=page.next_cursor)


def list_schema(name: str, item: Any, **extra: Any) -> Any:
    """The OpenAPI shape of a list of `item`; `extra` fields stand beside the four keys."""
    fields = {
        "items": item(many=True),
        "total": serializers.IntegerField(),
        "page": serializers.IntegerField(),
        "per_page": serializers.IntegerField(),
        **extra,
    }
    return type(name, (serializers.Serializer,), fields)


def cursor_schema(name: str, item: Any, **extra: Any) -> Any:
    """The OpenAPI shape of a list that can be walked by cursor."""
    next_cursor = serializers.CharField(allow_null=True, help_text="Leads to the page behind; null at the end.")
    return list_schema(name, item, next_cursor=next_cursor, **extra)
