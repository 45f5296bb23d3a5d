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

    permissions: ClassVar[dict[str, str]] = {"GET": "read:suppliers"}
    checks_objects = True

    @extend_schema(operation_id="suppliers_detail", responses={200: SupplierOut, 404: ErrorBody})
    def get(self, request: Request, supplier_id: UUID) -> Response:
        """A supplier by its id."""
        selectors.require_supplier(self.user, "read:suppliers", supplier_id)
        return Response(asdict(selectors.supplier(supplier_id)))
