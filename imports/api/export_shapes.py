"""Shapes of the API of exports."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.rest.lists import CursorQuery, OneOf
from imports.exports.columns import ExportColumn
from imports.exports.plan import FORMATS, IMAGES, STATUSES, Rules, Selection
from imports.models import Export
from imports.selectors.export_words import reasons_of
from imports.services.exports.making import ExportRequest
from imports.services.exports.telling import page_of

STATES = ("pending", "processing", "paused", "completed", "failed", "cancelled")
COLUMN_SCHEMA: dict[str, Any] = {
    "oneOf": [
        {"type": "string", "example": "title"},
        {
            "type": "object",
            "properties": {
                "source": {"type": "string", "example": "price"},
                "header": {"type": "string", "example": "Price"},
                "conversion": {"type": "string"},
                "expression": {"type": "string", "example": "round(value * 1.2, 2)"},
                "default": {"type": "string"},
                "required": {"type": "boolean"},
            },
            "additionalProperties": False,
        },
    ]
}


@extend_schema_field(COLUMN_SCHEMA)
class ColumnField(serializers.Field):
    """A column: the name of one of products, or an object with what becomes of it."""

    def to_internal_value(self, data: Any) -> ExportColumn:
        if isinstance(data, str) and data.strip():
            return ExportColumn(source=data.strip(), header=data.strip())
        if not isinstance(data, dict):
            raise serializers.ValidationError("A column is the name of one, or an object.")
        return ExportColumn.of(validated_column(data))

    def to_representation(self, value: Any) -> Any:
        return value


class ColumnIn(serializers.Serializer[Any]):
    """A column as an object."""

    source: Any = serializers.CharField(required=False, allow_blank=True, max_length=200)
    header = serializers.CharField(required=False, allow_blank=True, max_length=200)
    conversion = serializers.CharField(required=False, allow_blank=True, max_length=40)
    expression = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    default: Any = serializers.CharField(required=False, allow_blank=True, max_length=500)
    required: Any = serializers.BooleanField(required=False)


def validated_column(data: dict[str, Any]) -> dict[str, Any]:
    """The values of a column; raises ValidationError naming what is wrong."""
    known = ColumnIn(data=data)
    strange = sorted(set(data) - set(known.fields))
    if strange:
        raise serializers.ValidationError(f"A column has no “{strange[0]}”: use some of {', '.join(known.fields)}.")
    known.is_valid(raise_exception=True)
    return known.validated_data


class ExportRulesIn(serializers.Serializer[Any]):
    """Which products are good enough."""

    statuses = serializers.ListField(child=OneOf(STATUSES), required=False, max_length=4)
    min_completeness = serializers.IntegerField(required=False, min_value=0, max_value=100)


class ExportBody(serializers.Serializer[Any]):
    """What is exported: a layout (predefined, or a template's id), and what is to be different from it."""

    samples: ClassVar[dict[str, Any]] = {"template": "standard", "file_name": "products_{date}", "language": ""}

    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    template = serializers.CharField(required=False, default="standard", max_length=40)
    format = OneOf(FORMATS, required=False)
    filters = serializers.DictField(
        required=False,
        child=serializers.JSONField(),
        help_text="The parameters of the list of products: name -> text, or a list of texts.",
    )
    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=100_000)
    view_id = serializers.UUIDField(required=False, allow_null=True)
    columns = serializers.ListField(child=ColumnField(), required=False, max_length=300)
    options = serializers.DictField(
        required=False,
        child=serializers.JSONField(),
        help_text="delimiter, encoding, bom, quote_all, guarded, list_separator, pretty, sheet_name, bold_header.",
    )
    rules = ExportRulesIn(required=False)
    images = OneOf(tuple(IMAGES), required=False, default="urls")
    file_name = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    language = serializers.CharField(required=False, default="", allow_blank=True, max_length=10)
    destination_id = serializers.UUIDField(required=False, allow_null=True, default=None)


