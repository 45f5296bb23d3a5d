"""Mappings through the API: what a source remembers, confirming with a template, a look at a file that is not kept."""

import tempfile
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import list_schema, listing, validated
from core.rest.views import ApiView
from core.tabular import preview, recognise
from imports.api.shapes import OtherColumns
from imports.errors import FileTooLarge
from imports.feeds.limits import limits
from imports.feeds.mapping.proposal import propose
from imports.selectors import find_run
from imports.services import recipes, save_mapping
from suppliers import selectors, services

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
SAMPLE_ROWS = 500


class RememberedOut(serializers.Serializer[Any]):
    """The mapping remembered for one layout of a source's files."""

    id = serializers.UUIDField()
    fingerprint = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField()
    use_count = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class SavedIn(serializers.Serializer[Any]):
    """A mapping to confirm; with `template_name` it is kept as a template too."""

    mapping = serializers.DictField()
    identity = serializers.ListField(child=serializers.CharField(), required=False)
    other_columns = OtherColumns()
    template_name = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class SavedOut(serializers.Serializer[Any]):
    """The confirmed mapping, and the template made of it."""

    mapping = serializers.DictField()
    identity = serializers.ListField(child=serializers.CharField())
    template_id = serializers.UUIDField(allow_null=True)


class FileIn(serializers.Serializer[Any]):
    """A feed file to look at."""

    file = serializers.FileField(allow_empty_file=True)


class SourceMappings(ApiView):
    """What a source remembers."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:suppliers"}

    @extend_schema(
        operation_id="sources_mappings", responses={200: list_schema("RememberedListOut", RememberedOut), **REFUSALS}
    )
    def get(self, request: Request, source_id: UUID) -> Response:
        """The remembered mappings per layout, the last confirmed first."""
        selectors.require_source(self.user, "read:suppliers", source_id)
        selectors.source_settings(source_id)
        items = [RememberedOut(each).data for each in selectors.remembered_mappings(source_id)]
        return Response(listing(items, total=len(items), page=1, per_page=max(len(items), 1)))


class SourceMapping(ApiView):
    """One remembered mapping."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"DELETE": "write:suppliers"}

    @extend_schema(operation_id="sources_forget_mapping", responses={204: None, **REFUSALS})
    def delete(self, request: Request, source_id: UUID, mapping_id: UUID) -> Response:
        """Forget it: the next file of this layout is proposed afresh."""
        services.forget_mapping(by=self.user, source_id=source_id, mapping_id=mapping_id)
        return Response(status=204)


class SaveMapping(ApiView):
    """Confirm a mapping and keep it as a template in one request."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}

    @extend_schema(operation_id="imports_save_mapping_as", request=SavedIn, responses={200: SavedOut, **REFUSALS})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Confirm the mapping of a run; the template is made first, it needs `write:templates`."""
        values = validated(SavedIn, request.data)
        run, template_id = find_run(run_id, seen_by=self.user), None
        if values["template_name"]:
            wishes = recipes.Wishes(values["template_name"])
            template_id, _found = recipes.keep_as_template(run, wishes, by=self.user, mapping=values["mapping"])
        confirmed = {name: values[name] for name in ("mapping", "identity", "other_columns") if name in values}
        run = save_mapping(run, by=self.user, **confirmed)
        return Response({"mapping": run.mapping, "identity": run.identity, "template_id": template_id})


class DetectFormat(ApiView):
    """A look at a file."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_detect_format",
        request={"multipart/form-data": FileIn},
        responses={200: OpenApiTypes.OBJECT, 413: ErrorBody, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """What the file is taken for, the proposed mapping with its reasons, the first rows; nothing is kept."""
        sent = validated(FileIn, request.data)["file"]
        if sent.size > settings.IMPORT_MAX_FILE_BYTES:
            raise FileTooLarge(size=sent.size, limit=settings.IMPORT_MAX_FILE_BYTES)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            with path.open("wb") as target:
                for piece in sent.chunks():
                    target.write(piece)
            return Response(_seen(path, tenant_id=self.tenant_id))


def _seen(path: Path, *, tenant_id: UUID) -> dict[str, Any]:
    recognition = recognise(path, limits=limits())
    frame = preview(path, recognition, rows=SAMPLE_ROWS, limits=limits()).frame.drop("_row")
    proposal = propose(frame, decimal=recognition.decimal, synonyms=selectors.confirmed_columns(tenant_id))
    return {
        "recognition": recognition.to_json(),
        "mapping": proposal.mapping.to_json(),
        "evidence": {name: found.to_json() for name, found in proposal.evidence.items()},
        "rows": frame.head(5).to_dicts(),
    }
