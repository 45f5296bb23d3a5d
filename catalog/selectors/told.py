"""What an act changed, as it is told to other systems: readable values, with the names programs know products by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalog.bulk import fetch
from catalog.display import short_amount
from catalog.models import Change, Offer, Product
from catalog.selectors.words import Names

# The own stock against the thresholds of the product's warehouses, else that of the settings (0: none), and what a
# warehouse can sell against its own.
_CROSSED = """
SELECT c.seq, c.product_id, x.now, p.title, p.sku, x.threshold, x.warehouse
  FROM catalog_change AS c JOIN catalog_product AS p ON p.id = c.product_id AND p.tenant_id = c.tenant_id
 CROSS JOIN LATERAL (
       SELECT (c.old ->> 'stock')::int AS before, (c.new ->> 'stock')::int AS now, '' AS warehouse,
              coalesce((SELECT sum(s.min_stock)::int FROM catalog_stock AS s
                         WHERE s.product_id = c.product_id AND s.tenant_id = c.tenant_id),
                       nullif(%(threshold)s, 0)) AS threshold
        WHERE c.new ? 'stock'
        UNION ALL
       SELECT CASE WHEN c.new ? ('stock:' || s.warehouse) THEN (c.old ->> ('stock:' || s.warehouse))::int
                   ELSE s.quantity END
              - CASE WHEN c.new ? ('reserved:' || s.warehouse)
                     THEN coalesce((c.old ->> ('reserved:' || s.warehouse))::int, 0) ELSE s.reserved END,
              CASE WHEN c.new ? ('stock:' || s.warehouse) THEN (c.new ->> ('stock:' || s.warehouse))::int
                   ELSE s.quantity END
              - CASE WHEN c.new ? ('reserved:' || s.warehouse)
                     THEN coalesce((c.new ->> ('reserved:' || s.warehouse))::int, 0) ELSE s.reserved END,
              s.warehouse, s.min_stock
         FROM catalog_stock AS s
        WHERE s.product_id = c.product_id AND s.tenant_id = c.tenant_id AND s.min_stock IS NOT NULL
          AND c.new ?| ARRAY['stock:' || s.warehouse, 'reserved:' || s.warehouse]) AS x
 WHERE c.tenant_id = %(tenant_id)s AND c.seq > %(after)s AND c.seq <= %(last)s AND c.kind = 'updated'
   AND x.before >= x.threshold AND x.now < x.threshold
 ORDER BY c.seq, x.warehouse
"""
_REFERENCES = """
SELECT DISTINCT p.parent_ref
  FROM catalog_change AS c JOIN catalog_product AS p ON p.id = c.product_id AND p.tenant_id = c.tenant_id
 WHERE c.tenant_id = %(tenant_id)s AND c.seq > %(after)s AND c.seq <= %(last)s AND c.new ? 'parent_ref'
   AND p.parent_ref IS NOT NULL AND p.parent_id IS NULL AND p.kind = 'simple' ORDER BY p.parent_ref
"""
_WITH_FIELD = """
SELECT p.gtin FROM catalog_change AS c JOIN catalog_product AS p ON p.id = c.product_id AND p.tenant_id = c.tenant_id
 WHERE c.tenant_id = %(tenant_id)s AND c.seq > %(after)s AND c.seq <= %(last)s AND c.kind = 'updated'
   AND c.new ? %(field)s ORDER BY c.seq
"""


@dataclass(frozen=True)
class Range:
    """The entries of one act in the tenant's change log: those behind `after`, up to `last`."""

    tenant_id: UUID
    after: int
    last: int


@dataclass(frozen=True)
class ToldChange:
    """One entry; `changes` is field -> {old, new}, `name`, `sku` and `price` those of the product now or at the end."""

    seq: int
    kind: str
    product_id: UUID
    sku: str | None
    name: str | None
    price: str | None
    changes: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class LowStock:
    """A product whose stock fell below its threshold, in one warehouse or ("") as a whole."""

    seq: int
    product_id: UUID
    stock: int
    name: str | None
    sku: str | None
    threshold: int
    warehouse: str = ""


