"""The home page: widgets that load by themselves, so that none waits for another."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from analytics.home import panels
from analytics.home.asked import STATUSES, Asked, read_choices
from analytics.home.layout import Placed, usual
from analytics.periods import CUSTOM, DAYS_7, DAYS_30, HOURS_24
from analytics.selectors.layouts import layout_of
from catalog.selectors import statistics
from core.access.pages import PageRequest, page, tenant_of
from core.context import May
from core.degraded import tolerated
from core.jobs import JobStatus
from imports.selectors import RunFilters, run_list
from suppliers.selectors import all_suppliers, supplier_counts

AT_ONCE, TILE = "all", "tile"


@require_safe
@page()
def home(request: PageRequest) -> HttpResponse:
    """The person's widgets; the tiles are there at once, the others follow. With `?parts=all` all are there."""
    asked = _asked(request)
    if _is_first_use(asked):
        counts = tolerated(supplier_counts, otherwise=None)
        return render(request, "analytics/home/page.html", {"is_first_use": True, "suppliers": counts})
    placed = _visible(request, asked)
    whole = request.GET.get("parts") == AT_ONCE
    context = {
        "asked": asked,
        "widgets": [
            (each, _rendered(request, each, asked) if whole or each.widget.template == TILE else "") for each in placed
        ],
        "periods": [HOURS_24, DAYS_7, DAYS_30, CUSTOM],
        "suppliers": all_suppliers() if asked.may["read_imports"] else [],
        "statuses": [(status, JobStatus(status).label) for status in STATUSES],
    }
    return render(request, "analytics/home/page.html", context)


@require_safe
@page()
def widget(request: PageRequest, widget_id: str) -> HttpResponse:
    """One widget of the person's page; a fragment."""
    asked = _asked(request)
    placed = next((each for each in _visible(request, asked) if each.id == widget_id), None)
    if placed is None:
        raise Http404
    return HttpResponse(_rendered(request, placed, asked))


@require_safe
@page()
def system(request: PageRequest) -> HttpResponse:
    """Whether the services answer; a fragment that asks again every minute."""
    return render(request, "analytics/home/system.html", panels.system(_asked(request)))


def _asked(request: PageRequest) -> Asked:
    may = May(request, request.workspace)
    return Asked(tenant_of(request), request.user, may, **read_choices(request.GET))


def _visible(request: PageRequest, asked: Asked) -> list[Placed]:
    placed = tolerated(lambda: layout_of(request.user), otherwise=usual())
    found = [each for each in placed if not each.is_hidden]
    return [each for each in found if not each.widget.permission or asked.may[each.widget.permission]]


def _rendered(request: PageRequest, placed: Placed, asked: Asked) -> SafeString:
    """The widget; one whose database is away says so."""
    nothing: dict[str, Any] = {}
    own = replace(asked, options=placed.options)
    context = tolerated(lambda: {**placed.widget.load(own)}, otherwise=nothing)
    name = placed.widget.template if context else "away"
    values = {**context, "placed": placed, "asked": asked, "runs_url": reverse("imports:runs")}
    return render_to_string(f"analytics/home/{name}.html", values, request=request)


def _is_first_use(asked: Asked) -> bool:
    """Whether nothing was ever imported or written down; while a database is away nobody knows."""
    if not (asked.may["read_products"] and asked.may["read_imports"]):
        return False
    products = tolerated(lambda: statistics(asked.tenant_id).total, otherwise=-1)
    if products:
        return False
    return tolerated(lambda: not run_list(RunFilters(), per_page=1).items, otherwise=False)
