"""The list of runs."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.pages import PageRequest, is_fragment, page
from core.jobs import JobStatus
from core.paging import page_number, pages_of
from imports.forms.runs import RunFilterForm
from imports.models import ImportRun
from imports.selectors import RunFilters, RunRow, run_list
from imports.selectors.runs import READ
from suppliers.selectors import all_suppliers, feeds_of

PER_PAGE = 25
WORKING_SECONDS, WAITING_SECONDS = 2, 10


@require_safe
@page("read:imports", somewhere=True)
def runs(request: PageRequest) -> HttpResponse:
    """Runs, newest first; the table asks again by itself while something is at work."""
    form, filters = chosen_runs(request)
    found = run_list(filters, page=page_number(request), per_page=PER_PAGE)
    context = {
        "form": form,
        "runs": found.items,
        "page": pages_of(found),
        "poll_seconds": _poll_seconds(found.items),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "imports/runs/table.html" if is_fragment(request) else "imports/runs/list.html", context)


def chosen_runs(request: PageRequest) -> tuple[RunFilterForm, RunFilters]:
    """The filters that the address names, as the form shows them and as the selector takes them."""
    known = all_suppliers(seen_by=request.user, permission=READ)
    feeds = feeds_of(supplier_ids=[supplier.id for supplier in known])
    form = RunFilterForm(
        request.GET,
        suppliers=[(str(supplier.id), supplier.name) for supplier in known],
        sources=[(str(feed.id), f"{feed.supplier_name}: {feed.name}") for feed in feeds],
    )
    return form, replace(form.filters(), seen_by=request.user)


def _poll_seconds(rows: list[RunRow]) -> int:
    """How soon the table should ask again; 0 when nothing moves by itself."""
    if any(row.status == JobStatus.PROCESSING for row in rows):
        return WORKING_SECONDS
    waiting = any(row.status == JobStatus.PENDING and row.stage == ImportRun.Stage.READY for row in rows)
    return WAITING_SECONDS if waiting else 0
