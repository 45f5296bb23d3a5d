"""API of planned exports."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import rhythms
from core.cutting import list_page
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from core.schedules.shapes import RhythmIn, RhythmOut
from imports.api.export_shapes import ExportBody, ExportOut, export_shape, request_in
from imports.models import ExportSchedule
from imports.services.exports import schedules as services

READ, MANAGE = "read:exports", "manage:exports"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class ExportScheduleIn(RhythmIn):
    """A new planned export."""

    name = serializers.CharField(max_length=120)
    export = ExportBody()


class ExportScheduleChange(RhythmIn):
    """What can be changed; `export` replaces what is exported as a whole."""

    name = serializers.CharField(required=False, max_length=120)
    export = ExportBody(required=False)


class ExportScheduleOut(RhythmOut):
    """A planned export with its next time."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    template = serializers.CharField()
    plan = serializers.DictField()
    destination_id = serializers.UUIDField(allow_null=True)


class ScheduleQuery(CursorQuery):
    """Order of the list."""

    sorts: ClassVar[dict[str, str]] = {"name": "name"}


class ScheduleList(ApiView):
    """Planned exports, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_SCHEDULE"}

    @extend_schema(
        operation_id="export_schedules_list",
        parameters=[ScheduleQuery],
        responses={200: cursor_schema("ExportScheduleListOut", ExportScheduleOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Planned exports, by name."""
        query = validated(ScheduleQuery, request.query_params)
        return Response(page_listing(list_page(ExportSchedule.objects.all(), _schedule, **query)))

    @extend_schema(
        operation_id="export_schedules_create", request=ExportScheduleIn, responses={201: ExportScheduleOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Plan an export; 422 names the field that is wrong."""
        values = validated(ExportScheduleIn, request.data)
        wish = request_in(values.pop("export"))
        row = services.create_schedule(tenant_id=self.tenant_id, by=self.user, request=wish, **values)
        return Response(_schedule(row), status=201)


class ScheduleDetail(ApiView):
    """One planned export."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": MANAGE, "DELETE": MANAGE}
    rate_tiers: ClassVar[dict[str, str]] = {"PATCH": "EXPORT_SCHEDULE", "DELETE": "EXPORT_SCHEDULE"}

    @extend_schema(operation_id="export_schedules_detail", responses={200: ExportScheduleOut, 404: ErrorBody})
    def get(self, request: Request, plan_id: UUID) -> Response:
        """The planned export with its next time."""
        return Response(_schedule(services.find_schedule(plan_id)))

    @extend_schema(
        operation_id="export_schedules_change",
        request=ExportScheduleChange,
        responses={200: ExportScheduleOut, **REFUSALS},
    )
    def patch(self, request: Request, plan_id: UUID) -> Response:
        """Change when, or what."""
        values = validated(ExportScheduleChange, request.data)
        wish = values.pop("export", None)
        row = services.update_schedule(
            plan_id, by=self.user, request=request_in(wish) if wish is not None else None, values=values
        )
        return Response(_schedule(row))

    @extend_schema(operation_id="export_schedules_delete", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, plan_id: UUID) -> Response:
        """Remove the planned export; what it has made stays."""
        services.delete_schedule(plan_id, by=self.user)
        return Response(status=204)


class ScheduleToggle(ApiView):
    """A planned export, switched."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_SCHEDULE"}

    @extend_schema(operation_id="export_schedules_toggle", request=None, responses={200: ExportScheduleOut, **REFUSALS})
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Let an active one rest, a resting one begin again."""
        wanted = not services.find_schedule(plan_id).is_active
        row = services.update_schedule(plan_id, by=self.user, values={"is_active": wanted})
        return Response(_schedule(row))


class ScheduleRun(ApiView):
    """A planned export, now."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_SCHEDULE"}

    @extend_schema(operation_id="export_schedules_run", request=None, responses={202: ExportOut, **REFUSALS})
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Make the planned export now; its next time stays."""
        return Response(export_shape(services.run_schedule(plan_id, by=self.user)), status=202)


def _schedule(row: ExportSchedule) -> dict[str, Any]:
    names = set(ExportScheduleOut().fields) - {"template", "words"}
    values = {str(name): getattr(row, str(name)) for name in names}
    return {**values, "template": row.layout, "words": rhythms.in_words(row.rhythm)}
