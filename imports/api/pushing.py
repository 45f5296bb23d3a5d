"""API for files that are sent to us: the door of a source."""

import tempfile
from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import InvalidInput
from core.rest.errors import ErrorBody
from core.rest.views import ApiView
from imports import services
from imports.api import shapes
from imports.errors import FileTooLarge
from imports.models import ImportRun
from imports.selectors import run_detail

BLOCK = 1024 * 1024
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class PushedOut(serializers.Serializer[Any]):
    """What became of a file that was sent: its run, or nothing when it is the same as the last one."""

    outcome = serializers.ChoiceField(choices=("accepted", "unchanged"))
    run = shapes.RunDetailOut(allow_null=True)


class RawBody(BaseParser):
    """The body as it is, whatever type it says it has."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return {"file": _spooled(stream)}


class SourceFileIn(ApiView):
    """The door for files."""

    permissions: ClassVar[dict[str, str]] = {"PUT": "write:imports", "POST": "write:imports"}
    rate_tiers: ClassVar[dict[str, str]] = {"PUT": "WRITE_UPLOAD", "POST": "WRITE_UPLOAD"}
    checks_objects = True
    parser_classes = (MultiPartParser, RawBody)
    documented: ClassVar[dict[str, Any]] = {
        "parameters": [OpenApiParameter("filename", str, description="The file's name; else the header X-Filename.")],
        "request": {
            "application/octet-stream": OpenApiTypes.BINARY,
            "multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
        },
        "responses": {200: PushedOut, 202: PushedOut, 413: ErrorBody, **REFUSALS},
    }

    @extend_schema(operation_id="sources_put_file", **documented)
    def put(self, request: Request, source_id: UUID) -> Response:
        """Send a file: 202 with its run, which begins when the mapping is known; 200 when it is the last one again."""
        sent = request.data.get("file") if hasattr(request.data, "get") else None
        if sent is None or isinstance(sent, str):
            raise InvalidInput(gettext("Send the file as the body, or as the field “file” of a form."))
        name = request.query_params.get("filename") or request.headers.get("X-Filename") or getattr(sent, "name", "")
        run = services.push_file(source_id, str(name or ""), cast(Any, getattr(sent, "file", sent)), by=self.user)
        return _pushed(run)

    @extend_schema(operation_id="sources_post_file", **documented)
    def post(self, request: Request, source_id: UUID) -> Response:
        """The same as PUT, for programs that cannot PUT."""
        return self.put(request, source_id)


def _pushed(run: ImportRun | None) -> Response:
    if run is None:
        return Response({"outcome": "unchanged", "run": None})
    return Response({"outcome": "accepted", "run": shapes.detail_shape(run_detail(run.pk))}, status=202)


def _spooled(stream: Any) -> Any:
    """The stream's bytes in a file that can be read twice; a big one lies on the disk."""
    content = tempfile.SpooledTemporaryFile(max_size=BLOCK)  # noqa: SIM115 - it lives as long as the request
    while block := stream.read(BLOCK):
        content.write(block)
        if content.tell() > settings.IMPORT_MAX_FILE_BYTES:
            raise FileTooLarge(gettext("The file is larger than this installation takes: split it or compress it."))
    content.seek(0)
    return content
