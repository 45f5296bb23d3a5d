"""What is told about runs: acts of people and jobs to the audit trail, events to the apps above and to webhooks."""

from typing import Any
from uuid import UUID

from core import audit
from core.actor import current_actor
from core.events import Event, publish
from core.jobs import JobStatus
from imports import events
from imports.models import Fetch, ImportRun
from imports.services.statistics import count_ended


def note_act(code: str, run: ImportRun, **details: Any) -> None:
    """Record what was done to the run, inside the transaction that does it; `before` and `after` are old and new."""
    facts: dict[str, Any] = {
        "file": _file(run),
        "supplier": _supplier(run),
        "supplier_id": run.supplier_id,
        "status": run.status,
    }
    audit.record(code, app="imports", subject=run, **facts, **details)


def note_taken(run: ImportRun, *, report: bool = False) -> None:
    """Record that somebody took the run's file, or the report on it, home."""
    note_act("import.report_taken" if report else "import.file_taken", run)


def note_held_rows_taken(*, tenant_id: UUID, form: str, filters: Any) -> None:
    """Record that somebody took held rows home, and which."""
    chosen = {name: value for name, value in vars(filters).items() if isinstance(value, str | UUID | int) and value}
    audit.record("held_rows.taken", app="imports", tenant_id=tenant_id, form=form, filters=chosen)


def note_jobs_taken(*, tenant_id: UUID, filters: Any) -> None:
    """Record that somebody took the list of runs home, and which part of it."""
    chosen = {name: value for name, value in vars(filters).items() if isinstance(value, str | UUID | int) and value}
    audit.record("imports.list_taken", app="imports", tenant_id=tenant_id, filters=chosen)


def tell_started(run: ImportRun) -> None:
    """The first worker has taken the run."""
    _publish(events.STARTED, run)


def tell_waiting(run: ImportRun) -> None:
    """The run of a file that came by itself waits for a person: its mapping is not confirmed."""
    _publish(events.WAITING, run)


def tell_held(run: ImportRun) -> None:
    """The brake holds the run: it waits for somebody's approval."""
    _publish(events.HELD, run)


def tell_fetch_ended(fetch: Fetch) -> None:
    """The look at a source ended with nothing that could be imported, and that is news."""
    facts = {"fetch_id": str(fetch.pk), "source_id": str(fetch.source_id), "supplier_id": str(fetch.supplier_id)}
    ending = {"outcome": fetch.outcome, "error_code": fetch.error_code, "error_message": fetch.error_message}
    event = Event(events.FETCH_ENDED, fetch.tenant_id, fetch.pk, facts | ending)
    publish("imports", event)


def tell_completed(run: ImportRun) -> None:
    """The run, or the undoing, reached its end."""
    count_ended(run)
    is_undo = run.kind == ImportRun.Kind.UNDO
    _publish(events.UNDONE if is_undo else events.COMPLETED, run)
    if is_undo:
        note_act("import.undone", run, outcome=run.outcome)
    else:
        note_act("import.completed", run, **run.counts)


def tell_failed(run: ImportRun) -> None:
    """The run ended before its end: by an error, or on request."""
    count_ended(run)
    _publish(events.FAILED, run)
    if run.status == JobStatus.CANCELLED:
        note_act("import.stopped", run, **run.counts)
    else:
        note_act("import.failed", run, error=run.error_message, error_code=run.error_code, **run.counts)


def _publish(kind: str, run: ImportRun) -> None:
    events.tell(kind, tenant_id=run.tenant_id, run_id=run.pk, payload=_facts(run))


def _facts(run: ImportRun) -> dict[str, Any]:
    total = run.rows_read or run.progress_total
    errors = {"code": run.error_code or "CANCELLED", "message": run.error_message, "details": {"phase": run.phase}}
    ended_badly = run.status in (JobStatus.FAILED, JobStatus.CANCELLED)
    return {
        "job_id": str(run.pk),
        "kind": run.kind,
        "status": run.status,
        "supplier_id": str(run.supplier_id),
        "supplier_name": _supplier(run),
        "source_id": str(run.source_id),
        "file": _file(run),
        "import_type": "partial" if run.is_partial else "full",
        "hold": {"evidence": run.hold.get("evidence", [])} if run.hold else None,
        "offers_missing": run.offers_missing,
        "offers_retired": run.offers_retired,
        "undoes": str(run.undoes_id) if run.undoes_id else None,
        "started_by": current_actor().name,
        "total_products": total,
        "duration_seconds": round(run.duration.total_seconds(), 1) if run.duration else 0,
        "stats": {
            "total_products": total,
            "created": run.rows_created,
            "updated": run.rows_updated,
            "errors": run.rows_held,
        },
        "error": errors if ended_badly else None,
        "error_code": run.error_code,
        **run.counts,
        "products_created": run.products_created,
        "products_updated": run.products_updated,
    }


def _file(run: ImportRun) -> str:
    return run.source_file.name if run.source_file else ""


def _supplier(run: ImportRun) -> str:
    """The name the supplier had when the file came; db_suppliers need not answer for an import to end."""
    return str(run.policies.get("label", ""))
