"""The list of runs as a table to take home."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from imports.selectors.runs import RunFilters, RunRow, run_list

BLOCK = 500
MOST = 50_000


def job_table(filters: RunFilters) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """Header and rows of the runs that the filters leave, newest first, at most MOST; read in blocks."""
    header = [
        _("Date"), _("Supplier code"), _("Supplier"), _("Feed"), _("Begun by"), _("Kind"), _("Type"), _("Status"),
        _("File"), _("Read"), _("Created"), _("Updated"), _("Unchanged"), _("Held"), _("Skipped"),
        _("Seconds"), _("Error"), _("Run"),
    ]  # fmt: skip
    return header, _rows(filters)


def _rows(filters: RunFilters) -> Iterator[Sequence[Any]]:
    after = ""
    for _block in range(MOST // BLOCK):
        page = run_list(filters, per_page=BLOCK, after=after, counted=False)
        yield from map(_row, page.items)
        if not page.next_cursor:
            return
        after = page.next_cursor


def _row(run: RunRow) -> Sequence[Any]:
    counts = run.counts
    return [
        timezone.localtime(run.created_at).strftime("%Y-%m-%d %H:%M:%S"),
        run.supplier_code,
        run.supplier_name,
        run.source_name,
        run.trigger_label,
        run.kind_label,
        _("Partial") if run.is_partial else _("Full"),
        state_of(run),
        run.file_name,
        *(counts[name] for name in ("read", "created", "updated", "unchanged", "held", "skipped")),
        round(run.duration.total_seconds(), 1) if run.duration else "",
        run.error_message,
        str(run.id),
    ]


def state_of(run: RunRow) -> str:
    """The state of a run in words, as lists tell it."""
    if run.waits_for_approval:
        return _("Waits for approval")
    if run.completed_with_errors:
        return _("Completed, rows held")
    return run.status_label
