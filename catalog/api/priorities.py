"""API of priorities: which supplier comes first for single fields."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.services import check_ordered, set_order
from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView
from suppliers.selectors import field_priorities

PERMISSIONS = {"GET": "read:suppliers", "PUT": "write:suppliers"}


class FieldOrderOut(serializers.Serializer[Any]):
    """The order of suppliers for a field."""

    samples: ClassVar[dict[str, Any]] = {"field": "title"}

    field = serializers.CharField(help_text="A field of the catalogue, or `attribute:Colour` and the like.")
    supplier_ids = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="The first one wins; suppliers that are not named follow by their priority. Empty: all by priority.",
    )


class FieldOrdersOut(serializers.Serializer[Any]):
    """The fields with an order of their own."""

    items = FieldOrderOut(many=True)


class FieldOrderIn(serializers.Serializer[Any]):
    """A new order."""

    supplier_ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=1000, help_text="Each supplier once, the first one wins; empty: none."
    )


class FieldOrders(ApiView):
    """Fields that do not follow the suppliers' priority."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:suppliers"}

    @extend_schema(operation_id="suppliers_priorities_list", responses={200: FieldOrdersOut})
    def get(self, request: Request) -> Response:
        """The fields that have an order of suppliers of their own."""
        found = field_priorities(self.tenant_id)
        return Response({"items": [_shape(name, list(places)) for name, places in found.items()]})


class FieldOrder(ApiView):
    """The order of suppliers for one field."""

    permissions: ClassVar[dict[str, str]] = PERMISSIONS

    @extend_schema(operation_id="suppliers_priorities_detail", responses={200: FieldOrderOut, 422: ErrorBody})
    def get(self, request: Request, field: str) -> Response:
        """The order of the field; empty when it follows the suppliers' priority."""
        check_ordered(field)
        return Response(_shape(field, list(field_priorities(self.tenant_id).get(field, {}))))

    @extend_schema(
        operation_id="suppliers_priorities_set",
        request=FieldOrderIn,
        responses={200: FieldOrderOut, 404: ErrorBody, 422: ErrorBody},
    )
    def put(self, request: Request, field: str) -> Response:
        """Set the order; products are decided again in the background, what people set by hand stays."""
        ids = validated(FieldOrderIn, request.data)["supplier_ids"]
        set_order(field, ids, by=self.user, tenant_id=self.tenant_id)
        return Response(_shape(field, ids))


def _shape(field: str, supplier_ids: list[UUID]) -> dict[str, Any]:
    return {"field": field, "supplier_ids": supplier_ids}
