"""API of edited sheets: uploaded, looked at cell by cell, decided, applied, undone."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports.api.export_shapes import ExportOut, export_shape, selection_in
from imports.models import Sheet, SheetCell
from imports.selectors.sheets import find_sheet, sheet_cells, sheets, undecided
from imports.services import sheets as services

WRITE = "write:products"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class SheetOut(serializers.Serializer[Any]):
    """An edited sheet, and what it would change (or changed)."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    status = serializers.CharField(help_text="Of the job: pending, processing, completed, failed, cancelled.")
    stage = serializers.CharField(help_text="comparing, compared, applying, applied, undoing, undone.")
    progress = serializers.IntegerField(help_text="From 0 to 100.")
    columns = serializers.ListField(child=serializers.CharField())
    rows_read = serializers.IntegerField()
    cells_ready = serializers.IntegerField()
    cells_conflicting = serializers.IntegerField()
    cells_undecided = serializers.IntegerField()
    cells_refused = serializers.IntegerField()
    products_changed = serializers.IntegerField()
    undone_products = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    error_code = serializers.CharField()
    error_message = serializers.CharField()


class CellOut(serializers.Serializer[Any]):
    """An edited cell."""

    id = serializers.UUIDField()
    row = serializers.IntegerField()
    place = serializers.CharField(help_text="As the spreadsheet names it, such as F17.")
    product_id = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    field = serializers.CharField(help_text="“*” is the whole row.")
    before = serializers.CharField(allow_null=True)
    wanted = serializers.CharField(allow_null=True)
    state = serializers.CharField(help_text="ready, conflict, refused.")
    choice = serializers.CharField(help_text="Of a conflict: sheet, catalogue; empty: not decided.")
    reason = serializers.CharField()


class SheetQuery(CursorQuery):
    """Order of the list of sheets."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"


class CellQuery(CursorQuery):
    """Filters and order of the cells."""

    sorts: ClassVar[dict[str, str]] = {"row": "row"}

    state = OneOf(tuple(SheetCell.State.values), required=False, default="")


class SheetUpload(serializers.Serializer[Any]):
    """The workbook as it was exported, with edited cells."""

    file = serializers.FileField()


class SheetWish(serializers.Serializer[Any]):
    """Which products and columns the sheet has."""

    filters = serializers.DictField(required=False, child=serializers.JSONField())
    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=100_000)
    columns = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=300)


class SheetChoiceIn(serializers.Serializer[Any]):
    """A decision about conflicts; without `cells` about all of them."""

    choice = OneOf(("sheet", "catalogue"))
    cells = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10_000)


class SheetList(ApiView):
    """Edited sheets, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": WRITE, "POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="sheets_list",
        parameters=[SheetQuery],
        responses={200: cursor_schema("SheetListOut", SheetOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Sheets that came back, newest first."""
        return Response(page_listing(sheets(seen_by=self.user, **validated(SheetQuery, request.query_params)), _sheet))

    @extend_schema(
        operation_id="sheets_upload",
        request={"multipart/form-data": SheetUpload},
        responses={201: SheetOut, 413: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Bring an edited sheet back; a worker compares it, and nothing is changed by that."""
        file = validated(SheetUpload, request.data)["file"]
        made = services.upload_sheet(file.name, file, size=file.size, tenant_id=self.tenant_id, by=self.user)
        return Response(_sheet(made), status=201)


class SheetExport(ApiView):
    """Sheets to edit."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_STANDARD"}

    @extend_schema(
        operation_id="sheets_export", request=SheetWish, responses={201: ExportOut, 403: ErrorBody, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Make a workbook whose cells can be edited and brought back; it is an export of the format xlsx."""
        values = validated(SheetWish, request.data)
        made = services.export_sheet(
            tenant_id=self.tenant_id,
            by=self.user,
            selection=selection_in(values),
            columns=values.get("columns") or (),
        )
        return Response(export_shape(made), status=201)


class SheetDetail(ApiView):
    """One edited sheet."""

    permissions: ClassVar[dict[str, str]] = {"GET": WRITE, "DELETE": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "PROGRESS_POLL"}

    @extend_schema(operation_id="sheets_detail", responses={200: SheetOut, 404: ErrorBody})
    def get(self, request: Request, sheet_id: UUID) -> Response:
        """The sheet in numbers."""
        return Response(_sheet(find_sheet(sheet_id, seen_by=self.user)))

    @extend_schema(operation_id="sheets_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, sheet_id: UUID) -> Response:
        """Remove a sheet that is not at work; what it changed stays."""
        services.delete_sheet(sheet_id, by=self.user)
        return Response(status=204)


class SheetCells(ApiView):
    """The cells of a sheet."""

    permissions: ClassVar[dict[str, str]] = {"GET": WRITE}

    @extend_schema(
        operation_id="sheets_cells",
        parameters=[CellQuery],
        responses={200: cursor_schema("SheetCellListOut", CellOut), 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, sheet_id: UUID) -> Response:
        """The edited cells, row by row, each with what would become of it."""
        found = find_sheet(sheet_id, seen_by=self.user)
        return Response(page_listing(sheet_cells(found, **validated(CellQuery, request.query_params)), _cell))


class SheetChoose(ApiView):
    """Decisions about conflicts."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(operation_id="sheets_choose", request=SheetChoiceIn, responses={200: SheetOut, **REFUSALS})
    def post(self, request: Request, sheet_id: UUID) -> Response:
        """Decide for these cells, or for all that conflict."""
        values = validated(SheetChoiceIn, request.data)
        services.choose(sheet_id, by=self.user, choice=values["choice"], cell_ids=values.get("cells"))
        return Response(_sheet(find_sheet(sheet_id)))


class SheetApply(ApiView):
    """A sheet, applied."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(operation_id="sheets_apply", request=None, responses={202: SheetOut, 404: ErrorBody, 409: ErrorBody})
    def post(self, request: Request, sheet_id: UUID) -> Response:
        """Apply what can be applied; conflicts that are not decided stay as the catalogue has them."""
        return Response(_sheet(services.start_applying(sheet_id, by=self.user)), status=202)


class SheetUndo(ApiView):
    """A sheet, undone."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    @extend_schema(operation_id="sheets_undo", request=None, responses={202: SheetOut, 404: ErrorBody, 409: ErrorBody})
    def post(self, request: Request, sheet_id: UUID) -> Response:
        """Undo the sheet as one act: values that nobody changed since go back."""
        return Response(_sheet(services.start_undoing(sheet_id, by=self.user)), status=202)


def _sheet(sheet: Sheet) -> dict[str, Any]:
    names = set(SheetOut().fields) - {"progress", "cells_undecided"}
    values = {str(name): getattr(sheet, str(name)) for name in names}
    progress = 100 if sheet.status == "completed" else sheet.percentage
    return {**values, "progress": progress, "cells_undecided": undecided(sheet)}


def _cell(cell: SheetCell) -> dict[str, Any]:
    return {str(name): getattr(cell, str(name)) for name in CellOut().fields}
