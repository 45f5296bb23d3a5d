"""Weights and lengths with their units, in cells ("1.37kg", "800 g") and in headers ("Weight (lbs)")."""

import re

import polars as pl
from django.utils.translation import gettext_lazy as _

from catalog.units import FAMILIES, spellings_of, unit_named
from core.errors import InvalidInput
from imports.feeds.numbers import number_expression

_USUAL = ("m", "cm", "mm", "in", "ft")
_WEIGHTS = {unit: float(factor) for unit, factor in FAMILIES["weight"].items()}
_LENGTHS = {unit: float(FAMILIES["length"][unit]) for unit in _USUAL}
FACTORS = _WEIGHTS | _LENGTHS
UNIT_NAMES = tuple(FACTORS)
WEIGHT_UNITS = frozenset(_WEIGHTS)
UNITS_BY_SPELLING = {
    spelling: unit
    for name in ("kg", "m")
    for spelling in spellings_of(name)
    if (unit := unit_named(spelling)) in FACTORS and spelling[-1].isalpha()
}
_ALTERNATIVES = "|".join(sorted(UNITS_BY_SPELLING, key=len, reverse=True))
_CELL = rf"(?i)^\s*(.*?\d)[\s\u00a0]*({_ALTERNATIVES})?\.?\s*$"
WEIGHT_SPELLINGS = frozenset(spelling for spelling, name in UNITS_BY_SPELLING.items() if name in _WEIGHTS)
_WEIGHT_WORDS = "|".join(sorted(WEIGHT_SPELLINGS, key=len, reverse=True))
WEIGHT_CELL = rf"(?i)^\s*\d+(?:[.,]\d+)?[\s\u00a0]*(?:{_WEIGHT_WORDS})\.?\s*$"


def convert(cell: pl.Expr, *, assumed: str, wanted: str, decimal: str | None = None) -> pl.Expr:
    """Decimal text in the `wanted` unit; a unit in the cell wins over `assumed`; units of another kind give null."""
    if (assumed in _WEIGHTS) != (wanted in _WEIGHTS):
        message = _("“%(from)s” cannot be converted to “%(to)s”: one is a weight, the other a length.")
        raise InvalidInput(message % {"from": assumed, "to": wanted}, code="parameter_invalid")
    number = number_expression(cell.str.extract(_CELL, 1), decimal=decimal).cast(pl.Float64, strict=False)
    same_kind = _WEIGHTS if wanted in _WEIGHTS else _LENGTHS
    factors = {s: same_kind[n] / same_kind[wanted] for s, n in UNITS_BY_SPELLING.items() if n in same_kind}
    spelled = cell.str.extract(_CELL, 2).str.to_lowercase()
    by_cell = spelled.replace_strict(list(factors), list(factors.values()), default=None, return_dtype=pl.Float64)
    factor = pl.when(spelled.is_null()).then(pl.lit(factors[assumed])).otherwise(by_cell)
    return quantity_text(number * factor)


def with_unit(cell: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """The cell with the unit of another column behind it, unless one of them is empty or it names its own."""
    named = unit.str.strip_chars()
    lacks = ~cell.str.contains(r"\pL\s*\.?\s*$") & (named != "")
    return pl.when(lacks.fill_null(value=False)).then(cell + pl.lit(" ") + named).otherwise(cell)


def quantity_text(amount: pl.Expr) -> pl.Expr:
    """Up to six decimals, without zeros at the end."""
    text = amount.round(6).cast(pl.Decimal(28, 6)).cast(pl.String)
    return text.str.replace(r"\.?0+$", "")


def unit_in(name: str) -> str | None:
    """The unit a header names as a word of its own ("Weight (lbs)", "weight_g"), if any."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    return next((UNITS_BY_SPELLING[word] for word in reversed(words) if word in UNITS_BY_SPELLING), None)
