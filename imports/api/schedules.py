"""API of schedules and of looks at sources, and the door for files that are sent to us."""

import tempfile
from dataclasses import asdict
from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import InvalidInput
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, PageQuery, cursor_schema, list_schema, listing, page_listing, validated
from core.rest.views import ApiView
from imports import services
from imports.api import shapes
from imports.errors import FileTooLarge
from imports.models import Fetch, ImportRun, Trigger
from imports.selectors import run_detail
from imports.selectors.feeds import files_of, runs_of_fetches
from imports.selectors.fetches import fetches, find_fetch
from suppliers import selectors
from suppliers import services as suppliers

BLOCK = 1024 * 1024
READ, WRITE = "read:suppliers", "write:suppliers"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
SAMPLES = {"at": "06:30:00", "cron": "", "time_zone": "Europe/Paris", "weekdays": [0, 3], "words": "Daily at 06:30"}


class ScheduleChange(serializers.Serializer[Any]):
    """A rhythm; what is left out stays as it is (or is as usual)."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    frequency = serializers.ChoiceField(choices=selectors.FREQUENCIES, required=False)
    interval_minutes = serializers.IntegerField(required=False, min_value=1, max_value=1440)
    at = serializers.TimeField(required=False, help_text="Time of day, for daily, weekly, monthly.")
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), required=False, max_length=7, help_text="0 is Monday."
    )
    day_of_month = serializers.IntegerField(required=False, min_value=1, max_value=31)
    cron = serializers.CharField(required=False, max_length=100, allow_blank=True)
    time_zone = serializers.CharField(required=False, max_length=64)
    is_active = serializers.BooleanField(required=False)


class ScheduleIn(ScheduleChange):
    """A new schedule of a source."""

    source_id = serializers.UUIDField()


class ScheduleOut(serializers.Serializer[Any]):
    """A schedule with its rhythm in words and its next time."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    id = serializers.UUIDField()
    source_id = serializers.UUIDField()
    source_name = serializers.CharField()
    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField()
    frequency = serializers.CharField()
    interval_minutes = serializers.IntegerField()
    at = serializers.TimeField()
    weekdays = serializers.ListField(child=serializers.IntegerField())
    day_of_month = serializers.IntegerField()
    cron = serializers.CharField()
    time_zone = serializers.CharField()
    is_active = serializers.BooleanField()
    rests = serializers.BooleanField(help_text="It is active, but its source or supplier is switched off.")
    next_run_at = serializers.DateTimeField(allow_null=True)
    last_planned_at = serializers.DateTimeField(allow_null=True)
    words = serializers.CharField()


class ScheduleQuery(PageQuery):
    """Filters of the list of schedules."""

    search = serializers.CharField(required=False, default="", help_text="Part of the source's or supplier's name.")
    source_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    active = serializers.BooleanField(required=False, default=None, allow_null=True)


class FetchOut(serializers.Serializer[Any]):
    """A look at a source, and what it brought."""

    id = serializers.UUIDField()
    source_id = serializers.UUIDField()
    supplier_id = serializers.UUIDField()
    schedule_id = serializers.UUIDField(allow_null=True)
    planned_at = serializers.DateTimeField(allow_null=True)
    missed = serializers.IntegerField(help_text="Further planned times that had passed when it was made.")
    trigger = serializers.CharField()
    status = serializers.CharField()
    outcome = serializers.CharField(help_text="files, unchanged, no_file, skipped; empty while it is at work.")
    message = serializers.CharField()
    files_seen = serializers.IntegerField()
    files_new = serializers.IntegerField()
    files = serializers.ListField(child=serializers.CharField())
    runs = serializers.ListField(child=serializers.UUIDField())
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    error_code = serializers.CharField()
    error_message = serializers.CharField()


