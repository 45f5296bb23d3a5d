"""API of looks at sources."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports import services
from imports.models import Fetch, ImportRun, Trigger
from imports.selectors.feeds import files_of, runs_of_fetches
from imports.selectors.fetches import fetches, find_fetch

REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


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


def fetch_shape(fetch: Fetch) -> dict[str, Any]:
    """A look at a source as the API shows it."""
    return _shape(fetch, files_of([fetch.pk]), runs_of_fetches([fetch.pk]))


def _shape(fetch: Fetch, files: dict[UUID, list[str]], runs: dict[UUID, list[ImportRun]]) -> dict[str, Any]:
    columns = {str(name) for name in FetchOut().fields} - {"files", "runs"}
    values = {name: getattr(fetch, name) for name in columns}
    return {**values, "files": files.get(fetch.pk, []), "runs": [run.pk for run in runs.get(fetch.pk, [])]}
