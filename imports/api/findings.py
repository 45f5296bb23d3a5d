"""What a run found: errors and warnings, its log, held rows."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import cursor_schema, listing, page_listing, validated
from core.rest.views import ApiView
from imports import services
from imports.api import shapes
from imports.api.runs import REFUSALS
from imports.models import ImportRun
from imports.selectors import (
    HeldFilters,
    find_run,
    held_row_ids,
    held_rows_of,
    issue_list,
    log_lines,
    run_detail,
)


class Errors(ApiView):
    """Findings of a run."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="imports_errors",
        parameters=[shapes.IssueQuery],
        responses={
            200: cursor_schema("IssueListOut", shapes.IssueOut, kept=serializers.IntegerField()),
            404: ErrorBody,
            422: ErrorBody,
        },
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        """Errors, warnings and remarks by row; `total` is exact, `kept` says how many can be paged through."""
        query = validated(shapes.IssueQuery, request.query_params)
        page = issue_list(find_run(run_id, seen_by=self.user), **query)
        items = map(asdict, page.items)
        counts = {"total": page.total, "page": page.page, "per_page": page.per_page, "kept": page.kept}
        return Response(listing(items, **counts, next_cursor=page.next_cursor))


class Logs(ApiView):
    """The log of a run."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(operation_id="imports_logs", responses={200: shapes.LogOut(many=True), 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """The newest 500 lines at most, oldest first."""
        lines = log_lines(find_run(run_id, seen_by=self.user))
        return Response(
            [{"timestamp": line.at, "level": line.level, "code": line.code, "message": line.message} for line in lines]
        )


class HeldRows(ApiView):
    """The held rows of a run."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="imports_held_rows",
        parameters=[shapes.HeldQuery],
        responses={200: cursor_schema("HeldRowListOut", shapes.HeldRowOut), 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        """Rows kept out of the catalogue, with the reason of each."""
        query = validated(shapes.HeldQuery, request.query_params)
        return Response(page_listing(held_rows_of(find_run(run_id, seen_by=self.user).pk, **query), asdict))


class CorrectionIn(serializers.Serializer[Any]):
    """Corrected cells of a held row: column name -> text."""

    values = serializers.DictField(child=serializers.CharField(allow_blank=True))


class CorrectedOut(serializers.Serializer[Any]):
    """A held row after its correction."""

    id = serializers.UUIDField()
    corrected = serializers.DictField()


class HeldRow(ApiView):
    """One held row."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"PATCH": "write:imports"}

    @extend_schema(
        operation_id="imports_correct_held_row", request=CorrectionIn, responses={200: CorrectedOut, **REFUSALS}
    )
    def patch(self, request: Request, held_row_id: UUID) -> Response:
        """Lay corrected cells over the row; a replay imports it."""
        values = validated(CorrectionIn, request.data)["values"]
        row = services.correct_held_row(held_row_id, values=values, by=self.user)
        return Response({"id": row.pk, "corrected": row.corrected})


class ChoiceIn(serializers.Serializer[Any]):
    """Which of a run's open held rows: those named, else those of the cause, else all."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    cause = serializers.CharField(required=False, default="")


class DiscardedOut(serializers.Serializer[Any]):
    """How many rows were given up."""

    discarded = serializers.IntegerField()


class Replay(ApiView):
    """Held rows, imported again."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "start:imports"}

    @extend_schema(
        operation_id="imports_replay_held_rows",
        request=ChoiceIn,
        responses={202: shapes.RunDetailOut(many=True), **REFUSALS},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """Queue runs that import only these rows, with their corrections and the mapping remembered now."""
        ids = _chosen(find_run(run_id, seen_by=self.user), validated(ChoiceIn, request.data))
        runs = services.replay_held_rows(ids, tenant_id=self.tenant_id, by=self.user)
        return Response([shapes.detail_shape(run_detail(run.pk)) for run in runs], status=202)


class Discard(ApiView):
    """Held rows, given up."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}

    @extend_schema(
        operation_id="imports_discard_held_rows", request=ChoiceIn, responses={200: DiscardedOut, **REFUSALS}
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """Give up these rows; they stay visible as discarded."""
        ids = _chosen(find_run(run_id, seen_by=self.user), validated(ChoiceIn, request.data))
        return Response({"discarded": services.discard_held_rows(ids, tenant_id=self.tenant_id, by=self.user)})


def _chosen(run: ImportRun, choice: dict[str, Any]) -> list[UUID]:
    open_rows = held_row_ids(HeldFilters(run_id=run.pk, cause=choice["cause"]))
    named = set(choice["ids"])
    return [row_id for row_id in open_rows if not named or row_id in named]
