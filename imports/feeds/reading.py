"""Fetch, recognise, read: the file becomes columnar chunk files, once for dry run and run, and after a crash."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl
from django.conf import settings

from core import files
from core.tabular import Chunk, Recognition, RowProblem, read_chunks
from imports.feeds.folder import Builder, Shelf, folder_of, open_shelf
from imports.feeds.limits import limits
from imports.feeds.prefetch import ahead
from imports.models import ImportRun

ROWS = "rows"
PROBLEMS = "problems"
PROBLEM_SCHEMA = {"row": pl.UInt32, "code": pl.String, "message": pl.String, "raw": pl.String}

Beat = Callable[[int], None]


def read(run: ImportRun, *, beat: Beat) -> Shelf:
    """The run's rows as chunk files: frames `rows` (text columns and `_row`) and `problems` (records that do not fit).

    `beat` is called with the rows read so far after each chunk, and may raise to pause or cancel.
    """
    place = folder_of(run.pk) / "rows"
    return open_shelf(place) or _staged(Builder(place), run, beat)


def _staged(builder: Builder, run: ImportRun, beat: Beat) -> Shelf:
    done = 0
    recognition = Recognition.from_json(run.recognition)
    try:
        for chunk in ahead(_chunks(_file_key(run), recognition, rows=chunk_rows(run))):
            problems = problem_frame(chunk.problems, columns=recognition.columns)
            rows = chunk.frame.height + problems.height
            if rows:
                builder.add(rows=rows, frames={ROWS: chunk.frame, PROBLEMS: problems})
                done += rows
                beat(done)
    except BaseException:
        builder.abandon()
        raise
    return builder.finish()


def _file_key(run: ImportRun) -> str:
    if run.source_file is None:
        raise ValueError(f"{run} has no file.")
    return run.source_file.key


def _chunks(key: str, recognition: Recognition, *, rows: int) -> Iterator[Chunk]:
    """Runs in a thread: nothing here may ask the database."""
    with files.local_path(key) as path:
        yield from read_chunks(path, recognition, chunk_rows=rows, limits=limits())


def chunk_rows(run: ImportRun) -> int:
    """Rows per chunk: as the run began with, because a chunk's number has to mean the same rows after a restart."""
    return int(run.checkpoint.get("chunk_rows", settings.IMPORT_CHUNK_ROWS))


def problem_frame(problems: Sequence[RowProblem], *, columns: Sequence[str]) -> pl.DataFrame:
    """Records that do not fit the table, as a frame `row`, `code`, `message`, `raw` (JSON object text)."""
    rows: list[dict[str, Any]] = [
        {"row": problem.row, "code": problem.code, "message": problem.message, "raw": raw_text(problem.raw, columns)}
        for problem in problems
    ]
    return pl.DataFrame(rows, schema=PROBLEM_SCHEMA)


def raw_text(raw: list[str] | dict[str, Any], columns: Sequence[str]) -> str:
    """The cells as JSON object text; cells beyond the last column are named by their position, `#n`."""
    if isinstance(raw, dict):
        return json.dumps(raw, ensure_ascii=False, default=str)
    names = [*columns, *(f"#{position}" for position in range(len(columns) + 1, len(raw) + 1))]
    return json.dumps(dict(zip(names, raw, strict=False)), ensure_ascii=False)
