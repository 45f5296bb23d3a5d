"""What the API of products takes and shows. Amounts are texts of exact decimals ("129.90"), never floats."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any, ClassVar

from rest_framework import serializers

from catalog.api.filtering import FilterFields
from catalog.display import short_amount
from catalog.selectors import ChangeFacts, Explanation, FieldValue, OfferFacts, ProductDetail, ProductRow, SourceValue
from core.rest.lists import CursorQuery, SortedQuery

SORTS = {"name": "title", "price": "price", "stock": "stock", "created_at": "created_at", "updated_at": "updated_at"}


class ProductQuery(FilterFields, CursorQuery):
    """Filters, order and page of the product list; `after` goes on behind a page without counting pages."""

    sorts: ClassVar[dict[str, str]] = SORTS
    default_sort: ClassVar[str] = "updated_at"
    default_order: ClassVar[str] = "desc"

    cursor = serializers.CharField(required=False, default="", help_text="Another name of after.")


class HistoryQuery(SortedQuery):
    """Order and page of a product's history."""

    sorts: ClassVar[dict[str, str]] = {"at": "seq"}
    default_order: ClassVar[str] = "desc"


class ProductOut(serializers.Serializer[Any]):
    """A product as lists show it."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_null=True)
    sku = serializers.CharField(allow_null=True)
    ean = serializers.CharField(allow_null=True, help_text="The GTIN with 14 digits.")
    brand = serializers.CharField(allow_null=True)
    mpn = serializers.CharField(allow_null=True)
    category = serializers.CharField(allow_null=True)
    price = serializers.CharField(allow_null=True, help_text="An exact decimal as text.")
    currency = serializers.CharField(allow_null=True)
    stock = serializers.IntegerField(allow_null=True)
    status = serializers.CharField()
    offer_count = serializers.IntegerField(help_text="How many rows of suppliers stand behind it.")
    image_url = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProductListOut(serializers.Serializer[Any]):
    """A page of products; `total` is exact up to 10,000, beyond it an estimate; `next_cursor` leads to the next."""

    items = ProductOut(many=True)
    total = serializers.IntegerField()
    total_is_estimate = serializers.BooleanField()
    page = serializers.IntegerField()
    per_page = serializers.IntegerField()
    next_cursor = serializers.CharField(allow_null=True, help_text="Leads to the page behind; null at the end.")
    cursor = serializers.CharField(allow_null=True, help_text="Another name of next_cursor.")


class OriginOut(serializers.Serializer[Any]):
    """Where a value comes from: kind is offer, manual, rule, ai, kept or none."""

    kind = serializers.CharField()
    supplier_id = serializers.UUIDField(allow_null=True)
    supplier_name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    at = serializers.DateTimeField(allow_null=True)


class FieldOut(serializers.Serializer[Any]):
    """A value with its origin; `conflict` says that the winning source says something else."""

    value = serializers.JSONField(allow_null=True)
    origin = OriginOut()
    locked = serializers.BooleanField()
    conflict = serializers.BooleanField()


class OfferOut(serializers.Serializer[Any]):
    """What one supplier says; `raw` is the row as it came."""

    id = serializers.UUIDField()
    supplier_id = serializers.UUIDField()
    supplier_code = serializers.CharField()
    supplier_name = serializers.CharField()
    priority = serializers.IntegerField()
    key = serializers.CharField()
    supplier_sku = serializers.CharField(allow_null=True)
    values = serializers.DictField()
    raw = serializers.CharField(allow_null=True)
    first_seen_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    missing_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when full imports of its source no longer name it; null: they do."
    )
    changed_run_id = serializers.UUIDField()


class ProductDetailOut(serializers.Serializer[Any]):
    """A product with every value, where it comes from, and what each supplier says."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.CharField()
    version = serializers.IntegerField()
    fields = serializers.DictField(child=FieldOut())  # type: ignore[assignment]
    attributes = serializers.DictField(child=serializers.CharField())
    prices = serializers.ListField(child=serializers.DictField())
    stocks = serializers.ListField(child=serializers.DictField())
    image_urls = serializers.ListField(child=serializers.CharField())
    offers = OfferOut(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProductPatch(serializers.Serializer[Any]):
    """Values to set by hand: field -> value, null clears; with `version` a product changed meanwhile is refused."""

    values = serializers.DictField(child=serializers.JSONField(allow_null=True), allow_empty=False)
    version = serializers.IntegerField(required=False, default=None, allow_null=True)


class SourceOut(serializers.Serializer[Any]):
    """What one supplier says about a field; `wins` marks the first by priority."""

    supplier_id = serializers.UUIDField()
    supplier_name = serializers.CharField()
    priority = serializers.IntegerField()
    value = serializers.JSONField(allow_null=True)
    at = serializers.DateTimeField()
    wins = serializers.BooleanField()


class ExplanationOut(FieldOut):
    """Why a field has its value; reason is source, edited, locked, kept, ai or empty."""

    field = serializers.CharField()
    reason = serializers.CharField()
    sources = SourceOut(many=True)


class ProductChangeOut(serializers.Serializer[Any]):
    """One entry of the history: who changed what, old and new."""

    seq = serializers.IntegerField()
    kind = serializers.CharField()
    actor = serializers.DictField()
    run_id = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField()
    changes = serializers.ListField(child=serializers.DictField())


def row_shape(row: ProductRow) -> dict[str, Any]:
    """A product as ProductOut describes it."""
    values = asdict(row)
    names = {"name": values.pop("title"), "ean": values.pop("gtin")}
    return {**values, **names, "price": plain(row.price)}


def detail_shape(detail: ProductDetail) -> dict[str, Any]:
    """A product as ProductDetailOut describes it."""
    return {
        "id": detail.id,
        "name": detail.title,
        "status": detail.status,
        "version": detail.version,
        "fields": {each.name: field_shape(each) for each in detail.fields},
        "attributes": detail.attributes,
        "prices": [{**asdict(price), "amount": plain(price.amount)} for price in detail.prices],
        "stocks": [asdict(stock) for stock in detail.stocks],
        "image_urls": detail.images,
        "offers": [_offer_shape(offer) for offer in detail.offers],
        "created_at": detail.created_at,
        "updated_at": detail.updated_at,
    }


def field_shape(each: FieldValue | Explanation) -> dict[str, Any]:
    """A value with its origin as FieldOut describes it."""
    return {
        "value": plain(each.value),
        "origin": asdict(each.badge),
        "locked": each.locked,
        "conflict": each.conflict,
    }


def explanation_shape(why: Explanation) -> dict[str, Any]:
    """An explanation as ExplanationOut describes it."""
    sources = [_source_shape(source) for source in why.sources]
    return {"field": why.name, "reason": why.reason, **field_shape(why), "sources": sources}


def change_shape(change: ChangeFacts) -> dict[str, Any]:
    """An entry of the history as ProductChangeOut describes it."""
    return {
        "seq": change.seq,
        "kind": change.kind,
        "actor": {"kind": change.actor_kind, "id": change.actor_id, "label": change.actor_label},
        "run_id": change.run_id,
        "at": change.at,
        "changes": [{"field": each.name, "old": plain(each.old), "new": plain(each.new)} for each in change.fields],
    }


def plain(value: Any) -> Any:
    """The value for JSON: decimals as exact text with at least two places."""
    return str(short_amount(value)) if isinstance(value, Decimal) else value


def _offer_shape(offer: OfferFacts) -> dict[str, Any]:
    values = asdict(offer)
    return {**values, "values": {**values["values"], **values.pop("extra")}}


def _source_shape(source: SourceValue) -> dict[str, Any]:
    return {**asdict(source), "value": plain(source.value)}
