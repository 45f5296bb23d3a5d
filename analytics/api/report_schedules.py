"""Scheduled reports for programs."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.models import ReportFormat, ReportKind, ReportSchedule
from analytics.selectors.reports import schedule_list
from analytics.services import reports
from analytics.services.reports.schedules import find_schedule
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView

READ, MANAGE = "read:reports", "manage:reports"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
SHOWN = (
    "id",
    "name",
    "kind",
    "format",
    "frequency",
    "at",
    "supplier_id",
    "recipients",
    "is_active",
    "next_run_at",
    "last_planned_at",
)
SAMPLES: dict[str, Any] = {"at": "09:00:00", "recipients": ["ada@example.org"], "name": "Monday report"}


class ReportScheduleChange(serializers.Serializer[Any]):
    """What can be changed; what is left out stays as it is."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    name = serializers.CharField(required=False, max_length=120)
    kind = OneOf(tuple(ReportKind.values), required=False)
    format = OneOf(tuple(ReportFormat.values), required=False)
    frequency = OneOf(tuple(ReportSchedule.Frequency.values), required=False)
    at = serializers.TimeField(required=False, help_text="Time of day in the organisation's time zone.")
    supplier_id = serializers.UUIDField(required=False, allow_null=True)
    recipients = serializers.ListField(child=serializers.EmailField(), required=False, min_length=1, max_length=20)
    is_active = serializers.BooleanField(required=False)


class ReportScheduleIn(ReportScheduleChange):
    """A new scheduled report."""

    name = serializers.CharField(max_length=120)
    recipients = serializers.ListField(child=serializers.EmailField(), min_length=1, max_length=20)


class ReportScheduleOut(serializers.Serializer[Any]):
    """A scheduled report."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    format = serializers.CharField()
    frequency = serializers.CharField()
    at = serializers.CharField(help_text="Time of day in the organisation's time zone, HH:MM:SS.")
    supplier_id = serializers.UUIDField(allow_null=True)
    recipients = serializers.ListField(child=serializers.CharField())
    is_active = serializers.BooleanField()
    next_run_at = serializers.DateTimeField(allow_null=True)
    last_planned_at = serializers.DateTimeField(allow_null=True)


class ReportSchedulesQuery(CursorQuery):
    """Place in the list, by name."""

    sorts: ClassVar[dict[str, str]] = {"name": "name"}
    default_sort: ClassVar[str] = "name"


class ReportSchedules(ApiView):
    """Scheduled reports."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}

    @extend_schema(
        operation_id="report_schedules_list",
        parameters=[ReportSchedulesQuery],
        responses={200: cursor_schema("ReportScheduleListOut", ReportScheduleOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Scheduled reports of the organisation, by name."""
        return Response(page_listing(schedule_list(**validated(ReportSchedulesQuery, request.query_params)), shape))

    @extend_schema(
        operation_id="report_schedules_create",
        request=ReportScheduleIn,
        responses={201: ReportScheduleOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Schedule a report."""
        values = validated(ReportScheduleIn, request.data)
        return Response(shape(reports.create_schedule(values, tenant_id=self.tenant_id, by=self.user)), status=201)


class ReportScheduleDetail(ApiView):
    """One scheduled report."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": MANAGE, "DELETE": MANAGE}

    @extend_schema(operation_id="report_schedules_detail", responses={200: ReportScheduleOut, 404: ErrorBody})
    def get(self, request: Request, planned_id: UUID) -> Response:
        """The scheduled report."""
        return Response(shape(find_schedule(planned_id)))

    @extend_schema(
        operation_id="report_schedules_update",
        request=ReportScheduleChange,
        responses={200: ReportScheduleOut, **REFUSALS},
    )
    def patch(self, request: Request, planned_id: UUID) -> Response:
        """Change what is sent: report, rhythm, recipients, whether at all."""
        values = validated(ReportScheduleChange, request.data)
        return Response(shape(reports.update_schedule(planned_id, values, by=self.user)))

    @extend_schema(operation_id="report_schedules_delete", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, planned_id: UUID) -> Response:
        """Remove it; the reports made so far stay."""
        reports.delete_schedule(planned_id, by=self.user)
        return Response(status=204)


def shape(row: ReportSchedule) -> dict[str, Any]:
    """The schedule as ReportScheduleOut has it."""
    return {name: getattr(row, name) for name in SHOWN}
