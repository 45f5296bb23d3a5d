"""Transformations of numbers: every one reads local styles ("1 234,50 €") and gives decimal text."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.numbers import number_expression
from imports.feeds.transformations.registry import Parameter, ParameterType, Surroundings, always, register
from imports.feeds.units import UNIT_NAMES, convert, with_unit

_DECIMALS = Parameter("decimals", _("Decimals"), ParameterType.WHOLE, required=False, default=2)


def _amount(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return number_expression(cell, decimal=decimal).cast(pl.Float64, strict=False)


def _as_text(amount: pl.Expr, *, decimals: int) -> pl.Expr:
    """Rounded half away from zero, as merchants do, after a tiny push against binary error (2.675 -> 2.68)."""
    pushed = amount + amount.sign() * amount.abs() * 1e-12
    return pushed.round(decimals, mode="half_away_from_zero").cast(pl.Decimal(28, max(decimals, 0))).cast(pl.String)


@register(
    "number",
    _("Read as number"),
    Parameter("decimal", _("Decimal mark"), ParameterType.CHOICE, required=False, choices=(",", ".")),
    numeric=always,
)
def number(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Decimal text of a number or price in any local style; empty when the cell holds none or several."""
    return number_expression(cell, decimal=given["decimal"] or around.decimal)


@register("round", _("Round"), _DECIMALS, numeric=always)
def round_to(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Commercial rounding."""
    return _as_text(_amount(cell, around.decimal), decimals=given["decimals"])


@register(
    "arithmetic",
    _("Calculate"),
    Parameter("operator", _("Operator"), ParameterType.CHOICE, choices=("+", "-", "*", "/")),
    Parameter("value", _("Number"), ParameterType.NUMBER, required=False),
    Parameter("column", _("Column"), ParameterType.COLUMN, required=False),
    _DECIMALS,
    numeric=always,
)
def arithmetic(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """With a number, or with the number of another column; division by zero gives an empty cell."""
    left = _amount(cell, around.decimal)
    right = _amount(pl.col(given["column"]), None) if given["column"] else pl.lit(float(given["value"] or 0))
    results = {"+": left + right, "-": left - right, "*": left * right, "/": pl.when(right != 0).then(left / right)}
    return _as_text(results[given["operator"]], decimals=given["decimals"])


@register(
    "vat",
    _("Add or remove VAT"),
    Parameter("direction", _("Direction"), ParameterType.CHOICE, choices=("add", "remove")),
    Parameter("rate", _("Rate in %"), ParameterType.NUMBER, required=False),
    Parameter("rate_column", _("Column with the rate in %"), ParameterType.COLUMN, required=False),
    _DECIMALS,
    numeric=always,
)
def vat(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Net to gross or gross to net; the rate is fixed or stands in a column."""
    rate = _amount(pl.col(given["rate_column"]), None) if given["rate_column"] else pl.lit(float(given["rate"] or 0))
    factor = 1 + rate / 100
    amount = _amount(cell, around.decimal)
    changed = amount * factor if given["direction"] == "add" else amount / factor
    return _as_text(changed, decimals=given["decimals"])


@register(
    "currency",
    _("Convert currency at a given rate"),
    Parameter("rate", _("One unit of the file's currency is worth"), ParameterType.NUMBER),
    _DECIMALS,
    numeric=always,
)
def currency(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """Multiply by the rate and round to cents."""
    return _as_text(_amount(cell, around.decimal) * float(given["rate"]), decimals=given["decimals"])


@register(
    "unit",
    _("Convert unit"),
    Parameter("from", _("Unit of cells without unit"), ParameterType.CHOICE, choices=UNIT_NAMES),
    Parameter("to", _("Unit wanted"), ParameterType.CHOICE, choices=UNIT_NAMES),
    Parameter("unit_column", _("Column with the unit"), ParameterType.COLUMN, required=False),
    numeric=always,
)
def unit(cell: pl.Expr, given: Mapping[str, Any], around: Surroundings) -> pl.Expr:
    """ "1.5kg" to "1500" (to g): a unit in the cell wins over the one in `unit_column`, that one over `from`.

    A unit in `unit_column` that is not known stays behind the number, for validation to report.
    """
    if not given["unit_column"]:
        return convert(cell, assumed=given["from"], wanted=given["to"], decimal=around.decimal)
    measured = with_unit(cell, pl.col(given["unit_column"]))
    converted = convert(measured, assumed=given["from"], wanted=given["to"], decimal=around.decimal)
    return pl.coalesce(converted, measured)
