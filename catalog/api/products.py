"""API of products."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import making, shapes
from catalog.api.bodies import ProductIn, values_in
from catalog.api.versions import changed
from catalog.rights import READ, require_products
from catalog.selectors import (
    explain_field,
    product_detail,
    product_history,
    product_list,
    read_filters,
)
from catalog.selectors.finding import require_product
from catalog.services import edit_product, set_status
from core.databases import atomic
from core.rest.errors import ErrorBody
from core.rest.lists import list_schema, listing, validated
from core.rest.views import ApiView
from suppliers.selectors import supplier

MADE = {403: ErrorBody, 409: ErrorBody, 422: ErrorBody}
REFUSALS = {**MADE, 404: ErrorBody}


class ListsProducts(ApiView):
    """What lists of products have in common."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    def _listed(self, query: dict[str, Any]) -> Response:
        found = product_list(
            self.tenant_id,
            read_filters(query, seen_by=self.user),
            sort=query["sort"],
            page=query["page"],
            per_page=query["per_page"],
            after=query["after"] or query["cursor"] or None,
        )
        rows = map(shapes.row_shape, found.items)
        body = listing(rows, total=found.total, page=found.page, per_page=found.per_page)
        cursors = {"next_cursor": found.after, "cursor": found.after}
        return Response({**body, "total_is_estimate": not found.total_is_exact, **cursors})


class ProductList(ListsProducts):
    """All products."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:products", "POST": "write:products"}

    @extend_schema(
        operation_id="products_list",
        parameters=[shapes.ProductQuery],
        responses={200: shapes.ProductListOut, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Products, narrowed and sorted; without `status` all but the trash. Amounts are texts of exact decimals."""
        return self._listed(validated(shapes.ProductQuery, request.query_params))

    @extend_schema(operation_id="products_create", request=ProductIn, responses={201: shapes.ProductDetailOut, **MADE})
    def post(self, request: Request) -> Response:
        """Make a product by hand: a draft unless `status` says something else. It needs a name and an EAN or an SKU."""
        return making.create(self, request.data)


class SupplierProducts(ListsProducts):
    """The products a supplier delivers."""

    @extend_schema(
        operation_id="suppliers_products",
        parameters=[shapes.ProductQuery],
        responses={200: shapes.ProductListOut, 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, supplier_id: UUID) -> Response:
        """Products with an offer of this supplier, narrowed and sorted like all products."""
        query = validated(shapes.ProductQuery, request.query_params)
        return self._listed({**query, "supplier_id": [supplier(supplier_id).id]})


class Product(ApiView):
    """One product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {
        "GET": "read:products",
        "PATCH": "write:products",
        "PUT": "write:products",
        "DELETE": "delete:products",
    }

    @extend_schema(operation_id="products_detail", responses={200: shapes.ProductDetailOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Every value with its origin, lock and conflict; what each supplier says."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(shapes.detail_shape(product_detail(product_id, tenant_id=self.tenant_id)))

    @extend_schema(
        operation_id="products_edit",
        request=shapes.ProductPatch,
        responses={200: shapes.ProductDetailOut, **REFUSALS},
    )
    def patch(self, request: Request, product_id: UUID) -> Response:
        """Set values by hand; imports keep them. 409 when the product was changed since `version`, 412: If-Match."""
        changed(self, edit_product, product_id, given=validated(shapes.ProductPatch, request.data))
        return self._shown(product_id)

    @extend_schema(
        operation_id="products_update", request=ProductIn, responses={200: shapes.ProductDetailOut, **REFUSALS}
    )
    def put(self, request: Request, product_id: UUID) -> Response:
        """Set what the body names, all of it or nothing; what it leaves out stays. 412 with an outdated If-Match."""
        require_product(product_id)
        body = validated(ProductIn, request.data)
        with atomic("catalog"):
            if values := values_in(body):
                changed(self, edit_product, product_id, given={"values": values})
            if "status" in body:
                require_product(product_id)
                set_status([product_id], tenant_id=self.tenant_id, user=self.user, status=body["status"])
        return self._shown(product_id)

    @extend_schema(operation_id="products_trash", responses={204: None, 403: ErrorBody, 404: ErrorBody})
    def delete(self, request: Request, product_id: UUID) -> Response:
        """Put the product into the trash, from where it can be brought back for 30 days."""
        require_product(product_id)
        set_status([product_id], tenant_id=self.tenant_id, user=self.user, status="trash")
        return Response(status=204)

    def _shown(self, product_id: UUID) -> Response:
        return Response(shapes.detail_shape(product_detail(product_id, tenant_id=self.tenant_id)))


class History(ApiView):
    """The history of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(
        operation_id="products_history",
        parameters=[shapes.HistoryQuery],
        responses={200: list_schema("ProductHistoryOut", shapes.ProductChangeOut), 404: ErrorBody},
    )
    def get(self, request: Request, product_id: UUID) -> Response:
        """Changes, latest first: who or what, old and new values."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        query = validated(shapes.HistoryQuery, request.query_params)
        product_detail(product_id, tenant_id=self.tenant_id)
        found = product_history(product_id, tenant_id=self.tenant_id, **query)
        rows = map(shapes.change_shape, found.items)
        return Response(listing(rows, total=found.total, page=query["page"], per_page=query["per_page"]))


class Field(ApiView):
    """One field of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(
        operation_id="products_field", responses={200: shapes.ExplanationOut, 404: ErrorBody, 422: ErrorBody}
    )
    def get(self, request: Request, product_id: UUID, field: str) -> Response:
        """Why this value: the winner, what every source says, locks, conflicts."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(shapes.explanation_shape(explain_field(product_id, field, tenant_id=self.tenant_id)))
