"""Map, transform, validate, de-duplicate: chunk files of raw rows become chunk files of rows that may be merged."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from imports.errors import TooManyErrors
from imports.feeds import chunks, shelves
from imports.feeds.batches import HELD, ISSUES, VALID, batches
from imports.feeds.chunks import Work
from imports.feeds.duplicates import Losers, Rule, keys_of, losers_among
from imports.feeds.feed_profile import counts_of
from imports.feeds.folder import Builder, ChunkFacts, Shelf, file_of, open_shelf, publish, write_frames
from imports.feeds.plan import Plan
from imports.feeds.quarantine import Findings
from imports.feeds.reading import PROBLEM_SCHEMA, PROBLEMS, ROWS
from imports.feeds.repeats import UNIQUE, UNIQUE_SCHEMA, repeats_among
from imports.feeds.replay import ANSWERS, answers_of
from imports.feeds.rowcheck import CheckedRows, RowContext, check_rows, context_of, held_problems, rules_of
from imports.models import ImportRun, RunChunk

KEYS = "keys"
KEPT_OUT = "kept_out"
NO_ROWS = {"_row": pl.UInt32}
KEY_SCHEMA = {"row": pl.UInt32, "h1": pl.UInt64, "h2": pl.UInt64}
STEP = RunChunk.Step.CHECK

Beat = Callable[[int], None]


def place_of(rows: Shelf, plan: Plan) -> Path:
    """Where the checked rows of this mapping and these policies lie."""
    return rows.path.with_name(f"checked-{plan.digest}")


def check(rows: Shelf, plan: Plan, *, beat: Beat) -> Shelf:
    """Frames `valid`, `held`, `issues`, `keys`, `kept_out` and `answers` per chunk; made once per mapping and
    policies, one chunk after the other in this process."""
    place = place_of(rows, plan)
    return open_shelf(place) or _checked(Builder(place), rows, plan, beat)


def check_together(run: ImportRun, rows: Shelf, plan: Plan, *, beat: Beat, call: Callable[[], None]) -> Shelf:
    """The same, its chunks taken by whoever is free; `call` asks for help once they can be taken."""
    place = place_of(rows, plan)
    found = open_shelf(place)
    if found is not None:
        return found
    _lay_out(run, rows, plan)
    call()
    chunks.lead(run, checking_work(rows, plan), border=lambda: beat(sum(c.rows for c in chunks.results(run, STEP))))
    return publish(place, _parts(rows, plan), [_facts(chunk) for chunk in chunks.results(run, STEP)])


def checking_work(rows: Shelf, plan: Plan) -> Work[tuple[int, pl.DataFrame, pl.DataFrame]]:
    """What any worker does with a chunk of this step."""
    folder = _parts(rows, plan)
    context = context_of(plan)

    def do(piece: tuple[int, pl.DataFrame, pl.DataFrame], finish: Callable[[dict[str, Any]], None]) -> None:
        number, frame, problems = piece
        frames, facts = check_chunk(frame, problems, plan, context=context)
        names = write_frames(folder, number, frames)
        finish({"digest": plan.digest, "facts": facts, "frames": names})

    return Work(STEP, make=lambda number: (number, *_raw(rows, number)), do=do)


def check_chunk(
    frame: pl.DataFrame, problems: pl.DataFrame, plan: Plan, *, context: RowContext
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """The frames of a checked chunk, and what its shelf remembers of it."""
    unread = held_problems(problems)
    fit = check_rows(frame, plan, context=context) if frame.height else unread
    parts = [fit] if fit is unread else [unread, fit]
    held = pl.concat([part.held for part in parts])
    out = pl.concat([part.kept_out for part in parts])
    frames = {
        VALID: fit.valid,
        HELD: held,
        ISSUES: pl.concat([part.issues for part in parts]),
        KEYS: keys_of(fit.valid),
        KEPT_OUT: keys_of(out.drop_nulls("key")),
        ANSWERS: answers_of(frame),
        UNIQUE: fit.unique,
    }
    return frames, _told(fit, rows=frame.height + problems.height, held=held.height, out=out)


def deduplicate(checked: Shelf, plan: Plan) -> Losers:
    """The rows that give way to another row of the file with the same key, and those that repeat a unique value."""
    keys = ((chunk.number, checked.frame(chunk.number, KEYS, KEY_SCHEMA)) for chunk in checked.chunks)
    losers = losers_among(keys, rule=Rule(plan.policies.duplicates))
    values = (
        (chunk.number, checked.frame(chunk.number, UNIQUE, UNIQUE_SCHEMA).join(gone, on="row", how="anti"))
        for chunk in checked.chunks
        for gone in [losers.of_chunk(chunk.number)]
    )
    columns = {name: entry.column for name, entry in plan.mapping.fields.items() if entry.column}
    return replace(losers, repeats=repeats_among(values, rules_of(plan).own, columns=columns))


def refused_share(checked: Shelf, losers: Losers) -> tuple[int, int]:
    """Rows that are held before the catalogue is asked, and all rows."""
    repeated = losers.count if losers.rule is Rule.HOLD else 0
    repeated += losers.repeats.held if losers.repeats else 0
    return sum(int(chunk.facts["held"]) for chunk in checked.chunks) + repeated, checked.rows


def refusal(held: int, read: int, plan: Plan) -> TooManyErrors | None:
    """Why the source's error policy stops this file, or None."""
    policies = plan.policies
    limit = 0 if policies.error_policy == "all_or_nothing" else policies.error_limit_percent
    if not policies.judges_the_whole_file or held * 100 <= limit * read:
        return None
    message = _("%(held)s of %(read)s rows have errors; this feed allows %(limit)s %%: nothing was imported.")
    return TooManyErrors(message % {"held": held, "read": read, "limit": limit}, held=held, read=read, limit=limit)


