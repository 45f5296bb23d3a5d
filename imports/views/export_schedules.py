"""Planned exports: made by themselves, run now, paused, removed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import rhythms
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import NotFound
from core.forms import refusals_in
from core.paging import page_number, pages_of
from core.schedules.forms import NEW_RHYTHM, RhythmForm
from imports.forms.exports import OptionsForm, WishForm
from imports.models import Export, ExportSchedule
from imports.selectors.export_schedules import last_exports, planned_exports
from imports.services.exports import schedules as services
from imports.views.export_new import wish_form

form_page = require_http_methods(["GET", "HEAD", "POST"])
MANAGE = "manage:exports"
PER_PAGE = 50


@require_safe
@page("read:exports")
def schedules_page(request: PageRequest) -> HttpResponse:
    """All planned exports with the last one of each."""
    found = planned_exports(page=page_number(request), per_page=PER_PAGE)
    last = last_exports([row.pk for row in found.items], seen_by=request.user)
    rows = [(row, rhythms.in_words(row.rhythm), last.get(row.pk)) for row in found.items]
    context = {"tab": "schedules", "rows": rows, "page": pages_of(found)}
    return render(request, "imports/exports/schedules.html", context)


@form_page
@page(MANAGE)
def new(request: PageRequest) -> HttpResponse:
    """Plan an export."""
    return _form_page(request, None, NEW_RHYTHM, {})


@form_page
@page(MANAGE)
def edit(request: PageRequest, plan_id: UUID) -> HttpResponse:
    """Change what is exported, and when."""
    row = services.find_schedule(plan_id)
    return _form_page(request, row, RhythmForm.first_answers(row), _wish_of(row))


@require_POST
@page(MANAGE)
def act(request: PageRequest, plan_id: UUID, name: str) -> HttpResponse:
    """Run now, pause, go on, remove."""
    row = services.find_schedule(plan_id)
    back, done = reverse("exports:schedules"), list[Any]()
    work = _act(request, row, name)
    refused = told(request, lambda: done.append(work()), back=back)
    if refused:
        return refused
    if isinstance(done[0], Export):
        return redirect("exports:export", export_id=done[0].pk)
    words = {"pause": _("It rests."), "resume": _("It is active again."), "delete": _("It was removed.")}
    messages.success(request, words[name])
    return redirect(back)


def _act(request: PageRequest, row: ExportSchedule, name: str) -> Any:
    switched = {"pause": False, "resume": True}
    if name == "run":
        return lambda: services.run_schedule(row.pk, by=request.user)
    if name == "delete":
        return lambda: services.delete_schedule(row.pk, by=request.user)
    if name not in switched:
        raise Http404
    return lambda: services.update_schedule(row.pk, by=request.user, values={"is_active": switched[name]})


def _form_page(
    request: PageRequest, row: ExportSchedule | None, rhythm: dict[str, Any], wish: dict[str, Any]
) -> HttpResponse:
    form = wish_form(request, wish)
    form.fields["name"].required = True
    when = RhythmForm(request.POST or None, initial=rhythm)
    if request.method == "POST" and form.is_valid() and when.is_valid() and _saved(request, row, form, when):
        messages.success(request, _("The export is planned."))
        return redirect("exports:schedules")
    context = {"tab": "schedules", "form": form, "when": when, "row": row}
    wrong = form.is_bound and (form.errors or when.errors)
    return render(request, "imports/exports/schedule.html", context, status=422 if wrong else 200)


def _saved(request: PageRequest, row: ExportSchedule | None, form: WishForm, when: RhythmForm) -> bool:
    values = {**when.values(), "name": form.cleaned_data["name"]}
    with refusals_in(when), refusals_in(form):
        try:
            wish = form.request()
            if row is None:
                services.create_schedule(tenant_id=tenant_of(request), by=request.user, request=wish, **values)
            else:
                services.update_schedule(row.pk, by=request.user, request=wish, values=values)
        except NotFound as error:
            form.add_error(None, str(error))
    return not (form.errors or when.errors)


def _wish_of(row: ExportSchedule) -> dict[str, Any]:
    """What is exported, as the form asks."""
    plan, selection = row.plan, row.plan.get("selection") or {}
    query = QueryDict(mutable=True)
    for name, texts in (selection.get("filters") or {}).items():
        query.setlist(name, texts if isinstance(texts, list) else [texts])
    query.setlist("id", list(selection.get("ids") or []))
    rules = plan.get("rules") or {}
    return {
        **OptionsForm.first_answers(plan.get("options") or {}),
        **{name: plan.get(name, "") for name in ("format", "file_name", "language", "images")},
        "name": row.name,
        "layout": row.layout,
        "destination_id": str(row.destination_id or ""),
        "selection": selection.get("kind", "all"),
        "view_id": selection.get("view_id", ""),
        "query": query.urlencode(),
        "statuses": rules.get("statuses") or [],
        "min_completeness": rules.get("min_completeness"),
    }
