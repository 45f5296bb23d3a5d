"""The moving part of a feed's page: what is at work, how far it is, and how soon to ask again."""

from collections.abc import Callable
from dataclasses import dataclass

from core.jobs import JobStatus
from imports.selectors import find_run
from imports.selectors.feeds import FeedHealth, FeedState
from imports.selectors.runs import Progress, progress_of
from imports.views.words import phase_words
from imports.views.workers import no_worker

WORKING_SECONDS, WAITING_SECONDS = 2, 10


@dataclass(frozen=True)
class Live:
    """`seconds` until the page asks again (0: never); `progress` of the run at work, for those who see runs."""

    stamp: str
    seconds: int
    is_fetching: bool
    no_worker: bool
    progress: Progress | None
    phase: str


def live_of(health: FeedHealth, *, sees_runs: Callable[[], bool]) -> Live:
    """What moves on the page of a feed in this state."""
    progress = _progress(health, sees_runs)
    return Live(
        stamp=stamp_of(health),
        seconds=_seconds(health),
        is_fetching=health.is_fetching,
        no_worker=_seconds(health) == WORKING_SECONDS and no_worker(),
        progress=progress,
        phase=phase_words(progress.phase) if progress else "",
    )


def stamp_of(health: FeedHealth) -> str:
    """What is at work: another stamp means another page."""
    jobs = (health.run_id, health.fetch_id, "fetching" if health.is_fetching else "still")
    return ".".join(str(part or "") for part in (health.state, *jobs))


def _seconds(health: FeedHealth) -> int:
    if health.is_fetching or health.state == FeedState.WORKING:
        return WORKING_SECONDS
    return WAITING_SECONDS if health.next_attempt_at else 0


def _progress(health: FeedHealth, sees_runs: Callable[[], bool]) -> Progress | None:
    if health.state != FeedState.WORKING or health.is_fetching or health.run_id is None or not sees_runs():
        return None
    run = find_run(health.run_id)
    return progress_of(run) if run.status == JobStatus.PROCESSING else None
