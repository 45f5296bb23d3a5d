"""API of the parts of a bundle."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.shapes import plain
from catalog.api.versions import changed
from catalog.models import Product
from catalog.rights import READ, require_products
from catalog.selectors.bundles import Bundle, Part, bundle_of
from catalog.services.bundles import MOST_PARTS, MOST_PIECES, change_parts
from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
AMOUNT = "An exact decimal as text."


class PartOut(serializers.Serializer[Any]):
    """A part; `allows` says for how many bundles its stock is enough."""

    product_id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    sku = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    quantity = serializers.IntegerField()
    stock = serializers.IntegerField(allow_null=True)
    price = serializers.CharField(allow_null=True, help_text=AMOUNT)
    total = serializers.CharField(allow_null=True, help_text=AMOUNT)
    allows = serializers.IntegerField(allow_null=True)


class BundleOut(serializers.Serializer[Any]):
    """A bundle: what its parts cost together and how many the stock allows; null where something is not known."""

    product_id = serializers.UUIDField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Product.Kind.choices)
    currency = serializers.CharField(allow_blank=True)
    price = serializers.CharField(allow_null=True, help_text=AMOUNT)
    price_of_parts = serializers.CharField(allow_null=True, help_text=AMOUNT)
    saving = serializers.CharField(allow_null=True, help_text=AMOUNT)
    allows = serializers.IntegerField(allow_null=True)
    parts = PartOut(many=True)


class PartIn(serializers.Serializer[Any]):
    """A product and how many of it."""

    product_id = serializers.UUIDField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES, default=1)


class BundleIn(serializers.Serializer[Any]):
    """All parts of the bundle; without any it is a single product again."""

    parts = serializers.ListField(child=PartIn(), max_length=MOST_PARTS)
    version = serializers.IntegerField(required=False, default=None, allow_null=True)

    def validate_parts(self, parts: list[dict[str, Any]]) -> dict[UUID, int]:
        wanted = {part["product_id"]: part["quantity"] for part in parts}
        if len(wanted) < len(parts):
            raise serializers.ValidationError(_("A product is named twice: name each part once, with its quantity."))
        return wanted


class BundleView(ApiView):
    """The parts of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products", "PUT": "write:products"}

    @extend_schema(operation_id="products_bundle", responses={200: BundleOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Its parts; a product that is no bundle has none."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(_shape(bundle_of(product_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="products_bundle_set", request=BundleIn, responses={200: BundleOut, **REFUSALS})
    def put(self, request: Request, product_id: UUID) -> Response:
        """Set all parts. A bundle never contains itself, and no product with variants."""
        given = validated(BundleIn, request.data)
        changed(self, change_parts, product_id, given={**given, "replace": True})
        return Response(_shape(bundle_of(product_id, tenant_id=self.tenant_id)))


def _shape(bundle: Bundle) -> dict[str, Any]:
    return {
        "product_id": bundle.id,
        "version": bundle.version,
        "kind": bundle.kind,
        "currency": bundle.currency,
        "price": plain(bundle.active.amount) if bundle.active else None,
        "price_of_parts": plain(bundle.price_of_parts),
        "saving": plain(bundle.saving),
        "allows": bundle.allows,
        "parts": [_part_shape(part) for part in bundle.parts],
    }


def _part_shape(part: Part) -> dict[str, Any]:
    values = asdict(part)
    values.pop("kind")
    names = {"product_id": values.pop("id"), "name": values.pop("title")}
    return {**values, **names, "price": plain(part.price), "total": plain(part.total)}
