"""The audit trail for programs."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.act_words import ACTOR_KINDS, sentence
from analytics.exports import trail_file
from analytics.selectors import ActFacts, TrailFilters, trail
from core.audit import Category
from core.cutting import ListPage
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView


class ActOut(serializers.Serializer[Any]):
    """An act of a person, program or job; `sentence` is in the language of the request."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    code = serializers.CharField()
    category = serializers.CharField()
    sentence = serializers.CharField()
    actor_kind = serializers.CharField()
    actor_id = serializers.UUIDField(allow_null=True)
    actor_name = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.CharField()
    subject = serializers.CharField()
    before = serializers.DictField()
    after = serializers.DictField()
    details = serializers.DictField()
    address = serializers.CharField()
    user_agent = serializers.CharField()
    request_id = serializers.CharField()


class TrailFilterQuery(serializers.Serializer[Any]):
    """Filters of the audit trail."""

    since = serializers.DateField(required=False, help_text="First day.")
    until = serializers.DateField(required=False, help_text="Last day.")
    person = serializers.UUIDField(required=False, help_text="Id of the user who acted.")
    actor_kind = OneOf(tuple(ACTOR_KINDS), required=False)
    category = OneOf(tuple(Category.values), required=False)
    code = serializers.CharField(required=False, max_length=80, help_text="Code of the act, as supplier.updated.")
    subject = serializers.CharField(required=False, max_length=100, help_text="Id of the object, or part of its name.")
    request_id = serializers.CharField(required=False, max_length=80)


class TrailQuery(CursorQuery, TrailFilterQuery):
    """Filters and place in the list; acts come newest first, unless `order` says otherwise."""

    sorts: ClassVar[dict[str, str]] = {"at": "at"}
    default_order: ClassVar[str] = "desc"


ActList = cursor_schema("AuditListOut", ActOut)


class AuditTrail(ApiView):
    """What people, programs and jobs did."""

    permissions: ClassVar[dict[str, str]] = {"GET": "admin:access"}

    @extend_schema(
        operation_id="audit_list",
        parameters=[TrailQuery],
        responses={200: ActList, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Acts of the organisation, newest first."""
        query = validated(TrailQuery, request.query_params)
        place = {name: query.pop(name) for name in ("sort", "page", "per_page", "after")}
        found = trail(self.tenant_id, TrailFilters(**query), counted=True, **place)
        items = [_out(act) for act in found.items]
        return Response(page_listing(ListPage(items, found.total, found.page, found.per_page, found.next_cursor)))


class AdminLogs(AuditTrail):
    """The audit trail by its other name."""

    @extend_schema(
        operation_id="admin_logs_list",
        parameters=[TrailQuery],
        responses={200: ActList, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """The same as `GET audit`."""
        return super().get(request)


class AuditExport(ApiView):
    """The audit trail as a file."""

    permissions: ClassVar[dict[str, str]] = {"GET": "admin:access"}

    @extend_schema(
        operation_id="audit_export",
        parameters=[TrailFilterQuery],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 422: ErrorBody},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Every act that fits the filters as CSV, sent while it is read; the export is an act itself."""
        return trail_file(self.tenant_id, TrailFilters(**validated(TrailFilterQuery, request.query_params)))


def _out(act: ActFacts) -> dict[str, Any]:
    return {**asdict(act), "sentence": sentence(act)}
