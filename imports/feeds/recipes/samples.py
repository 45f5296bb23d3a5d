"""Sample rows of a recipe: a handful that tells much, each with what it becomes; checked again on every change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from imports.feeds.recipes.decisions import FILTERED, HELD, IMPORTED, Decisions, Outcome

MOST_SAMPLES = 50
LONGEST_CELL = 2_000
_LOOKED_AT, _HELD_CAUSES = 200, 2
STATE, REASONS = "state", "reasons"


@dataclass(frozen=True)
class Sample:
    """A row as it comes (column -> cell, blank ones left out), and what it becomes."""

    row: dict[str, str]
    outcome: Outcome = field(default_factory=lambda: Outcome(IMPORTED))

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        data: dict[str, Any] = {"row": self.row, "state": self.outcome.state}
        if self.outcome.fields:
            data["fields"] = self.outcome.fields
        return data | ({"reasons": list(self.outcome.reasons)} if self.outcome.reasons else {})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sample":
        """Read the stored form."""
        outcome = Outcome(data["state"], dict(data.get("fields") or {}), tuple(data.get("reasons") or ()))
        return cls(dict(data["row"]), outcome)


@dataclass(frozen=True)
class Difference:
    """What a sample row became, and what it would become now: `field` is one of the row's, "state" or "reasons"."""

    row: int
    field: str
    old: str
    new: str


def read_samples(stored: Iterable[dict[str, Any]]) -> list[Sample]:
    """The samples of a template."""
    return [Sample.from_json(data) for data in stored]


def choose_samples(frame: pl.DataFrame, decisions: Decisions) -> list[Sample]:
    """The rows of a file's beginning that tell most: first, last, fullest, barest, held and filtered ones."""
    rows = [_cells(row) for row in frame.head(_LOOKED_AT).iter_rows(named=True)]
    outcomes = decisions.outcomes(rows)
    places = list(dict.fromkeys(_telling(rows, outcomes)))
    chosen = [rows[place] for place in sorted(places)]
    # Alone they may fare differently than among the others: what counts is what they become as samples.
    return [Sample(row, outcome) for row, outcome in zip(chosen, decisions.outcomes(chosen), strict=True)]


def differences(samples: Sequence[Sample], decisions: Decisions) -> list[Difference]:
    """Where the decisions make something else of the samples than before; raises InvalidInput when they cannot run."""
    outcomes = decisions.outcomes([sample.row for sample in samples])
    pairs = zip(samples, outcomes, strict=True)
    return [each for n, (sample, now) in enumerate(pairs, start=1) for each in _differences(n, sample.outcome, now)]


def renewed(samples: Sequence[Sample], decisions: Decisions) -> list[Sample]:
    """The same rows with what they become now."""
    outcomes = decisions.outcomes([sample.row for sample in samples])
    return [Sample(sample.row, now) for sample, now in zip(samples, outcomes, strict=True)]


def _differences(number: int, before: Outcome, now: Outcome) -> Iterator[Difference]:
    if before.state != now.state:
        yield Difference(number, STATE, before.state, now.state)
    elif before.state == HELD and before.reasons != now.reasons:
        yield Difference(number, REASONS, ", ".join(before.reasons), ", ".join(now.reasons))
    elif before.state == IMPORTED:
        for name in sorted({*before.fields, *now.fields}):
            old, new = before.fields.get(name, ""), now.fields.get(name, "")
            if old != new:
                yield Difference(number, name, old, new)


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {name: str(cell)[:LONGEST_CELL] for name, cell in row.items() if not name.startswith("_") and cell}


def _telling(rows: Sequence[dict[str, str]], outcomes: Sequence[Outcome]) -> Iterator[int]:
    imported = [place for place, outcome in enumerate(outcomes) if outcome.state == IMPORTED]
    if imported:
        yield imported[0]
        yield min(imported, key=lambda place: len(rows[place]))
        yield max(imported, key=lambda place: len(rows[place]))
        yield imported[-1]
    causes: dict[tuple[str, ...], int] = {}
    for place, outcome in enumerate(outcomes):
        if outcome.state == HELD and len(causes) < _HELD_CAUSES:
            causes.setdefault(outcome.reasons, place)
    yield from causes.values()
    yield from [place for place, outcome in enumerate(outcomes) if outcome.state == FILTERED][:1]
