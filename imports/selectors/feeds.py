"""Feeds: in which state each source is, what came last, and the strip of what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from core.cutting import ListPage, list_page
from core.jobs import JobStatus
from imports.models import Fetch, FetchedFile, ImportRun, SourceFile
from imports.services.alerts import Alerts
from suppliers.selectors import Feed, expected_feeds

STRIP = 14
_LIGHT = (
    "id",
    "kind",
    "status",
    "stage",
    "source_id",
    "supplier_id",
    "tenant_id",
    "trigger",
    "fetch_id",
    "queued_at",
    "created_at",
    "started_at",
    "finished_at",
    "next_attempt_at",
    "error_code",
    "error_message",
    "rows_read",
    "rows_held",
)


class FeedState(StrEnum):
    """In which state a feed is; the first that fits counts."""

    OFF = "off"
    MAPPING = "mapping"
    HELD = "held"
    FAILING = "failing"
    WORKING = "working"
    SILENT = "silent"
    NEW = "new"
    HEALTHY = "healthy"


@dataclass(frozen=True)
class FeedHealth:
    """The state of a feed, with what is to blame for it."""

    feed: Feed
    state: FeedState
    run_id: UUID | None = None
    fetch_id: UUID | None = None
    error_code: str = ""
    cause: str = ""
    next_attempt_at: datetime | None = None
    last_file_at: datetime | None = None
    last_run_at: datetime | None = None
    # Somebody looks at the source just now, or is about to.
    is_fetching: bool = False


@dataclass(frozen=True)
class Event:
    """A run, or a look that made none, in the strip of a feed."""

    at: datetime
    status: str
    look: str
    run_id: UUID | None = None
    fetch_id: UUID | None = None
    rows: int | None = None
    held: int = 0


def feed_health(feeds: Iterable[Feed]) -> dict[UUID, FeedHealth]:
    """The state of each of these feeds. Seven queries."""
    feeds = list(feeds)
    ids = {feed.id for feed in feeds}
    runs = {run.source_id: run for run in _newest(ImportRun.objects.filter(kind=ImportRun.Kind.IMPORT), ids)}
    fetches = {fetch.source_id: fetch for fetch in _newest(Fetch.objects.all(), ids)}
    files = _latest(SourceFile.objects.filter(source_id__in=ids), "created_at")
    silent = _silent(ids, runs)
    return {
        feed.id: _health(
            feed,
            runs.get(feed.id),
            fetches.get(feed.id),
            last_file_at=files.get(feed.id),
            is_silent=feed.id in silent,
        )
        for feed in feeds
    }


def last_imports(supplier_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these suppliers had its last run; those without any are absent. One query."""
    runs = ImportRun.objects.filter(supplier_id__in=set(supplier_ids))
    return dict(runs.order_by().values_list("supplier_id").annotate(Max("created_at")))


def feed_strip(source_id: UUID, *, limit: int = STRIP) -> list[Event]:
    """The last runs of a feed and the looks that made none, oldest first. Two queries."""
    runs = ImportRun.objects.filter(source_id=source_id).only(*_LIGHT)[:limit]
    looks = Fetch.objects.filter(source_id=source_id, runs=None)[:limit]
    events = [*map(_run_event, runs), *map(_look_event, looks)]
    return sorted(events, key=lambda event: event.at)[-limit:]


def latest_run(source_id: UUID) -> ImportRun | None:
    """The last import of the feed that has begun to take rows in, or None. One query."""
    begun = ImportRun.objects.filter(source_id=source_id, kind=ImportRun.Kind.IMPORT, started_at__isnull=False)
    begun = begun.exclude(stage=ImportRun.Stage.HELD, status=JobStatus.PENDING)
    return begun.select_related("source_file").defer("recognition", "mapping", "evidence").first()


def latest_fetch(source_id: UUID) -> Fetch | None:
    """The last look at the source, or None. One query."""
    return Fetch.objects.filter(source_id=source_id).first()


def latest_file(source_id: UUID) -> SourceFile | None:
    """The file that came last, or None. One query."""
    return SourceFile.objects.filter(source_id=source_id).first()


def fetch_list(source_id: UUID, **cut: Any) -> ListPage[Fetch]:
    """The looks at the source, newest first, cut as `core.cutting.list_page` takes it. Two queries."""
    return list_page(Fetch.objects.filter(source_id=source_id), lambda fetch: fetch, sort="-created_at", **cut)


def runs_of_fetches(fetch_ids: Iterable[UUID]) -> dict[UUID, list[ImportRun]]:
    """The runs that each of these looks made. One query."""
    made: dict[UUID, list[ImportRun]] = {}
    for run in ImportRun.objects.filter(fetch_id__in=set(fetch_ids)).only(*_LIGHT):
        if run.fetch_id:
            made.setdefault(run.fetch_id, []).append(run)
    return made