def request_in(values: dict[str, Any], **fixed: Any) -> ExportRequest:
    """The request that a validated body stands for. Raises InvalidInput."""
    wish: dict[str, Any] = {name: values[name] for name in _PLAIN if name in values}
    wish |= {"layout": values.get("template", "standard"), "selection": selection_in(values), **fixed}
    if values.get("columns"):
        wish["columns"] = tuple(values["columns"])
    if "rules" in values:
        wish["rules"] = Rules.of(values["rules"])
    return ExportRequest(**wish)


_PLAIN = ("name", "format", "options", "images", "file_name", "language", "destination_id")


def selection_in(values: dict[str, Any]) -> Selection:
    """The products that a validated body names: ids, a view, filters, else all. Raises InvalidInput."""
    if "ids" in values:
        return Selection.of({"kind": "ids", "ids": values["ids"]})
    if values.get("view_id"):
        return Selection.of({"kind": "view", "view_id": values["view_id"]})
    if values.get("filters"):
        texts = {name: _texts(value) for name, value in values["filters"].items()}
        return Selection.of({"kind": "filters", "filters": texts})
    return Selection()


def _texts(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return [str(_texts(each)) for each in value]
    return "" if value is None else str(value)


class ExcludedOut(serializers.Serializer[Any]):
    """Why products were left out, and how many."""

    reason = serializers.CharField(help_text="status, completeness or missing.")
    detail = serializers.CharField(help_text="The status, the completeness, or the column that is blank.")
    products = serializers.IntegerField()
    sentence = serializers.CharField()


class ExportOut(serializers.Serializer[Any]):
    """An export with its progress and, once it is done, its file."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.CharField(help_text="pending, processing, paused, completed, failed, cancelled.")
    phase = serializers.CharField()
    progress = serializers.IntegerField(help_text="From 0 to 100.")
    trigger = serializers.CharField()
    template = serializers.CharField()
    template_name = serializers.CharField()
    format = serializers.CharField()
    products = serializers.IntegerField()
    rows = serializers.IntegerField()
    excluded = serializers.IntegerField()
    excluded_reasons = ExcludedOut(many=True)
    notes = serializers.DictField(help_text="Replaced characters, shortened texts, images that could not be had.")
    file_name = serializers.CharField()
    file_size = serializers.IntegerField()
    file_sha256 = serializers.CharField()
    has_file = serializers.BooleanField()
    kept_until = serializers.DateTimeField(allow_null=True)
    download_url = serializers.CharField(allow_null=True)
    page_url = serializers.CharField()
    destination_id = serializers.UUIDField(allow_null=True)
    delivered_to = serializers.CharField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    schedule_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    error_code = serializers.CharField()
    error_message = serializers.CharField()


def export_shape(export: Export) -> dict[str, Any]:
    """An export as the API shows it."""
    same = ("id", "name", "status", "phase", "trigger", "format", "notes", "file_name", "file_size", "file_sha256")
    more = ("has_file", "destination_id", "delivered_to", "delivered_at", "schedule_id", "created_at", "started_at")
    values = {name: getattr(export, name) for name in (*same, *more, "finished_at", "error_code", "error_message")}
    reasons = reasons_of(export)
    return {
        **values,
        "progress": 100 if export.status == "completed" else export.percentage,
        "template": export.layout,
        "template_name": export.layout_name,
        "products": export.products_written,
        "rows": export.rows_written,
        "excluded": export.products_excluded,
        "excluded_reasons": [
            {"reason": each.reason, "detail": each.detail, "products": each.products, "sentence": each.sentence}
            for each in reasons
        ],
        "kept_until": export.file_until,
        "download_url": f"/api/v1/exports/{export.pk}/download" if export.has_file else None,
        "page_url": page_of(export),
    }


class ExportQuery(CursorQuery):
    """Filters and order of the list of exports."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    status = OneOf(STATES, required=False, default="")
    format = OneOf(FORMATS, required=False, default="")
    schedule_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    search = serializers.CharField(required=False, default="", help_text="Part of the name, or of the file's name.")
