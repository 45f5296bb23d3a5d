"""The quarantine across runs: causes, rows, one row under correction, and what is done about them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.context import may_on
from core.errors import NotFound, PermissionRefused, Refused
from core.paging import page_number, pages_of
from imports.forms.held_rows import HeldFilterForm, as_uuid, filters_of
from imports.selectors import HeldRowItem, find_run, held_causes, held_row_ids, held_row_list
from imports.selectors.held_rows import held_row
from imports.selectors.runs import READ
from imports.services import correct_held_row, discard_held_rows, replay_held_rows
from imports.services.healing import preview_correction
from imports.views.cures import cures_of
from imports.views.fixes import healing_context
from imports.views.words import cause_title
from suppliers.selectors import Feed, all_suppliers, feeds_of, suppliers_by_id

PER_PAGE = 25


@require_safe
@page("read:imports", somewhere=True)
def quarantine(request: PageRequest) -> HttpResponse:
    """Causes with their numbers; with a cause and a source in the address, the rows of that group."""
    suppliers = [(str(supplier.id), supplier.name) for supplier in all_suppliers(seen_by=request.user, permission=READ)]
    filters = filters_of(request.GET, seen_by=request.user)
    sources = [(str(feed.id), f"{feed.supplier_name} · {feed.name}") for feed in _feeds(request)]
    form = HeldFilterForm(request.GET, suppliers=suppliers, sources=sources)
    context: dict[str, Any] = {"form": form, "state": filters.state, "causes": [], "rows": []}
    if filters.cause:
        rows = held_row_list(filters, page=page_number(request), per_page=PER_PAGE)
        context |= {"rows": rows.items, "rows_total": rows.total, "page": pages_of(rows)}
        context |= {"cause": filters.cause, "cause_title": cause_title(filters.cause), "scope": _scope(request.GET)}
        context |= {**cures_of(request, filters, rows.items), **healing_context(request)}
        return render(request, "imports/held/group.html", context)
    return render(request, "imports/held/causes.html", context | {"causes": held_causes(filters)})


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:imports", somewhere=True)
def row(request: PageRequest, row_id: UUID) -> HttpResponse:
    """One held row: its reasons, its cells to correct; saved, and imported at once if wanted."""
    item = held_row(row_id, seen_by=request.user)
    if request.method != "POST":
        return _row_page(request, item)
    sent = _sent(request, item)
    values = {name: text for name, text in sent.items() if text != _shown(item.cells.get(name))}
    try:
        correct_held_row(row_id, values=values, by=request.user)
        if request.POST.get("do") == "replay":
            return _replay(request, [row_id])
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        return _row_page(request, item, sent=sent, error=str(error))
    messages.success(request, _("The correction is kept. Import the row again when you are ready."))
    return redirect("imports:held-row", row_id=row_id)


@require_POST
@page("read:imports", somewhere=True)
def check(request: PageRequest, row_id: UUID) -> HttpResponse:
    """Whether the row would pass with the cells as they stand in the form: a fragment, nothing is kept."""
    item = held_row(row_id, seen_by=request.user)
    try:
        context: dict[str, Any] = {"preview": preview_correction(row_id, values=_sent(request, item))}
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        context = {"problem": str(error)}
    return render(request, "imports/held/check.html", context)


@require_POST
@page("read:imports", somewhere=True)
def act(request: PageRequest, name: str) -> HttpResponse:
    """Replay or discard: the rows that are ticked, else the whole group that the page shows."""
    acts: dict[str, Callable[[PageRequest, list[UUID]], HttpResponse]] = {"replay": _replay, "discard": _discard}
    if name not in acts:
        raise Http404
    selected = [chosen for text in request.POST.getlist("selected") if (chosen := as_uuid(text))]
    if request.POST.get("whole") != "yes" and not selected:
        messages.warning(request, _("No row was chosen: tick some first."))
        return _back(request)
    try:
        return acts[name](request, selected or held_row_ids(filters_of(request.POST, seen_by=request.user)))
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        messages.error(request, str(error))
        return _back(request)


def _replay(request: PageRequest, ids: list[UUID]) -> HttpResponse:
    runs = replay_held_rows(ids, tenant_id=tenant_of(request), by=request.user)
    if len(runs) == 1:
        return redirect("imports:run", run_id=runs[0].pk)
    text = ngettext("%(count)s run imports the rows again.", "%(count)s runs import the rows again.", len(runs))
    messages.success(request, text % {"count": len(runs)})
    return redirect("imports:runs")


def _discard(request: PageRequest, ids: list[UUID]) -> HttpResponse:
    count = discard_held_rows(ids, tenant_id=tenant_of(request), by=request.user)
    text = ngettext("%(count)s row was discarded.", "%(count)s rows were discarded.", count)
    messages.success(request, text % {"count": count})
    return _back(request)


def _back(request: PageRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if inside else "imports:quarantine")


def _sent(request: PageRequest, item: HeldRowItem) -> dict[str, str]:
    """Column -> the cell as the form has it."""
    columns = find_run(item.run_id).recognition.get("columns", [])
    return {name: str(request.POST[f"cell-{n}"]) for n, name in enumerate(columns) if f"cell-{n}" in request.POST}


def _row_page(
    request: PageRequest, item: HeldRowItem, *, sent: dict[str, str] | None = None, error: str = ""
) -> HttpResponse:
    run = find_run(item.run_id)
    columns = run.recognition.get("columns") or list(item.raw)
    wrong: dict[str, list[str]] = {}
    for reason in item.reasons:
        wrong.setdefault(reason.column, []).append(reason.message)
    cells = [
        {
            "number": number,
            "column": name,
            "value": (sent or {}).get(name, _shown(item.cells.get(name))),
            "raw": _shown(item.raw.get(name)),
            "is_corrected": name in item.corrected,
            "messages": wrong.get(name, []),
        }
        for number, name in enumerate(columns)
    ]
    supplier = suppliers_by_id([item.supplier_id]).get(item.supplier_id)
    context = {
        "item": item,
        "cells": sorted(cells, key=lambda cell: not cell["messages"]),
        "general": [text for column, texts in wrong.items() if column not in columns for text in texts],
        "supplier_name": supplier.name if supplier else "–",
        "file_name": run.source_file.name if run.source_file else "",
        "cause_title": cause_title(item.cause),
        "may": may_on(request, run),
        "beyond": {name: value for name, value in item.raw.items() if name not in columns},
        "error": error,
    }
    return render(request, "imports/held/row.html", context, status=422 if error else 200)


def _feeds(request: PageRequest) -> list[Feed]:
    """The feeds whose held rows the person may see."""
    visible_to = {one.id for one in all_suppliers(seen_by=request.user, permission=READ)}
    return feeds_of(supplier_ids=visible_to)


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _scope(data: QueryDict) -> dict[str, str]:
    """What names the group again: in the forms below it and in its downloads."""
    return {name: str(data[name]) for name in ("cause", "source", "supplier", "run", "days") if data.get(name)}
