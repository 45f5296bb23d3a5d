"""API of bulk edits: look at the effect, do it, follow it, cancel it, undo it; the trash."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.filtering import FiltersToActOn
from catalog.api.shapes import plain
from catalog.models import BulkEdit
from catalog.selectors.bulk_edits import bulk_edit, bulk_edits
from catalog.services import bulk_edits as services
from core.errors import InvalidInput
from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView

MOST_IDS = 10_000
REFUSALS = {403: ErrorBody, 422: ErrorBody}
READ, WRITE = "read:products", "write:products"
OPTIONS = (
    "price: {field, how: set|percent|amount, amount, rounding}; stock: {how: set|add, quantity}; status: {status}; "
    "category: {how: add|replace|remove, category_id}; tags: {how: add|replace|remove, tags}; brand: {brand}; "
    "supplier: {how: add|remove, supplier_id}; trash and restore: nothing."
)


class BulkEditIn(serializers.Serializer[Any]):
    """Which products, and what is done to them: `ids` or `filters`, one of both."""

    samples: ClassVar[dict[str, Any]] = {
        "act": "price",
        "options": {"how": "percent", "amount": "5", "rounding": "0.99"},
        "filters": {"brand": ["Bosch"], "in_stock": True},
    }

    act = OneOf([(act.value, act.label) for act in services.CHOSEN])
    options = serializers.DictField(required=False, default=dict, help_text=OPTIONS)
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_IDS, required=False)
    filters = FiltersToActOn(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in attrs) == ("filters" in attrs):
            raise serializers.ValidationError("Name the products by ids or by filters: one of both.")
        return attrs


class BulkEditStart(BulkEditIn):
    """The same, to be done; a `key` that was sent before starts nothing more."""

    samples: ClassVar[dict[str, Any]] = BulkEditIn.samples

    key = serializers.UUIDField(required=False, allow_null=True, default=None)


class BulkChangeOut(serializers.Serializer[Any]):
    """A field before and after."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class BulkExampleOut(serializers.Serializer[Any]):
    """A product that would change."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_null=True)
    changes = BulkChangeOut(many=True)


class BulkPreviewOut(serializers.Serializer[Any]):
    """What would happen; beyond `limit` products nothing but the total is counted, and the edit is refused."""

    total = serializers.IntegerField()
    limit = serializers.IntegerField()
    runs_directly = serializers.BooleanField(help_text="Whether it would be done before the answer comes.")
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    left_out = serializers.DictField(child=serializers.IntegerField(), help_text="Reason: number of products.")
    examples = BulkExampleOut(many=True)


class BulkEditOut(serializers.Serializer[Any]):
    """A bulk edit; its id is the run_id of what it changed."""

    id = serializers.UUIDField()
    act = serializers.CharField()
    options = serializers.DictField()
    status = serializers.CharField(help_text="pending, processing, paused, completed, failed, cancelled.")
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    left_out = serializers.DictField(child=serializers.IntegerField())
    undoes = serializers.UUIDField(allow_null=True)
    outcome = serializers.DictField(help_text="What an undoing did.")
    error = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class BulkEditQuery(CursorQuery):
    """Page of the list."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"


