"""Held rows come back: as the rows of a replay, or in a corrected file; afterwards each is settled."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import polars as pl

from core.databases import atomic
from core.tabular.recognition import ROW
from imports.feeds.batches import Batch
from imports.feeds.filtering import FILTERED
from imports.feeds.folder import Builder, Shelf, folder_of, open_shelf
from imports.feeds.layout import HELD_ROW_ID
from imports.feeds.quarantine import digest, kept_key
from imports.feeds.reading import ROWS, Beat, chunk_rows
from imports.models import HeldRow, ImportRun

ANSWERS = "answers"
ANSWER_SCHEMA = {"row": pl.UInt32, HELD_ROW_ID: pl.String}
State = HeldRow.State


def rows_to_replay(run: ImportRun, *, beat: Beat) -> Shelf:
    """The held rows chosen for the run, corrections laid over them, as chunk files like those of a file."""
    place = folder_of(run.pk) / "rows"
    return open_shelf(place) or _staged(Builder(place), run, beat)


def answers_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Which held row each row answers (frame `row`, `held_row_id`); empty for a file of a supplier."""
    if HELD_ROW_ID not in frame.columns:
        return pl.DataFrame(schema=ANSWER_SCHEMA)
    return frame.select(pl.col(ROW).alias("row"), HELD_ROW_ID).filter(pl.col(HELD_ROW_ID).is_not_null())


def settle(run: ImportRun, checked: Shelf, batch: Batch) -> None:
    """Close the held rows that the batch answers, the older twins of rows that are held again, and what is outdated."""
    again = [digest(raw) for raw in batch.findings.held["raw"].to_list()]
    answers = checked.frame(batch.number, ANSWERS, ANSWER_SCHEMA)
    with atomic("imports"):
        if again:
            earlier = HeldRow.objects.filter(source_id=run.source_id, state=State.OPEN, digest__in=again)
            earlier.exclude(run=run).update(state=State.REPLACED)
        if answers.height:
            filtered = batch.findings.issues.filter(pl.col("code") == FILTERED)
            _close(run, answers.join(filtered, on="row", how="semi")[HELD_ROW_ID], State.DISCARDED)
            held = answers.join(batch.findings.held, on="row", how="semi")[HELD_ROW_ID]
            _close(run, held, State.REPLACED)
            _close(run, answers.join(batch.findings.held, on="row", how="anti")[HELD_ROW_ID], State.REPLAYED)
        if run.kind == ImportRun.Kind.IMPORT:
            _close_outdated(run, batch)


def _close_outdated(run: ImportRun, batch: Batch) -> None:
    """What an earlier file said of an article counts no more once this one names it, in a good row or a held one."""
    open_rows = HeldRow.objects.filter(source_id=run.source_id, state=State.OPEN, run__created_at__lt=run.created_at)
    if not open_rows.exclude(key="").exists():
        return
    named = pl.concat([batch.frame["key"], batch.findings.held["key"]]).drop_nulls().unique()
    open_rows.filter(key__in=[kept_key(key) for key in named.to_list()]).exclude(key="").update(state=State.REPLACED)


def _close(run: ImportRun, ids: pl.Series, state: str) -> None:
    rows = HeldRow.objects.filter(source_id=run.source_id, state=State.OPEN, pk__in=_uuids(ids)).exclude(run=run)
    rows.update(state=state, replay_run=run)


def _uuids(texts: pl.Series) -> list[UUID]:
    """The ids that are ids: a person may have changed that column of a download."""
    well_formed = texts.filter(texts.str.contains(r"^[0-9a-fA-F-]{36}$"))
    return [UUID(text) for text in well_formed.to_list()]


def _staged(builder: Builder, run: ImportRun, beat: Beat) -> Shelf:
    done = 0
    for frame in _frames(run):
        builder.add(rows=frame.height, frames={ROWS: frame})
        done += frame.height
        beat(done)
    return builder.finish()


def _frames(run: ImportRun) -> Iterator[pl.DataFrame]:
    chosen = HeldRow.objects.filter(replay_run=run).order_by("run", "row_number", "id")
    numbered_by_file = chosen.values("run").distinct().count() == 1
    columns: list[str] = run.recognition["columns"]
    size = chunk_rows(run)
    for first in range(0, chosen.count(), size):
        rows = list(chosen[first : first + size])
        numbers = [row.row_number if numbered_by_file else first + i for i, row in enumerate(rows, start=1)]
        yield frame_of(rows, columns, numbers)


def frame_of(rows: Sequence[HeldRow], columns: Sequence[str], numbers: Sequence[int]) -> pl.DataFrame:
    """Held rows as the engine reads rows of a file, with the id of each."""
    cells = {name: [_text(row.cells.get(name)) for row in rows] for name in columns}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String))
    ids = pl.Series(HELD_ROW_ID, [str(row.pk) for row in rows], pl.String)
    return frame.with_columns(pl.Series(ROW, numbers, pl.UInt32), ids)


def _text(cell: object) -> str | None:
    return None if cell is None or cell == "" else str(cell)
