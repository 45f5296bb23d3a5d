"""The first rows of a run's file as they are, as they would be imported, and what is wrong with them."""

from dataclasses import dataclass
from typing import Any

from core import files
from core.tabular import Recognition, preview
from imports.feeds.explanations import explain
from imports.feeds.layout import data_columns
from imports.feeds.limits import limits
from imports.feeds.plan import plan_of
from imports.feeds.rowcheck import check_rows, context_of
from imports.models import ImportRun
from imports.selectors.runs import find_run

Table = dict[str, Any]


@dataclass(frozen=True)
class CellFinding:
    """What is wrong with, or worth knowing of, one cell."""

    level: str
    code: str
    field: str
    column: str
    message: str


@dataclass(frozen=True)
class PreviewRow:
    """One row: `raw` by column, `mapped` by field (empty when it would be held), its findings."""

    row_number: int
    raw: dict[str, str | None]
    mapped: dict[str, str | None]
    held: bool
    findings: list[CellFinding]


@dataclass(frozen=True)
class PreviewPage:
    """The beginning of the file: columns, raw cells as a person sees them (with preamble), rows through the mapping."""

    columns: tuple[str, ...]
    fields: tuple[str, ...]
    grid: list[list[str]]
    rows: list[PreviewRow]


def preview_rows(run: ImportRun, *, mapping: Table | None = None, rows: int = 50) -> PreviewPage:
    """The first rows through the run's mapping, or through another one that is being tried; writes nothing.

    Raises RunNotFound for a run without a file, UnreadableFile, InvalidInput for a malformed mapping.
    """
    if run.source_file is None:
        run = find_run(run.pk)
    if mapping is not None:
        run.mapping = mapping
    recognition = Recognition.from_json(run.recognition)
    with files.local_path(run.source_file.key if run.source_file else "") as path:
        beginning = preview(path, recognition, rows=rows, limits=limits())
    plan = plan_of(run)
    frame = beginning.frame
    checked = check_rows(frame, plan, context=context_of(plan))
    mapped = {row.pop("row"): row for row in checked.valid.drop("raw").iter_rows(named=True)}
    found: dict[int, list[CellFinding]] = {}
    for finding in checked.issues.iter_rows(named=True):
        found.setdefault(finding["row"], []).append(_finding(finding))
    return PreviewPage(
        columns=data_columns(recognition.columns),
        fields=tuple(name for name in checked.valid.columns if name not in ("row", "raw")),
        grid=beginning.raw_grid,
        rows=[_row(raw, mapped, found) for raw in frame.iter_rows(named=True)],
    )


def _row(raw: Table, mapped: dict[int, Table], found: dict[int, list[CellFinding]]) -> PreviewRow:
    number = raw.pop("_row")
    return PreviewRow(number, raw, mapped.get(number, {}), number not in mapped, found.get(number, []))


def _finding(finding: Table) -> CellFinding:
    params = {"column": finding["column"] or finding["field"]}
    message = explain(
        finding["code"], row=finding["row"], field=finding["field"], value=finding["value"], params=params
    )
    return CellFinding(finding["level"], finding["code"], finding["field"], finding["column"], message)
