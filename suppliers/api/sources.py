"""API of sources: how a supplier's data arrives, and what is decided about it."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import listing, validated
from core.rest.views import ApiView
from suppliers import selectors, services
from suppliers.api.sourceshapes import (
    ConnectionTestIn,
    ConnectionTestOut,
    FeedSourceListOut,
    FeedSourceOut,
    KindListOut,
    SourceChange,
    SourceIn,
    UnsavedConnectionIn,
    shown_kind,
    shown_source,
    shown_test,
)
from suppliers.models import Source

CONNECTS = ("kind", "connection", "secrets")
READ, WRITE = "read:suppliers", "write:suppliers"


class SourceList(ApiView):
    """The sources of a supplier, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}
    checks_objects = True

    @extend_schema(operation_id="sources_list", responses={200: FeedSourceListOut, 404: ErrorBody})
    def get(self, request: Request, supplier_id: UUID) -> Response:
        """The sources of a supplier, by name."""
        selectors.require_supplier(self.user, READ, supplier_id)
        selectors.supplier(supplier_id)
        sources = [shown_source(each) for each in selectors.sources_of(supplier_id)]
        return Response(listing(sources, total=len(sources), page=1, per_page=max(1, len(sources))))

    @extend_schema(
        operation_id="sources_create",
        request=SourceIn,
        responses={201: FeedSourceOut, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request, supplier_id: UUID) -> Response:
        """Add a source; 409 when the supplier has one of this name, 422 naming each wrong field of the connection."""
        selectors.supplier(supplier_id)
        values = validated(SourceIn, request.data)
        source_id = services.create_source(by=self.user, supplier_id=supplier_id, **values)
        return Response(shown_source(selectors.source_settings(source_id)), status=201)


class SourceDetail(ApiView):
    """One source."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}
    checks_objects = True

    @extend_schema(operation_id="sources_detail", responses={200: FeedSourceOut, 404: ErrorBody})
    def get(self, request: Request, source_id: UUID) -> Response:
        """A source with all its decisions; secrets that are set are a mask."""
        selectors.require_source(self.user, READ, source_id)
        return Response(shown_source(selectors.source_settings(source_id)))

    @extend_schema(
        operation_id="sources_change",
        request=SourceChange,
        responses={200: FeedSourceOut, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def patch(self, request: Request, source_id: UUID) -> Response:
        """Change a source; a connection is sent whole, a secret that is absent or the mask stays."""
        values = validated(SourceChange, request.data)
        way = {name: values.pop(name) for name in CONNECTS if name in values}
        selectors.require_source(self.user, WRITE, source_id)
        services.change_source(by=self.user, source_id=source_id, values=values, way=way)
        return Response(shown_source(selectors.source_settings(source_id)))

    @extend_schema(operation_id="sources_archive", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, source_id: UUID) -> Response:
        """Archive a source: it goes off, its connection, secrets and schedules are forgotten; its history stays."""
        services.delete_source(by=self.user, source_id=source_id)
        return Response(status=204)


class SourceTest(ApiView):
    """Trying the connection of a source."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    checks_objects = True

    @extend_schema(
        operation_id="sources_test",
        request=ConnectionTestIn,
        responses={200: ConnectionTestOut, 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request, source_id: UUID) -> Response:
        """The files of the server and the first rows of the newest, also with answers that are not saved yet."""
        values = validated(ConnectionTestIn, request.data)
        return Response(shown_test(services.test_connection(by=self.user, source_id=source_id, **values)))


class UnsavedSourceTest(ApiView):
    """Trying a connection that belongs to no source yet."""

    permissions: ClassVar[dict[str, str]] = {"POST": WRITE}
    checks_objects = True

    @extend_schema(
        operation_id="sources_test_unsaved",
        request=UnsavedConnectionIn,
        responses={200: ConnectionTestOut, 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """The files of the server and the first rows of the newest; nothing is kept."""
        values = validated(UnsavedConnectionIn, request.data)
        return Response(shown_test(services.test_connection(by=self.user, **values)))


class SourceKinds(ApiView):
    """The ways in which files arrive."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}
    checks_objects = True

    @extend_schema(operation_id="sources_kinds", responses={200: KindListOut})
    def get(self, request: HttpRequest) -> Response:
        """Each kind of source with what its connection asks for."""
        kinds = [shown_kind(kind, label) for kind, label in Source.Kind.choices]
        return Response(listing(kinds, total=len(kinds), page=1, per_page=len(kinds)))
