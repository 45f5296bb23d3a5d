"""The mapping step: which column becomes which field, tried on the first rows at every change."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.access import require
from core.access.pages import PageRequest, is_fragment, page
from core.context import may_on
from core.errors import NotFound, PermissionRefused, Refused
from imports.feeds.layout import data_columns
from imports.forms.mapping import Draft
from imports.forms.policies import POLICIES as POLICY_NAMES
from imports.models import ImportRun
from imports.selectors import find_run, possible_requests
from imports.selectors.values import run_words
from imports.services import change_reading, save_mapping
from imports.views import drafts
from imports.views.mapping_context import mapping_context
from imports.views.mapping_templates import apply_template, fits_of, keep_template
from suppliers.selectors import source_settings
from suppliers.services import set_policies

LINE = re.compile(r"l(\d+)-(\w+)")


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:imports", somewhere=True)
def mapping(request: PageRequest, run_id: UUID) -> HttpResponse:
    """Show the mapping and its trial; a POST changes the draft, goes back, or confirms it."""
    run = find_run(run_id, seen_by=request.user)
    if "save_mapping" not in possible_requests(run):
        return redirect("imports:run", run_id=run.pk)
    if request.method != "POST":
        return _shown(request, run, drafts.load(request, run))
    require(request.user, "write:imports", run)
    inherit = drafts.load(request, run).inherit
    draft = Draft.read(request.POST, columns=data_columns(run.recognition["columns"]), inherit=inherit)
    return _changed(request, run, draft)


def _changed(request: PageRequest, run: ImportRun, draft: Draft) -> HttpResponse:
    wanted = request.POST.get("do", "")
    extra: dict[str, Any] = {}
    if wanted == "apply":
        draft = apply_template(request, run, draft)
    elif wanted == "keep":
        extra = keep_template(request, run, draft)
    elif wanted:
        draft.edit(wanted, request.POST)
    else:
        _follow(draft, request)
    drafts.keep(request, run, draft)
    if wanted == "back":
        return redirect("imports:reading", run_id=run.pk)
    if wanted != "save":
        return _shown(request, run, draft, extra=extra)
    error = _confirm(request, run, draft)
    if error:
        return _shown(request, run, draft, error=error)
    drafts.forget(request, run)
    return redirect("imports:values" if run_words(run) else "imports:dry-run", run_id=run.pk)


def _follow(draft: Draft, request: PageRequest) -> None:
    """What the changed control means: a field has one origin, a chosen transformation is added."""
    place = LINE.match(request.headers.get("HX-Trigger-Name", ""))
    if place is None:
        return
    number, part = int(place[1]), place[2]
    if part == "add":
        draft.edit(f"add:{number}", request.POST)
    elif part in ("target", "name"):
        draft.claim(number)


def _confirm(request: PageRequest, run: ImportRun, draft: Draft) -> str:
    """Save policies and mapping, and remember them; the sentence of a refusal, or nothing."""
    try:
        _save_policies(request, run, draft)
        others = _other_columns(request, run)
        mapping, identity = draft.to_json(), draft.identity
        save_mapping(run, mapping=mapping, identity=identity, other_columns=others, by=request.user)
    except (PermissionRefused, NotFound):
        raise
    except Refused as error:
        return str(error)
    return ""


def _other_columns(request: PageRequest, run: ImportRun) -> list[str]:
    """Old names of renames that a person does not take for the same column, where only filters look at them."""
    asked, same = request.POST.getlist("asked"), request.POST.getlist("same")
    return [rename["old"] for rename in run.drift.get("renames", ()) if rename["old"] in set(asked) - set(same)]


def _save_policies(request: PageRequest, run: ImportRun, draft: Draft) -> None:
    """Keep what the source decides; the run takes the new decisions over with its reading."""
    source = source_settings(run.source_id)
    sent: dict[str, Any] = {name: request.POST[name] for name in POLICY_NAMES if name in request.POST}
    limit = request.POST.get("error_limit_percent", "")
    sent |= {"error_limit_percent": min(int(limit), 100)} if limit.isdecimal() else {}
    changed = {name: value for name, value in sent.items() if value != getattr(source, name)}
    if sent and draft.identity != list(source.identity):
        changed["identity"] = draft.identity
    if changed:
        set_policies(by=request.user, source_id=source.id, values=changed)
        change_reading(run, overrides={}, by=request.user)


def _shown(
    request: PageRequest, run: ImportRun, draft: Draft, *, error: str = "", extra: dict[str, Any] | None = None
) -> HttpResponse:
    template = "imports/mapping/body.html" if is_fragment(request) else "imports/mapping/page.html"
    context = mapping_context(run, draft, posted=request.POST if request.method == "POST" else None)
    context |= {"may": may_on(request, run), "error": error, "fits": fits_of(request, run), **(extra or {})}
    return render(request, template, context, status=422 if error else 200)
