"""The mapping proposed for a file: every column scored for every target, then the best one-to-one assignment."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from imports.feeds.mapping.assignment import assign
from imports.feeds.mapping.companions import weight_unit_column
from imports.feeds.mapping.fields import TARGETS, FieldKind
from imports.feeds.mapping.inheritance import propose_inherit
from imports.feeds.mapping.matching import squash
from imports.feeds.mapping.model import FieldMapping, Mapping, Step
from imports.feeds.mapping.naming import read_name, split_words
from imports.feeds.mapping.profiles import SAMPLE_ROWS, Profile, profile_columns
from imports.feeds.mapping.scoring import Score, score_columns
from imports.feeds.mapping.why import Why
from imports.feeds.numbers import decimal_style
from imports.feeds.units import WEIGHT_UNITS, unit_in

_EXTRA_WEIGHT = 0.4
"""Further targets weigh less, so that they never take a column a canonical target needs."""


@dataclass(frozen=True)
class Evidence:
    """Why a field is proposed: the column (None for a constant), how sure, and the reason to show."""

    source: str | None
    confidence: float
    reason: Why

    def to_json(self) -> dict[str, Any]:
        """As in the answer of `inspect_feed`."""
        return {"source": self.source, "confidence": self.confidence, "reason": str(self.reason)}

    def stored(self) -> dict[str, Any]:
        """As a run keeps it; `reasons.in_words` reads it."""
        return {"source": self.source, "confidence": self.confidence, "reason": self.reason.to_json()}


@dataclass(frozen=True)
class Proposal:
    """A mapping to confirm, the evidence per field, and the columns nobody takes."""

    mapping: Mapping
    evidence: Table[str, Evidence]
    unmapped: tuple[str, ...]


def propose(sample: pl.DataFrame, *, decimal: str | None = None, synonyms: Table[str, str] | None = None) -> Proposal:
    """Propose a mapping from the first rows of a file.

    `decimal` is the decimal mark the recognition found for the whole file; `synonyms` are column names this tenant
    confirmed before (name -> target), they win over our own.
    """
    profiles = profile_columns(sample)
    confirmed = {squash(split_words(name)): target for name, target in (synonyms or {}).items()}
    scores = score_columns(profiles, confirmed=confirmed)
    chosen = assign(
        {
            target: {c: score.value * _weight_of(target) for c, score in found.items()}
            for target, found in scores.items()
        }
    )
    chosen = {target: chosen[target] for target in TARGETS if target in chosen}
    evidence = {target: _evidence(column, scores[target][column]) for target, column in chosen.items()}
    fields = {target: _field(target, column, sample=sample, decimal=decimal) for target, column in chosen.items()}
    unit_column = _unit_column(chosen, profiles)
    if unit_column:
        fields["weight"] = _with_unit_column(fields["weight"], unit_column)
        evidence["weight"] = _unit_evidence(evidence["weight"], unit_column)
    constant = _constant_currency(chosen)
    if constant:
        fields["currency"], evidence["currency"] = constant
    mapping = Mapping(fields=fields, inherit=propose_inherit(sample, chosen))
    taken = {*chosen.values(), unit_column}
    return Proposal(mapping, evidence, tuple(column for column in profiles if column not in taken))


def _weight_of(target: str) -> float:
    return 1.0 if TARGETS[target].canonical else _EXTRA_WEIGHT


def _evidence(column: str, score: Score) -> Evidence:
    return Evidence(column, score.confidence, score.reason)


def _field(target: str, column: str, *, sample: pl.DataFrame, decimal: str | None) -> FieldMapping:
    kind = TARGETS[target].kind
    if kind not in (FieldKind.MONEY, FieldKind.WEIGHT, FieldKind.NUMBER, FieldKind.STOCK):
        return FieldMapping(column=column)
    style = decimal_style(sample[column].head(SAMPLE_ROWS)) or decimal
    return FieldMapping(column=column, decimal=style, transformations=_header_unit(target, column))


def _header_unit(target: str, column: str) -> tuple[Step, ...]:
    unit = unit_in(column) if target == "weight" else None
    return (("unit", {"from": unit, "to": "kg"}),) if unit in ("g", "mg", "lb", "oz", "t") else ()


def _unit_column(chosen: Table[str, str], profiles: Table[str, Profile]) -> str | None:
    """The column with the units of the weights; a unit in the weight column's own header wins."""
    column = chosen.get("weight")
    if column is None or unit_in(column) in WEIGHT_UNITS:
        return None
    return weight_unit_column(column, profiles)


def _with_unit_column(field: FieldMapping, unit_column: str) -> FieldMapping:
    step: Step = ("unit", {"from": "kg", "to": "kg", "unit_column": unit_column})
    return replace(field, transformations=(step,))


def _unit_evidence(found: Evidence, unit_column: str) -> Evidence:
    return replace(found, reason=Why("unit_of_each", {"reason": found.reason, "unit": unit_column}))


def _constant_currency(chosen: Table[str, str]) -> tuple[FieldMapping, Evidence] | None:
    """The currency a price header names ("price (USD)"), when no column holds it."""
    code = read_name(chosen["price"]).currency if "price" in chosen and "currency" not in chosen else None
    if code is None:
        return None
    return FieldMapping(default=code), Evidence(None, 0.9, Why("currency_of_header", {"column": chosen["price"]}))
