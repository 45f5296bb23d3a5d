"""What the API of imports takes and shows."""

from dataclasses import asdict
from typing import Any, ClassVar

from rest_framework import serializers

from core.rest.lists import CursorQuery
from imports.models import ImportRun
from imports.selectors import RunDetail, RunRow


class UploadIn(serializers.Serializer[Any]):
    """A feed file of a supplier, named by id or by code."""

    file = serializers.FileField(allow_empty_file=True)
    supplier_id = serializers.UUIDField(required=False)
    supplier_code = serializers.CharField(required=False)
    source_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    import_type = serializers.ChoiceField(
        choices=("partial", "full"),
        required=False,
        default=None,
        allow_null=True,
        help_text="partial: what is missing from the file stays as it is. full: it is no longer delivered, and the "
        "source's policy for missing products applies. Without it the source decides.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("supplier_id")) == bool(attrs.get("supplier_code")):
            raise serializers.ValidationError({"supplier_id": "Name the supplier by supplier_id or by supplier_code."})
        return attrs


class RunQuery(CursorQuery):
    """Filters and order of the list of runs."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    status = serializers.ChoiceField(
        choices=("pending", "processing", "paused", "completed", "failed", "cancelled"), required=False, default=""
    )
    kind = serializers.ChoiceField(choices=ImportRun.Kind.choices, required=False, default="")
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    date_from = serializers.DateField(required=False, default=None, allow_null=True)
    date_to = serializers.DateField(required=False, default=None, allow_null=True)


class IssueQuery(CursorQuery):
    """Filters and order of a run's findings."""

    sorts: ClassVar[dict[str, str]] = {"row_number": "row_number"}

    level = serializers.ChoiceField(choices=("error", "warning", "info"), required=False, default="")
    code = serializers.CharField(required=False, default="")


class HeldQuery(CursorQuery):
    """Filters and order of held rows."""

    sorts: ClassVar[dict[str, str]] = {"row_number": "row_number"}

    state = serializers.ChoiceField(choices=("open", "replayed", "discarded"), required=False, default="open")
    cause = serializers.CharField(required=False, default="")


class SupplierShape(serializers.Serializer[Any]):
    """Whose file it is."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class CountsShape(serializers.Serializer[Any]):
    """Rows: read = created + updated + unchanged + held + skipped once the run is completed."""

    read = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    held = serializers.IntegerField()
    skipped = serializers.IntegerField()


class RunOut(serializers.Serializer[Any]):
    """A run as lists show it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    status = serializers.CharField()
    stage = serializers.CharField()
    supplier = SupplierShape()
    file_name = serializers.CharField()
    import_type = serializers.CharField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    progress_percentage = serializers.IntegerField()
    rows = CountsShape()
    products_created = serializers.IntegerField()
    products_updated = serializers.IntegerField()
    offers_missing = serializers.IntegerField(help_text="Full imports: products of the source that the file lacks.")
    offers_retired = serializers.IntegerField(help_text="Of these, the ones that count as no longer delivered now.")
    warnings = serializers.IntegerField()
    completed_with_errors = serializers.BooleanField()
    error = serializers.DictField(allow_null=True)


class RunDetailOut(RunOut):
    """A run with its reading, mapping, progress and what may be asked of it now."""

    progress = serializers.DictField()
    possible = serializers.ListField(child=serializers.CharField())
    undo = serializers.DictField()
    undoes = serializers.UUIDField(allow_null=True)
    source_id = serializers.UUIDField()
    file = serializers.DictField(allow_null=True)
    recognition = serializers.DictField()
    mapping = serializers.DictField()
    mapping_origin = serializers.CharField()
    identity = serializers.ListField(child=serializers.CharField())
    issues = serializers.DictField()
    changed_fields = serializers.DictField()
    outcome = serializers.DictField()
    hold = serializers.DictField(
        help_text="Why the brake holds or held the run: state (held, released, refused, obsolete), evidence, at."
    )
    approvals = serializers.ListField(child=serializers.DictField())


class MappingShape(serializers.Serializer[Any]):
    """The mapping of a run: field -> column, transformations, default, mode; and what identifies a row."""

    mapping = serializers.DictField()
    identity = serializers.ListField(child=serializers.CharField(), required=False)


class OtherColumns(serializers.ListField):
    """Renames that are none."""

    def __init__(self) -> None:
        help_text = "Old names in drift.renames that are not the same column: filters do not follow them."
        super().__init__(child=serializers.CharField(), required=False, max_length=2_000, help_text=help_text)


class MappingIn(MappingShape):
    """A mapping to confirm; filters of the source follow the renames of the drift."""

    other_columns = OtherColumns()


class MappingOut(MappingShape):
    """The mapping with its origin and, per field, why the column was chosen."""

    drift = serializers.DictField(
        help_text="How the layout differs from the last one: renames (old, new, confidence), missing, gone, new, moved;"
        " unfiltered: columns that filters look at and the file does not have."
    )

    origin = serializers.CharField()
    evidence = serializers.DictField()
    columns = serializers.ListField(child=serializers.CharField())


class IssueOut(serializers.Serializer[Any]):
    """A finding: row, column, value, and what to do."""

    row_number = serializers.IntegerField()
    level = serializers.CharField()
    code = serializers.CharField()
    field = serializers.CharField()
    column = serializers.CharField()
    value = serializers.CharField()
    message = serializers.CharField()
    params = serializers.DictField()


class HeldRowOut(serializers.Serializer[Any]):
    """A row kept out of the catalogue, with its reasons."""

    id = serializers.UUIDField()
    run_id = serializers.UUIDField()
    row_number = serializers.IntegerField()
    state = serializers.CharField()
    cause = serializers.CharField()
    reasons = serializers.ListField(child=serializers.DictField())
    raw = serializers.DictField()
    corrected = serializers.DictField()


class LogOut(serializers.Serializer[Any]):
    """A line of the log."""

    timestamp = serializers.DateTimeField()
    level = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


def run_shape(row: RunRow) -> dict[str, Any]:
    """A run as RunOut describes it."""
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "stage": row.stage,
        "supplier": {"id": row.supplier_id, "code": row.supplier_code, "name": row.supplier_name},
        "file_name": row.file_name,
        "import_type": "partial" if row.is_partial else "full",
        "created_at": row.created_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "progress_percentage": row.percentage,
        "rows": row.counts,
        "products_created": row.products_created,
        "products_updated": row.products_updated,
        "offers_missing": row.offers_missing,
        "offers_retired": row.offers_retired,
        "warnings": row.warnings,
        "completed_with_errors": row.completed_with_errors,
        "error": {"code": row.error_code, "message": row.error_message} if row.error_code else None,
    }


def detail_shape(detail: RunDetail) -> dict[str, Any]:
    """A run as RunDetailOut describes it."""
    progress = asdict(detail.progress)
    return {
        **run_shape(detail.row),
        "possible": progress.pop("possible"),
        "progress": {
            **progress,
            "elapsed": _seconds(detail.progress.elapsed),
            "remaining": _seconds(detail.progress.remaining),
        },
        "undo": asdict(detail.undo),
        "undoes": detail.undoes,
        "source_id": detail.source_id,
        "file": detail.source_file,
        "recognition": detail.recognition,
        "mapping": detail.mapping,
        "mapping_origin": detail.mapping_origin,
        "identity": detail.identity,
        "issues": detail.issue_counts,
        "changed_fields": detail.changed_fields,
        "outcome": detail.outcome,
        "hold": detail.hold,
        "approvals": detail.approvals,
    }


def _seconds(duration: Any) -> float | None:
    return round(duration.total_seconds(), 3) if duration is not None else None
