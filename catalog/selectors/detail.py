"""One product: golden values with their origins, offers, and why a field has its value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.bulk import fetch
from catalog.errors import ProductNotFound, UnknownField
from catalog.fields import FIELDS, LOGGED, is_dimensioned
from catalog.merging import PEOPLE
from catalog.models import Price, Stock
from catalog.precedence import LAST, Precedence
from catalog.selectors.facts import (
    Badge,
    Explanation,
    FieldValue,
    OfferFacts,
    PriceFacts,
    ProductDetail,
    SourceValue,
    StockFacts,
)
from catalog.selectors.variants import inherited_values
from catalog.selectors.words import Names, label_of
from catalog.services.sources import precedence_by
from catalog.services.state import CURRENT, value_sql
from core.tenancy import tenant_scope
from suppliers.selectors import SupplierFacts, suppliers_by_id

_PRICE = ("kind", "currency", "amount", "min_quantity", "valid_from", "valid_until")
_PRODUCT = f"""
SELECT {CURRENT}::text, p.provenance::text, p.locks, p.status, p.version, p.created_at, p.updated_at
  FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.id = %(id)s
"""
_OFFERS = f"""
SELECT o.id, o.supplier_id, o.key, o.supplier_sku, o.extra::text, o.raw, o.first_seen_at, o.changed_at,
       o.changed_run_id, o.missing_since,
       jsonb_strip_nulls(jsonb_build_object({", ".join(f"'{f.name}', {value_sql(f, 'o')}" for f in FIELDS)}))::text
  FROM catalog_offer AS o WHERE o.tenant_id = %(tenant_id)s AND o.product_id = %(id)s
"""


@dataclass(frozen=True)
class _Known:
    """Everything that is stored about a product, offers in the order in which they win."""

    id: UUID
    state: dict[str, Any]
    provenance: dict[str, Any]
    locks: list[str]
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
    offers: list[OfferFacts]
    names: Names
    order: Precedence

    def saying(self, name: str) -> list[OfferFacts]:
        """The offers that give the field, best first; a currency counts only with its price."""
        priced = name == "currency" and any("price" in offer.values for offer in self.offers)
        saying = [
            offer
            for offer in self.offers
            if name in (offer.extra if is_dimensioned(name) else offer.values)
            and (not priced or "price" in offer.values)
        ]
        return sorted(
            saying,
            key=lambda each: self.order.key(name, str(each.supplier_id), missing=each.missing_since is not None),
        )

    def badge(self, name: str) -> Badge:
        """Where the field's value comes from."""
        value, saying = self.state.get(name), self.saying(name)
        mark = self.provenance.get(name)
        if mark and not (saying and _said(saying[0], name) == value):
            at = datetime.fromisoformat(mark["at"]) if mark.get("at") else None
            return Badge(str(mark.get("kind", "manual")), label=str(mark.get("label", "")), at=at)
        if value is None:
            return Badge("none")
        for offer in saying:
            if _said(offer, name) == value:
                return Badge("offer", offer.supplier_id, offer.supplier_name, at=offer.changed_at)
        return Badge("kept")

    def conflict(self, name: str) -> bool:
        """Whether the winning source says something else than the catalogue."""
        saying = self.saying(name)
        return bool(saying) and _said(saying[0], name) != self.state.get(name)


@dataclass(frozen=True)
class _Given:
    """What a variant takes from its model; nothing for other products."""

    model: str
    values: dict[str, Any]
    names: Names

    @classmethod
    def of(cls, known: _Known, *, tenant_id: UUID) -> "_Given":
        if not known.state.get("parent"):
            return cls("", {}, known.names)
        values = inherited_values([known.id], tenant_id=tenant_id).get(known.id, {})
        with tenant_scope(tenant_id):
            return cls(known.names.readable("parent", known.state["parent"]), values, Names.of([values]))

    def taken(self, field: FieldValue) -> FieldValue:
        """The field with the model's value where it has none."""
        if field.name not in self.values:
            return field
        value = self.names.readable(field.name, self.values[field.name])
        return replace(field, value=value, badge=Badge("model", label=self.model))


