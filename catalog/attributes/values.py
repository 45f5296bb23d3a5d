"""Typed values: the one canonical text of each kind, as column expressions; null where a text does not fit.

Numbers are written with a point and without zeros at the end, measures as the number in the attribute's unit, dates as
2026-11-25, yes and no as "true" and "false", choices by their name (several: one a line, in the order of the choices).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import get_language

from catalog import folding
from catalog.attributes.model import Kind, Standard
from catalog.fields import Field
from catalog.units import spellings_of

_YES = ("true", "1", "yes", "y", "oui", "o", "vrai", "ja", "wahr", "si", "sí", "x", "✓")
_NO = ("false", "0", "no", "n", "non", "faux", "nein", "falsch")
_WORDS = dict.fromkeys(_YES, "true") | dict.fromkeys(_NO, "false")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")
_THOUSANDS = r"(\d)[\s\u00a0\u202f'’](\d{3})"
_NUMBER = r"^[+-]?\d+(?:\.\d+)?$"
_AMOUNT = r"^\s*([+-]?\d[\d\s\u00a0\u202f'’.,]*)"
_UNIT = r"^\s*[+-]?\d[\d\s\u00a0\u202f'’.,]*(.*?)\.?\s*$"
_SEPARATORS = r"\s*[\n;|,]\s*"
_RICH = Field("text", "", is_rich=True)


@dataclass(frozen=True)
class AttributeFacts:
    """An attribute as everybody reads it; `id` is None for a standard one that no product has yet.

    `choices`: name -> label in the reader's language; `labels` and `choice_labels`: the tenant's own names of it and
    of its choices by language.
    """

    id: UUID | None
    name: str
    key: str
    kind: Kind = Kind.TEXT
    group: str = "other"
    unit: str = ""
    localizable: bool = False
    unique: bool = False
    filterable: bool = False
    position: int = 0
    standard: Standard | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    choice_labels: Mapping[str, dict[str, str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        given = self.labels.get(get_language() or "") or self.labels.get("")
        return given or (str(self.standard.label) if self.standard else self.name)


def fitting(value: pl.Expr, attribute: AttributeFacts) -> pl.Expr:
    """The canonical text of the values; null where one does not fit."""
    if attribute.kind is Kind.MEASURE:
        return _measure(value, attribute.unit)
    if attribute.kind in (Kind.SELECT, Kind.MULTISELECT):
        return _CHOSEN[attribute.kind](value, attribute)
    if attribute.kind is Kind.TEXT:
        return _matching(value, attribute.standard.pattern) if attribute.standard else value
    return _PLAIN[attribute.kind](value)


def is_free(attribute: AttributeFacts) -> bool:
    """Whether every text fits."""
    return attribute.kind is Kind.TEXT and not (attribute.standard and attribute.standard.pattern)


def _number(value: pl.Expr) -> pl.Expr:
    plain = value.str.strip_chars().str.replace_all(_THOUSANDS, "$1$2").str.replace_all(_THOUSANDS, "$1$2")
    both = plain.str.contains(".", literal=True) & plain.str.contains(",", literal=True)
    comma_last = plain.str.contains(r",\d*$")
    german = plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = plain.str.replace_all(",", "", literal=True)
    simple = plain.str.replace(",", ".", literal=True)
    pointed = pl.when(both & comma_last).then(german).when(both).then(english).otherwise(simple)
    return pl.when(pointed.str.contains(_NUMBER)).then(pointed.str.strip_prefix("+"))


def _shortest(number: pl.Expr) -> pl.Expr:
    text = number.cast(pl.Decimal(28, 6), strict=False).cast(pl.String)
    text = text.str.strip_chars_end("0").str.strip_chars_end(".")
    return pl.when(text == "-0").then(pl.lit("0")).otherwise(text)


def _decimal(value: pl.Expr) -> pl.Expr:
    return _shortest(_number(value))


def _integer(value: pl.Expr) -> pl.Expr:
    number = _decimal(value)
    return pl.when(~number.str.contains(".", literal=True)).then(number)


def _measure(value: pl.Expr, unit: str) -> pl.Expr:
    number = _number(value.str.extract(_AMOUNT).str.strip_chars())
    written = value.str.extract(_UNIT).str.strip_chars()
    factors = {spelling: float(factor) for spelling, factor in spellings_of(unit).items()} | {"": 1.0}
    options: dict[str, Any] = {"default": None, "return_dtype": pl.Float64}
    exact = written.replace_strict(list(factors), list(factors.values()), **options)
    folded = written.str.to_lowercase().replace_strict(list(factors), list(factors.values()), **options)
    factor = pl.coalesce(exact, folded)
    # A number that needs no conversion keeps all its digits.
    converted = (number.cast(pl.Float64) * factor).round(6).cast(pl.Decimal(28, 6), strict=False).cast(pl.String)
    return _shortest(pl.when(factor == 1.0).then(number).otherwise(converted))


def _boolean(value: pl.Expr) -> pl.Expr:
    word = value.str.strip_chars().str.to_lowercase()
    return word.replace_strict(list(_WORDS), list(_WORDS.values()), default=None, return_dtype=pl.String)


def _date(value: pl.Expr) -> pl.Expr:
    text = value.str.strip_chars()
    read = [text.str.to_date(form, strict=False, exact=True) for form in _DATES[:5]]
    read += [text.str.to_datetime(form, strict=False, exact=True).dt.date() for form in _DATES[5:]]
    return pl.coalesce(read).dt.to_string("%Y-%m-%d")


def _url(value: pl.Expr) -> pl.Expr:
    text = value.str.strip_chars()
    return pl.when(text.str.contains(r"^(?i:https?)://[^\s/]+\S*$")).then(text)


def _json(value: pl.Expr) -> pl.Expr:
    return value.map_elements(_compact, return_dtype=pl.String)


def _compact(text: str) -> str | None:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return None


def _matching(value: pl.Expr, pattern: str) -> pl.Expr:
    """The text where it looks like that, else its capitals where they do."""
    if not pattern:
        return value
    text, capitals = value.str.strip_chars(), value.str.strip_chars().str.to_uppercase()
    return pl.when(text.str.contains(pattern)).then(text).when(capitals.str.contains(pattern)).then(capitals)


def _named(value: pl.Expr, attribute: AttributeFacts) -> pl.Expr:
    """The name of the choice that a text means: by its name or its label, whatever the spelling."""
    spellings = {spelling: name for name, label in attribute.choices.items() for spelling in (label, name)}
    if not spellings:
        return pl.lit(None, pl.String)
    keys = pl.Series(list(spellings)).to_frame("name").select(folding.name_key(pl.col("name")))["name"].to_list()
    names = dict(zip(keys, spellings.values(), strict=True))
    key = folding.name_key(value.str.strip_chars())
    return key.replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)


def _several(value: pl.Expr, attribute: AttributeFacts) -> pl.Expr:
    order = list(attribute.choices)
    parts = value.str.replace_all(_SEPARATORS, "\n").str.split("\n")
    found = parts.list.eval(_named(pl.element().filter(pl.element().str.strip_chars() != ""), attribute))
    places = found.list.eval(
        pl.element().replace_strict(order, range(len(order)), default=None, return_dtype=pl.Int64).unique().sort()
    )
    names = places.list.eval(pl.element().replace_strict(range(len(order)), order, return_dtype=pl.String))
    known = found.list.eval(pl.element().is_null()).list.any().fill_null(True)
    return pl.when(~known).then(names.list.join("\n"))


_PLAIN: dict[Kind, Callable[[pl.Expr], pl.Expr]] = {
    Kind.RICH_TEXT: _RICH.canonical,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.URL: _url,
    Kind.JSON: _json,
}
_CHOSEN: dict[Kind, Callable[[pl.Expr, AttributeFacts], pl.Expr]] = {Kind.SELECT: _named, Kind.MULTISELECT: _several}
