"""Reports as pages, and taken home."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analytics.errors import ReportNotReady
from analytics.models import Report, ReportFormat, ReportKind
from analytics.report_forms import ReportForm
from analytics.reports import Question, build
from analytics.reports.files import CONTENT_TYPES, file_name, file_of
from analytics.selectors.reports import find_report, report_list
from analytics.services.reports import ReportRequest, start_report
from analytics.services.reports.mailing import MAILED_ROWS
from core import audit
from core.access.pages import PageRequest, page, tenant_of
from core.files import open_file
from core.paging import page_number, pages_of
from suppliers.selectors import all_suppliers

READ = "read:reports"
SHOWN_ROWS = 25
PER_PAGE = 25


@require_safe
@page(READ)
def insights(request: PageRequest) -> HttpResponse:
    """The first report."""
    return redirect("analytics:insight", kind=ReportKind.OVERVIEW)


@require_safe
@page(READ)
def insight(request: PageRequest, kind: str) -> HttpResponse:
    """One report, with its filters in the address."""
    form, question = _question(request, kind, request.GET)
    report = build(question)
    context = {
        "kind": kind,
        "form": form,
        "report": report,
        "sections": [(section, section.shown(SHOWN_ROWS)) for section in report.sections],
        "shown_rows": SHOWN_ROWS,
        "kinds": ReportKind.choices,
        "formats": ReportFormat.choices,
        "query": request.GET.urlencode(),
    }
    return render(request, "analytics/insights/report.html", context)


@require_POST
@page(READ)
def export(request: PageRequest, kind: str) -> HttpResponse:
    """The report as a file, at once; one of very many rows is made in the background and comes by e-mail."""
    _form, question = _question(request, kind, request.POST)
    file_format = request.POST.get("format", "")
    if file_format not in ReportFormat.values:
        raise Http404
    report = build(question)
    if report.rows > MAILED_ROWS or request.POST.get("way") == "mail":
        return _by_mail(request, question, file_format)
    content = file_of(report, file_format, organisation=str(request.workspace.tenant))
    period: dict[str, Any] = {"since": question.period.first_day, "until": question.period.last_day}
    audit.record("report.taken", app="analytics", subject=("analytics.Report", "", report.title), **period)
    return sent(content, file_name(report, file_format), file_format)


@require_safe
@page(READ)
def reports(request: PageRequest) -> HttpResponse:
    """Reports that were made, newest first."""
    found = report_list(page=page_number(request), per_page=PER_PAGE)
    context = {
        "reports": found.items,
        "page": pages_of(found),
        "works": any(not row.is_finished for row in found.items),
    }
    return render(request, "analytics/insights/reports.html", context)


@require_safe
@page(READ)
def report_file(request: PageRequest, report_id: UUID) -> HttpResponse:
    """The file of a report; raises ReportNotFound, ReportNotReady."""
    row = find_report(report_id)
    return sent(kept_content(row), row.file_name, row.format)


def kept_content(row: Report) -> bytes:
    """The kept file; that it was taken home is written down. Raises ReportNotReady."""
    if not row.file_key:
        raise ReportNotReady
    try:
        with open_file(row.file_key) as stream:
            content: bytes = stream.read()
    except FileNotFoundError as error:
        raise ReportNotReady from error
    audit.record("report.taken", app="analytics", subject=row, tenant_id=row.tenant_id)
    return content


def _question(request: PageRequest, kind: str, params: Any) -> tuple[ReportForm, Question]:
    if kind not in ReportKind.values:
        raise Http404
    form = ReportForm(params, suppliers=[(str(each.id), each.name) for each in all_suppliers()])
    period = form.chosen_period()
    compares = params.get("compare", "1" if "compared" not in params else "") != ""
    return form, Question(tenant_of(request), kind, period, form.chosen_supplier(), compares)


def _by_mail(request: PageRequest, question: Question, file_format: str) -> HttpResponse:
    wanted = ReportRequest(
        kind=question.kind,
        format=file_format,
        period=question.period,
        supplier_id=question.supplier_id,
        compares=question.compares,
        recipients=[request.user.email],
    )
    start_report(wanted, tenant_id=question.tenant_id, by=request.user)
    messages.success(request, _("The report is being made: you get it by e-mail, and find it here."))
    return redirect("analytics:reports")


def sent(content: bytes, name: str, file_format: str) -> HttpResponse:
    """The content as a file to be taken home."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[ReportFormat(file_format)])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
