"""API of exports: made, followed, taken, removed; products as a stream."""

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.errors import NotFound
from core.files import open_file
from core.rest.errors import ErrorBody
from core.rest.lists import cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports.api.export_shapes import ExportBody, ExportOut, ExportQuery, export_shape, request_in
from imports.exports.presets import PRESETS
from imports.exports.streaming import streamed
from imports.models import Export
from imports.selectors.exports import exports, find_export
from imports.services import exports as services
from imports.services.exports.streams import note_streamed

READ, WRITE = "read:exports", "write:exports"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/x-ndjson"}


class ExportList(ApiView):
    """All exports, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_STANDARD"}

    @extend_schema(
        operation_id="exports_list",
        parameters=[ExportQuery],
        responses={200: cursor_schema("ExportListOut", ExportOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Exports of the organisation, newest first."""
        page = exports(seen_by=self.user, **validated(ExportQuery, request.query_params))
        return Response(page_listing(page, export_shape))

    @extend_schema(operation_id="exports_create", request=ExportBody, responses={201: ExportOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Make an export; a worker writes the file, which is taken from `download_url` once the status is completed."""
        return Response(_started(self, request), status=201)


class ExportOfFormat(ApiView):
    """New exports of one format."""

    form: ClassVar[str] = "csv"
    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "EXPORT_STANDARD"}

    def post(self, request: Request) -> Response:
        """The same as exports_create, in this format whatever the body says."""
        return Response(_started(self, request, format=self.form), status=201)


def of_format(form: str, name: str) -> type[ExportOfFormat]:
    """The view of new exports in a format."""
    documented = extend_schema(
        operation_id=f"exports_create_{name}", request=ExportBody, responses={201: ExportOut, **REFUSALS}
    )
    made = type(f"ExportOf{name.title()}", (ExportOfFormat,), {"form": form})
    return extend_schema_view(post=documented)(made)


class ExportDetail(ApiView):
    """One export."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "DELETE": WRITE}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "PROGRESS_POLL"}

    @extend_schema(operation_id="exports_detail", responses={200: ExportOut, 404: ErrorBody})
    def get(self, request: Request, export_id: UUID) -> Response:
        """The export with its progress."""
        return Response(export_shape(find_export(export_id, seen_by=self.user)))

    @extend_schema(operation_id="exports_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, export_id: UUID) -> Response:
        """Remove an export that is not at work, with its file."""
        services.delete_export(export_id, by=self.user)
        return Response(status=204)


class ExportDownload(ApiView):
    """The file of an export."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "EXPORT_DOWNLOAD"}

    @extend_schema(
        operation_id="exports_download",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: ErrorBody},
    )
    def get(self, request: Request, export_id: UUID) -> Any:
        """The file; 404 (EXPORT_FILE_GONE) before it is made and after its time."""
        export = find_export(export_id, seen_by=self.user)
        response = file_of(export)
        services.note_download(export)
        return response


class ExportAct(ApiView):
    """An act on an export."""

    act: ClassVar[Any] = None
    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}

    def post(self, request: Request, export_id: UUID) -> Response:
        """Ask; the answer is the export that it concerns."""
        return Response(export_shape(type(self).act(export_id, by=self.user)), status=202)


def act_view(name: str, act: Any, sentence: str) -> type[ExportAct]:
    """The view of an act."""
    documented = extend_schema(
        operation_id=f"exports_{name}", request=None, description=sentence, responses={202: ExportOut, **REFUSALS}
    )
    made = type(f"Export{name.title()}", (ExportAct,), {"act": staticmethod(act)})
    return extend_schema_view(post=documented)(made)


class PlatformOut(serializers.Serializer[Any]):
    """A predefined layout."""

    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    format = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField(), help_text="Empty: all columns there are.")


class PlatformsOut(serializers.Serializer[Any]):
    """All predefined layouts."""

    items = PlatformOut(many=True)


class Platforms(ApiView):
    """Predefined layouts."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="exports_platforms", responses={200: PlatformsOut})
    def get(self, request: Request) -> Response:
        """The predefined layouts with their columns: standard, full, price_stock, shops and marketplaces."""
        items = [
            {
                "code": layout.code,
                "name": str(layout.name),
                "description": str(layout.description),
                "format": layout.format,
                "columns": [column.title for column in layout.columns or ()],
            }
            for layout in PRESETS.values()
        ]
        return Response({"items": items})


class StreamQuery(serializers.Serializer[Any]):
    """What is streamed; further parameters are the filters of the list of products."""

    template = serializers.CharField(required=False, default="standard", max_length=40)


class ProductStream(ApiView):
    """Products as a stream."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    rate_tiers: ClassVar[dict[str, str]] = {"GET": "EXPORT_STREAM"}

    @extend_schema(
        operation_id="exports_stream",
        parameters=[StreamQuery],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, form: str) -> Any:
        """Active products as CSV or JSON Lines, written while they are read; filters as in the list of products."""
        if form not in CONTENT_TYPES:
            raise NotFound(_("Products are streamed as csv or json."), code="EXPORT_FORMAT_UNKNOWN")
        require(self.user, "read:products")
        layout = validated(StreamQuery, request.query_params)["template"]
        filters = {name: texts for name, texts in request.query_params.lists() if name != "template"}
        pieces: Iterator[bytes] = streamed(
            form, layout=layout, filters=filters, tenant_id=self.tenant_id, seen_by=self.user
        )
        note_streamed(tenant_id=self.tenant_id, form=form, layout=layout, filters=filters)
        response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[form])
        ending = "jsonl" if form == "json" else form
        response["Content-Disposition"] = f'attachment; filename="products.{ending}"'
        return response


def file_of(export: Export) -> FileResponse:
    """The file as an answer; raises NotFound (EXPORT_FILE_GONE)."""
    try:
        content = open_file(export.file_key) if export.file_key else None
    except FileNotFoundError:
        content = None
    if content is None:
        message = _("The file of this export is not made yet, or was removed after its time: run it again.")
        raise NotFound(message, code="EXPORT_FILE_GONE")
    return FileResponse(content, as_attachment=True, filename=export.file_name)


def _started(view: ApiView, request: Request, **fixed: Any) -> dict[str, Any]:
    wish = request_in(validated(ExportBody, request.data), **fixed)
    made = services.start_export(wish, tenant_id=view.tenant_id, by=view.user, trigger=Export.Trigger.API)
    return export_shape(made)


CSV, EXCEL, JSON = of_format("csv", "csv"), of_format("xlsx", "excel"), of_format("json", "json")
CANCEL = act_view("cancel", services.cancel_export, "Stop an export.")
RETRY = act_view("retry", services.retry_export, "Let a failed or cancelled export go on.")
REPEAT = act_view("repeat", services.repeat_export, "Export the same again, with the products of now.")
