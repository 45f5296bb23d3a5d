"""What validation takes and gives: rules, findings as a frame, and the rows that may go on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import polars as pl

from imports.feeds.sentences import Sentence
from imports.feeds.validation.messages import message_of

FINDING_SCHEMA: dict[str, Any] = {
    "row": pl.UInt32,
    "level": pl.String,
    "code": pl.String,
    "field": pl.String,
    "column": pl.String,
    "value": pl.String,
    "params": pl.String,
}


class Level(StrEnum):
    """An error holds the row; a warning is imported and shown; an info records what was done."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Check:
    """`failing` selects the rows; `value` is the cell to show; `params` are further columns the message needs."""

    code: str
    field: str
    level: Level
    failing: pl.Expr
    value: pl.Expr
    params: tuple[pl.Expr, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What a source demands of its rows beyond the built-in checks.

    `levels` overrides the level of a built-in code; `own` are the source's rules (`validation.rules.Rule`).
    """

    required: tuple[str, ...] = ()
    min_price: float | None = None
    max_price: float | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    own: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Issue:
    """One finding of one row."""

    row: int
    level: Level
    code: str
    field: str
    column: str
    value: str | None
    params: Mapping[str, Any]

    @property
    def message(self) -> Sentence:
        """The sentence to show: file row, column, value, what was allowed, what to do."""
        params = {"row": self.row, "column": self.column or self.field, "value": self.value or "", **self.params}
        return message_of(self.code, self.field, params)


@dataclass(frozen=True)
class HeldRow:
    """A row with errors, as it stood in the file."""

    row: int
    problems: tuple[Issue, ...]
    raw: str


@dataclass(frozen=True)
class Validated:
    """`frame`: rows that may be merged; `findings`: frame of FINDING_SCHEMA; `held_rows`: `row`, `raw`, `key`.

    `untitled` are the numbers of rows of `frame` without a title: only existing products may take them.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    held_rows: pl.DataFrame
    untitled: pl.Series

    @cached_property
    def issues(self) -> list[Issue]:
        """Warnings and infos as objects."""
        return _objects(self.findings.filter(pl.col("level") != Level.ERROR))

    @cached_property
    def held(self) -> list[HeldRow]:
        """Held rows with their errors."""
        by_row: dict[int, list[Issue]] = {}
        for issue in _objects(self.findings.filter(pl.col("level") == Level.ERROR)):
            by_row.setdefault(issue.row, []).append(issue)
        return [HeldRow(row, tuple(by_row[row]), raw) for row, raw in self.held_rows.select("row", "raw").iter_rows()]

    @property
    def counts(self) -> dict[str, int]:
        """Findings per code."""
        return dict(self.findings.group_by("code").len().sort("code").iter_rows())


def _objects(findings: pl.DataFrame) -> list[Issue]:
    return [
        Issue(row, Level(level), code, name, column, value, json.loads(params))
        for row, level, code, name, column, value, params in findings.select(list(FINDING_SCHEMA)).iter_rows()
    ]
