"""Runs: the list, one run with everything a page shows, its log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.access import require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from core.degraded import tolerated
from core.jobs import JobStatus
from imports.errors import RunNotFound
from imports.feeds.brake import sentence_of
from imports.feeds.chunks import workers_at
from imports.feeds.journal import sentence
from imports.feeds.mapping.reasons import in_words
from imports.models import DryRun, ImportRun
from imports.selectors.undoing import UndoState, undo_state
from suppliers.selectors import SupplierFacts, source_names, suppliers_by_id

READ = "read:imports"


@dataclass(frozen=True)
class RunFilters:
    """What the list of runs can be narrowed by; empty fields do not narrow."""

    status: str = ""
    kind: str = ""
    supplier_id: UUID | None = None
    source_id: UUID | None = None
    trigger: str = ""
    # Held by the brake until somebody approves.
    is_held: bool = False
    since: date | None = None
    until: date | None = None
    with_errors: bool | None = None
    # Whose list it is: without the right by role it holds only what is granted. None: everything.
    seen_by: Any = None


@dataclass(frozen=True)
class RunRow:
    """A run in a list."""

    id: UUID
    kind: str
    kind_label: str
    status: str
    status_label: str
    stage: str
    stage_label: str
    supplier_id: UUID
    supplier_code: str
    supplier_name: str
    source_id: UUID
    source_name: str
    trigger: str
    trigger_label: str
    fetch_id: UUID | None
    file_name: str
    is_partial: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration: timedelta | None
    percentage: int
    rate: float | None
    counts: dict[str, int]
    products_created: int
    products_updated: int
    warnings: int
    offers_missing: int
    offers_retired: int
    error_code: str
    error_message: str

    @property
    def completed_with_errors(self) -> bool:
        """Whether it ended well but rows are held."""
        return self.status == JobStatus.COMPLETED and self.counts["held"] > 0

    @property
    def waits_for_approval(self) -> bool:
        """Whether the brake holds it."""
        return self.stage == ImportRun.Stage.HELD and self.status == JobStatus.PENDING


@dataclass(frozen=True)
class Progress:
    """What a live page polls for."""

    status: str
    status_label: str
    phase: str
    done: int
    total: int
    percentage: int
    rate: float | None
    elapsed: timedelta | None
    remaining: timedelta | None
    is_stalled: bool
    is_finished: bool
    counts: dict[str, int]
    pause_requested: bool
    cancel_requested: bool
    possible: tuple[str, ...]
    # Processes that work at the chunks of the run now.
    workers: int = 1


@dataclass(frozen=True)
class RunDetail:
    """Everything about one run."""

    row: RunRow
    progress: Progress
    undo: UndoState
    undoes: UUID | None
    source_id: UUID
    source_file: dict[str, Any] | None
    recognition: dict[str, Any]
    reading: dict[str, Any]
    mapping: dict[str, Any]
    mapping_origin: str
    evidence: dict[str, Any]
    identity: list[str]
    policies: dict[str, Any]
    issue_counts: dict[str, dict[str, int]]
    changed_fields: dict[str, int]
    outcome: dict[str, Any]
    hold: dict[str, Any]
    approvals: list[dict[str, Any]]
    dry_run: dict[str, Any] | None = field(default=None)


@dataclass(frozen=True)
class LogEntry:
    """A line of the log, in the reader's language."""

    id: int
    at: datetime
    level: str
    code: str
    message: str
    params: dict[str, Any]


def find_run(run_id: UUID, *, seen_by: Any = None) -> ImportRun:
    """The run in the current tenant, with its file; raises RunNotFound. One query.

    With `seen_by` raises PermissionRefused for a person who may not see this run.
    """
    run = ImportRun.objects.select_related("source_file").filter(pk=run_id).first()
    if run is None:
        raise RunNotFound
    if seen_by is not None:
        require(seen_by, READ, run)
    return run


def run_list(filters: RunFilters, *, sort: str = "-created_at", **cut: Any) -> ListPage[RunRow]:
    """Runs of the current tenant, newest first unless `sort` is "created_at". Four queries.

    `cut` (page, per_page, after) as `core.cutting.list_page` takes it.
    """
    found = _narrowed(filters).select_related("source_file").defer(*_HEAVY)
    page = list_page(found, lambda run: run, sort=sort, **cut)
    return ListPage(_rows(page.items), page.total, page.page, page.per_page, page.next_cursor)


