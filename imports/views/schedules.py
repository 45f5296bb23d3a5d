"""Schedules: when the files of sources are fetched, what the last look brought, and run now."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import allowed
from core.access.pages import PageRequest, is_fragment, page, told
from core.forms import refusals_in
from core.paging import page_number, pages_of
from core.schedules.forms import NEW_RHYTHM
from imports.forms.schedules import ScheduleForm
from imports.models import ImportRun
from imports.selectors.feeds import is_at_work
from imports.selectors.fetches import latest_fetches
from imports.services.fetching import request_fetch
from imports.views.feed_words import fetch_look
from imports.views.feeds import feed_page
from suppliers import selectors, services
from suppliers.selectors import ScheduleFacts

PER_PAGE = 50
WORKING_SECONDS = 2
Row = tuple[ScheduleFacts, Any, Any, dict[str, bool]]
ACTIVE = {"yes": True, "no": False}
NEW: dict[str, Any] = {**NEW_RHYTHM, "interval_minutes": 15}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:suppliers", somewhere=True)
def schedules(request: PageRequest) -> HttpResponse:
    """All schedules, the next ones first."""
    search, active = request.GET.get("q", "").strip(), request.GET.get("active", "")
    found = selectors.schedule_list(
        search=search,
        active=ACTIVE.get(active),
        seen_by=request.user,
        page=page_number(request),
        per_page=PER_PAGE,
    )
    rows = _with_looks(request, found.items)
    context = {
        "rows": rows,
        "page": pages_of(found),
        "poll_seconds": _poll_seconds(rows),
        "search": search,
        "active": active if active in ACTIVE else "",
        "may_add": bool(selectors.fetchable_sources(seen_by=request.user)),
    }
    template = "imports/schedules/table.html" if is_fragment(request) else "imports/schedules/list.html"
    return render(request, template, context)


@require_safe
@page("read:suppliers", somewhere=True)
def of_feed(request: PageRequest, source_id: UUID) -> HttpResponse:
    """The schedules of one feed."""
    selectors.require_source(request.user, "read:suppliers", source_id)
    rows = _with_looks(request, selectors.schedules_of(source_id))
    template = "imports/schedules/table.html" if is_fragment(request) else "imports/feed/schedule.html"
    context = {"rows": rows, "poll_seconds": _poll_seconds(rows)}
    return feed_page(request, source_id, "schedule", template, context)


@form_page
@page("write:suppliers", somewhere=True)
def add(request: PageRequest) -> HttpResponse:
    """Give a source a rhythm."""
    form = _form(request, initial=NEW | {"source": request.GET.get("source", "")})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.create_schedule(by=request.user, source_id=UUID(form.cleaned_data["source"]), **form.values())
            messages.success(request, _("The schedule is set."))
            return redirect("imports:schedules")
    return _form_page(request, {"form": form})


@form_page
@page("write:suppliers", somewhere=True)
def edit(request: PageRequest, schedule_id: UUID) -> HttpResponse:
    """Change a rhythm."""
    facts = selectors.schedule(schedule_id, seen_by=request.user, permission="write:suppliers")
    own = {"interval_minutes": facts.interval_minutes, "source": str(facts.source_id)}
    form = _form(request, initial={**ScheduleForm.first_answers(facts), **own}, only=facts)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.update_schedule(by=request.user, schedule_id=schedule_id, values=form.values())
            messages.success(request, _("The changes are saved."))
            return redirect("imports:schedules")
    return _form_page(request, {"form": form, "schedule": facts})


def _run(request: PageRequest, facts: ScheduleFacts) -> str:
    request_fetch(facts.source_id, by=request.user)
    return _("The files of %(source)s are being fetched.") % {"source": facts.source_name}


def _pause(request: PageRequest, facts: ScheduleFacts) -> str:
    services.set_schedule_active(by=request.user, schedule_id=facts.id, active=False)
    return _("The schedule rests: nothing is fetched at its times.")


def _resume(request: PageRequest, facts: ScheduleFacts) -> str:
    services.set_schedule_active(by=request.user, schedule_id=facts.id, active=True)
    return _("The schedule is active again.")


def _delete(request: PageRequest, facts: ScheduleFacts) -> str:
    services.delete_schedule(by=request.user, schedule_id=facts.id)
    return _("The schedule was removed.")


ACTS: dict[str, Callable[[PageRequest, ScheduleFacts], str]] = {
    "run": _run,
    "pause": _pause,
    "resume": _resume,
    "delete": _delete,
}


@require_POST
@page("read:suppliers", somewhere=True)
def act(request: PageRequest, schedule_id: UUID, name: str) -> HttpResponse:
    """Run now, pause, go on, remove; then the list."""
    if name not in ACTS:
        raise Http404
    facts = selectors.schedule(schedule_id, seen_by=request.user)
    done: list[str] = []
    back = reverse("imports:schedules")
    refused = told(request, lambda: done.append(ACTS[name](request, facts)), back=back)
    if refused:
        return refused
    messages.success(request, done[0])
    return redirect(back)


def _with_looks(request: PageRequest, found: list[ScheduleFacts]) -> list[Row]:
    """Each schedule with the last look at its source as far as it may be seen, and what may be done with it."""
    looks = latest_fetches({each.source_id for each in found}, seen_by=request.user)
    rows = [(each, looks.get(each.source_id)) for each in found]
    return [(each, fetch, fetch_look(fetch) if fetch else None, _rights(request, each)) for each, fetch in rows]


def _rights(request: PageRequest, facts: ScheduleFacts) -> dict[str, bool]:
    """By role, or by a grant on the supplier or the source."""
    place = ImportRun(tenant_id=facts.tenant_id, supplier_id=facts.supplier_id, source_id=facts.source_id)
    wanted = {"run": "start:imports", "write": "write:suppliers"}
    return {name: allowed(request.user, permission, place) for name, permission in wanted.items()}


def _poll_seconds(rows: list[Row]) -> int:
    """How soon the table should ask again; 0 when nothing is being fetched."""
    return WORKING_SECONDS if any(fetch and is_at_work(fetch) for _facts, fetch, *_more in rows) else 0


def _form(request: PageRequest, *, initial: dict[str, Any], only: ScheduleFacts | None = None) -> ScheduleForm:
    if only:
        sources = [(str(only.source_id), f"{only.supplier_name}: {only.source_name}")]
    else:
        sources = [(str(pk), name) for pk, name in selectors.fetchable_sources(seen_by=request.user)]
    return ScheduleForm(request.POST or None, initial=initial, sources=sources)


def _form_page(request: PageRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "imports/schedules/form.html", context, status=422 if context["form"].errors else 200)
