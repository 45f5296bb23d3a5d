"""Edited sheets: exported, brought back, looked at, applied, undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.selectors.flat import label_of_column
from core import jobs
from core.access import allowed
from core.access.pages import PageRequest, page, refreshed, tenant_of, told
from core.forms import refusals_in
from core.jobs import JobStatus
from core.paging import page_number, pages_of
from imports.exports.plan import Selection
from imports.forms.exports import SheetForm
from imports.models import Sheet, SheetCell
from imports.selectors.sheets import find_sheet, sheet_cells, sheets, undecided
from imports.services import sheets as services
from imports.services.sheets.uploading import USUAL
from imports.views.workers import no_worker

WRITE = "write:products"
PER_PAGE, CELLS_PER_PAGE, WORKING_SECONDS = 25, 50, 2
State = SheetCell.State
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(WRITE)
def sheets_page(request: PageRequest) -> HttpResponse:
    """Sheets that came back, newest first."""
    found = sheets(seen_by=request.user, page=page_number(request), per_page=PER_PAGE)
    context = {
        "tab": "sheets",
        "rows": found.items,
        "page": pages_of(found),
        "may_export": allowed(request.user, "write:exports"),
    }
    return render(request, "imports/exports/sheets.html", context)


@form_page
@page(WRITE)
def new(request: PageRequest) -> HttpResponse:
    """Export a sheet of the list in the address (POST with `do=export`), or bring an edited one back."""
    form = SheetForm()
    if request.method == "POST" and request.POST.get("do") == "export":
        return _exported(request)
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            with refusals_in(form):
                made = services.upload_sheet(
                    file.name, file, size=file.size, tenant_id=tenant_of(request), by=request.user
                )
                return redirect("exports:sheet", sheet_id=made.pk)
    context = {
        "tab": "sheets",
        "form": form,
        "query": request.GET.urlencode(),
        "usual": [(name, label_of_column(name)) for name in USUAL],
    }
    context["may_export"] = allowed(request.user, "write:exports")
    return render(request, "imports/exports/sheet_new.html", context, status=422 if form.errors else 200)


@require_safe
@page(WRITE)
def sheet(request: PageRequest, sheet_id: UUID) -> HttpResponse:
    """What the sheet would change, cell by cell."""
    found = find_sheet(sheet_id, seen_by=request.user)
    state = request.GET.get("state", "")
    state = state if state in State.values else _first_state(found)
    cells = sheet_cells(found, state=state, page=page_number(request), per_page=CELLS_PER_PAGE)
    context = {"cells": cells.items, "page": pages_of(cells), "state": state, "undecided": undecided(found)}
    return render(request, "imports/exports/sheet.html", {**_live(found), **context})


@require_safe
@page(WRITE)
def progress(request: PageRequest, sheet_id: UUID) -> HttpResponse:
    """The live part; the whole page is loaded again once the state is another one."""
    found = find_sheet(sheet_id, seen_by=request.user)
    if request.GET.get("status") != f"{found.stage}-{found.status}":
        return refreshed()
    return render(request, "imports/exports/sheet_live.html", _live(found))


@require_POST
@page(WRITE)
def act(request: PageRequest, sheet_id: UUID, name: str) -> HttpResponse:
    """Decide, apply, undo, try again, remove."""
    found = find_sheet(sheet_id, seen_by=request.user)
    work = _act(request, found, name)
    back = reverse("exports:sheet", kwargs={"sheet_id": found.pk})
    refused = told(request, work, back=back)
    if refused:
        return refused
    if name == "delete":
        messages.success(request, _("The sheet was removed; what it changed stays."))
        return redirect("exports:sheets")
    return redirect(f"{back}?state=conflict" if name == "choose" else back)


def _act(request: PageRequest, found: Sheet, name: str) -> Any:
    cell = request.POST.get("cell", "")
    try:
        cells = [UUID(cell)] if cell else None
    except ValueError as error:
        raise Http404 from error
    acts: dict[str, Any] = {
        "choose": lambda: services.choose(
            found.pk, by=request.user, choice=request.POST.get("choice", ""), cell_ids=cells
        ),
        "apply": lambda: services.start_applying(found.pk, by=request.user),
        "undo": lambda: services.start_undoing(found.pk, by=request.user),
        "retry": lambda: jobs.retry(found),
        "delete": lambda: services.delete_sheet(found.pk, by=request.user),
    }
    if name not in acts:
        raise Http404
    return acts[name]


def _exported(request: PageRequest) -> HttpResponse:
    known = QueryDict(request.POST.get("query", ""))
    ids, filters = known.getlist("id"), {name: texts for name, texts in known.lists() if any(texts)}
    wanted: dict[str, Any] = {"kind": "ids", "ids": ids} if ids else {"kind": "filters", "filters": filters}
    columns = [name for name in request.POST.getlist("column") if name]
    made: list[Any] = []

    def export() -> None:
        selection = Selection.of(wanted) if known else Selection()
        made.append(
            services.export_sheet(tenant_id=tenant_of(request), by=request.user, selection=selection, columns=columns)
        )

    refused = told(request, export, back=reverse("exports:sheet-new"))
    return refused or redirect("exports:export", export_id=made[0].pk)


def _first_state(found: Sheet) -> str:
    if found.cells_conflicting:
        return State.CONFLICT
    return State.READY if found.cells_ready or not found.cells_refused else State.REFUSED


def _live(found: Sheet) -> dict[str, Any]:
    works = found.status in (JobStatus.PENDING, JobStatus.PROCESSING)
    return {
        "tab": "sheets",
        "sheet": found,
        "works": works,
        "poll_seconds": WORKING_SECONDS if works else 0,
        "no_worker": found.status == JobStatus.PENDING and no_worker(),
        "is_compared": found.stage == Sheet.Stage.COMPARED and found.status == JobStatus.COMPLETED,
        "is_applied": found.stage == Sheet.Stage.APPLIED and found.status == JobStatus.COMPLETED,
    }
