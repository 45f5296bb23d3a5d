"""The page of a run: its head with live progress, and the tabs Summary, Changes, Held rows, Findings, Log."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.selectors import label_of, undo_kept
from core.access import allowed
from core.access.pages import PageRequest, page, refreshed, tenant_of
from core.context import may_on
from core.jobs import JobStatus
from core.paging import page_number, pages_of
from imports.models import ImportRun
from imports.selectors import (
    HeldFilters,
    find_run,
    held_causes,
    held_row_list,
    issue_list,
    log_lines,
    run_detail,
    undo_state,
)
from imports.selectors.trials import label_of as word_field
from imports.selectors.unread import unread_words
from imports.views.live import live_context
from imports.views.words import cause_title, finding_words, findings_in_words

HELD_PER_PAGE = KEPT_PER_PAGE = 25
FINDINGS_PER_PAGE = 50


@require_safe
@page("read:imports", somewhere=True)
def summary(request: PageRequest, run_id: UUID) -> HttpResponse:
    """What the run did, in numbers; a run that is not prepared yet goes on in the wizard."""
    run = find_run(run_id, seen_by=request.user)
    if _is_unprepared(run):
        return redirect(f"imports:{_step(run)}", run_id=run.pk)
    detail = run_detail(run_id)
    context: dict[str, Any] = {
        "detail": detail,
        "findings": findings_in_words(detail.issue_counts),
        "unread": [(word, word_field(word.field)) for word in unread_words([run])],
        "may_confirm": allowed(request.user, "write:suppliers", run),
        "changed_fields": sorted(
            ((label_of(name), name, number) for name, number in detail.changed_fields.items()),
            key=lambda row: -row[2],
        ),
    }
    if run.kind == ImportRun.Kind.UNDO:
        kept = undo_kept(run.pk, tenant_id=tenant_of(request), page=page_number(request), per_page=KEPT_PER_PAGE)
        context |= {"kept": kept, "kept_page": pages_of(kept)}
    return _tab(request, run, "summary", context)


@require_safe
@page("read:imports", somewhere=True)
def held(request: PageRequest, run_id: UUID) -> HttpResponse:
    """The rows the run held, by cause, and one by one."""
    run = find_run(run_id, seen_by=request.user)
    cause, state = request.GET.get("cause", ""), request.GET.get("state", "open")
    whole = HeldFilters(run_id=run.pk, state=state)
    rows = held_row_list(
        HeldFilters(run_id=run.pk, cause=cause, state=state), page=page_number(request), per_page=HELD_PER_PAGE
    )
    context = {
        "causes": held_causes(whole),
        "cause": cause,
        "cause_title": cause_title(cause) if cause else "",
        "state": state,
        "rows": rows.items,
        "rows_total": rows.total,
        "page": pages_of(rows),
        "scope": {"run": run.pk, "cause": cause},
    }
    return _tab(request, run, "held", context)


@require_safe
@page("read:imports", somewhere=True)
def findings(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Findings of one code, row by row."""
    run = find_run(run_id, seen_by=request.user)
    level, code = request.GET.get("level", ""), request.GET.get("code", "")
    found = issue_list(run, level=level, code=code, page=page_number(request), per_page=FINDINGS_PER_PAGE)
    context = {
        "found": found,
        "level": level,
        "code": code,
        "code_title": finding_words(code) if code else "",
        "page": pages_of(found, total=found.kept),
    }
    return _tab(request, run, "findings", context)


@require_safe
@page("read:imports", somewhere=True)
def log(request: PageRequest, run_id: UUID) -> HttpResponse:
    """The run's log, searched by text."""
    run = find_run(run_id, seen_by=request.user)
    query = request.GET.get("q", "").strip()
    return _tab(request, run, "log", {"log": log_lines(run, search=query), "query": query})


@require_safe
@page("read:imports", somewhere=True)
def progress(request: PageRequest, run_id: UUID) -> HttpResponse:
    """The live part of the page; the whole page is loaded again once the state is another one than `status`."""
    run = find_run(run_id, seen_by=request.user)
    if request.GET.get("status") != run.status:
        return refreshed()
    return render(request, "imports/run/live.html", {"may": may_on(request, run), "run": run, **live_context(run)})


def tab_context(request: PageRequest, run: ImportRun, tab: str) -> dict[str, Any]:
    """What the head and the tabs of a run show."""
    return {"may": may_on(request, run), "run": run, "tab": tab, "undo": undo_state(run), **live_context(run)}


def _tab(request: PageRequest, run: ImportRun, tab: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"imports/run/{tab}.html", {**tab_context(request, run, tab), **context})


def _is_unprepared(run: ImportRun) -> bool:
    unread = run.stage == ImportRun.Stage.READING
    return unread or (run.stage != ImportRun.Stage.HELD and run.status == JobStatus.PENDING and run.queued_at is None)


def _step(run: ImportRun) -> str:
    return {"reading": "reading", "mapping": "mapping"}.get(run.stage, "dry-run")