def product_detail(product_id: UUID, *, tenant_id: UUID) -> ProductDetail:
    """The product with values, badges, offers, prices, stocks; raises ProductNotFound. A constant number of queries."""
    with tenant_scope(tenant_id):
        known = _known(product_id, tenant_id=tenant_id)
        prices = Price.objects.filter(product_id=product_id).order_by("currency", "min_quantity")
        stocks = Stock.objects.filter(product_id=product_id).order_by("warehouse")
        price_facts = [PriceFacts(*row) for row in prices.values_list(*_PRICE)]
        stock_facts = [StockFacts(*row) for row in stocks.values_list("warehouse", "quantity", "reserved", "min_stock")]
    given = _Given.of(known, tenant_id=tenant_id)
    attributes = {name.partition(":")[2]: value for name, value in known.state.items() if name.startswith("attribute:")}
    fields = [given.taken(_field(known, field.name)) for field in LOGGED if field.name not in ("status", "locks")]
    names = sorted(filter(is_dimensioned, {*known.state, *given.values}))
    named = [given.taken(_field(known, name)) for name in names]
    return ProductDetail(
        id=product_id,
        title=str(known.state.get("title") or ""),
        status=known.status,
        version=known.version,
        fields=fields + named,
        offers=known.offers,
        attributes=dict(sorted(attributes.items())),
        prices=price_facts,
        stocks=stock_facts,
        images=str(known.state.get("image_urls") or given.values.get("image_urls") or "").split(),
        created_at=known.created_at,
        updated_at=known.updated_at,
        status_locked="status" in known.locks,
        kind=str(known.state.get("kind") or "simple"),
    )


def explain_field(product_id: UUID, name: str, *, tenant_id: UUID) -> Explanation:
    """Why the field has its value: `reason` is "locked", "edited", "source", "kept", "model" or "empty".

    `conflict` tells that the winning source says something else; `sources` lists what every offer says, best first.
    Raises UnknownField, ProductNotFound.
    """
    if not is_dimensioned(name) and name not in {field.name for field in FIELDS}:
        raise UnknownField(field=name)
    with tenant_scope(tenant_id):
        known = _known(product_id, tenant_id=tenant_id)
    field = _Given.of(known, tenant_id=tenant_id).taken(_field(known, name))
    sources = [
        SourceValue(
            offer.supplier_id,
            offer.supplier_name,
            offer.priority,
            known.names.readable(name, _said(offer, name)),
            offer.changed_at,
            wins=place == 0,
        )
        for place, offer in enumerate(known.saying(name))
    ]
    return Explanation(
        name=name,
        label=field.label,
        value=field.value,
        reason=_reason(field.badge, locked=field.locked),
        badge=field.badge,
        locked=field.locked,
        conflict=field.conflict,
        sources=sources,
    )


def _reason(badge: Badge, *, locked: bool) -> str:
    if locked:
        return "locked"
    if badge.kind in PEOPLE:
        return "edited"
    return {"offer": "source", "none": "empty"}.get(badge.kind, badge.kind)


def _field(known: _Known, name: str) -> FieldValue:
    return FieldValue(
        name=name,
        label=label_of(name),
        value=known.names.readable(name, known.state.get(name)),
        badge=known.badge(name),
        locked=name in known.locks,
        conflict=known.conflict(name),
    )


def _known(product_id: UUID, *, tenant_id: UUID) -> _Known:
    parameters = {"tenant_id": tenant_id, "id": product_id}
    rows = fetch(_PRODUCT, parameters)
    if not rows:
        raise ProductNotFound(product_id=str(product_id))
    state, provenance, locks, status, version, created_at, updated_at = rows[0]
    found = fetch(_OFFERS, parameters)
    suppliers = suppliers_by_id({row[1] for row in found})
    offers = sorted((_offer(row, suppliers) for row in found), key=lambda o: (o.priority, o.first_seen_at, o.id))
    values = json.loads(state)
    names = Names.of([values, *(offer.values for offer in offers)])
    return _Known(
        id=product_id,
        state=values,
        provenance=json.loads(provenance),
        locks=locks,
        status=status,
        version=version,
        created_at=created_at,
        updated_at=updated_at,
        offers=offers,
        names=names,
        order=precedence_by({each.id: each.priority for each in suppliers.values()}, tenant_id=tenant_id),
    )


def _offer(row: tuple[Any, ...], suppliers: Mapping[UUID, SupplierFacts]) -> OfferFacts:
    pk, supplier_id, key, sku, extra, raw, first_seen_at, changed_at, changed_run_id, missing_since, values = row
    supplier = suppliers.get(supplier_id)
    return OfferFacts(
        id=pk,
        supplier_id=supplier_id,
        supplier_name=supplier.name if supplier else "",
        supplier_code=supplier.code if supplier else "",
        priority=supplier.priority if supplier else LAST,
        key=key,
        supplier_sku=sku,
        values=json.loads(values),
        extra=json.loads(extra) if extra else {},
        raw=raw,
        first_seen_at=first_seen_at,
        changed_at=changed_at,
        changed_run_id=changed_run_id,
        missing_since=missing_since,
    )


def _said(offer: OfferFacts, name: str) -> Any:
    return offer.extra.get(name) if is_dimensioned(name) else offer.values.get(name)
