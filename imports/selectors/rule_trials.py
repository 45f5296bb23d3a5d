"""Rules and filters tried on the last file of a source: what they would hold and leave out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import polars as pl

from core import files
from core.tabular import Recognition, preview
from imports.feeds.explanations import cause_title, explain
from imports.feeds.filtering import FILTERED
from imports.feeds.layout import data_columns
from imports.feeds.limits import limits
from imports.feeds.plan import Plan, plan_of
from imports.feeds.repeats import repeats_among, told
from imports.feeds.rowcheck import CheckedRows, check_rows, context_of, rules_of
from imports.models import ImportRun

TRIED_ROWS = 20_000
SAMPLES = 10


@dataclass(frozen=True)
class Found:
    """What rows of the file have in common: a finding, how many rows, at which level."""

    code: str
    title: str
    level: str
    rows: int


@dataclass(frozen=True)
class TriedRow:
    """A row that would be held or left out, with the sentences that say why."""

    number: int
    outcome: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class RuleTrial:
    """What became of the rows of a file; `is_whole` is false when the file has more rows than were tried."""

    file_name: str
    rows: int
    held: int
    filtered: int
    is_whole: bool
    found: list[Found]
    samples: list[TriedRow]


def try_rules(source_id: UUID, *, rules: Sequence[Any], filters: Sequence[Any]) -> RuleTrial | None:
    """The rules and filters on the first TRIED_ROWS rows of the source's last file; None while no file has come.

    The same steps as a run, stopped before the catalogue. Raises InvalidInput for wrong entries.
    """
    run = _latest(source_id)
    if run is None or run.source_file is None:
        return None
    plan = plan_of(run)
    plan = replace(plan, policies=replace(plan.policies, rules=list(rules), filters=list(filters)))
    with files.local_path(run.source_file.key) as path:
        seen = preview(path, Recognition.from_json(run.recognition), rows=TRIED_ROWS + 1, limits=limits())
    frame = seen.frame.head(TRIED_ROWS)
    checked = check_rows(frame, plan, context=context_of(plan))
    issues, held = _with_repeats(checked, plan)
    left_out = checked.issues.filter(pl.col("code") == FILTERED)
    return RuleTrial(
        file_name=run.source_file.name,
        rows=frame.height,
        held=held.height,
        filtered=left_out.height,
        is_whole=seen.frame.height <= TRIED_ROWS,
        found=_found(issues),
        samples=_samples(issues, held),
    )


def layout_of(source_id: UUID) -> tuple[list[str], list[str]]:
    """Columns and mapped fields of the source's last file that could be read; both empty while there is none."""
    run = _latest(source_id)
    if run is None:
        return [], []
    return list(data_columns(run.recognition.get("columns", ()))), list(run.mapping.get("fields", {}))


def _latest(source_id: UUID) -> ImportRun | None:
    runs = ImportRun.objects.filter(source_id=source_id, source_file__isnull=False, kind=ImportRun.Kind.IMPORT)
    usable = runs.exclude(stage=ImportRun.Stage.READING).exclude(mapping={})
    return usable.select_related("source_file").order_by("-created_at").first()


def _with_repeats(checked: CheckedRows, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame]:
    columns = {name: entry.column for name, entry in plan.mapping.fields.items() if entry.column}
    repeats = repeats_among([(1, checked.unique)], rules_of(plan).own, columns=columns)
    issues, held = told(checked.valid, repeats, 1)
    return pl.concat([checked.issues, issues]), pl.concat([checked.held, held])


def _found(issues: pl.DataFrame) -> list[Found]:
    groups = issues.group_by("level", "code", "field").agg(pl.col("row").n_unique().alias("rows"))
    ordered = groups.sort("rows", "code", "field", descending=[True, False, False])
    levels = ("error", "warning", "info")
    rows = [
        Found(code, cause_title(f"{code}:{field}" if field else code), level, number)
        for level, code, field, number in ordered.select("level", "code", "field", "rows").iter_rows()
    ]
    return sorted(rows, key=lambda found: levels.index(found.level))


def _samples(issues: pl.DataFrame, held: pl.DataFrame) -> list[TriedRow]:
    told_of = issues.filter((pl.col("level") == "error") | (pl.col("code") == FILTERED))
    numbers = told_of["row"].unique().sort().head(SAMPLES).to_list()
    is_held = set(held["row"].to_list())
    return [
        TriedRow(number, "held" if number in is_held else FILTERED, _sentences(told_of.filter(pl.col("row") == number)))
        for number in numbers
    ]


def _sentences(issues: pl.DataFrame) -> tuple[str, ...]:
    rows = issues.select("row", "code", "field", "column", "value", "params").iter_rows()
    return tuple(
        explain(code, row=row, field=field, value=value, params={"column": column or field, **json.loads(params)})
        for row, code, field, column, value, params in rows
    )
