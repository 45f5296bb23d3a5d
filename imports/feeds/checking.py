"""Map, transform, validate, de-duplicate: chunk files of raw rows become chunk files of rows that may be merged."""

from collections.abc import Callable, Iterator

import polars as pl
from django.utils.translation import gettext as _

from imports.errors import TooManyErrors
from imports.feeds.batches import HELD, ISSUES, VALID, batches
from imports.feeds.duplicates import Losers, Rule, keys_of, losers_among
from imports.feeds.folder import Builder, Shelf, open_shelf
from imports.feeds.plan import Plan
from imports.feeds.quarantine import Findings
from imports.feeds.reading import PROBLEM_SCHEMA, PROBLEMS, ROWS
from imports.feeds.replay import ANSWERS, answers_of
from imports.feeds.rowcheck import CheckedRows, check_rows, context_of, held_problems

KEYS = "keys"
NO_ROWS = {"_row": pl.UInt32}
KEY_SCHEMA = {"row": pl.UInt32, "h1": pl.UInt64, "h2": pl.UInt64}

Beat = Callable[[int], None]


def check(rows: Shelf, plan: Plan, *, beat: Beat) -> Shelf:
    """Frames `valid`, `held`, `issues`, `keys` and `answers` per chunk; made once per mapping and policies."""
    place = rows.path.with_name(f"checked-{plan.digest}")
    return open_shelf(place) or _checked(Builder(place), rows, plan, beat)


def deduplicate(checked: Shelf, plan: Plan) -> Losers:
    """The rows that give way to another row of the file with the same key."""
    keys = ((chunk.number, checked.frame(chunk.number, KEYS, KEY_SCHEMA)) for chunk in checked.chunks)
    return losers_among(keys, rule=Rule(plan.policies.duplicates))


def refused_share(checked: Shelf, losers: Losers) -> tuple[int, int]:
    """Rows that are held before the catalogue is asked, and all rows."""
    repeated = losers.count if losers.rule is Rule.HOLD else 0
    return sum(int(chunk.facts["held"]) for chunk in checked.chunks) + repeated, checked.rows


def refusal(held: int, read: int, plan: Plan) -> TooManyErrors | None:
    """Why the source's error policy stops this file, or None."""
    policies = plan.policies
    limit = 0 if policies.error_policy == "all_or_nothing" else policies.error_limit_percent
    if not policies.judges_the_whole_file or held * 100 <= limit * read:
        return None
    message = _("%(held)s of %(read)s rows have errors; this source allows %(limit)s %%: nothing was imported.")
    return TooManyErrors(message % {"held": held, "read": read, "limit": limit}, held=held, read=read, limit=limit)


def findings_of(checked: Shelf, losers: Losers) -> Iterator[Findings]:
    """What was found in every chunk."""
    return (batch.findings for batch in batches(checked, losers))


def _checked(builder: Builder, rows: Shelf, plan: Plan, beat: Beat) -> Shelf:
    done = 0
    context = context_of(plan)
    try:
        for chunk in rows.chunks:
            problems = held_problems(rows.frame(chunk.number, PROBLEMS, PROBLEM_SCHEMA))
            frame = rows.frame(chunk.number, ROWS, NO_ROWS)
            fit = check_rows(frame, plan, context=context) if frame.height else problems
            _add(builder, chunk.rows, problems, fit, answers=answers_of(frame))
            done += chunk.rows
            beat(done)
    except BaseException:
        builder.abandon()
        raise
    return builder.finish()


def _add(builder: Builder, rows: int, problems: CheckedRows, fit: CheckedRows, *, answers: pl.DataFrame) -> None:
    same = fit is problems
    held = problems.held if same else pl.concat([problems.held, fit.held])
    issues = problems.issues if same else pl.concat([problems.issues, fit.issues])
    frames = {VALID: fit.valid, HELD: held, ISSUES: issues, KEYS: keys_of(fit.valid), ANSWERS: answers}
    builder.add(rows=rows, frames=frames, held=held.height)
