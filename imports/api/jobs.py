"""The list of import jobs, also as a file, and the latest ones."""

import io
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.jobs import JobStatus
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from core.tabular import write_csv
from imports.api import shapes
from imports.models import Trigger
from imports.selectors import RunFilters, run_list
from imports.selectors.job_table import job_table
from imports.services import note_jobs_taken
from suppliers.selectors import supplier_by_code

HELD = "held"


class JobQuery(CursorQuery):
    """Filters, order and form of the list of jobs."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    status = serializers.ChoiceField(
        choices=(*JobStatus.values, HELD),
        required=False,
        default="",
        help_text="held: the brake holds it until somebody approves.",
    )
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    supplier_code = serializers.CharField(required=False, default="", max_length=40)
    source_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    trigger = serializers.ChoiceField(choices=Trigger.values, required=False, default="")
    date_from = serializers.DateField(required=False, default=None, allow_null=True)
    date_to = serializers.DateField(required=False, default=None, allow_null=True)
    format = serializers.ChoiceField(
        choices=("json", "csv"), required=False, default="json", help_text="csv: all jobs that fit, as a file."
    )


class RecentQuery(serializers.Serializer[Any]):
    """How many."""

    limit = serializers.IntegerField(required=False, default=10, min_value=1, max_value=100)


class JobList(ApiView):
    """All import jobs."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="imports_jobs",
        parameters=[JobQuery],
        responses={
            (200, "application/json"): cursor_schema("JobListOut", shapes.RunOut),
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="UTF-8 with a byte order mark."),
            404: ErrorBody,
            422: ErrorBody,
        },
    )
    def get(self, request: Request) -> Response | HttpResponse:
        """Import jobs of the organisation, newest first; with `format=csv` as a file for a spreadsheet."""
        query = validated(JobQuery, request.query_params)
        filters = self._filters(query)
        if query["format"] == "csv":
            return self._file(filters)
        cut = {name: query[name] for name in ("sort", "page", "per_page", "after")}
        return Response(page_listing(run_list(filters, **cut), shapes.run_shape))

    def _filters(self, query: dict[str, Any]) -> RunFilters:
        code, is_held = query["supplier_code"], query["status"] == HELD
        return RunFilters(
            status="" if is_held else query["status"],
            is_held=is_held,
            supplier_id=supplier_by_code(code).id if code and not query["supplier_id"] else query["supplier_id"],
            source_id=query["source_id"],
            trigger=query["trigger"],
            since=query["date_from"],
            until=query["date_to"],
            seen_by=self.user,
        )

    def _file(self, filters: RunFilters) -> HttpResponse:
        content = io.BytesIO()
        write_csv(content, *job_table(filters))
        note_jobs_taken(tenant_id=self.tenant_id, filters=filters)
        name = f"imports-{timezone.localtime():%Y%m%d-%H%M%S}.csv"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content.getvalue(), content_type="text/csv; charset=utf-8", headers=disposition)


class RecentJobs(ApiView):
    """The latest import jobs."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="imports_recent",
        parameters=[RecentQuery],
        responses={200: shapes.RunOut(many=True), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """The latest jobs, newest first."""
        limit = validated(RecentQuery, request.query_params)["limit"]
        found = run_list(RunFilters(seen_by=self.user), per_page=limit, counted=False)
        return Response([shapes.run_shape(row) for row in found.items])
