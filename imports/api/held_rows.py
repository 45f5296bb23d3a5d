"""The quarantine across feeds through the API: rows, causes, what cures a cause."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import InvalidInput
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports import services
from imports.api import shapes
from imports.api.runs import REFUSALS
from imports.feeds.healing import Fix
from imports.models import HeldRow
from imports.selectors import HeldFilters, held_causes, held_row_ids, run_detail
from imports.selectors.held_rows import held_rows_across
from imports.services.healing import apply_fix, preview_fix

NAMES = ("supplier_id", "source_id", "run_id", "cause", "field", "days")


class ScopeFields(serializers.Serializer[Any]):
    """What held rows can be narrowed by."""

    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    source_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    run_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    cause = serializers.CharField(required=False, default="", max_length=200, help_text="code:field, as causes say it.")
    field = serializers.CharField(required=False, default="", max_length=120)
    days = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=-3650,
        max_value=3650,
        help_text="Held since so many days at most; negative: for longer than that.",
    )


class QuarantineQuery(ScopeFields, CursorQuery):
    """Filters and order of held rows of all feeds."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    state = OneOf(tuple(HeldRow.State.values), required=False, default="open")


class CausesQuery(ScopeFields):
    """Filters of causes."""

    state = OneOf(tuple(HeldRow.State.values), required=False, default="open")


class CauseOut(serializers.Serializer[Any]):
    """Held rows of one feed with the same cause."""

    cause = serializers.CharField()
    title = serializers.CharField()
    source_id = serializers.UUIDField()
    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField()
    rows = serializers.IntegerField()
    runs = serializers.IntegerField()
    earliest = serializers.DateTimeField()
    latest = serializers.DateTimeField()
    sample = serializers.CharField(allow_null=True)


class CauseChoiceIn(ScopeFields):
    """Which open held rows: those named, or all that the filters name; at least one of the two."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=10_000)


class FixIn(ScopeFields):
    """A fix for the rows that the filters name; `preview` only says what it would do."""

    fix = serializers.DictField(
        help_text="kind set (column, value), transform (column, steps), mapping (field, steps), level (code, level,"
        " field), rule (number, rule) or value (field, value, target: what the word means)."
    )
    preview = serializers.BooleanField(required=False, default=False)


class StillOut(serializers.Serializer[Any]):
    """What goes on holding rows."""

    title = serializers.CharField()
    rows = serializers.IntegerField()


class FixOut(serializers.Serializer[Any]):
    """What the fix does (preview), or has begun to do: the runs that import the rows again."""

    rows = serializers.IntegerField()
    tried = serializers.IntegerField()
    passing = serializers.IntegerField()
    still = StillOut(many=True)
    runs = serializers.ListField(child=serializers.UUIDField())


class CauseDiscardedOut(serializers.Serializer[Any]):
    """How many rows were given up."""

    discarded = serializers.IntegerField()


class Quarantine(ApiView):
    """Held rows of all feeds."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="held_rows_list",
        parameters=[QuarantineQuery],
        responses={200: cursor_schema("QuarantineOut", shapes.HeldRowOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Rows kept out of the catalogue, newest first, with the reasons of each."""
        query = validated(QuarantineQuery, request.query_params)
        named = {name: query.pop(name) for name in (*NAMES, "state")}
        return Response(page_listing(held_rows_across(HeldFilters(**named, seen_by=self.user), **query), asdict))


class Causes(ApiView):
    """Held rows by cause."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="held_rows_causes",
        parameters=[CausesQuery],
        responses={200: CauseOut(many=True), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Causes per feed, the largest first."""
        query = validated(CausesQuery, request.query_params)
        return Response([asdict(cause) for cause in held_causes(HeldFilters(**query, seen_by=self.user))])


class CauseFix(ApiView):
    """A cause, cured."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "start:imports"}

    @extend_schema(operation_id="held_rows_fix", request=FixIn, responses={200: FixOut, 202: FixOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Keep the fix and import only these rows again, one run per source and layout; or preview it."""
        values = validated(FixIn, request.data)
        filters, fix = self._filters(values), Fix.read(values["fix"])
        if values["preview"]:
            seen = preview_fix(filters, fix, tenant_id=self.tenant_id)
            still = [{"title": title, "rows": number} for title, number in seen.still]
            told = {"rows": seen.rows, "tried": seen.tried, "passing": seen.passing, "still": still, "runs": []}
            return Response(told)
        fixed = apply_fix(filters, fix, tenant_id=self.tenant_id, by=self.user)
        runs = [run.pk for run in fixed.runs]
        return Response({"rows": fixed.rows, "tried": 0, "passing": 0, "still": [], "runs": runs}, status=202)

    def _filters(self, values: dict[str, Any]) -> HeldFilters:
        return HeldFilters(**{name: values[name] for name in NAMES}, seen_by=self.user)


class ReplayCause(ApiView):
    """Held rows of all feeds, imported again."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "start:imports"}

    @extend_schema(
        operation_id="held_rows_replay",
        request=CauseChoiceIn,
        responses={202: shapes.RunDetailOut(many=True), **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Queue runs that import only these rows, one per source and layout."""
        ids = _chosen(validated(CauseChoiceIn, request.data), self.user)
        runs = services.replay_held_rows(ids, tenant_id=self.tenant_id, by=self.user)
        return Response([shapes.detail_shape(run_detail(run.pk)) for run in runs], status=202)


class DiscardCause(ApiView):
    """Held rows of all feeds, given up."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}

    @extend_schema(
        operation_id="held_rows_discard", request=CauseChoiceIn, responses={200: CauseDiscardedOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Give up these rows; they stay visible as discarded."""
        ids = _chosen(validated(CauseChoiceIn, request.data), self.user)
        return Response({"discarded": services.discard_held_rows(ids, tenant_id=self.tenant_id, by=self.user)})


def _chosen(choice: dict[str, Any], user: Any) -> list[UUID]:
    """A request that names nothing means a mistake, not the whole quarantine."""
    named = set(choice["ids"])
    filters = {name: choice[name] for name in NAMES}
    if not named and not any(filters.values()):
        raise InvalidInput("Name the rows by ids, or by at least one of: " + ", ".join(NAMES) + ".")
    found = held_row_ids(HeldFilters(**filters, seen_by=user))
    return [row_id for row_id in found if not named or row_id in named]
