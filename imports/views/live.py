"""The moving part of a run's page: state, progress, what keeps it waiting, what may be asked of it."""

from typing import Any

from core.jobs import JobStatus
from imports.models import ImportRun
from imports.selectors.runs import hold_of, progress_of
from imports.services.holding import approvals_needed
from imports.views.facts import facts_of
from imports.views.words import phase_words
from imports.views.workers import no_worker

WORKING_SECONDS, WAITING_SECONDS = 1, 3


def live_context(run: ImportRun) -> dict[str, Any]:
    """State, counts and progress of a run that is at hand, and how soon to ask again (0: never)."""
    progress = progress_of(run)
    waiting = run.status == JobStatus.PENDING and run.queued_at is not None
    return {
        "facts": facts_of(run),
        "hold": hold_of(run),
        "approvals_needed": approvals_needed(run),
        "needs_another": run.policies.get("approval") == "second_person",
        "progress": progress,
        "possible": progress.possible,
        "phase": phase_words(progress.phase),
        "poll_seconds": WORKING_SECONDS if run.status == JobStatus.PROCESSING else WAITING_SECONDS if waiting else 0,
        "is_waiting": waiting,
        "waits_for_turn": waiting and _is_behind(run),
        "next_attempt": run.next_attempt_at if waiting and run.error_code else None,
        "no_worker": waiting and not run.next_attempt_at and no_worker(),
        "has_numbers": _has_numbers(run),
    }


def _has_numbers(run: ImportRun) -> bool:
    """Whether there is anything to count: of a file that the brake held, nothing was taken in."""
    untouched = bool(run.hold) and run.hold["state"] != "released"
    return run.started_at is not None and run.kind != ImportRun.Kind.UNDO and not untouched


def _is_behind(run: ImportRun) -> bool:
    """Whether the worker found another run of the source at work and left this one for later."""
    return run.next_attempt_at is not None and not run.error_code