def files_of(fetch_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The names of the files that each of these looks brought. One query."""
    names: dict[UUID, list[str]] = {}
    for fetch_id, name in FetchedFile.objects.filter(fetch_id__in=set(fetch_ids)).values_list("fetch_id", "name"):
        names.setdefault(fetch_id, []).append(name)
    return names


def is_at_work(fetch: Fetch) -> bool:
    """Whether the source is looked at now or next; a look that waits for the time of its next attempt is not."""
    later = fetch.next_attempt_at is not None and fetch.next_attempt_at > timezone.now()
    return _works(fetch) and not (fetch.status == JobStatus.PENDING and later)


def _newest(rows: Any, ids: set[UUID]) -> Any:
    """The newest row of each source."""
    found = rows.filter(source_id__in=ids).order_by("source_id", "-created_at").distinct("source_id")
    return found.only(*_LIGHT) if rows.model is ImportRun else found


def _latest(rows: Any, field: str) -> dict[UUID, datetime]:
    """The latest moment of each source."""
    return dict(rows.order_by().values_list("source_id").annotate(Max(field)))


def _silent(ids: set[UUID], runs: dict[UUID, ImportRun]) -> set[UUID]:
    """The feeds that bring nothing for longer than they may; people are told of them by the same rule."""
    now = timezone.now()
    expected = expected_feeds(now, source_ids=ids)
    waiting = {feed.source_id for feed in expected}
    completed = ImportRun.objects.filter(source_id__in=waiting, kind=ImportRun.Kind.IMPORT, status=JobStatus.COMPLETED)
    imported = _latest(completed, "finished_at")
    looked = _latest(Fetch.objects.filter(source_id__in=waiting, outcome=Fetch.Outcome.UNCHANGED), "finished_at")
    silent = set()
    for feed in expected:
        alerts, run = Alerts.of(feed.alerts), runs.get(feed.source_id)
        by_import_only = alerts.silent_days or run is None or run.status != JobStatus.COMPLETED
        signs = [imported.get(feed.source_id), None if by_import_only else looked.get(feed.source_id), feed.since]
        patience = alerts.patience(feed.gap)
        if patience is not None and now - max(filter(None, signs)) > patience:
            silent.add(feed.source_id)
    return silent


def _health(
    feed: Feed,
    run: ImportRun | None,
    fetch: Fetch | None,
    *,
    last_file_at: datetime | None,
    is_silent: bool,
) -> FeedHealth:
    state, blame = _state(feed, run, fetch, has_file=last_file_at is not None, is_silent=is_silent)
    return FeedHealth(
        feed=feed,
        state=state,
        run_id=run.pk if run else None,
        fetch_id=fetch.pk if fetch else None,
        error_code=blame.error_code if blame else "",
        cause=blame.error_message if blame else "",
        next_attempt_at=blame.next_attempt_at if blame else None,
        last_file_at=last_file_at,
        last_run_at=run.created_at if run else None,
        is_fetching=fetch is not None and is_at_work(fetch),
    )


def _state(
    feed: Feed, run: ImportRun | None, fetch: Fetch | None, *, has_file: bool, is_silent: bool
) -> tuple[FeedState, ImportRun | Fetch | None]:
    """The first state that fits, and the job that is to blame."""
    if not feed.is_active:
        return FeedState.OFF, None
    if run is not None and (waits := _waits(run)):
        return waits, run
    if culprit := _culprit(run, fetch):
        return FeedState.FAILING, culprit
    if working := next((job for job in (run, fetch) if job and _works(job)), None):
        return FeedState.WORKING, working
    if is_silent:
        return FeedState.SILENT, None
    return (FeedState.HEALTHY if has_file else FeedState.NEW), None


def _waits(run: ImportRun) -> FeedState | None:
    """For what the run waits for a person, if it does."""
    if run.status in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED):
        return None
    if run.stage == ImportRun.Stage.HELD:
        return FeedState.HELD
    waits = run.status == JobStatus.PENDING and run.queued_at is None and run.stage == ImportRun.Stage.MAPPING
    return FeedState.MAPPING if waits else None


def _culprit(run: ImportRun | None, fetch: Fetch | None) -> ImportRun | Fetch | None:
    """The job that makes the feed fail: a look that nothing came after, else the last run."""
    if fetch is not None and _fails(fetch) and (run is None or fetch.created_at > run.created_at):
        return fetch
    return run if run is not None and _fails(run) else None


def _fails(job: ImportRun | Fetch) -> bool:
    """Whether it failed, or waits for another attempt after it failed."""
    return job.status == JobStatus.FAILED or (job.status == JobStatus.PENDING and bool(job.error_code))


def _works(job: ImportRun | Fetch) -> bool:
    return job.status == JobStatus.PROCESSING or (job.status == JobStatus.PENDING and job.queued_at is not None)


def _run_event(run: ImportRun) -> Event:
    look = "held" if run.stage == ImportRun.Stage.HELD and not run.is_finished else str(run.status)
    if look == JobStatus.PENDING and run.stage == ImportRun.Stage.MAPPING:
        look = "mapping"
    if look == JobStatus.COMPLETED and run.rows_held:
        look = "with_held"
    if look == JobStatus.COMPLETED and run.kind != ImportRun.Kind.IMPORT:
        look = str(run.kind)
    rows = run.rows_read if run.started_at and run.kind != ImportRun.Kind.UNDO else None
    return Event(run.created_at, run.status, look, run_id=run.pk, fetch_id=run.fetch_id, rows=rows, held=run.rows_held)


def _look_event(fetch: Fetch) -> Event:
    look = fetch.outcome if fetch.status == JobStatus.COMPLETED and fetch.outcome else str(fetch.status)
    return Event(fetch.created_at, fetch.status, look, fetch_id=fetch.pk)
