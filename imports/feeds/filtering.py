"""Filters before the import: rows that a source keeps out on purpose, which are no errors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.errors import InvalidInput
from imports.feeds.conditions import check_condition, compile_condition
from imports.feeds.entries import Kind, Parameter, Place, chosen, read_list, read_parameters, refuse_unknown
from imports.feeds.mapping.cleaning import trimmed
from imports.feeds.mapping.fields import target_of
from imports.feeds.numbers import number_expression

NOUN, PLURAL = pgettext_lazy("noun", "Filter"), gettext_lazy("Filters")
ACTIONS = (
    ("exclude", gettext_lazy("Leave out the rows whose")),
    ("keep", gettext_lazy("Only take the rows whose")),
)
_VALUE = Parameter("value", gettext_lazy("Value"), Kind.TEXT)
_NUMBER = Parameter("value", gettext_lazy("Number"), Kind.NUMBER)


@dataclass(frozen=True)
class Test:
    """A test of a cell: its name for people and what it asks for."""

    label: Any
    parameters: tuple[Parameter, ...] = ()


TESTS: dict[str, Test] = {
    "equals": Test(gettext_lazy("is"), (_VALUE,)),
    "not_equals": Test(gettext_lazy("is not"), (_VALUE,)),
    "contains": Test(gettext_lazy("contains"), (_VALUE,)),
    "not_contains": Test(gettext_lazy("does not contain"), (_VALUE,)),
    "in": Test(gettext_lazy("is one of"), (Parameter("values", gettext_lazy("Values, one a line"), Kind.TEXTS),)),
    "not_in": Test(gettext_lazy("is none of"), (Parameter("values", gettext_lazy("Values, one a line"), Kind.TEXTS),)),
    "empty": Test(gettext_lazy("is empty")),
    "not_empty": Test(gettext_lazy("is filled")),
    "less": Test(gettext_lazy("is less than"), (_NUMBER,)),
    "greater": Test(gettext_lazy("is more than"), (_NUMBER,)),
    "matches": Test(
        gettext_lazy("matches the pattern"),
        (Parameter("pattern", gettext_lazy("Regular expression"), Kind.PATTERN),),
    ),
    "expression": Test(
        gettext_lazy("fulfil an expression"),
        (Parameter("expression", gettext_lazy("Expression"), Kind.EXPRESSION),),
    ),
}
_PLACES = (
    Parameter("field", gettext_lazy("Field"), Kind.FIELD, required=False),
    Parameter("column", gettext_lazy("Column"), Kind.COLUMN, required=False),
)
_COMMON = ("action", "test", "name", "field", "column")
FILTERED = "filtered"


@dataclass(frozen=True)
class Filter:
    """One filter; it looks at a mapped field, at a column as it came, or (an expression) at several fields."""

    number: int
    action: str
    test: str
    name: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its name, or what it does in words."""
        return self.name or describe(self)

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        named = {"name": self.name} if self.name else {}
        return {"action": self.action, "test": self.test, **self.given, **named}


def read_filters(data: Any) -> tuple[Filter, ...]:
    """The filters of a source; raises InvalidInput with the number of the first wrong one, what came, what may."""
    return tuple(read_list(data, _read_filter, noun=NOUN, plural=PLURAL))


def check_filters(data: Any) -> list[dict[str, Any]]:
    """The list as it is stored; raises InvalidInput as `read_filters` does."""
    return [one.to_json() for one in read_filters(data)]


def describe(one: Filter) -> str:
    """The filter as a sentence in the reader's language."""
    target = target_of(str(one.given.get("field", "")))
    place = str(target.label) if target else str(one.given.get("column", ""))
    value = one.given.get("value", one.given.get("pattern", one.given.get("expression", "")))
    if "values" in one.given:
        value = ", ".join(one.given["values"][:5]) + (", …" if len(one.given["values"]) > 5 else "")
    words = [str(dict(ACTIONS)[one.action]), place, str(TESTS[one.test].label), f"“{value}”" if value != "" else ""]
    return " ".join(word for word in words if word)


