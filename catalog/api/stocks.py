"""API of the stocks of a product by warehouse."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.versions import changed
from catalog.rights import READ, require_products
from catalog.selectors.amounts import StockTable, stock_table
from catalog.services.amounts import LARGEST_STOCK, STOCK_VALUES, change_stocks
from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
_NUMBER: dict[str, Any] = {"required": False, "allow_null": True, "max_value": LARGEST_STOCK}


class StockOut(serializers.Serializer[Any]):
    """The stock in one warehouse; `available` is what is not reserved."""

    warehouse = serializers.CharField()
    quantity = serializers.IntegerField(allow_null=True, help_text="Null: not known.")
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    min_stock = serializers.IntegerField(allow_null=True, help_text="Below it the stock is low.")
    is_low = serializers.BooleanField()


class StocksOut(serializers.Serializer[Any]):
    """The stock of a product as a whole, which lists and channels use, and by warehouse."""

    product_id = serializers.UUIDField()
    version = serializers.IntegerField()
    stock = serializers.IntegerField(allow_null=True)
    quantity = serializers.IntegerField(help_text="In all warehouses.")
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    items = StockOut(many=True)


class StockIn(serializers.Serializer[Any]):
    """What to set in the warehouse; what is not named stays, null clears."""

    samples: ClassVar[dict[str, Any]] = {"quantity": 120, "reserved": 4, "min_stock": 10}

    quantity = serializers.IntegerField(min_value=-LARGEST_STOCK, **_NUMBER)
    reserved = serializers.IntegerField(min_value=0, **_NUMBER)
    min_stock = serializers.IntegerField(min_value=0, **_NUMBER)
    sum_up = serializers.BooleanField(default=False, help_text="Set the product's stock to what all can sell.")
    version = serializers.IntegerField(required=False, default=None, allow_null=True)


class Stocks(ApiView):
    """The stocks of a product."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:products"}

    @extend_schema(operation_id="products_stocks", responses={200: StocksOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """What lies where, what of it is reserved, and from when on it counts as low."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(_shape(stock_table(product_id, tenant_id=self.tenant_id)))


class Warehouse(ApiView):
    """The stock in one warehouse."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"PUT": "write:products", "DELETE": "write:products"}

    @extend_schema(operation_id="products_stocks_set", request=StockIn, responses={200: StocksOut, **REFUSALS})
    def put(self, request: Request, product_id: UUID, warehouse: str) -> Response:
        """Set the stock by hand; imports keep what was set. A name that is not known is a new warehouse."""
        given = validated(StockIn, request.data)
        values = {name: given[name] for name in STOCK_VALUES if name in given}
        options = {"stocks": {warehouse: values}, "sum_up": given["sum_up"], "version": given["version"]}
        changed(self, change_stocks, product_id, given=options)
        return Response(_shape(stock_table(product_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="products_stocks_remove", responses={204: None, **REFUSALS})
    def delete(self, request: Request, product_id: UUID, warehouse: str) -> Response:
        """The product has nothing to do with this warehouse any more."""
        changed(self, change_stocks, product_id, given={"stocks": {warehouse: None}})
        return Response(status=204)


def _shape(table: StockTable) -> dict[str, Any]:
    names = ("product_id", "version", "stock", "quantity", "reserved", "available")
    fields = ("warehouse", "quantity", "reserved", "available", "min_stock", "is_low")
    items = [{name: getattr(line, name) for name in fields} for line in table.lines]
    return {**{name: getattr(table, name) for name in names}, "items": items}
