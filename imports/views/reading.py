"""The recognition step: what the product makes of the file, and its cure where it guessed wrong."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.access.pages import PageRequest, is_fragment, page
from core.context import may_on
from core.errors import NotFound, PermissionRefused, Refused
from imports.forms.reading import DELIMITED, WORKBOOKS, ReadingForm
from imports.models import ImportRun
from imports.selectors import find_run, possible_requests, runs_of_file
from imports.selectors.samples import file_sample
from imports.services import change_reading
from imports.views.facts import facts_of
from imports.views.wizard import steps_of


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:imports", somewhere=True)
def reading(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Show the first rows and every guess with its reason; a POST overrules, and the page shows the new reading."""
    run = find_run(run_id, seen_by=request.user)
    if request.method != "POST" and "change_reading" not in possible_requests(run):
        return redirect("imports:run", run_id=run.pk)
    error = _overrule(request, run) if request.method == "POST" else ""
    if request.method == "POST" and not error and not is_fragment(request):
        return redirect("imports:reading", run_id=run.pk)
    template = "imports/reading/body.html" if is_fragment(request) else "imports/reading/page.html"
    return render(request, template, _context(request, run, error))


def _overrule(request: PageRequest, run: ImportRun) -> str:
    """Read the file as the person says; the sentence of a refusal, or nothing."""
    form = _form(run, request.POST)
    if not form.is_valid():
        return " ".join(str(text) for texts in form.errors.values() for text in texts)
    try:
        change_reading(run, overrides=form.overrides(), by=request.user)
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        return str(error)
    return ""


def _form(run: ImportRun, data: Any = None) -> ReadingForm:
    unread = run.stage == ImportRun.Stage.READING
    recognition = {} if unread else run.recognition
    return ReadingForm(data, recognition=recognition, reading=run.reading, refusal=run.error_code if unread else "")


def _context(request: PageRequest, run: ImportRun, error: str) -> dict[str, Any]:
    unread = run.stage == ImportRun.Stage.READING
    recognition = {} if unread else run.recognition
    sample = None if unread else file_sample(run)
    before = (
        [other for other in runs_of_file(run.source_file.sha256, seen_by=request.user) if other != run.pk]
        if run.source_file
        else []
    )
    return {
        "may": may_on(request, run),
        "run": run,
        "facts": facts_of(run),
        "steps": steps_of(run, current="reading"),
        "form": _form(run),
        "recognition": recognition,
        "grid": sample.grid if sample else [],
        "has_header": recognition.get("format") in (*DELIMITED, *WORKBOOKS),
        "header_row": recognition.get("header_row") or 0,
        "first_row": recognition.get("first_data_row") or 1,
        "error": error,
        "refusal": run.error_message if unread else "",
        "refusal_code": run.error_code if unread else "",
        "before": before[0] if before else None,
        "possible": possible_requests(run),
    }
