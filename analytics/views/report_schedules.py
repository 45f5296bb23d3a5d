"""Scheduled reports: the list, the form, and their acts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.models import ReportSchedule
from analytics.report_forms import ScheduleForm
from analytics.selectors.reports import schedule_list
from analytics.services import reports
from analytics.services.reports.schedules import find_schedule
from core.access.pages import PageRequest, page, tenant_of
from core.forms import refusals_in
from core.paging import page_number, pages_of
from suppliers.selectors import all_suppliers

READ, MANAGE = "read:reports", "manage:reports"
PER_PAGE = 50


@require_safe
@page(READ)
def schedules(request: PageRequest) -> HttpResponse:
    """Scheduled reports by name."""
    found = schedule_list(page=page_number(request), per_page=PER_PAGE)
    context = {"schedules": found.items, "page": pages_of(found)}
    return render(request, "analytics/insights/schedules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def add(request: PageRequest) -> HttpResponse:
    """A new scheduled report."""
    return _form(request, ReportSchedule(tenant_id=tenant_of(request), recipients=[request.user.email]))


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def edit(request: PageRequest, planned_id: UUID) -> HttpResponse:
    """Change a scheduled report."""
    return _form(request, find_schedule(planned_id))


@require_POST
@page(MANAGE)
def act(request: PageRequest, planned_id: UUID, name: str) -> HttpResponse:
    """Make it now, pause it, let it go on, remove it."""
    if name == "run":
        reports.run_schedule(planned_id, by=request.user)
        messages.success(request, _("The report is being made and sent."))
    elif name in ("pause", "resume"):
        reports.switch_schedule(planned_id, is_active=name == "resume", by=request.user)
    elif name == "delete":
        reports.delete_schedule(planned_id, by=request.user)
    else:
        raise Http404
    return redirect("analytics:report-schedules")


def _form(request: PageRequest, row: ReportSchedule) -> HttpResponse:
    is_new = row._state.adding
    suppliers = [(str(each.id), each.name) for each in all_suppliers()]
    form = ScheduleForm(request.POST or None, instance=row, suppliers=suppliers)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if is_new:
                reports.create_schedule(form.values(), tenant_id=tenant_of(request), by=request.user)
            else:
                reports.update_schedule(row.pk, form.values(), by=request.user)
            return redirect("analytics:report-schedules")
    context = {"form": form, "row": None if is_new else row}
    return render(request, "analytics/insights/schedule_form.html", context, status=422 if form.errors else 200)
