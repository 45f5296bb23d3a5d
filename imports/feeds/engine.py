"""The import engine: the ordered steps of a run, and of its rehearsal."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings

from core.databases import after_commit
from core.jobs import Job, enqueue, report_progress
from imports.feeds import chunks, journal, merging
from imports.feeds.batches import batches
from imports.feeds.brake import Profile
from imports.feeds.braking import BrakePulled, accepted_profiles, evidence_against, profile
from imports.feeds.checking import (
    STEP as CHECK,
)
from imports.feeds.checking import (
    check,
    check_together,
    checking_work,
    deduplicate,
    findings_of,
    place_of,
    refusal,
    refused_share,
)
from imports.feeds.duplicates import Losers
from imports.feeds.folder import Shelf, folder_of, forget_copies, open_shelf
from imports.feeds.impact import Impact, foresee, name_the_unknown
from imports.feeds.missing import find_missing, retire_missing
from imports.feeds.plan import Plan, plan_of
from imports.feeds.prefetch import ahead
from imports.feeds.quarantine import forget_findings, keep
from imports.feeds.reading import chunk_rows, read
from imports.feeds.replay import rows_to_replay
from imports.feeds.tally import Tally
from imports.feeds.undoing import undo
from imports.models import DryRun, ImportRun

HELP = "imports.tasks.help_run"
# A file of so few chunks is done before anybody could help.
ALONE = 2
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
    checked = _check(run, rows, plan)
    losers = deduplicate(checked, plan)
    before = accepted_profiles(plan)
    if not chunks.is_laid_out(run, merging.STEP):
        journal.note(run, "deduplicated", losers=losers.count)
        forget_findings(run)
        _obey_error_policy(run, checked, losers, plan)
        _obey_brake(run, plan, checked, losers, before)
    _merge(run, plan, checked, losers)
    retire_missing(run, plan, checked, before)
    merging.totals(run).check()


def assist(run: ImportRun) -> int:
    """Do chunks of a run that another worker leads, as long as there are free ones; returns how many."""
    plan, rows = plan_of(run), open_shelf(folder_of(run.pk) / "rows")
    if rows is None:
        return 0
    done = 0
    if chunks.has_free(run, CHECK):
        done += chunks.assist(run, checking_work(rows, plan))
    checked = open_shelf(place_of(rows, plan))
    if checked is not None and chunks.has_free(run, merging.STEP):
        done += chunks.assist(run, merging.merging_work(run, plan, checked, deduplicate(checked, plan)))
        merging.save_totals(run)
    forget_copies(run.pk)
    return done


def _check(run: ImportRun, rows: Shelf, plan: Plan) -> Shelf:
    beat = _beat(run, "checking", rows.rows)
    if plan.is_checked_in_order or len(rows.chunks) <= ALONE:
        return check(rows, plan, beat=beat)
    return check_together(run, rows, plan, beat=beat, call=lambda: _call_for_help(run, len(rows.chunks)))


def _merge(run: ImportRun, plan: Plan, checked: Shelf, losers: Losers) -> None:
    chunks.lay_out(run, merging.STEP, ((chunk.number, chunk.rows) for chunk in checked.chunks))
    _call_for_help(run, len(checked.chunks))

    def border() -> None:
        _save_progress(run, checked.rows)

    border()
    chunks.lead(run, merging.merging_work(run, plan, checked, losers), border=border)


def _call_for_help(run: ImportRun, pieces: int) -> None:
    """Ask as many workers as there is work for; those that are busy come later, or find nothing left to do."""
    if pieces <= ALONE:
        return
    identity = {"run_id": str(run.pk), "tenant_id": str(run.tenant_id)}
    for _helper in range(min(settings.IMPORT_HELPERS, pieces - 1)):
        after_commit("imports", lambda: enqueue(HELP, queue=run.queue, **identity))


def _obey_brake(run: ImportRun, plan: Plan, checked: Shelf, losers: Losers, before: Sequence[Profile]) -> None:
    """Hold the run before its first merge when its file is not like those before."""
    if not plan.is_import:
        return
    report_progress(run, phase="comparing", profile=profile(checked, losers))
    missing = find_missing(plan, checked, before)
    evidence = evidence_against(run, plan, checked, before=before, missing=missing)
    if evidence:
        raise BrakePulled(evidence)


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
    impact.missing = find_missing(plan, checked, accepted_profiles(plan)).to_json(plan.policies.missing_rows)
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


def _save_progress(run: ImportRun, total: int) -> None:
    merged = chunks.results(run, merging.STEP)
    tally = Tally.total(chunk.result for chunk in merged)
    progress: dict[str, Any] = {"phase": "merging", "progress_done": tally.rows["read"], "progress_total": total}
    report_progress(run, checkpoint={**run.checkpoint, "chunk": len(merged)}, **progress, **tally.changes())
