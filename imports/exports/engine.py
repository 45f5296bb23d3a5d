"""The work of an export: read batch by batch into a work folder, then write the file; what is done is not done again.

Each batch is a columnar file, noted in the checkpoint with the last id: a worker that takes the export over goes on
there. The file gets its name and its place only when it is complete.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import polars as pl
from django.conf import settings

from catalog.selectors.flat import flat_columns, flat_products
from core.files import StoredFile, store
from core.jobs import report_progress
from core.tabular.output import Field, Sink, open_sink
from imports.exports import judging, selection, sheets
from imports.exports.columns import Projection, projection
from imports.exports.file_names import file_name
from imports.exports.judging import LeftOut
from imports.exports.plan import Plan, writer_options
from imports.exports.presets import PRESETS, Layout
from imports.feeds import shelves
from imports.feeds.folder import file_of, folder_of, remove_folder, write_frames
from imports.models import Export

READING, WRITING, IMAGES, DELIVERING = "reading", "writing", "images", "delivering"
ROWS, LEFT_OUT = "rows", "left-out"
FILES = "exports"
_EXCLUDED_FIELDS = tuple(Field(name) for name in judging.SCHEMA)


@dataclass(frozen=True)
class Written:
    """The finished file."""

    stored: StoredFile
    name: str
    rows: int
    notes: dict[str, Any]


def perform(export: Export, *, seen_by: Any) -> dict[str, Any]:
    """Do the work that is left; returns what is to be saved with the end of the export."""
    plan = Plan.of(export.plan)
    layout = PRESETS.get(plan.preset)
    columns = projection(plan.columns, kinds={column.name: column.kind for column in flat_columns()})
    _forget_lost_parts(export)
    _read(export, plan, columns, layout=layout, seen_by=seen_by)
    report_progress(export, phase=WRITING)
    written = _write(export, plan, columns, extension=extension_of(export, layout))
    left_out = LeftOut.of(export.checkpoint.get("left_out") or {})
    return {
        "rows_written": written.rows,
        "products_written": export.checkpoint.get("products", 0),
        "products_excluded": left_out.total,
        "excluded": left_out.to_json(),
        "excluded_key": _store_left_out(export) if left_out.total else "",
        "notes": written.notes,
        "file_name": written.name,
        "file_key": written.stored.key,
        "file_size": written.stored.size,
        "file_sha256": written.stored.sha256,
    }


def extension_of(export: Export, layout: Layout | None) -> str:
    """The ending of the file's name."""
    return layout.extension if layout and layout.extension and export.format == "csv" else export.format


def preview(plan: Plan, *, tenant_id: UUID, seen_by: Any, rows: int = 10) -> tuple[list[str], pl.DataFrame]:
    """The headings and the first rows, without regard to the rules. Raises InvalidInput."""
    columns = projection(plan.columns, kinds={column.name: column.kind for column in flat_columns()})
    filters = selection.filters_of(plan.selection, seen_by=seen_by)
    ids = selection.product_ids(tenant_id, filters, size=rows)
    layout = PRESETS.get(plan.preset)
    flat = flat_products(ids, tenant_id=tenant_id, columns=columns.sources, language=plan.language)
    headers = [field.header for field in columns.fields]
    return headers, _arranged(columns.project(flat), headers, layout).drop("id").head(rows)


def _read(export: Export, plan: Plan, columns: Projection, *, layout: Layout | None, seen_by: Any) -> None:
    done = export.checkpoint
    if done.get("read"):
        return
    filters = selection.filters_of(plan.selection, seen_by=seen_by)
    if not done:
        report_progress(export, phase=READING, progress_total=selection.count(export.tenant_id, filters))
    after = UUID(done["after"]) if done.get("after") else None
    for page in selection.pages(export.tenant_id, filters, after=after, layout=layout):
        _read_page(export, plan, columns, layout=layout, page=page)
    report_progress(export, checkpoint={**export.checkpoint, "read": True})


