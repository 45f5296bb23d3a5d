"""Reports for programs: their numbers, and files of them made in the background."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.api.dashboard import period_in
from analytics.models import Report, ReportFormat, ReportKind
from analytics.reports import Question, build
from analytics.selectors.reports import find_report, report_list
from analytics.services.reports import ReportRequest, start_report
from analytics.views.insights import kept_content, sent
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView

READ = "read:reports"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
MOST_ROWS = 1_000


class ReportQuestion(serializers.Serializer[Any]):
    """What a report tells of; without dates the last 30 days, 732 days at most."""

    kind = OneOf(tuple(ReportKind.values), default=ReportKind.OVERVIEW.value)
    date_from = serializers.DateField(required=False, help_text="First day.")
    date_to = serializers.DateField(required=False, help_text="Last day.")
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    compare = serializers.BooleanField(required=False, default=True, help_text="With the period before.")


class FigureOut(serializers.Serializer[Any]):
    """One number; shares are per cent."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(help_text="number, share (per cent), seconds, milliseconds or rate.")


class SectionOut(serializers.Serializer[Any]):
    """A table of a report; `rows` are lists of values in the order of `columns`."""

    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))
    total_rows = serializers.IntegerField()


class ReportNumbersOut(serializers.Serializer[Any]):
    """A report: numbers, and at most 1,000 rows of each table; its file holds all."""

    kind = serializers.CharField()
    title = serializers.CharField()
    date_from = serializers.DateField()
    date_to = serializers.DateField()
    figures = FigureOut(many=True)
    sections = SectionOut(many=True)


class ReportBody(ReportQuestion):
    """A file of a report; recipients beside oneself need `manage:reports`."""

    format = OneOf(tuple(ReportFormat.values), default=ReportFormat.PDF.value)
    recipients = serializers.ListField(child=serializers.EmailField(), required=False, default=list, max_length=20)


class ReportOut(serializers.Serializer[Any]):
    """A report that was or is being made; `download_url` is null until it has a file."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    format = serializers.CharField()
    status = serializers.CharField()
    trigger = serializers.CharField()
    date_from = serializers.DateField()
    date_to = serializers.DateField()
    supplier_id = serializers.UUIDField(allow_null=True)
    rows = serializers.IntegerField()
    file_name = serializers.CharField()
    file_size = serializers.IntegerField()
    download_url = serializers.CharField(allow_null=True)
    mailed_to = serializers.ListField(child=serializers.CharField())
    error_code = serializers.CharField()
    error_message = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ReportsQuery(CursorQuery):
    """Place in the list; reports come newest first, unless `order` says otherwise."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_sort: ClassVar[str] = "created_at"
    default_order: ClassVar[str] = "desc"


class ReportNumbers(ApiView):
    """A report in numbers."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="analytics_report", parameters=[ReportQuestion], responses={200: ReportNumbersOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """Imports, products, performance or an overview, with the period before."""
        query = validated(ReportQuestion, request.query_params)
        period = period_in(query)
        report = build(Question(self.tenant_id, query["kind"], period, query["supplier_id"], query["compare"]))
        figures = [
            {
                "label": str(each.label),
                "value": each.kind.plain(each.value),
                "before": each.kind.plain(each.before),
                "unit": each.kind.value,
            }
            for each in report.figures
        ]
        sections = [
            {
                "title": str(each.title),
                "columns": [str(column.name) for column in each.columns],
                "rows": each.plain(MOST_ROWS),
                "total_rows": len(each.rows),
            }
            for each in report.sections
            if each.columns
        ]
        days = {"date_from": period.first_day, "date_to": period.last_day}
        return Response(
            {"kind": query["kind"], "title": report.title, **days, "figures": figures, "sections": sections}
        )


class Reports(ApiView):
    """Reports as files."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_STANDARD"}

    @extend_schema(
        operation_id="analytics_reports_list",
        parameters=[ReportsQuery],
        responses={200: cursor_schema("ReportListOut", ReportOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Reports that were made or are being made, newest first."""
        return Response(page_listing(report_list(**validated(ReportsQuery, request.query_params)), shape))

    @extend_schema(operation_id="analytics_reports_create", request=ReportBody, responses={202: ReportOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Have a file made: it is taken from `download_url` once it is completed, and mailed to `recipients`."""
        body = validated(ReportBody, request.data)
        wanted = ReportRequest(
            kind=body["kind"],
            format=body["format"],
            period=period_in(body),
            supplier_id=body["supplier_id"],
            compares=body["compare"],
            recipients=body["recipients"],
        )
        report = start_report(wanted, tenant_id=self.tenant_id, by=self.user, trigger=Report.Trigger.API)
        return Response(shape(report), status=202)


class ReportDetail(ApiView):
    """One report."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "PROGRESS_POLL"}

    @extend_schema(operation_id="analytics_reports_detail", responses={200: ReportOut, 404: ErrorBody})
    def get(self, request: Request, report_id: UUID) -> Response:
        """The report with its state."""
        return Response(shape(find_report(report_id)))


class ReportFile(ApiView):
    """The file of a report."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "EXPORT_DOWNLOAD"}

    @extend_schema(
        operation_id="analytics_reports_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: ErrorBody, 409: ErrorBody},
    )
    def get(self, request: Request, report_id: UUID) -> HttpResponse:
        """The file; 409 (REPORT_NOT_READY) before it is made and after its time."""
        report = find_report(report_id)
        return sent(kept_content(report), report.file_name, report.format)


def shape(report: Report) -> dict[str, Any]:
    """The report as ReportOut has it."""
    names = ("id", "kind", "format", "status", "trigger", "supplier_id", "rows", "file_name", "file_size", "mailed_to")
    ends = ("error_code", "error_message", "created_at", "finished_at")
    url = f"/api/v1/analytics/reports/{report.pk}/file" if report.file_key else None
    days = {"date_from": report.since, "date_to": report.until, "download_url": url}
    return {**{name: getattr(report, name) for name in (*names, *ends)}, **days}
