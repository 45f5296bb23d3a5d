"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.dashboard import dashboard, system_state
from core.access.pages import PageRequest, page, tenant_of
from core.context import May


@require_safe
@page()
def home(request: PageRequest) -> HttpResponse:
    """Products, suppliers, today's runs, what is held and why, what happened."""
    may = May(request, request.workspace)
    return render(request, "analytics/home.html", {"home": dashboard(tenant_of(request), may=may)})


@require_safe
@page()
def system(request: PageRequest) -> HttpResponse:
    """Whether the services answer; a fragment, because asking the workers takes a while."""
    return render(request, "analytics/system.html", {"system": system_state()})
