"""The checks of a row as column expressions: nothing runs per row."""

from collections.abc import Iterator

import polars as pl

from catalog.fields import SAID_STATUSES
from imports.feeds.currencies import CURRENCY_CODES
from imports.feeds.mapping.fields import FieldKind, target_of
from imports.feeds.mapping.inheritance import INHERITED_FROM
from imports.feeds.numbers import PLAIN
from imports.feeds.validation.model import Check, Level, Rules
from imports.feeds.validation.rulechecks import rule_checks

_ERROR, _WARNING, _INFO = Level.ERROR, Level.WARNING, Level.INFO
_LONG_TITLE = 255
_ASIN = r"^(?:B[A-Z0-9]{9}|\d{9}[\dX])$"
_IN_STORE = "restricted"
_NOT_PRODUCTS = ("coupon", "refund", "demo")


def checks_for(columns: list[str], rules: Rules) -> list[Check]:
    """Every check that applies to a mapped frame with these columns (with `_gtin` columns, when it has an EAN)."""
    checks = [*_required(columns, rules)]
    for name in columns:
        target = target_of(name)
        if target is not None:
            checks += _BY_KIND[target.kind](name, rules)
            checks.append(_too_long(name, target.max_length)) if name != "title" else None
    if "title" in columns:
        checks += _title(columns)
    return [*(_overridden(check, rules) for check in checks), *rule_checks(rules.own, columns)]


def _overridden(check: Check, rules: Rules) -> Check:
    level = rules.levels.get(check.code, check.level)
    return Check(check.code, check.field, level, check.failing, check.value, check.params)


def _required(columns: list[str], rules: Rules) -> Iterator[Check]:
    for name in rules.required:
        empty = pl.col(name).is_null() if name in columns else pl.lit(value=True)
        yield Check("required_field_missing", name, _ERROR, empty, pl.lit(None, dtype=pl.String))
    yield Check("identity_missing", "supplier_sku", _ERROR, pl.col("key").is_null(), pl.lit(None, dtype=pl.String))


def _too_long(name: str, allowed: int) -> Check:
    # Bytes first: counting them is free, and most cells are far below the limit.
    length = pl.col(name).str.len_chars()
    failing = (pl.col(name).str.len_bytes() > allowed) & (length > allowed)
    params = (length.alias("length"), pl.lit(allowed).alias("allowed"))
    return Check("field_too_long", name, _ERROR, failing, pl.col(name).str.slice(0, 100), params)


def _title(columns: list[str]) -> Iterator[Check]:
    title = pl.col("title")
    length = title.str.len_chars()
    yield Check("title_missing", "title", _WARNING, title.is_null(), title)
    too_long = (title.str.len_bytes() > _LONG_TITLE) & (length > _LONG_TITLE)
    yield Check("title_too_long", "title", _WARNING, too_long, title, (length.alias("length"),))
    if INHERITED_FROM in columns:
        origin = pl.col(INHERITED_FROM)
        yield Check("title_inherited", "title", _INFO, origin.is_not_null(), title, (origin.alias("from"),))


def _unreadable(name: str, failing: pl.Expr, *, level: Level = _WARNING) -> Check:
    return Check("field_format_invalid", name, level, failing, pl.col(name))


def _not_a_number(name: str) -> pl.Expr:
    return ~pl.col(name).str.contains(PLAIN)


def _money(name: str, rules: Rules) -> list[Check]:
    """The price holds the row; the other amounts are only left out."""
    level = _ERROR if name.partition(":")[0] == "price" else _WARNING
    cell = pl.col(name)
    amount = cell.cast(pl.Float64, strict=False)
    checks = [
        _unreadable(name, _not_a_number(name), level=level),
        Check("price_not_positive", name, level, cell.str.starts_with("-") & (amount < 0), cell),
        Check("price_zero", name, _WARNING if name == "price" else _INFO, amount == 0, cell),
    ]
    outside = [amount < rules.min_price] if rules.min_price is not None else []
    outside += [amount > rules.max_price] if rules.max_price is not None else []
    if outside and name == "price":
        checks.append(Check("price_out_of_range", name, _ERROR, pl.any_horizontal(outside), cell))
    return checks


def _stock(name: str, rules: Rules) -> list[Check]:
    cell = pl.col(name)
    return [
        _unreadable(name, _not_a_number(name)),
        Check("stock_negative", name, _WARNING, cell.str.contains(r"^-\d*[1-9]"), cell),
        Check("stock_rounded", name, _WARNING, cell.str.contains(r"^-?\d+\.\d*[1-9]"), cell),
    ]


def _weight(name: str, rules: Rules) -> list[Check]:
    return [_unreadable(name, _not_a_number(name) | pl.col(name).str.starts_with("-"))]


def _rate(name: str, rules: Rules) -> list[Check]:
    return [_unreadable(name, _not_a_number(name) | ~pl.col(name).cast(pl.Float64, strict=False).is_between(0, 100))]


def _currency(name: str, rules: Rules) -> list[Check]:
    return [_unreadable(name, ~pl.col(name).is_in(list(CURRENCY_CODES)))]


def _status(name: str, rules: Rules) -> list[Check]:
    return [_unreadable(name, ~pl.col(name).is_in(SAID_STATUSES))]


def _url(name: str, rules: Rules) -> list[Check]:
    return [_unreadable(name, ~pl.col(name).str.contains(r"(?i)^https?://\S+$"))]


def _code(name: str, rules: Rules) -> list[Check]:
    return [_unreadable(name, ~pl.col(name).str.contains(_ASIN))] if name == "asin" else []


def _text(name: str, rules: Rules) -> list[Check]:
    return []


def _gtin(name: str, rules: Rules) -> list[Check]:
    cell, problem, usage, repair = pl.col(name), pl.col("_problem"), pl.col("_usage"), pl.col("_repair")
    levels = {
        "ean_missing": _INFO,
        "ean_checksum_invalid": _ERROR,
        "ean_format_invalid": _ERROR,
        "ean_placeholder": _WARNING,
        "ean_scientific_notation": _WARNING,
        "ean_ambiguous": _WARNING,
    }
    checks = [Check(code, name, level, problem == code, cell) for code, level in levels.items()]
    checks.append(Check("ean_restricted", name, _WARNING, usage == _IN_STORE, cell))
    checks.append(Check("ean_not_a_product", name, _ERROR, usage.is_in(_NOT_PRODUCTS), cell))
    checks.append(Check("ean_repeated", name, _WARNING, pl.col("_repeated"), cell))
    gtin = (pl.col("_code").alias("gtin"),)
    for kind in ("zero_filled", "upce_expanded", "isbn10_converted", "decimals_removed"):
        checks.append(Check(f"ean_{kind}", name, _INFO, repair == kind, cell, gtin))
    return checks


_BY_KIND = {
    FieldKind.TEXT: _text,
    FieldKind.CODE: _code,
    FieldKind.GTIN: _gtin,
    FieldKind.MONEY: _money,
    FieldKind.NUMBER: _rate,
    FieldKind.STOCK: _stock,
    FieldKind.WEIGHT: _weight,
    FieldKind.CURRENCY: _currency,
    FieldKind.CATEGORY: _text,
    FieldKind.IMAGES: _text,
    FieldKind.URL: _url,
    FieldKind.STATUS: _status,
}