def changes_in(entries: Range) -> list[ToldChange]:
    """The entries of the range in their order; at most five queries. Meant for a bounded range: all are in memory."""
    found = Change.objects.filter(tenant_id=entries.tenant_id, seq__gt=entries.after, seq__lte=entries.last)
    rows: list[Any] = list(found.order_by("seq").values("seq", "kind", "product_id", "old", "new"))
    names = Names.of(side for row in rows if row["kind"] != Change.Kind.REMOVED for side in (row["old"], row["new"]))
    known = _known({row["product_id"] for row in rows})
    return [_told(row, names, known.get(row["product_id"])) for row in rows]


def fallen_below(threshold: int, entries: Range, *, most: int) -> tuple[list[LowStock], int]:
    """The first products whose stock crossed its threshold downwards, and how many in all.

    `threshold` is for those whose warehouses have none of their own; 0: none.
    """
    parameters = {**_parameters(entries), "threshold": threshold}
    counted = f"SELECT count(*) FROM ({_CROSSED}) AS crossed"
    ((total,),) = fetch(counted, parameters)
    if not total:
        return [], 0
    found = fetch(f"{_CROSSED} LIMIT %(most)s", {**parameters, "most": most})
    skus = _supplier_skus(product_id for _seq, product_id, _stock, _title, sku, *_rest in found if not sku)
    return [
        LowStock(seq, product_id, stock, title, sku or skus.get(product_id), limit, warehouse)
        for seq, product_id, stock, title, sku, limit, warehouse in found
    ], total


def gtins_with(field: str, entries: Range, *, most: int) -> tuple[list[str], int]:
    """The first GTINs of the products that got another value in the field, and how many products there are in all."""
    parameters = {**_parameters(entries), "field": field}
    ((total,),) = fetch(f"SELECT count(*) FROM ({_WITH_FIELD}) AS changed", parameters)
    if not total:
        return [], 0
    found = fetch(f"{_WITH_FIELD} LIMIT %(most)s", {**parameters, "most": most})
    return [gtin for (gtin,) in found if gtin], total


def references_in(entries: Range) -> list[str]:
    """The parent references of the products that got one by this act, or that it made with one."""
    return [reference for (reference,) in fetch(_REFERENCES, _parameters(entries))]


def _parameters(entries: Range) -> dict[str, Any]:
    return {"tenant_id": entries.tenant_id, "after": entries.after, "last": entries.last}


def _known(product_ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    found = Product.objects.filter(pk__in=product_ids).values("id", "sku", "title", "price")
    known: dict[UUID, dict[str, Any]] = {row["id"]: {**row} for row in found}
    for product_id, sku in _supplier_skus(pk for pk, row in known.items() if not row["sku"]).items():
        known[product_id]["sku"] = sku
    return known


def _supplier_skus(product_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The reference of the oldest offer, for products without an own SKU."""
    offers = Offer.objects.filter(product_id__in=list(product_ids), supplier_sku__isnull=False)
    pairs = offers.order_by("-first_seen_at", "-pk").values_list("product_id", "supplier_sku")
    return {product_id: sku for product_id, sku in pairs if sku}


def _told(row: dict[str, Any], names: Names, product: dict[str, Any] | None) -> ToldChange:
    removed = row["kind"] == Change.Kind.REMOVED
    now = (row["old"] or {}) if removed else product or row["new"] or {}
    return ToldChange(
        seq=row["seq"],
        kind=row["kind"],
        product_id=row["product_id"],
        sku=now.get("sku"),
        name=now.get("title"),
        price=_plain(Decimal(str(now["price"]))) if now.get("price") is not None else None,
        changes={} if removed else dict(_differences(row["old"] or {}, row["new"] or {}, names)),
    )


def _differences(old: dict[str, Any], new: dict[str, Any], names: Names) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in {**old, **new}:
        before, after = names.readable(name, old.get(name)), names.readable(name, new.get(name))
        yield name, {"old": _plain(before), "new": _plain(after)}


def _plain(value: Any) -> Any:
    """Amounts are texts of exact decimals, as everywhere in the API."""
    return str(short_amount(value)) if isinstance(value, Decimal) else value
