"""Cells of a workbook as text, the way a person reads them: whole numbers whole, dates ISO, 15 digits at most."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import polars as pl

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = 2.0**53
_SHORT = 16  # digits and point that are surely exact


def text_of(value: Any) -> str | None:
    """Turn one value of a workbook cell into text; None when it is empty."""
    if isinstance(value, str):
        return _unescaped(value) if "_x" in value else value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return None if value is None else str(value)


def number_text(value: float) -> str:
    """Write a number with the 15 digits a spreadsheet shows; never 3.2E+12 for a whole number."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    short = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0").rstrip(".") if "e-" in short else short


def _unescaped(text: str) -> str | None:
    """Undo the `_x000D_` notation of OOXML; carriage returns and control characters disappear."""

    def character(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char >= " " or char in "\n\t" else ""

    return _ESCAPED.sub(character, text) or None


def text_column(name: str, values: Sequence[Any]) -> pl.Series:
    """Turn a column of values into a column of text, at once where all values have one type."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return _of_strings(name, values)
    if kinds <= {float, str, type(None)} and (series := _of_numbers(name, values, kinds)) is not None:
        return series
    return pl.Series(name, list(map(text_of, values)), dtype=pl.String)


def _of_strings(name: str, values: Sequence[str]) -> pl.Series:
    series = pl.Series(name, values, dtype=pl.String)
    if series.str.contains("_x", literal=True).any():
        return pl.Series(name, list(map(text_of, values)), dtype=pl.String)
    return series


def _of_numbers(name: str, values: Sequence[Any], kinds: set[type]) -> pl.Series | None:
    """Write a column of numbers and empty cells at once; None where a value needs the slow way."""
    numbers = values if kinds == {float} else [None if value == "" else value for value in values]
    try:
        series = pl.Series(name, numbers, dtype=pl.Float64)
    except TypeError:
        return None
    whole = (series == series.round()) & (series.abs() < _EXACT)
    if whole.all():
        return series.cast(pl.Int64).cast(pl.String)
    texts = series.cast(pl.String)
    long = (texts.str.len_bytes() > _SHORT) | texts.str.contains("e", literal=True)
    return None if (long & ~whole).any() else texts.str.strip_suffix(".0")