class FetchQuery(CursorQuery):
    """Filters and order of the list of looks."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    source_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    status = serializers.ChoiceField(
        choices=("pending", "processing", "completed", "failed", "cancelled"), required=False, default=""
    )
    outcome = serializers.ChoiceField(choices=Fetch.Outcome.choices, required=False, default="")


class PushedOut(serializers.Serializer[Any]):
    """What became of a file that was sent: its run, or nothing when it is the same as the last one."""

    outcome = serializers.ChoiceField(choices=("accepted", "unchanged"))
    run = shapes.RunDetailOut(allow_null=True)


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


class SourceRun(ApiView):
    """A source, now."""

    permissions: ClassVar[dict[str, str]] = {"POST": "start:imports"}
    checks_objects = True

    @extend_schema(operation_id="sources_run", request=None, responses={202: FetchOut, **REFUSALS})
    def post(self, request: Request, source_id: UUID) -> Response:
        """Look at the source now; a look that waits for its next attempt tries at once."""
        return Response(
            fetch_shape(services.request_fetch(source_id, by=self.user, trigger=Trigger.MANUAL)), status=202
        )


class FetchList(ApiView):
    """All looks at sources."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}
    checks_objects = True

    @extend_schema(
        operation_id="fetches_list",
        parameters=[FetchQuery],
        responses={200: cursor_schema("FetchListOut", FetchOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Looks at the organisation's sources, newest first, also those that brought nothing."""
        page = fetches(seen_by=self.user, **validated(FetchQuery, request.query_params))
        ids = [fetch.pk for fetch in page.items]
        files, runs = files_of(ids), runs_of_fetches(ids)
        return Response(page_listing(page, lambda fetch: _shape(fetch, files, runs)))


class FetchDetail(ApiView):
    """One look at a source."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}
    checks_objects = True

    @extend_schema(operation_id="fetches_detail", responses={200: FetchOut, 404: ErrorBody})
    def get(self, request: Request, fetch_id: UUID) -> Response:
        """The look, its outcome, and the runs it made."""
        return Response(fetch_shape(find_fetch(fetch_id, seen_by=self.user)))


class RawBody(BaseParser):
    """The body as it is, whatever type it says it has."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return {"file": _spooled(stream)}


class SourceFileIn(ApiView):
    """The door for files."""

    permissions: ClassVar[dict[str, str]] = {"PUT": "write:imports", "POST": "write:imports"}
    rate_tiers: ClassVar[dict[str, str]] = {"PUT": "WRITE_UPLOAD", "POST": "WRITE_UPLOAD"}
    checks_objects = True
    parser_classes = (MultiPartParser, RawBody)
    documented: ClassVar[dict[str, Any]] = {
        "parameters": [OpenApiParameter("filename", str, description="The file's name; else the header X-Filename.")],
        "request": {
            "application/octet-stream": OpenApiTypes.BINARY,
            "multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
        },
        "responses": {200: PushedOut, 202: PushedOut, 413: ErrorBody, **REFUSALS},
    }

    @extend_schema(operation_id="sources_put_file", **documented)
    def put(self, request: Request, source_id: UUID) -> Response:
        """Send a file: 202 with its run, which begins when the mapping is known; 200 when it is the last one again."""
        sent = request.data.get("file") if hasattr(request.data, "get") else None
        if sent is None or isinstance(sent, str):
            raise InvalidInput(gettext("Send the file as the body, or as the field “file” of a form."))
        name = request.query_params.get("filename") or request.headers.get("X-Filename") or getattr(sent, "name", "")
        run = services.push_file(source_id, str(name or ""), cast(Any, getattr(sent, "file", sent)), by=self.user)
        return _pushed(run)

    @extend_schema(operation_id="sources_post_file", **documented)
    def post(self, request: Request, source_id: UUID) -> Response:
        """The same as PUT, for programs that cannot PUT."""
        return self.put(request, source_id)


def _pushed(run: ImportRun | None) -> Response:
    if run is None:
        return Response({"outcome": "unchanged", "run": None})
    return Response({"outcome": "accepted", "run": shapes.detail_shape(run_detail(run.pk))}, status=202)


def _spooled(stream: Any) -> Any:
    """The stream's bytes in a file that can be read twice; a big one lies on the disk."""
    content = tempfile.SpooledTemporaryFile(max_size=BLOCK)  # noqa: SIM115 - it lives as long as the request
    while block := stream.read(BLOCK):
        content.write(block)
        if content.tell() > settings.IMPORT_MAX_FILE_BYTES:
            raise FileTooLarge(gettext("The file is larger than this installation takes: split it or compress it."))
    content.seek(0)
    return content


def _schedule(facts: selectors.ScheduleFacts) -> dict[str, Any]:
    return {name: value for name, value in asdict(facts).items() if name != "tenant_id"}


def fetch_shape(fetch: Fetch) -> dict[str, Any]:
    """A look at a source as the API shows it."""
    return _shape(fetch, files_of([fetch.pk]), runs_of_fetches([fetch.pk]))


def _shape(fetch: Fetch, files: dict[UUID, list[str]], runs: dict[UUID, list[ImportRun]]) -> dict[str, Any]:
    columns = {str(name) for name in FetchOut().fields} - {"files", "runs"}
    values = {name: getattr(fetch, name) for name in columns}
    return {**values, "files": files.get(fetch.pk, []), "runs": [run.pk for run in runs.get(fetch.pk, [])]}