def findings_of(checked: Shelf, losers: Losers) -> Iterator[Findings]:
    """What was found in every chunk."""
    return (batch.findings for batch in batches(checked, losers))


def _checked(builder: Builder, rows: Shelf, plan: Plan, beat: Beat) -> Shelf:
    done = 0
    context = context_of(plan)
    try:
        for chunk in rows.chunks:
            frames, facts = check_chunk(*_raw(rows, chunk.number), plan, context=context)
            builder.add(rows=chunk.rows, frames=frames, **facts)
            done += chunk.rows
            beat(done)
    except BaseException:
        builder.abandon()
        raise
    return builder.finish()


def _raw(rows: Shelf, number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    return rows.frame(number, ROWS, NO_ROWS), rows.frame(number, PROBLEMS, PROBLEM_SCHEMA)


def _told(fit: CheckedRows, *, rows: int, held: int, out: pl.DataFrame) -> dict[str, Any]:
    return {
        "held": held,
        "filtered": out.height - held,
        "keyless": out["key"].null_count(),
        "profile": counts_of(fit.valid, rows=rows, held=held),
    }


def _parts(rows: Shelf, plan: Plan) -> Path:
    """The folder that several workers fill; a shelf only once its manifest is written."""
    place = place_of(rows, plan)
    return place.with_name(f"{place.name}.parts")


def _lay_out(run: ImportRun, rows: Shelf, plan: Plan) -> None:
    """Chunks that an interrupted attempt left are kept when they were made by this plan and still exist."""
    folder = _parts(rows, plan)
    left = chunks.results(run, STEP)
    if any(chunk.result["digest"] != plan.digest or not _exists(folder, chunk) for chunk in left):
        chunks.forget(run, STEP)
    chunks.lay_out(run, STEP, ((chunk.number, chunk.rows) for chunk in rows.chunks))


def _exists(folder: Path, chunk: RunChunk) -> bool:
    return all(shelves.is_there(file_of(folder, chunk.number, name)) for name in chunk.result["frames"])


def _facts(chunk: RunChunk) -> ChunkFacts:
    return ChunkFacts(chunk.number, chunk.rows, chunk.result["facts"], tuple(chunk.result["frames"]))
