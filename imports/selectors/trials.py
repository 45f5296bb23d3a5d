"""A mapping tried on the first rows of a file: what each field would hold, and what is wrong with it."""

from collections import Counter
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from core.errors import InvalidInput
from imports.feeds.mapping.applying import ROW, Context, apply_mapping
from imports.feeds.mapping.fields import target_of
from imports.feeds.mapping.model import FieldMapping, Mapping
from imports.feeds.sentences import Sentence
from imports.feeds.transformations import Surroundings, compile_chain
from imports.feeds.validation import IdentityProposal, Issue, propose_identity, validate
from imports.selectors.samples import FileSample

SHOWN_ROWS = 10


@dataclass(frozen=True)
class TrialCell:
    """A mapped cell; `level` is empty when nothing is wrong with it."""

    value: str | None
    level: str = ""
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrialRow:
    """A mapped row; `messages` concern the row as a whole."""

    number: int
    cells: list[TrialCell]
    is_held: bool
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class IdentityGuess:
    """What identifies a row, as the sample suggests: fields, confidence from 0 to 1, reason."""

    fields: tuple[str, ...]
    confidence: float
    reason: str


@dataclass(frozen=True)
class Trial:
    """The first rows mapped and checked; `problems`: field -> level -> findings among all `sampled` rows."""

    fields: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[TrialRow] = field(default_factory=list)
    results: dict[str, list[str | None]] = field(default_factory=dict)
    problems: dict[str, dict[str, int]] = field(default_factory=dict)
    sampled: int = 0
    held: int = 0
    identity: IdentityGuess | None = None


def try_mapping(
    mapping: Mapping,
    sample: FileSample,
    *,
    identity: Sequence[str] = (),
    decimal: str | None = None,
    value_maps: Table[str, Table[str, str]] | None = None,
) -> Trial:
    """Map and check the sample's rows by the engine's own steps; raises InvalidInput for a mapping that cannot run.

    `value_maps`: field -> folded word -> what it means here.
    """
    if not mapping.fields or not sample.numbers:
        return Trial()
    mapped = apply_mapping(mapping, sample.frame, context=Context(decimal=decimal, value_maps=value_maps or {}))
    columns = {name: entry.column for name, entry in mapping.fields.items() if entry.column}
    checked = validate(mapped, identity=identity, columns=columns)
    held = {row.row: row.problems for row in checked.held}
    issues = [*checked.issues, *(issue for problems in held.values() for issue in problems)]
    fields = [name for name in mapped.columns if target_of(name)]
    guess = propose_identity(checked.frame)
    return Trial(
        fields=fields,
        labels=[label_of(name) for name in fields],
        rows=_rows(mapped.head(SHOWN_ROWS), fields, issues, held=set(held)),
        results={name: mapped[name].to_list() for name in fields},
        problems=_problems(issues),
        sampled=mapped.height,
        held=len(held),
        identity=_identity(guess),
    )


def _identity(guess: IdentityProposal) -> IdentityGuess:
    named = {**guess.reason.params, "fields": " + ".join(label_of(name) for name in guess.fields)}
    reason = Sentence(guess.reason.template, named) if guess.fields else guess.reason
    return IdentityGuess(guess.fields, guess.confidence, str(reason))


def chain_error(field_mapping: FieldMapping, columns: Sequence[str]) -> str:
    """Why the transformations of a field cannot run, or nothing."""
    try:
        compile_chain(pl.col("cell"), field_mapping.transformations, Surroundings(columns=tuple(columns)))
    except InvalidInput as error:
        return str(error)
    return ""


def label_of(name: str) -> str:
    """The name of a field for people, also of a dimensioned one."""
    target = target_of(name)
    return str(target.label) if target else name


def _rows(mapped: pl.DataFrame, fields: list[str], issues: list[Issue], *, held: set[int]) -> list[TrialRow]:
    found: dict[tuple[int, str], list[Issue]] = {}
    for issue in issues:
        place = issue.field if issue.field in fields else ""
        found.setdefault((issue.row, place), []).append(issue)
    return [
        TrialRow(
            number=row[0],
            cells=[_cell(value, found.get((row[0], name), [])) for name, value in zip(fields, row[1:], strict=True)],
            is_held=row[0] in held,
            messages=tuple(str(issue.message) for issue in found.get((row[0], ""), [])),
        )
        for row in mapped.select(ROW, *fields).iter_rows()
    ]


def _cell(value: str | None, issues: list[Issue]) -> TrialCell:
    levels = {str(issue.level) for issue in issues}
    worst = next((level for level in ("error", "warning", "info") if level in levels), "")
    return TrialCell(value, worst, tuple(str(issue.message) for issue in issues))


def _problems(issues: list[Issue]) -> dict[str, dict[str, int]]:
    counts: Table[tuple[str, str], int] = Counter((issue.field, str(issue.level)) for issue in issues)
    problems: dict[str, dict[str, int]] = {}
    for (name, level), number in counts.items():
        problems.setdefault(name, {})[level] = number
    return problems
