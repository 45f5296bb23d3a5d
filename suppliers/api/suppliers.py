"""API of suppliers."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from suppliers import selectors, services

SAMPLES = {"name": "Maison Martin", "email": "commandes@maison-martin.example", "notes": "Delivers on Tuesdays."}


class SupplierOut(serializers.Serializer[Any]):
    """A supplier as the API shows it."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField(help_text="May be empty.")
    country = serializers.CharField()
    currency = serializers.CharField()
    priority = serializers.IntegerField()
    is_active = serializers.BooleanField()


class SupplierIn(serializers.Serializer[Any]):
    """What a new supplier needs: a code unique in the organisation, and a name."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(required=False)
    phone = serializers.CharField(required=False, max_length=40)
    website = serializers.URLField(required=False)
    address = serializers.CharField(required=False)
    country = serializers.CharField(required=False, min_length=2, max_length=2)
    currency = serializers.CharField(required=False, min_length=3, max_length=3)
    priority = serializers.IntegerField(required=False, min_value=1, max_value=32767)
    notes = serializers.CharField(required=False)


class SupplierChange(serializers.Serializer[Any]):
    """What can be changed about a supplier."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    code = serializers.CharField(required=False, max_length=40)
    name = serializers.CharField(required=False, max_length=200)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(required=False, max_length=40, allow_blank=True)
    website = serializers.URLField(required=False, allow_blank=True)
    address = serializers.CharField(required=False, allow_blank=True)
    country = serializers.CharField(required=False, min_length=2, max_length=2)
    currency = serializers.CharField(required=False, min_length=3, max_length=3)
    priority = serializers.IntegerField(required=False, min_value=1, max_value=32767)
    is_active = serializers.BooleanField(required=False)
    notes = serializers.CharField(required=False, allow_blank=True)


class SupplierWhole(SupplierChange):
    """A supplier that is written anew: what is not sent keeps its value, code and name are needed."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)


class SupplierQuery(CursorQuery):
    """Filters and order of the supplier list."""

    sorts: ClassVar[dict[str, str]] = {"name": "name", "code": "code"}

    search = serializers.CharField(
        required=False, default="", help_text="Part of code, name or e-mail; accents and case do not matter."
    )
    country = serializers.CharField(required=False, default="", max_length=2, help_text="Two letters, such as FR.")
    has_automation = serializers.BooleanField(
        required=False, default=None, allow_null=True, help_text="Whether a feed of it works by itself."
    )
    status = serializers.ChoiceField(choices=("active", "inactive"), required=False, default=None, allow_null=True)


class SupplierList(ApiView):
    """All suppliers, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:suppliers", "POST": "write:suppliers"}
    checks_objects = True

    @extend_schema(
        operation_id="suppliers_list",
        parameters=[SupplierQuery],
        responses={200: cursor_schema("SupplierListOut", SupplierOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Suppliers of the organisation, by name."""
        query = validated(SupplierQuery, request.query_params)
        filters = selectors.SupplierFilters(
            search=query.pop("search"),
            active={"active": True, "inactive": False}.get(query.pop("status")),
            country=query.pop("country").upper(),
            automated=query.pop("has_automation"),
            seen_by=self.user,
        )
        page = selectors.supplier_list(filters, **query)
        return Response(page_listing(page, asdict))

    @extend_schema(
        operation_id="suppliers_create",
        request=SupplierIn,
        responses={201: SupplierOut, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Add a supplier; 409 when the code is taken."""
        values = validated(SupplierIn, request.data)
        supplier_id = services.create_supplier(by=self.user, tenant_id=self.tenant_id, **values)
        return Response(asdict(selectors.supplier(supplier_id)), status=201)


class SupplierDetail(ApiView):
    """One supplier."""

    permissions: ClassVar[dict[str, str]] = {
        "GET": "read:suppliers",
        "PUT": "write:suppliers",
        "PATCH": "write:suppliers",
        "DELETE": "write:suppliers",
    }
    checks_objects = True

    @extend_schema(operation_id="suppliers_detail", responses={200: SupplierOut, 404: ErrorBody})
    def get(self, request: Request, supplier_id: UUID) -> Response:
        """A supplier by its id."""
        selectors.require_supplier(self.user, "read:suppliers", supplier_id)
        return Response(asdict(selectors.supplier(supplier_id)))

    @extend_schema(
        operation_id="suppliers_replace",
        request=SupplierWhole,
        responses={200: SupplierOut, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def put(self, request: Request, supplier_id: UUID) -> Response:
        """Write a supplier; code and name are needed, other fields that are not sent stay."""
        return self._changed(supplier_id, validated(SupplierWhole, request.data))

    @extend_schema(
        operation_id="suppliers_change",
        request=SupplierChange,
        responses={200: SupplierOut, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def patch(self, request: Request, supplier_id: UUID) -> Response:
        """Change some fields of a supplier; 409 when the code is taken."""
        return self._changed(supplier_id, validated(SupplierChange, request.data))

    @extend_schema(operation_id="suppliers_archive", responses={204: None, 404: ErrorBody})
    def delete(self, request: Request, supplier_id: UUID) -> Response:
        """Archive a supplier: nothing is fetched or taken in any more, its products and history stay."""
        services.set_active(by=self.user, supplier_id=supplier_id, active=False)
        return Response(status=204)

    def _changed(self, supplier_id: UUID, values: dict[str, Any]) -> Response:
        services.update_supplier(by=self.user, supplier_id=supplier_id, values=values)
        return Response(asdict(selectors.supplier(supplier_id)))
