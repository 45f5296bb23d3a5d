"""API of schedules."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, PageQuery, list_schema, listing, validated
from core.rest.views import ApiView
from core.schedules.shapes import RhythmIn, RhythmOut
from imports import services
from imports.api.fetches import FetchOut, fetch_shape
from imports.models import Trigger
from suppliers import selectors
from suppliers import services as suppliers

READ, WRITE = "read:suppliers", "write:suppliers"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class ScheduleChange(RhythmIn):
    """A rhythm; what is left out stays as it is (or is as usual)."""

    frequency = OneOf([value for value, _label in selectors.FREQUENCIES], required=False)
    interval_minutes = serializers.IntegerField(required=False, min_value=1, max_value=1440)


class ScheduleIn(ScheduleChange):
    """A new schedule of a source."""

    source_id = serializers.UUIDField()


class ScheduleOut(RhythmOut):
    """A schedule with its rhythm in words and its next time."""

    id = serializers.UUIDField()
    source_id = serializers.UUIDField()
    source_name = serializers.CharField()
    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField()
    interval_minutes = serializers.IntegerField()
    rests = serializers.BooleanField(help_text="It is active, but its source or supplier is switched off.")


class ScheduleQuery(PageQuery):
    """Filters of the list of schedules."""

    search = serializers.CharField(required=False, default="", help_text="Part of the source's or supplier's name.")
    source_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    active = serializers.BooleanField(required=False, default=None, allow_null=True)


class ScheduleList(ApiView):
    """All schedules, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}
    checks_objects = True

    @extend_schema(
        operation_id="schedules_list",
        parameters=[ScheduleQuery],
        responses={200: list_schema("ScheduleListOut", ScheduleOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Schedules of the organisation, the next ones first."""
        found = selectors.schedule_list(seen_by=self.user, **validated(ScheduleQuery, request.query_params))
        counts = {"total": found.total, "page": found.page, "per_page": found.per_page}
        return Response(listing(map(_schedule, found.items), **counts))

    @extend_schema(operation_id="schedules_create", request=ScheduleIn, responses={201: ScheduleOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Give a source a rhythm; 422 names the field that is wrong."""
        schedule_id = suppliers.create_schedule(by=self.user, **validated(ScheduleIn, request.data))
        return Response(_schedule(selectors.schedule(schedule_id)), status=201)


class ScheduleDetail(ApiView):
    """One schedule."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}
    checks_objects = True

    @extend_schema(operation_id="schedules_detail", responses={200: ScheduleOut, 404: ErrorBody})
    def get(self, request: Request, schedule_id: UUID) -> Response:
        """A schedule with its next time."""
        return Response(_schedule(selectors.schedule(schedule_id, seen_by=self.user)))

    @extend_schema(operation_id="schedules_change", request=ScheduleChange, responses={200: ScheduleOut, **REFUSALS})
    def patch(self, request: Request, schedule_id: UUID) -> Response:
        """Change a rhythm; its next time is found anew."""
        values = validated(ScheduleChange, request.data)
        suppliers.update_schedule(by=self.user, schedule_id=schedule_id, values=values)
        return Response(_schedule(selectors.schedule(schedule_id)))

    @extend_schema(operation_id="schedules_delete", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, schedule_id: UUID) -> Response:
        """Remove a schedule; what it has fetched stays."""
        suppliers.delete_schedule(by=self.user, schedule_id=schedule_id)
        return Response(status=204)


class ScheduleToggle(ApiView):
    """A schedule, switched."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    checks_objects = True

    @extend_schema(operation_id="schedules_toggle", request=None, responses={200: ScheduleOut, **REFUSALS})
    def post(self, request: Request, schedule_id: UUID) -> Response:
        """Let an active schedule rest, a resting one begin again."""
        active = not selectors.schedule(schedule_id).is_active
        suppliers.set_schedule_active(by=self.user, schedule_id=schedule_id, active=active)
        return Response(_schedule(selectors.schedule(schedule_id)))


class ScheduleRun(ApiView):
    """The source of a schedule, now."""

    permissions: ClassVar[dict[str, str]] = {"POST": "start:imports"}
    checks_objects = True

    @extend_schema(operation_id="schedules_run", request=None, responses={202: FetchOut, **REFUSALS})
    def post(self, request: Request, schedule_id: UUID) -> Response:
        """Look at the schedule's source now."""
        source_id = selectors.schedule(schedule_id).source_id
        return Response(
            fetch_shape(services.request_fetch(source_id, by=self.user, trigger=Trigger.MANUAL)), status=202
        )


def _schedule(facts: selectors.ScheduleFacts) -> dict[str, Any]:
    return {name: value for name, value in asdict(facts).items() if name != "tenant_id"}
