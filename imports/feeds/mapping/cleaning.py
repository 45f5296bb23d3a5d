"""The cleaning every target gets, so that "49,00 TND", "en stock" and "800 g" need no transformation."""

from collections.abc import Callable
from functools import partial

import polars as pl

from imports.feeds.columnwise import per_distinct, where_matching
from imports.feeds.currencies import CURRENCY_CODES, CURRENCY_SIGNS, SIGN_PATTERN
from imports.feeds.mapping.fields import FieldKind
from imports.feeds.mapping.statuses import SIGNED, STATUS_OF
from imports.feeds.mapping.words import IN_STOCK_WORDS, OUT_OF_STOCK_WORDS
from imports.feeds.numbers import PLAIN, number_expression
from imports.feeds.units import convert
from imports.feeds.values.translating import translated

Clean = Callable[[pl.Expr, str | None], pl.Expr]
_QUANTITY = (
    r"(?i)^(?:>|≥|=>|>=|\+|plus de|more than|über|más de|più di)?\s*(\d{1,9})"
    r"\s*(?:\+|pcs?|pce|st|stk|szt|ks|u|uds?|pz|stück|шт)?\.?$"
)
_PATH_MARK = r"\s*(?:->|=>|>|»|›|≫)\s*"
_IMAGE_NAME = r"(?i)(\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg))\s*[,;]\s*"
_SIGNS = {**{code: code for code in CURRENCY_CODES}, **{sign.upper(): code for sign, code in CURRENCY_SIGNS.items()}}


def clean(cell: pl.Expr, *, kind: FieldKind, decimal: str | None) -> pl.Expr:
    """Cleaned text; a cell that cannot be read as its kind stays as it is, for validation to report."""
    return _CLEANERS[kind](cell, decimal)


def trimmed(cell: pl.Expr) -> pl.Expr:
    """Without spaces around; empty becomes null."""
    text = cell.str.strip_chars()
    return pl.when(text != "").then(text)


def currency_of(cell: pl.Expr) -> pl.Expr:
    """The currency written in a price cell ("599 CZK", "89,90 €", "$ 12"), null when there is none."""
    return per_distinct(cell.str.replace_all(r"[\d.,'\s\u00a0\u202f-]+", " "), _written_currency)


def _written_currency(around: pl.Expr) -> pl.Expr:
    token = around.str.extract(rf"(?:^|\s)([A-Za-z]{{3}}|{SIGN_PATTERN})(?:\s|$)")
    return _code_of(token)


def _text(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return cell


def _code(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return where_matching(cell, "^['\u2019]", lambda some: some.str.strip_chars_start("'\u2019"))


def _number(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return pl.coalesce(number_expression(cell, decimal=decimal), cell)


def _stock(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    """Words become 1 or 0: available, quantity unknown, or not available."""
    return where_matching(cell, r"[^\d]", lambda some: per_distinct(some, partial(_read_stock, decimal=decimal)))


def _read_stock(text: pl.Expr, *, decimal: str | None) -> pl.Expr:
    word = text.str.to_lowercase().str.replace(r"\s*[(,;].*$", "")
    return (
        pl.when(text.str.contains(PLAIN))
        .then(text)
        .when(word.is_in(list(IN_STOCK_WORDS)))
        .then(pl.lit("1"))
        .when(word.is_in(list(OUT_OF_STOCK_WORDS)))
        .then(pl.lit("0"))
        .otherwise(pl.coalesce(text.str.extract(_QUANTITY), number_expression(text, decimal=decimal), text))
    )


def _weight(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return per_distinct(cell, lambda some: pl.coalesce(convert(some, assumed="kg", wanted="kg", decimal=decimal), some))


def _currency(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return per_distinct(cell, lambda some: pl.coalesce(_code_of(some), some))


def _code_of(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_uppercase().replace_strict(_SIGNS, default=None, return_dtype=pl.String)


def _category(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return where_matching(cell, "[>»›≫]", lambda some: some.str.replace_all(_PATH_MARK, " > "))


def _images(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return where_matching(cell, r"[\s|,;]", _split_images)


def _split_images(cell: pl.Expr) -> pl.Expr:
    """One address per line, whatever separated them: line, bar, or comma and semicolon before the next address."""
    lines = cell.str.replace_all(r"\s*[\r\n|]+\s*", "\n").str.replace_all(_IMAGE_NAME, "$1\n")
    return lines.str.replace_all(r"\s*[,;]\s*(https?://|//)", "\n$1").str.replace_all(r"\s+(https?://)", "\n$1")


def _status(cell: pl.Expr, decimal: str | None) -> pl.Expr:
    return translated(cell.replace(dict(SIGNED)), STATUS_OF)


_CLEANERS: dict[FieldKind, Clean] = {
    FieldKind.TEXT: _text,
    FieldKind.CODE: _code,
    FieldKind.GTIN: _text,
    FieldKind.MONEY: _number,
    FieldKind.NUMBER: _number,
    FieldKind.STOCK: _stock,
    FieldKind.WEIGHT: _weight,
    FieldKind.CURRENCY: _currency,
    FieldKind.CATEGORY: _category,
    FieldKind.IMAGES: _images,
    FieldKind.URL: _text,
    FieldKind.STATUS: _status,
}