class Preview(ApiView):
    """The effect of a bulk edit."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "READ_STANDARD"}

    @extend_schema(
        operation_id="products_bulk_edit_preview", request=BulkEditIn, responses={200: BulkPreviewOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """What the act would do: numbers, ten examples, what is left out and why. Nothing is changed."""
        given = validated(BulkEditIn, request.data)
        found = services.preview_bulk(_selection(self, given), act=given["act"], options=given["options"])
        return Response(_preview_shape(found))


class BulkEdits(ApiView):
    """Bulk edits."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_UPDATE"}

    @extend_schema(
        operation_id="products_bulk_edit_list",
        parameters=[BulkEditQuery],
        responses={200: cursor_schema("BulkEditListOut", BulkEditOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Bulk edits, latest first."""
        query = validated(BulkEditQuery, request.query_params)
        sort = query.pop("sort")
        return Response(page_listing(bulk_edits(sort=sort, **query), edit_shape))

    @extend_schema(
        operation_id="products_bulk_edit_start",
        request=BulkEditStart,
        responses={201: BulkEditOut, 202: BulkEditOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Do it: 201 when it is done, 202 when it runs in the background. Only products one may change are changed."""
        given = validated(BulkEditStart, request.data)
        options = {"act": given["act"], "options": given["options"], "key": given["key"]}
        made = services.start_bulk(_selection(self, given), by=self.user, **options)
        return Response(edit_shape(made), status=201 if made.is_finished else 202)


class OneBulkEdit(ApiView):
    """One bulk edit."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "PROGRESS_POLL"}

    @extend_schema(operation_id="products_bulk_edit_detail", responses={200: BulkEditOut, 404: ErrorBody})
    def get(self, request: Request, edit_id: UUID) -> Response:
        """How far it is, and what it did."""
        return Response(edit_shape(bulk_edit(edit_id)))


class CancelBulkEdit(ApiView):
    """Cancelling."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(
        operation_id="products_bulk_edit_cancel",
        request=None,
        responses={200: BulkEditOut, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody},
    )
    def post(self, request: Request, edit_id: UUID) -> Response:
        """End it at its next step; what is done stays."""
        row = bulk_edit(edit_id)
        services.cancel_bulk(row, by=self.user)
        return Response(edit_shape(bulk_edit(edit_id)))


class UndoBulkEdit(ApiView):
    """Undoing."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(
        operation_id="products_bulk_edit_undo",
        request=None,
        responses={201: BulkEditOut, 202: BulkEditOut, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody},
    )
    def post(self, request: Request, edit_id: UUID) -> Response:
        """Bring the values back that nobody changed since, as a bulk edit of its own."""
        made = services.undo_bulk(bulk_edit(edit_id), by=self.user)
        return Response(edit_shape(made), status=201 if made.is_finished else 202)


class EmptyTrash(ApiView):
    """The trash."""

    permissions: ClassVar[dict[str, str]] = {"POST": "delete:products"}

    @extend_schema(
        operation_id="products_trash_empty", request=None, responses={201: BulkEditOut, 202: BulkEditOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Remove everything in the trash for good; only the history of the products stays."""
        made = services.empty_trash(tenant_id=self.tenant_id, by=self.user)
        return Response(edit_shape(made), status=201 if made.is_finished else 202)


def edit_shape(edit: BulkEdit) -> dict[str, Any]:
    """A bulk edit as BulkEditOut describes it."""
    return {
        "id": edit.pk,
        "act": edit.act,
        "options": edit.options,
        "status": edit.status,
        "total": edit.progress_total,
        "done": edit.progress_done,
        "changed": edit.changed,
        "unchanged": edit.unchanged,
        "left_out": edit.left_out,
        "undoes": edit.undoes_id,
        "outcome": edit.outcome,
        "error": edit.error_message,
        "created_at": edit.created_at,
        "finished_at": edit.finished_at,
    }


def _preview_shape(found: services.BulkPreview) -> dict[str, Any]:
    examples = [
        {
            "id": each.id,
            "name": each.title,
            "changes": [
                {"field": name, "old": plain(old), "new": plain(new)} for name, _label, old, new in each.changes
            ],
        }
        for each in found.examples
    ]
    return {
        "total": found.total,
        "limit": found.limit,
        "runs_directly": found.runs_directly,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "left_out": found.left_out,
        "examples": examples,
    }


def _selection(view: ApiView, given: dict[str, Any]) -> services.Selection:
    options: dict[str, Any] = {"tenant_id": view.tenant_id, "user": view.user}
    if "ids" in given:
        if not given["ids"]:
            raise InvalidInput("Name at least one product.", field="ids")
        return services.Selection.of_ids(given["ids"], **options)
    return services.Selection.of_filters(given["filters"], **options)
