"""API of products that are made, replaced, thrown away and brought back."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from catalog.api import shapes
from catalog.api.bodies import ProductIn, values_in
from catalog.models import Product
from catalog.rights import READ, require_products
from catalog.selectors import product_detail
from catalog.selectors.finding import product_with_gtin, require_product
from catalog.services import create_product, duplicate_product, restore_products, set_status
from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class StatusIn(serializers.Serializer[Any]):
    """Another status of a product."""

    status = OneOf(Product.Status.values)


def made(view: ApiView, product_id: UUID) -> Response:
    """201 with the new product and where it is."""
    detail = shapes.detail_shape(product_detail(product_id, tenant_id=view.tenant_id))
    place = reverse("api-product", args=[product_id], request=view.request)
    return Response(detail, status=status.HTTP_201_CREATED, headers={"Location": place})


def create(view: ApiView, body: Any) -> Response:
    """Make the product that the body describes."""
    given = validated(ProductIn, body)
    wanted = given.get("status", Product.Status.DRAFT)
    product_id = create_product(tenant_id=view.tenant_id, user=view.user, values=values_in(given), status=wanted)
    return made(view, product_id)


class Duplicate(ApiView):
    """A copy of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(
        operation_id="products_duplicate", request=ProductIn, responses={201: shapes.ProductDetailOut, **REFUSALS}
    )
    def post(self, request: Request, product_id: UUID) -> Response:
        """A draft with everything of the product that is not its identity; the body gives its EAN or SKU, and more."""
        values = values_in(validated(ProductIn, request.data))
        copy = duplicate_product(product_id, tenant_id=self.tenant_id, user=self.user, values=values)
        return made(self, copy)


class Status(ApiView):
    """The life of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(
        operation_id="products_status", request=StatusIn, responses={200: shapes.ProductDetailOut, **REFUSALS}
    )
    def post(self, request: Request, product_id: UUID) -> Response:
        """Give the product another status; “trash” asks for delete:products."""
        wanted = validated(StatusIn, request.data)["status"]
        require_product(product_id)
        set_status([product_id], tenant_id=self.tenant_id, user=self.user, status=wanted)
        return Response(shapes.detail_shape(product_detail(product_id, tenant_id=self.tenant_id)))


class Restore(ApiView):
    """The way out of the trash."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:products"}

    @extend_schema(operation_id="products_restore", request=None, responses={200: shapes.ProductDetailOut, **REFUSALS})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Take the product out of the trash, with the status it had before."""
        require_product(product_id)
        restore_products([product_id], tenant_id=self.tenant_id, user=self.user)
        return Response(shapes.detail_shape(product_detail(product_id, tenant_id=self.tenant_id)))


class ByEan(ApiView):
    """A product by its EAN."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(
        operation_id="products_by_ean", responses={200: shapes.ProductDetailOut, 404: ErrorBody, 422: ErrorBody}
    )
    def get(self, request: Request, ean: str) -> Response:
        """The product with this EAN, UPC or GTIN, in whatever length it is written."""
        product_id = product_with_gtin(ean)
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(shapes.detail_shape(product_detail(product_id, tenant_id=self.tenant_id)))
