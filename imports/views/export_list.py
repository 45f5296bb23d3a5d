"""The list of exports, and the page of one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.pages import PageRequest, is_fragment, page, refreshed
from core.jobs import JobStatus
from core.models import User
from core.paging import page_number, pages_of
from imports.exports.plan import SELECTIONS, Plan
from imports.models import Export, Format
from imports.selectors.export_words import phase_of, reason_in_words, reasons_of
from imports.selectors.exports import exports, find_export
from imports.views.workers import no_worker

PER_PAGE = 25
WORKING_SECONDS = 2
AT_WORK = (JobStatus.PENDING, JobStatus.PROCESSING)


@require_safe
@page("read:exports")
def exports_page(request: PageRequest) -> HttpResponse:
    """Exports, newest first; the table asks again by itself while something is at work."""
    chosen: dict[str, Any] = {
        "status": request.GET.get("status", "") if request.GET.get("status") in JobStatus.values else "",
        "format": request.GET.get("format", "") if request.GET.get("format") in Format.values else "",
        "search": request.GET.get("q", "").strip(),
    }
    found = exports(seen_by=request.user, **chosen, page=page_number(request), per_page=PER_PAGE)
    people = User.objects.in_bulk({each.created_by_id for each in found.items if each.created_by_id})
    context = {
        "tab": "exports",
        "rows": [(each, str(people.get(each.created_by_id, "")) if each.created_by_id else "") for each in found.items],
        "page": pages_of(found),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "states": JobStatus.choices,
        "formats": Format.choices,
        "poll_seconds": WORKING_SECONDS if any(_works(each) for each in found.items) else 0,
    }
    template = "imports/exports/table.html" if is_fragment(request) else "imports/exports/list.html"
    return render(request, template, context)


@require_safe
@page("read:exports")
def export(request: PageRequest, export_id: UUID) -> HttpResponse:
    """One export: how far it is, its file, what was left out and why."""
    return render(request, "imports/exports/page.html", _context(find_export(export_id, seen_by=request.user)))


@require_safe
@page("read:exports")
def progress(request: PageRequest, export_id: UUID) -> HttpResponse:
    """The live part; the whole page is loaded again once the state is another one than `status`."""
    found = find_export(export_id, seen_by=request.user)
    if request.GET.get("status") != found.status:
        return refreshed()
    return render(request, "imports/exports/live.html", _context(found))


def _context(export: Export) -> dict[str, Any]:
    plan = Plan.of(export.plan)
    first = export.excluded.get("first") or []
    return {
        "tab": "exports",
        "export": export,
        "plan": plan,
        "selection": SELECTIONS[plan.selection.kind],
        "chosen": len(plan.selection.ids) or len(plan.selection.filters),
        "columns": [column.title for column in plan.columns],
        "phase": phase_of(export),
        "reasons": reasons_of(export),
        "left_out": [(each, reason_in_words(each["reason"], each["detail"] or "")) for each in first],
        "maker": User.objects.filter(pk=export.created_by_id).first() if export.created_by_id else None,
        "is_waiting": export.status == JobStatus.PENDING and export.next_attempt_at is None,
        "no_worker": export.status == JobStatus.PENDING and not export.next_attempt_at and no_worker(),
        "poll_seconds": WORKING_SECONDS if _works(export) else 0,
        "may_cancel": export.status in (*AT_WORK, JobStatus.PAUSED),
        "may_retry": export.status in (JobStatus.FAILED, JobStatus.CANCELLED),
    }


def _works(export: Export) -> bool:
    return export.status in AT_WORK
