"""Imports asked for in one request: a file at a web address, a run read again or set to work."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView
from imports import services
from imports.api import shapes
from imports.api.fetches import FetchOut, fetch_shape
from imports.selectors import find_run, run_detail

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class WebFileIn(serializers.Serializer[Any]):
    """A file at a web address; its source keeps mapping and policies for the next time."""

    samples: ClassVar[dict[str, Any]] = {"file_url": "https://files.example.org/tarif.csv"}

    supplier_id = serializers.UUIDField()
    file_url = serializers.URLField(max_length=2_000)
    import_type = serializers.ChoiceField(
        choices=("partial", "full"), default="partial", help_text="Of a new source; a known one keeps its own."
    )
    scheduled_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Not before this time; without it at once."
    )


class Addressed(ApiView):
    """What both names of the request have in common."""

    permissions: ClassVar[dict[str, str]] = {"POST": "start:imports"}
    checks_objects = True

    def _fetched(self, request: Request) -> Response:
        values = validated(WebFileIn, request.data)
        fetch = services.fetch_from_address(
            by=self.user,
            supplier_id=values["supplier_id"],
            url=values["file_url"],
            import_type=values["import_type"],
            at=values["scheduled_at"],
        )
        return Response(fetch_shape(fetch), status=202)


class CreateImport(Addressed):
    """An import of a file at a web address."""

    @extend_schema(operation_id="imports_create", request=WebFileIn, responses={202: FetchOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Fetch the file, now or at `scheduled_at`, and import it as soon as its mapping is known.

        Needs `write:suppliers` too for an address that no source of the supplier has yet.
        """
        return self._fetched(request)


class UploadFromAddress(Addressed):
    """The same under its other name."""

    @extend_schema(operation_id="imports_upload_from_url", request=WebFileIn, responses={202: FetchOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Fetch the file at the address and import it as soon as its mapping is known."""
        return self._fetched(request)


class Reanalyze(ApiView):
    """A run's file, recognised anew."""

    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}
    checks_objects = True

    @extend_schema(operation_id="imports_reanalyze", request=None, responses={200: shapes.RunDetailOut, **REFUSALS})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Recognise the file and propose its mapping again, with what has been confirmed since."""
        run = services.change_reading(find_run(run_id, seen_by=self.user), overrides={}, by=self.user)
        return Response(shapes.detail_shape(run_detail(run.pk)))
