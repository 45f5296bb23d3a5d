"""Transformations that choose values: dates, look-up tables, conditions, constants."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.dates import ORDERS, read_dates
from imports.feeds.numbers import number_expression
from imports.feeds.transformations.registry import Parameter, ParameterType, Surroundings, register

_OPERATORS = ("is_empty", "is_filled", "equals", "not_equals", "contains", "greater", "less")


@register(
    "date",
    _("Read as date"),
    Parameter("order", _("Order"), ParameterType.CHOICE, required=False, default="day_first", choices=tuple(ORDERS)),
)
def date(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """ISO date text; ISO dates are read whatever the order; a time of day is dropped."""
    return read_dates(cell, order=given["order"])


@register(
    "lookup",
    _("Replace values by a table"),
    Parameter("table", _("Table"), ParameterType.TABLE),
    Parameter(
        "otherwise", _("Other values"), ParameterType.CHOICE, required=False, default="keep", choices=("keep", "empty")
    ),
)
def lookup(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Each value by the table, without regard to case and outer spaces."""
    table = {key.strip().casefold(): value for key, value in given["table"].items()}
    found = (
        cell.str.strip_chars()
        .str.to_lowercase()
        .replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)
    )
    return found if given["otherwise"] == "empty" else pl.coalesce(found, cell)


@register(
    "condition",
    _("Only when"),
    Parameter("operator", _("Operator"), ParameterType.CHOICE, choices=_OPERATORS),
    Parameter("value", _("Value"), ParameterType.TEXT, required=False, default=""),
    Parameter("column", _("Column compared (this one by default)"), ParameterType.COLUMN, required=False),
    Parameter("then", _("Then"), ParameterType.TEXT, required=False),
    Parameter("otherwise", _("Else"), ParameterType.TEXT, required=False),
)
def condition(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """`then` where the condition holds, `otherwise` where not; a branch without text leaves the cell as it is."""
    subject = pl.col(given["column"]) if given["column"] else cell
    holds = _holds(subject, operator=given["operator"], value=given["value"])
    then = cell if given["then"] is None else pl.lit(given["then"])
    otherwise = cell if given["otherwise"] is None else pl.lit(given["otherwise"])
    chosen = pl.when(holds.fill_null(value=False)).then(then).otherwise(otherwise)
    return pl.when(chosen != "").then(chosen)


def _holds(subject: pl.Expr, *, operator: str, value: str) -> pl.Expr:
    if operator == "is_empty":
        return subject.is_null() | (subject == "")
    if operator == "is_filled":
        return subject.is_not_null() & (subject != "")
    if operator == "equals":
        return subject == value
    if operator == "not_equals":
        return subject.ne_missing(pl.lit(value))
    if operator == "contains":
        return subject.str.contains(value, literal=True)
    amount = number_expression(subject).cast(pl.Float64, strict=False)
    limit = number_expression(pl.lit(value)).cast(pl.Float64, strict=False)
    return amount > limit if operator == "greater" else amount < limit


@register("default", _("When empty, use"), Parameter("text", _("Text"), ParameterType.TEXT))
def default(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """A value for empty cells."""
    return cell.fill_null(pl.lit(given["text"]))
