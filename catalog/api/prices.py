"""API of the prices of a product: by kind, currency, quantity and validity, with margins."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.amounts import Margin, PriceKey
from catalog.api.shapes import plain
from catalog.api.versions import changed
from catalog.errors import PriceNotFound
from catalog.models import Price
from catalog.rights import READ, require_products
from catalog.selectors.amounts import ActivePrice, PriceLine, PriceTable, active_prices, price_table
from catalog.services.amounts import change_prices, named_price, price_key
from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
AMOUNT = "An exact decimal as text."
SAMPLE = {
    "kind": "wholesale",
    "currency": "EUR",
    "amount": "89.90",
    "min_quantity": 10,
    "valid_from": "2026-01-01",
    "valid_until": "2026-03-31",
}


class MarginOut(serializers.Serializer[Any]):
    """What a price leaves: without VAT, after the purchase price."""

    net = serializers.CharField(help_text=AMOUNT)
    amount = serializers.CharField(help_text=AMOUNT)
    percent = serializers.CharField(allow_null=True, help_text="Of the price without VAT.")


class PriceOut(serializers.Serializer[Any]):
    """One price; `counts` says whether it counts today for its quantity."""

    samples: ClassVar[dict[str, Any]] = {**SAMPLE, "name": "EUR/wholesale/10/2026-01-01/2026-03-31"}

    name = serializers.CharField(help_text="Its name in the address and in the history.")
    kind = serializers.ChoiceField(choices=Price.Kind.choices)
    currency = serializers.CharField()
    amount = serializers.CharField(help_text=AMOUNT)
    min_quantity = serializers.IntegerField()
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True, help_text="The last day.")
    field = serializers.CharField(help_text="The field of the product that holds it; empty for a further price.")
    is_inherited = serializers.BooleanField(help_text="Whether the model gives it.")
    valid_today = serializers.BooleanField()
    counts = serializers.BooleanField()
    margin = MarginOut(allow_null=True)


class ActiveOut(serializers.Serializer[Any]):
    """What one piece costs a customer."""

    name = serializers.CharField()
    currency = serializers.CharField()
    amount = serializers.CharField(help_text=AMOUNT)
    cost = serializers.CharField(allow_null=True, help_text=AMOUNT)
    margin = MarginOut(allow_null=True)


class PricesOut(serializers.Serializer[Any]):
    """All prices of a product; `active` for one piece today in its own currency."""

    product_id = serializers.UUIDField()
    version = serializers.IntegerField()
    currency = serializers.CharField(allow_blank=True)
    vat_rate = serializers.CharField(allow_null=True)
    active = ActiveOut(allow_null=True)
    items = PriceOut(many=True)


class PriceIn(serializers.Serializer[Any]):
    """A price to set; `replaces` names one that goes with it. 409 when `version` is no longer the product's."""

    samples: ClassVar[dict[str, Any]] = SAMPLE

    kind = OneOf(Price.Kind.values, default=Price.Kind.SALE.value)
    currency = serializers.RegexField(r"^[A-Za-z]{3}$", min_length=3, max_length=3)
    amount = serializers.DecimalField(17, 4, min_value=0)
    min_quantity = serializers.IntegerField(min_value=1, max_value=999_999_999, default=1)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    replaces = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    version = serializers.IntegerField(required=False, default=None, allow_null=True)


class ActiveQuery(serializers.Serializer[Any]):
    """For whom a price is asked."""

    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, default="")
    quantity = serializers.IntegerField(min_value=1, max_value=999_999_999, default=1)
    on = serializers.DateField(required=False, default=None, allow_null=True, help_text="A day; today without it.")


class Prices(ApiView):
    """The prices of a product."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:prices", "POST": "write:prices"}

    @extend_schema(operation_id="products_prices", responses={200: PricesOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Every price with its margin; a variant without a price of a kind has its model's."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response(table_shape(price_table(product_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="products_prices_set", request=PriceIn, responses={200: PricesOut, **REFUSALS})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Set a price by hand; imports keep it. Prices with dates of one kind, currency and quantity never overlap.

        In the product's own currency, from one piece and without dates it is the field of the product.
        """
        given = validated(PriceIn, request.data)
        replaces, amount, version = given.pop("replaces"), given.pop("amount"), given.pop("version")
        key = price_key(**given)
        replaced = [named_price(replaces)] if replaces and replaces != key.text else []
        options = {"amounts": {key: amount}, "replaced": replaced, "version": version}
        changed(self, change_prices, product_id, given=options)
        return Response(table_shape(price_table(product_id, tenant_id=self.tenant_id)))


class OnePrice(ApiView):
    """One price of a product."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": "delete:prices"}

    @extend_schema(operation_id="products_prices_remove", responses={204: None, **REFUSALS})
    def delete(self, request: Request, product_id: UUID, price: str) -> Response:
        """Remove the price of this name, such as EUR/wholesale/10."""
        key = named_price(price)
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        table = price_table(product_id, tenant_id=self.tenant_id)
        if not any(line.key == key and not line.is_inherited for line in table.lines):
            raise PriceNotFound
        changed(self, change_prices, product_id, given={"amounts": {key: None}})
        return Response(status=204)


class Active(ApiView):
    """The price that counts."""

    permissions: ClassVar[dict[str, str]] = {"GET": "read:prices"}

    @extend_schema(
        operation_id="products_prices_active",
        parameters=[ActiveQuery],
        responses={200: ActiveOut, 404: ErrorBody, 422: ErrorBody},
    )
    def get(self, request: Request, product_id: UUID) -> Response:
        """What one piece costs a customer who buys that many on that day; 404 when no price fits."""
        query = validated(ActiveQuery, request.query_params)
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        found = active_prices([product_id], tenant_id=self.tenant_id, **query)
        if product_id not in found:
            raise PriceNotFound
        return Response(_active_shape(found[product_id]))


def table_shape(table: PriceTable) -> dict[str, Any]:
    """Prices as PricesOut describes them."""
    return {
        "product_id": table.product_id,
        "version": table.version,
        "currency": table.currency,
        "vat_rate": plain(table.vat_rate),
        "active": _active_shape(table.active) if table.active else None,
        "items": [_line_shape(line) for line in table.lines],
    }


def _line_shape(line: PriceLine) -> dict[str, Any]:
    flags = {
        "field": line.field,
        "is_inherited": line.is_inherited,
        "valid_today": line.is_valid,
        "counts": line.counts,
    }
    return {**_key_shape(line.key), "amount": plain(line.amount), **flags, "margin": _margin_shape(line.margin)}


def _active_shape(active: ActivePrice) -> dict[str, Any]:
    return {
        "name": active.key.text,
        "currency": active.key.currency,
        "amount": plain(active.amount),
        "cost": plain(active.cost),
        "margin": _margin_shape(active.margin),
    }


def _key_shape(key: PriceKey) -> dict[str, Any]:
    return {"name": key.text, **asdict(key)}


def _margin_shape(margin: Margin | None) -> dict[str, Any] | None:
    return {name: plain(value) for name, value in asdict(margin).items()} if margin else None