def watched(filters: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of the file that stored filters look at."""
    return list(dict.fromkeys(str(one["column"]) for one in filters if one.get("column")))


def watching(filters: Sequence[Mapping[str, Any]], column: str) -> list[Filter]:
    """Those of the stored filters that look at this column."""
    return [one for one in read_filters(list(filters)) if one.given.get("column") == column]


def on_columns(filters: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Stored filters with other column names: old -> new."""
    return [
        {**one, "column": names.get(one["column"], one["column"])} if one.get("column") else dict(one)
        for one in filters
    ]


def unfit(one: Filter, name: str) -> InvalidInput:
    """The refusal of a filter on something that the file does not have."""
    message = _(
        "The filter “%(filter)s” looks at “%(name)s”, which this file does not have:"
        " change the filter on the page of the feed, under “Rules”."
    )
    return InvalidInput(message % {"filter": one.title, "name": name}, code="filter_unfit", number=one.number)


def filtered_rows(mapped: pl.DataFrame, rows: pl.DataFrame, filters: Sequence[Filter]) -> pl.Series:
    """The number of the filter that keeps each row out, null for rows that go on.

    `mapped` and `rows` are the same rows, as fields and as they came. Raises InvalidInput for a filter on a field or a
    column that this file does not have: leaving it out would import what was to be kept out, or the reverse.
    """
    verdicts = [_verdict(one, mapped, rows) for one in filters]
    first = pl.coalesce(verdicts) if verdicts else pl.lit(None, pl.UInt32)
    return mapped.with_columns(first.alias(FILTERED))[FILTERED]


def _verdict(one: Filter, mapped: pl.DataFrame, rows: pl.DataFrame) -> pl.Expr:
    mask = _condition(one, mapped) if one.test == "expression" else _tested(one, mapped, rows)
    gone = mask if one.action == "exclude" else ~mask
    return pl.when(pl.lit(gone)).then(pl.lit(one.number, pl.UInt32))


def _tested(one: Filter, mapped: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    cells = _cells(one, mapped, rows).to_frame("cell")
    return cells.select(_TESTS[one.test](pl.col("cell"), one.given).fill_null(value=False)).to_series()


def _condition(one: Filter, mapped: pl.DataFrame) -> pl.Series:
    compiled = compile_condition(one.given["expression"], mapped.columns)
    for name in compiled.columns:
        _require(one, name, mapped)
    holds = mapped.with_columns(compiled.expression.fill_null(value=False).alias("holds"))
    return holds["holds"]


def _cells(one: Filter, mapped: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    name, frame = one.given.get("field"), mapped
    if name is None:
        name, frame = one.given["column"], rows
    _require(one, name, frame)
    return frame.select(trimmed(pl.col(name)).alias("cell")).to_series()


def _require(one: Filter, name: str, frame: pl.DataFrame) -> None:
    if name not in frame.columns:
        raise unfit(one, name)


def _read_filter(entry: Any, place: Place) -> Filter:
    action = chosen(entry, "action", [name for name, _label in ACTIONS], place=place)
    test = chosen(entry, "test", tuple(TESTS), place=place)
    parameters = TESTS[test].parameters
    refuse_unknown(entry, (*_COMMON, *(parameter.name for parameter in parameters)), place=place)
    name = entry.get("name") or ""
    if not isinstance(name, str) or len(name) > 120:
        raise place.fault("name", name, _("a text of at most 120 characters"))
    where = {} if test == "expression" else read_parameters(entry, _PLACES, place=place)
    if test != "expression" and len(where) != 1:
        raise place.fault("field", entry.get("field"), _("a field of the catalogue, or a column of the file"))
    given = {**where, **read_parameters(entry, parameters, place=place)}
    if test == "expression":
        check_condition(given["expression"], place)
    return Filter(place.number, action, test, name.strip(), given)


def _same(cell: pl.Expr, value: str) -> pl.Expr:
    """The same text, whatever the case; the same number, however it is written."""
    same = cell.str.to_lowercase() == value.strip().lower()
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return same
    return same | (cell.cast(pl.Float64, strict=False) == number).fill_null(value=False)


def _among(cell: pl.Expr, values: Sequence[str]) -> pl.Expr:
    return cell.str.to_lowercase().is_in([value.strip().lower() for value in values])


def _holds(cell: pl.Expr, value: str) -> pl.Expr:
    return cell.str.to_lowercase().str.contains(value.lower(), literal=True)


def _number(cell: pl.Expr) -> pl.Expr:
    return number_expression(cell).cast(pl.Float64, strict=False)


_TESTS: dict[str, Callable[[pl.Expr, Mapping[str, Any]], pl.Expr]] = {
    "equals": lambda cell, given: _same(cell, given["value"]),
    "not_equals": lambda cell, given: ~_same(cell, given["value"]).fill_null(value=False),
    "contains": lambda cell, given: _holds(cell, given["value"]),
    "not_contains": lambda cell, given: ~_holds(cell, given["value"]).fill_null(value=False),
    "in": lambda cell, given: _among(cell, given["values"]),
    "not_in": lambda cell, given: ~_among(cell, given["values"]).fill_null(value=False),
    "empty": lambda cell, given: cell.is_null(),
    "not_empty": lambda cell, given: cell.is_not_null(),
    "less": lambda cell, given: _number(cell) < given["value"],
    "greater": lambda cell, given: _number(cell) > given["value"],
    "matches": lambda cell, given: cell.str.contains(given["pattern"]),
}