def latest_runs(supplier_ids: Iterable[UUID]) -> dict[UUID, RunRow]:
    """The newest run of each of these suppliers; suppliers without any are absent. Two queries."""
    newest = ImportRun.objects.filter(supplier_id__in=set(supplier_ids)).order_by("supplier_id", "-created_at")
    runs = newest.distinct("supplier_id").select_related("source_file").defer(*_HEAVY)
    return {row.supplier_id: row for row in _rows(runs)}


def runs_of_file(sha256: str, *, seen_by: Any = None) -> list[UUID]:
    """Runs of files with the same content, newest first: "this file was imported before". One query."""
    found = _narrowed(RunFilters(seen_by=seen_by)).filter(source_file__sha256=sha256)
    return list(found.values_list("pk", flat=True)[:20])


def run_detail(run_id: UUID, *, seen_by: Any = None) -> RunDetail:
    """One run of the current tenant with all a page shows; raises what `find_run` raises. Five queries."""
    run = find_run(run_id, seen_by=seen_by)
    return RunDetail(
        row=_rows([run])[0],
        progress=progress_of(run),
        undo=undo_state(run),
        undoes=run.undoes_id,
        source_id=run.source_id,
        source_file=_file(run),
        recognition=run.recognition,
        reading=run.reading,
        mapping=run.mapping,
        mapping_origin=run.mapping_origin,
        evidence=in_words(run.evidence),
        identity=run.identity,
        policies=run.policies,
        issue_counts=run.issue_counts,
        changed_fields=run.changed_fields,
        outcome=run.outcome,
        hold=hold_of(run),
        approvals=run.approvals,
        dry_run=latest_dry_run(run),
    )


def run_progress(run_id: UUID) -> Progress:
    """The run's state and progress, for polling; raises RunNotFound. One query."""
    return progress_of(find_run(run_id))


def progress_of(run: ImportRun) -> Progress:
    """The progress of a run that is at hand; rows per second and time left are estimates."""
    return Progress(
        status=run.status,
        status_label=str(run.get_status_display()),
        phase=run.phase,
        done=run.progress_done,
        total=run.progress_total,
        percentage=100 if run.status == JobStatus.COMPLETED else run.percentage,
        rate=run.rate,
        elapsed=run.duration,
        remaining=run.remaining,
        is_stalled=run.is_stalled,
        is_finished=run.is_finished,
        counts=run.counts,
        pause_requested=run.pause_requested,
        cancel_requested=run.cancel_requested,
        possible=possible_requests(run),
        workers=max(1, workers_at(run)) if run.status == JobStatus.PROCESSING else 0,
    )


def hold_of(run: ImportRun) -> dict[str, Any]:
    """Why the brake holds or held the run, each piece of evidence with its sentence; empty when it never did."""
    if not run.hold:
        return {}
    evidence = [{**one, "message": sentence_of(one)} for one in run.hold["evidence"]]
    return {**run.hold, "evidence": evidence}


def possible_requests(run: ImportRun) -> tuple[str, ...]:
    """What may be asked of the run now: start, pause, resume, cancel, retry, delete, undo, release, refuse..."""
    status = str(run.status)
    unstarted = status == JobStatus.PENDING and run.queued_at is None
    requests = [name for name, states in _POSSIBLE.items() if status in states]
    if unstarted and run.stage == ImportRun.Stage.HELD:
        return (*requests, "release", "refuse", "dry_run")
    if unstarted and run.kind == ImportRun.Kind.IMPORT and run.stage != ImportRun.Stage.READING:
        requests += ["save_mapping", "change_reading", "dry_run"]
        requests += ["start"] if run.stage == ImportRun.Stage.READY else []
    if run.stage == ImportRun.Stage.READING:
        requests = [name for name in requests if name != "retry"] + ["change_reading"]
    if (run.is_finished or status == JobStatus.PAUSED) and undo_state(run).possible:
        requests.append("undo")
    return tuple(requests)


def latest_dry_run(run: ImportRun) -> dict[str, Any] | None:
    """State and impact of the run's latest dry run, or None; `is_current` is false once the mapping changed."""
    dry_run = DryRun.objects.filter(run=run).first()
    if dry_run is None:
        return None
    return {
        "id": str(dry_run.pk),
        "status": dry_run.status,
        "status_label": str(dry_run.get_status_display()),
        "percentage": dry_run.percentage,
        "phase": dry_run.phase,
        "error_code": dry_run.error_code,
        "error_message": dry_run.error_message,
        "is_current": dry_run.created_at >= run.updated_at or not dry_run.is_finished,
        "impact": dry_run.impact,
    }