def _read_page(export: Export, plan: Plan, columns: Projection, *, layout: Layout | None, page: selection.Page) -> None:
    if plan.is_sheet:
        rows, out = _sheet_rows(export, columns, page), pl.DataFrame(schema=judging.SCHEMA)
        kept = rows
    else:
        wanted = [*columns.sources, *judging.columns_needed(plan.rules)]
        flat = flat_products(page.written, tenant_id=export.tenant_id, columns=wanted, language=plan.language)
        kept, out = judging.judged(flat, columns.project(flat), rules=plan.rules, projection=columns)
        rows = _arranged(kept, [field.header for field in columns.fields], layout)
    done = export.checkpoint
    parts = list(done.get("parts") or [])
    names = write_frames(folder_of(export.pk), len(parts) + 1, {ROWS: rows, LEFT_OUT: out})
    left_out = LeftOut.of(done.get("left_out") or {})
    left_out.add(out)
    checkpoint = {
        "after": str(page.last),
        "parts": [*parts, list(names)],
        "products": int(done.get("products", 0)) + kept.height,
        "left_out": left_out.to_json(),
    }
    total = max(export.progress_total, export.progress_done + len(page.ids))
    report_progress(
        export, checkpoint=checkpoint, progress_done=export.progress_done + len(page.ids), progress_total=total
    )


def _sheet_rows(export: Export, columns: Projection, page: selection.Page) -> pl.DataFrame:
    names = ["version", *columns.sources]
    flat = flat_products(page.written, tenant_id=export.tenant_id, columns=names, inherit=False)
    return sheets.with_hidden(flat, columns.sources)


def _arranged(frame: pl.DataFrame, headers: list[str], layout: Layout | None) -> pl.DataFrame:
    return layout.arrange(frame, headers) if layout and layout.arrange else frame


def _forget_lost_parts(export: Export) -> None:
    """Begin anew where the parts of an earlier attempt cannot be found from here."""
    folder = folder_of(export.pk)
    if not all(shelves.brought(path) for path in _paths(export)):
        remove_folder(export.pk)
        report_progress(export, checkpoint={}, progress_done=0)
    folder.mkdir(parents=True, exist_ok=True)


def _paths(export: Export, wanted: str = "") -> Iterator[Path]:
    """The files that the batches left, one after the other; with `wanted` those of that name."""
    for number, names in enumerate(export.checkpoint.get("parts") or [], start=1):
        for name in names:
            if wanted in ("", name):
                yield file_of(folder_of(export.pk), number, name)


def parts_of(export: Export, name: str) -> Iterator[pl.DataFrame]:
    """The frames of that name that the batches left, one after the other."""
    for path in _paths(export, name):
        if shelves.brought(path):
            yield pl.read_ipc(path)


def _write(export: Export, plan: Plan, columns: Projection, *, extension: str) -> Written:
    with temporary_file() as target:
        sink = _sink(export, plan, columns, target)
        for frame in parts_of(export, ROWS):
            sink.write(frame.drop("id"))
            report_progress(export)
        sink.close()
        target.seek(0)
        count = int(export.checkpoint.get("products", 0))
        name = file_name(plan.file_name, extension=extension, count=count)
        stored = store(FILES, name, target)
    notes = {"replaced": dict(sink.notes.replaced), "shortened": sink.notes.shortened}
    return Written(stored, name, sink.rows, {key: value for key, value in notes.items() if value})


def _sink(export: Export, plan: Plan, columns: Projection, target: IO[bytes]) -> Sink:
    options = writer_options(plan.options)
    if not plan.is_sheet:
        return open_sink(export.format, target, columns.fields, options)
    about = replace(options, sheet=sheets.sheet_of(columns.sources, options.sheet.name))
    return open_sink(export.format, target, sheets.sheet_fields(columns.fields, columns.sources), about)


def _store_left_out(export: Export) -> str:
    """The products that were left out, as a CSV file for people."""
    with temporary_file() as target:
        sink = open_sink("csv", target, _EXCLUDED_FIELDS)
        for frame in parts_of(export, LEFT_OUT):
            sink.write(frame)
        sink.close()
        target.seek(0)
        return store(FILES, "left-out.csv", target).key


@contextmanager
def temporary_file() -> Iterator[IO[bytes]]:
    """A file in the work folder of this installation, gone afterwards."""
    folder = Path(settings.WORK_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as target:
        yield target
