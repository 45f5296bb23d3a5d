"""Queries and lists: one shape for all of them."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

MOST_PER_PAGE = 100


class PageQuery(serializers.Serializer[Any]):
    """`page` and `per_page` of a list; `page_size` is accepted for `per_page`."""

    page = serializers.IntegerField(min_value=1, default=1)
    per_page = serializers.IntegerField(min_value=1, max_value=MOST_PER_PAGE, default=20)
    page_size = serializers.IntegerField(min_value=1, max_value=MOST_PER_PAGE, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        size = attrs.pop("page_size", None)
        return {**attrs, "per_page": size or attrs["per_page"]}


def validated(serializer_class: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """The data as the serializer understands it; raises InvalidInput naming each field and what is wrong with it."""
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def listing(items: Iterable[Any], *, total: int, page: int, per_page: int, **extra: Any) -> dict[str, Any]:
    """The shape of every list: `{items, total, page, per_page}`."""
    return {"items": list(items), "total": total, "page": page, "per_page": per_page, **extra}


def list_schema(name: str, item: Any) -> Any:
    """The OpenAPI shape of a list of `item`."""
    fields = {
        "items": item(many=True),
        "total": serializers.IntegerField(),
        "page": serializers.IntegerField(),
        "per_page": serializers.IntegerField(),
    }
    return type(name, (serializers.Serializer,), fields)
