"""The queue of products without EAN through the API."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, OneOf, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports.models import EanPending
from imports.selectors.ean_pending import PendingFilters, pending_entry, pending_list
from imports.services.ean_pending import dismiss_eans, resolve_ean

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class PendingQuery(CursorQuery):
    """Filters and order of the queue."""

    sorts: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    state = OneOf(tuple(EanPending.State.values), required=False, default="open")
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    source_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    search = serializers.CharField(required=False, default="", help_text="Part of title, SKU, reference or brand.")


class PendingOut(serializers.Serializer[Any]):
    """An article without EAN."""

    id = serializers.UUIDField()
    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField()
    source_id = serializers.UUIDField()
    run_id = serializers.UUIDField(allow_null=True)
    supplier_sku = serializers.CharField()
    title = serializers.CharField()
    brand = serializers.CharField()
    mpn = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    gtin = serializers.CharField()
    created_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)


class ResolveIn(serializers.Serializer[Any]):
    """The EAN that was found."""

    ean = serializers.CharField(max_length=60)


class ResolvedOut(serializers.Serializer[Any]):
    """The entry after it."""

    id = serializers.UUIDField()
    state = serializers.CharField()
    gtin = serializers.CharField()


class PendingIdsIn(serializers.Serializer[Any]):
    """Which entries."""

    ids = serializers.ListField(child=serializers.UUIDField(), max_length=1000)


class DismissedOut(serializers.Serializer[Any]):
    """How many left the list."""

    dismissed = serializers.IntegerField()


class PendingList(ApiView):
    """The queue."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:imports"}

    @extend_schema(
        operation_id="imports_ean_pending",
        parameters=[PendingQuery],
        responses={200: cursor_schema("EanPendingListOut", PendingOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Imported articles without EAN, newest first."""
        query = validated(PendingQuery, request.query_params)
        named = {name: query.pop(name) for name in ("state", "supplier_id", "source_id", "search")}
        return Response(page_listing(pending_list(PendingFilters(**named, seen_by=self.user), **query), asdict))


class PendingEntry(ApiView):
    """One article without EAN."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"DELETE": "write:imports"}

    @extend_schema(operation_id="imports_ean_pending_delete", responses={204: None, **REFUSALS})
    def delete(self, request: Request, entry_id: UUID) -> Response:
        """Take it off the list for good: later files do not queue it again."""
        entry = pending_entry(entry_id)
        dismiss_eans([entry.pk], tenant_id=self.tenant_id, by=self.user)
        return Response(status=204)


class Resolve(ApiView):
    """An EAN that was found."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}

    @extend_schema(
        operation_id="imports_ean_pending_resolve", request=ResolveIn, responses={200: ResolvedOut, **REFUSALS}
    )
    def post(self, request: Request, entry_id: UUID) -> Response:
        """The product gets the EAN, and later files of the supplier get it by themselves."""
        ean = validated(ResolveIn, request.data)["ean"]
        entry = resolve_ean(entry_id, ean=ean, tenant_id=self.tenant_id, by=self.user)
        return Response({"id": entry.pk, "state": entry.state, "gtin": entry.gtin})


class BulkDelete(ApiView):
    """Several at once."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:imports"}

    @extend_schema(
        operation_id="imports_ean_pending_bulk_delete", request=PendingIdsIn, responses={200: DismissedOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Take these articles off the list for good; those that are off already are not counted."""
        ids = validated(PendingIdsIn, request.data)["ids"]
        return Response({"dismissed": dismiss_eans(ids, tenant_id=self.tenant_id, by=self.user)})
