"""Named conversions of one cell, for what the expression language does not say in a word."""

import html
from collections.abc import Callable
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from catalog.folding import words

_BREAKS = r"(?i)<(?:br|/p|/li|/h[1-6]|/ul|/ol)\b[^>]*>"
_TAGS = r"<[^<>]*>"


def plain_text(value: pl.Expr) -> pl.Expr:
    """The text without markup: line ends where paragraphs ended, characters instead of entities."""
    text = value.str.replace_all(_BREAKS, "\n").str.replace_all(_TAGS, "")
    unescaped = pl.when(text.str.contains("&", literal=True)).then(text)
    text = pl.coalesce(unescaped.map_elements(html.unescape, return_dtype=pl.String), text)
    return text.str.replace_all(r"[ \t\u{a0}]+", " ").str.replace_all(r" ?\n[ \n]*", "\n").str.strip_chars()


def _two_decimals(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.Decimal(20, 4), strict=False).round(2).cast(pl.Decimal(20, 2), strict=False).cast(pl.String)


def _slug(value: pl.Expr) -> pl.Expr:
    return words(value).str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")


def _line(number: int) -> Callable[[pl.Expr], pl.Expr]:
    def cut(value: pl.Expr) -> pl.Expr:
        lines = plain_text(value).str.split("\n")
        return lines.list.get(number - 1, null_on_oob=True)

    return cut


def _commas(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(",", " ", literal=True).str.replace_all("\n", ",", literal=True)


def _commas_and_blanks(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(",", " ", literal=True).str.replace_all("\n", ", ", literal=True)


CONVERSIONS: dict[str, tuple[Any, Callable[[pl.Expr], pl.Expr]]] = {
    "plain": (_("Text without markup"), plain_text),
    "two_decimals": (_("Two decimals"), _two_decimals),
    "slug": (_("For addresses (a-z, 0-9, -)"), _slug),
    "upper": (_("Upper case"), lambda value: value.str.to_uppercase()),
    "commas": (_("List with commas"), _commas),
    "commas_and_blanks": (_("List with commas and blanks"), _commas_and_blanks),
    **{f"line_{n}": (_("Line 1 to 5 of the text"), _line(n)) for n in range(1, 6)},
}


def converted(value: pl.Expr, name: str) -> pl.Expr:
    """The cell after the conversion of this name; blanks stay blank."""
    return CONVERSIONS[name][1](value) if name else value
