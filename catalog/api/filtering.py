"""The filters of products as the API takes them, made from the one table of filters."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from catalog.selectors.filters import FILTERS, MOST_VALUES, Filter, FilterKind, no_such_filter
from catalog.selectors.reading import LONGEST_TEXT, READERS, Unreadable
from core.rest.lists import OneOf

Field = serializers.Field[Any, Any, Any, Any]


class MomentField(serializers.DateTimeField):
    """A moment, or a day: from its beginning, until its end."""

    def __init__(self, *, kind: FilterKind, **options: Any) -> None:
        super().__init__(**options)
        self._kind = kind

    def to_internal_value(self, value: Any) -> Any:
        try:
            return READERS[self._kind](str(value).strip(), self.field_name, [])
        except Unreadable as error:
            raise serializers.ValidationError(str(error)) from error


class FilterFields(serializers.Serializer[Any]):
    """Every filter of products, under its name; `catalog.selectors.read_filters` takes what is validated here."""

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{each.name: _field(each) for each in FILTERS}}


class FiltersToActOn(FilterFields):
    """The filters of something that is done to all the products they leave."""

    def to_internal_value(self, data: Any) -> Any:
        """A name that nobody would read is refused: passed over, it would let more products in."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name: [no_such_filter(name)] for name in unknown})
        return super().to_internal_value(data)


def _field(each: Filter) -> Field:
    if each.many:
        child = _MAKERS[each.kind](each, {})
        text = each.help or each.label
        return serializers.ListField(child=child, max_length=MOST_VALUES, required=False, help_text=text)
    return _MAKERS[each.kind](each, {"required": False, "allow_null": True, "help_text": each.help or each.label})


def _amount(each: Filter, options: dict[str, Any]) -> Field:
    return serializers.DecimalField(18, 4, min_value=0, **options)


_MAKERS: dict[FilterKind, Callable[[Filter, dict[str, Any]], Field]] = {
    FilterKind.TEXT: lambda each, options: serializers.CharField(max_length=LONGEST_TEXT, **options),
    FilterKind.NAME: lambda each, options: serializers.CharField(max_length=LONGEST_TEXT, **options),
    FilterKind.FLAG: lambda each, options: serializers.BooleanField(**options),
    FilterKind.CHOICE: lambda each, options: OneOf(each.choices, **options),
    FilterKind.ID: lambda each, options: serializers.UUIDField(**options),
    FilterKind.NUMBER: lambda each, options: serializers.IntegerField(
        min_value=-(2**31) + 1, max_value=2**31 - 1, **options
    ),
    FilterKind.AMOUNT: _amount,
    FilterKind.SINCE: lambda each, options: MomentField(kind=each.kind, **options),
    FilterKind.UNTIL: lambda each, options: MomentField(kind=each.kind, **options),
}
