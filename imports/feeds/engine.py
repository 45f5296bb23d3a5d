"""The import engine: the ordered steps of a run, and of its rehearsal."""

import time
from collections.abc import Callable
from typing import Any

from core.jobs import Job, report_progress
from imports.feeds import journal
from imports.feeds.batches import batches
from imports.feeds.checking import check, deduplicate, findings_of, refusal, refused_share
from imports.feeds.duplicates import Losers
from imports.feeds.folder import Shelf
from imports.feeds.impact import Impact, foresee, name_the_unknown
from imports.feeds.merging import merge
from imports.feeds.plan import Plan, plan_of
from imports.feeds.prefetch import ahead
from imports.feeds.quarantine import forget_after, keep
from imports.feeds.reading import chunk_rows, read
from imports.feeds.replay import rows_to_replay, settle
from imports.feeds.tally import Tally
from imports.feeds.undoing import undo
from imports.models import DryRun, ImportRun

Rows = Callable[..., Shelf]


def perform(run: ImportRun) -> None:
    """Do the work of a run that this worker has taken; raises JobPaused, JobCancelled, or why it failed."""
    if run.kind == ImportRun.Kind.UNDO:
        undo(run)
    else:
        _import(run)


def _import(run: ImportRun) -> None:
    """fetch -> recognise -> read -> map -> transform -> validate -> de-duplicate -> compare and merge -> report."""
    plan = plan_of(run)
    report_progress(run, checkpoint={**run.checkpoint, "chunk_rows": chunk_rows(run)})
    rows = _read(run, run)
    checked = check(rows, plan, beat=_beat(run, "checking", rows.rows))
    losers = deduplicate(checked, plan)
    journal.note(run, "deduplicated", losers=losers.count)
    done = int(run.checkpoint.get("chunk", 0))
    forget_after(run, done)
    _obey_error_policy(run, checked, losers, plan)
    tally = Tally.of(run) if done else Tally()
    for batch in ahead(batches(checked, losers, after=done)):
        merged = merge(batch, plan)
        keep(run, merged.batch.findings, before=tally.issues)
        settle(run, checked, merged.batch)
        merged.count(tally)
        _save_progress(run, tally, batch.number, rows.rows)
        del batch, merged  # else three chunks are in memory: this one, the next, and the one in the making
    tally.check()


def _obey_error_policy(run: ImportRun, checked: Shelf, losers: Losers, plan: Plan) -> None:
    """Stop the run before its first merge when the source's policy wants it; what was found stays to be seen."""
    held, read = refused_share(checked, losers)
    error = refusal(held, read, plan)
    if error is None:
        return
    tally = Tally()
    for findings in findings_of(checked, losers):
        keep(run, findings, before=tally.issues)
        tally.add_issues(findings.counts)
    tally.add_rows(read=read, held=held, skipped=read - held)
    report_progress(run, **tally.changes())
    raise error


def rehearse(dry_run: DryRun) -> Impact:
    """The same steps on the same rows, stopped before the merge: what the run would change."""
    run = dry_run.run
    plan = plan_of(run)
    rows = _read(run, dry_run)
    checked = check(rows, plan, beat=_beat(dry_run, "checking", rows.rows))
    losers = deduplicate(checked, plan)
    error = refusal(*refused_share(checked, losers), plan)
    impact = Impact(refusal=str(error or ""))
    beat = _beat(dry_run, "comparing", rows.rows)
    for batch in ahead(batches(checked, losers)):
        foresee(batch, plan, impact)
        beat(impact.tally.rows["read"])
    name_the_unknown(impact, plan)
    impact.tally.check()
    return impact


def _read(run: ImportRun, job: Job) -> Shelf:
    started = time.monotonic()
    source: Rows = rows_to_replay if run.kind == ImportRun.Kind.REPLAY else read
    rows = source(run, beat=_beat(job, "reading", 0))
    journal.note(run, "staged", rows=rows.rows, seconds=round(time.monotonic() - started, 2))
    return rows


def _beat(job: Job, phase: str, total: int) -> Callable[[int], None]:
    """A step's sign of life after each chunk: progress for the page, the lease renewed, pause and cancel obeyed."""

    def beat(done: int) -> None:
        report_progress(job, phase=phase, progress_done=done, progress_total=total)

    return beat


def _save_progress(run: ImportRun, tally: Tally, chunk: int, total: int) -> None:
    progress: dict[str, Any] = {"phase": "merging", "progress_done": tally.rows["read"], "progress_total": total}
    report_progress(run, checkpoint={**run.checkpoint, "chunk": chunk}, **progress, **tally.changes())
