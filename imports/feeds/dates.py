"""Dates as suppliers write them, to ISO text ("31/12/2026" -> "2026-12-31"), column by column."""

import re

import polars as pl

ORDERS = {
    "day_first": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "month_first": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
    "iso": ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"),
}
_TOKENS = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "m": "%m", "dd": "%d", "d": "%d"}
_TOKEN = re.compile("yyyy|yy|mm?|dd?", re.IGNORECASE)
_FORMAT = re.compile(r"(?i)(?:(?:yyyy|yy|mm?|dd?)[^a-z0-9%]{0,3}){3}")


def read_dates(cell: pl.Expr, *, order: str) -> pl.Expr:
    """ISO date text; ISO dates are read whatever the order; a time of day is dropped; else empty."""
    return _iso(cell, ORDERS[order] + ORDERS["iso"])


def date_text(cell: pl.Expr, form: str = "") -> pl.Expr:
    """ISO date text of cells written as `form` says (see `is_date_format`), without it day first."""
    if not form:
        return read_dates(cell, order="day_first")
    return _iso(cell, (_TOKEN.sub(lambda found: _TOKENS[found[0].lower()], form),))


def is_date_format(form: str) -> bool:
    """Whether `form` names day, month and year once each, such as "DD/MM/YYYY" or "yyyymmdd"."""
    letters = sorted(found[0][0].lower() for found in _TOKEN.finditer(form))
    return bool(_FORMAT.fullmatch(form)) and letters == ["d", "m", "y"]


def _iso(cell: pl.Expr, formats: tuple[str, ...]) -> pl.Expr:
    day = cell.str.strip_chars().str.extract(r"^([\d./-]{6,10})")
    readings = [day.str.to_date(form, strict=False, exact=True) for form in formats]
    # "%Y" also accepts two digits, as a year of the first century.
    plausible = [pl.when(reading.dt.year() >= 1000).then(reading) for reading in readings]
    return pl.coalesce(plausible).dt.to_string("%Y-%m-%d")
