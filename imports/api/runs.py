"""Runs through the API."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiTypes, extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports import services
from imports.api import shapes
from imports.feeds.mapping.reasons import in_words
from imports.models import ImportRun
from imports.selectors import RunFilters, find_run, run_detail, run_list, run_report
from suppliers.selectors import supplier_by_code

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class Upload(ApiView):
    """A new file."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_upload",
        request={"multipart/form-data": shapes.UploadIn},
        responses={201: shapes.RunDetailOut, 413: ErrorBody, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Keep the file, recognise it, propose a mapping; nothing is imported yet."""
        values = validated(shapes.UploadIn, request.data)
        supplier_id = values.get("supplier_id") or supplier_by_code(values["supplier_code"]).id
        upload = services.Upload(
            supplier_id=supplier_id,
            name=values["file"].name,
            content=values["file"].file,
            source_id=values["source_id"],
            is_partial=values["import_type"] == "partial" if values["import_type"] else None,
        )
        run = services.upload_file(upload, tenant_id=self.tenant_id, by=self.user)
        return Response(shapes.detail_shape(run_detail(run.pk)), status=201)


class RunList(ApiView):
    """All runs."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="imports_list",
        parameters=[shapes.RunQuery],
        responses={200: cursor_schema("RunListOut", shapes.RunOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Runs of the organisation, newest first."""
        query = validated(shapes.RunQuery, request.query_params)
        filters = RunFilters(
            status=query["status"],
            kind=query["kind"],
            supplier_id=query["supplier_id"],
            since=query["date_from"],
            until=query["date_to"],
            seen_by=self.user,
        )
        cut = {name: query[name] for name in ("sort", "page", "per_page", "after")}
        return Response(page_listing(run_list(filters, **cut), shapes.run_shape))


class Run(ApiView):
    """One run."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports", "DELETE": "delete:imports"}

    @extend_schema(operation_id="imports_detail", responses={200: shapes.RunDetailOut, 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """The run with its progress, reading and mapping."""
        return Response(shapes.detail_shape(run_detail(run_id, seen_by=self.user)))

    @extend_schema(operation_id="imports_delete", responses={204: None, **REFUSALS})
    def delete(self, request: Request, run_id: UUID) -> Response:
        """Remove a run that is not at work, with its log and file; what it imported stays."""
        services.delete_run(find_run(run_id, seen_by=self.user), by=self.user)
        return Response(status=204)


class Report(ApiView):
    """What a run did."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(operation_id="imports_report", responses={200: OpenApiTypes.OBJECT, 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """Counts of rows that add up, products, findings per code, duration and rate."""
        return Response(run_report(find_run(run_id, seen_by=self.user)))


class Reading(ApiView):
    """How the file is read."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"PUT": "write:imports"}

    @extend_schema(
        operation_id="imports_reading",
        request=OpenApiTypes.OBJECT,
        responses={200: shapes.RunDetailOut, **REFUSALS},
    )
    def put(self, request: Request, run_id: UUID) -> Response:
        """Overrule encoding, code_page, delimiter, sheet, header_row, record_path, decimal, member; null takes back."""
        overrides = request.data if isinstance(request.data, dict) else {}
        run = services.change_reading(find_run(run_id, seen_by=self.user), overrides=overrides, by=self.user)
        return Response(shapes.detail_shape(run_detail(run.pk)))


class Mapping(ApiView):
    """The mapping of a run."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports", "PUT": "write:imports", "POST": "write:imports"}

    @extend_schema(operation_id="imports_mapping", responses={200: shapes.MappingOut, 404: ErrorBody})
    def get(self, request: Request, run_id: UUID) -> Response:
        """The proposed or confirmed mapping, with the reason for each field."""
        return Response(_mapping_shape(find_run(run_id, seen_by=self.user)))

    @extend_schema(
        operation_id="imports_save_mapping",
        request=shapes.MappingIn,
        responses={200: shapes.MappingOut, **REFUSALS},
    )
    def put(self, request: Request, run_id: UUID) -> Response:
        """Confirm the mapping; it is remembered for the next file of this layout."""
        values = validated(shapes.MappingIn, request.data)
        run = services.save_mapping(find_run(run_id, seen_by=self.user), by=self.user, **values)
        return Response(_mapping_shape(run))

    @extend_schema(
        operation_id="imports_save_mapping_post",
        request=shapes.MappingIn,
        responses={200: shapes.MappingOut, **REFUSALS},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        """The same as PUT, for callers that only know POST."""
        return self.put(request, run_id)


def _mapping_shape(run: ImportRun) -> dict[str, Any]:
    return {
        "mapping": run.mapping,
        "identity": run.identity,
        "origin": run.mapping_origin,
        "evidence": in_words(run.evidence),
        "drift": run.drift,
        "columns": run.recognition.get("columns", []),
    }


class Act(ApiView):
    """Something asked of a run: start, pause, resume, cancel, retry, undo."""

    act: Callable[..., Any]

    @extend_schema(request=None, responses={202: shapes.RunDetailOut, **REFUSALS})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Ask; the answer shows the run (of an undo: the run that undoes), work goes on in the background."""
        answer = type(self).act(find_run(run_id), by=self.user)
        concerned = answer.pk if isinstance(answer, ImportRun) else run_id
        return Response(shapes.detail_shape(run_detail(concerned)), status=202)


def act(name: str, permission: str, service: Callable[..., Any]) -> Any:
    """The view of one act."""

    @extend_schema_view(post=extend_schema(operation_id=f"imports_{name}", summary=f"{name.capitalize()} a run"))
    class Asked(Act):
        permissions: ClassVar[dict[str, str]] = {"POST": permission}
        rate_tiers: ClassVar[dict[str, str]] = {"POST": "BULK_IMPORT"}
        checks_objects = True
        act = staticmethod(service)

    return Asked.as_view()


START = act("start", "start:imports", services.start_run)
START_PROCESSING = act("start_processing", "start:imports", services.start_run)
PAUSE = act("pause", "start:imports", services.pause_run)
RESUME = act("resume", "start:imports", services.resume_run)
CANCEL = act("cancel", "cancel:imports", services.cancel_run)
RELEASE = act("release", "manage:imports", services.release_run)
REFUSE = act("refuse", "manage:imports", services.refuse_run)
RETRY = act("retry", "start:imports", services.retry_run)
UNDO = act("undo", "manage:imports", services.undo_run)