def log_lines(run: ImportRun, *, after: int = 0, search: str = "", limit: int = 500) -> list[LogEntry]:
    """Lines of the run's log behind the line `after`, oldest first. One query."""
    lines = run.log_lines.filter(pk__gt=after)
    found = lines.filter(message__icontains=search) if search else lines
    return [
        LogEntry(line.pk, line.at, line.level, line.code, sentence(line.code, line.params), line.params)
        for line in found[:limit]
    ]


def run_counts(*, since: date | None = None) -> dict[str, int]:
    """Runs of the current tenant (made since that day) per status; `with_held`: completed, rows held.

    `for_approval`: held by the brake (these are pending as well). One query.
    """
    held = Count("pk", filter=Q(status=JobStatus.COMPLETED, rows_held__gt=0))
    braked = Count("pk", filter=Q(status=JobStatus.PENDING, stage=ImportRun.Stage.HELD))
    found = _narrowed(RunFilters(since=since)).order_by().values("status")
    rows = list(found.annotate(number=Count("pk"), held=held, braked=braked))
    numbers = {row["status"]: row["number"] for row in rows}
    return (
        dict.fromkeys(JobStatus.values, 0)
        | numbers
        | {
            "with_held": sum(row["held"] for row in rows),
            "for_approval": sum(row["braked"] for row in rows),
        }
    )


_HEAVY = ("recognition", "mapping", "evidence")
_POSSIBLE = {
    "pause": (JobStatus.PROCESSING,),
    "resume": (JobStatus.PAUSED,),
    "cancel": (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED),
    "retry": (JobStatus.FAILED, JobStatus.CANCELLED),
    "delete": (JobStatus.PENDING, JobStatus.PAUSED, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED),
}


def _narrowed(filters: RunFilters) -> QuerySet[ImportRun]:
    criteria: dict[str, Any] = {
        "status": filters.status,
        "kind": filters.kind,
        "supplier_id": filters.supplier_id,
        "source_id": filters.source_id,
        "trigger": filters.trigger,
        "created_at__date__gte": filters.since,
        "created_at__date__lte": filters.until,
    }
    found: QuerySet[ImportRun] = ImportRun.objects.filter(**{name: value for name, value in criteria.items() if value})
    if filters.seen_by is not None:
        found = visible(found, filters.seen_by, READ)
    if filters.is_held:
        found = found.filter(status=JobStatus.PENDING, stage=ImportRun.Stage.HELD)
    if filters.with_errors is None:
        return found
    return found.filter(rows_held__gt=0) if filters.with_errors else found.filter(rows_held=0)


def _rows(runs: Iterable[ImportRun]) -> list[RunRow]:
    runs = list(runs)
    suppliers = suppliers_by_id({run.supplier_id for run in runs})
    sources = tolerated(lambda: source_names({run.source_id for run in runs}), otherwise=dict[UUID, str]())
    return [_row(run, suppliers.get(run.supplier_id), sources.get(run.source_id, "")) for run in runs]


def _row(run: ImportRun, supplier: SupplierFacts | None, source_name: str) -> RunRow:
    return RunRow(
        id=run.pk,
        kind=run.kind,
        kind_label=str(run.get_kind_display()),
        status=run.status,
        status_label=str(run.get_status_display()),
        stage=run.stage,
        stage_label=str(run.get_stage_display()),
        supplier_id=run.supplier_id,
        supplier_code=supplier.code if supplier else "",
        supplier_name=supplier.name if supplier else "",
        source_id=run.source_id,
        source_name=source_name,
        trigger=run.trigger,
        trigger_label=str(run.get_trigger_display()),
        fetch_id=run.fetch_id,
        file_name=run.source_file.name if run.source_file else "",
        is_partial=run.is_partial,
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        duration=run.duration,
        percentage=100 if run.status == JobStatus.COMPLETED else run.percentage,
        rate=run.rate,
        counts=run.counts,
        products_created=run.products_created,
        products_updated=run.products_updated,
        warnings=run.warnings,
        offers_missing=run.offers_missing,
        offers_retired=run.offers_retired,
        error_code=run.error_code,
        error_message=run.error_message,
    )


def _file(run: ImportRun) -> dict[str, Any] | None:
    if run.source_file is None:
        return None
    return {
        "id": str(run.source_file.pk),
        "name": run.source_file.name,
        "size": run.source_file.size,
        "sha256": run.source_file.sha256,
        "key": run.source_file.key,
    }
