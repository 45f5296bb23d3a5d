"""The report of a run: totals, duration, rate, findings; as values for pages and API, as rows for a file."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from imports.models import ImportRun, RowIssue
from imports.selectors.issues import issue_row
from imports.selectors.runs import run_detail


def run_report(run: ImportRun) -> dict[str, Any]:
    """The run's report as plain JSON values: rows (their counts add up), products, findings per code, seconds."""
    detail = run_detail(run.pk)
    seconds = detail.row.duration.total_seconds() if detail.row.duration else None
    read = detail.row.counts["read"]
    return {
        "id": str(run.pk),
        "kind": run.kind,
        "status": run.status,
        "completed_with_errors": detail.row.completed_with_errors,
        "supplier": {"code": detail.row.supplier_code, "name": detail.row.supplier_name},
        "file": detail.source_file,
        "is_partial": run.is_partial,
        "created_at": run.created_at.isoformat(),
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "seconds": round(seconds, 3) if seconds is not None else None,
        "rows_per_second": round(read / seconds, 1) if seconds and read else None,
        "rows": detail.row.counts,
        "held_percent": round(100 * detail.row.counts["held"] / read, 2) if read else 0.0,
        "products": {"created": run.products_created, "updated": run.products_updated},
        "changed_fields": run.changed_fields,
        "missing": {"count": run.offers_missing, "retired": run.offers_retired, "policy": _missing_policy(run)},
        "hold": detail.hold,
        "warnings": run.warnings,
        "issues": run.issue_counts,
        "outcome": run.outcome,
        "error": {"code": run.error_code, "message": run.error_message} if run.error_code else None,
        "undo": {**asdict(detail.undo), "undone_by": str(detail.undo.undone_by) if detail.undo.undone_by else None},
    }


def _missing_policy(run: ImportRun) -> str | None:
    """What a full import does with products that its file lacks; None for a partial one."""
    return None if run.is_partial else run.policies.get("missing_rows")


def issue_table(run: ImportRun) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the findings as a file: row, level, code, field, column, value, what to do."""
    header = [_("Row"), _("Level"), _("Code"), _("Field"), _("Column"), _("Value"), _("Message")]
    return header, _issue_rows(run)


def _issue_rows(run: ImportRun) -> Iterator[list[str]]:
    for issue in RowIssue.objects.filter(run=run).iterator(chunk_size=2000):
        row = issue_row(issue)
        yield [str(row.row_number), row.level, row.code, row.field, row.column, row.value, row.message]
