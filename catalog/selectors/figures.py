"""The catalogue in numbers, for the app that keeps figures of it: what changed by day, how products spread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from catalog.bulk import fetch
from core.databases import atomic
from core.tenancy import tenant_scope

# The change log says what each act did to the number of products: those in the trash are not counted.
_CHANGES = """
WITH read AS (
  SELECT (c.at AT TIME ZONE %(zone)s)::date AS day, c.kind,
         CASE c.kind WHEN 'removed' THEN c.old ->> 'status' ELSE coalesce(c.new ->> 'status', '') END AS status,
         CASE WHEN c.kind = 'updated' AND c.new ? 'status' THEN c.old ->> 'status' ELSE '' END AS before
    FROM catalog_change AS c
   WHERE c.tenant_id = %(tenant_id)s AND c.seq > %(after)s AND c.seq <= %(last)s)
SELECT day,
       count(*) FILTER (WHERE kind = 'created'),
       count(*) FILTER (WHERE kind = 'updated' AND status <> 'trash'),
       count(*) FILTER (WHERE (kind = 'updated' AND status = 'trash') OR (kind = 'removed' AND status <> 'trash')),
       count(*) FILTER (WHERE kind = 'created' AND status = 'active')
         + count(*) FILTER (WHERE kind = 'updated' AND status = 'active' AND before <> 'active')
         - count(*) FILTER (WHERE kind = 'updated' AND before = 'active' AND status <> 'active')
         - count(*) FILTER (WHERE kind = 'removed' AND status = 'active')
  FROM read GROUP BY day ORDER BY day
"""
_LAST = "SELECT coalesce(max(seq), 0) FROM catalog_change WHERE tenant_id = %(tenant_id)s"
_LEVELS = """
SELECT count(*), count(*) FILTER (WHERE p.status = 'active'), count(p.gtin), count(p.price),
       count(*) FILTER (WHERE p.image_count > 0 OR p.image_urls IS NOT NULL),
       count(*) FILTER (WHERE p.stock > 0), count(p.category_id), count(p.brand_id), avg(t.score)::float,
       count(*) FILTER (WHERE t.score < 20), count(*) FILTER (WHERE t.score >= 20 AND t.score < 40),
       count(*) FILTER (WHERE t.score >= 40 AND t.score < 60), count(*) FILTER (WHERE t.score >= 60 AND t.score < 80),
       count(*) FILTER (WHERE t.score >= 80)
  FROM catalog_product AS p
  LEFT JOIN catalog_productcompleteness AS t ON t.product_id = p.id AND t.tenant_id = %(tenant_id)s
 WHERE p.tenant_id = %(tenant_id)s AND p.status <> 'trash'
"""
BOUNDS = (0, 20, 40, 60, 80)
LEVELS = ("total", "active", "with_gtin", "with_price", "with_image", "in_stock", "with_category", "with_brand")
# The products are read once however many columns they are counted by.
_BY_COLUMNS = """
SELECT c.spread, coalesce(c.status, b.name, k.path, ''), c.products,
       coalesce(c.status, c.brand_id::text, c.category_id::text, '')
  FROM (SELECT CASE {cases} END AS spread, {columns},
               CASE WHEN {is_status} THEN count(*) ELSE count(*) FILTER (WHERE p.status <> 'trash') END AS products
          FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s {narrowed}
         GROUP BY GROUPING SETS ({sets})) AS c
  LEFT JOIN catalog_brand AS b ON b.id = c.brand_id
  LEFT JOIN catalog_category AS k ON k.id = c.category_id
 WHERE c.products > 0 ORDER BY 3 DESC, 2 LIMIT %(most)s
"""
_SUPPLIERS = """
SELECT o.supplier_id::text, count(DISTINCT o.product_id), o.supplier_id::text
  FROM catalog_offer AS o JOIN catalog_product AS p ON p.id = o.product_id
 WHERE o.tenant_id = %(tenant_id)s AND p.tenant_id = %(tenant_id)s AND p.status <> 'trash' {narrowed}
 GROUP BY o.supplier_id ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
# Column and type of what the products are counted by.
_COLUMNS = {"status": ("status", "text"), "category": ("category_id", "uuid"), "brand": ("brand_id", "uuid")}
SUPPLIER = "supplier"
SPREADS = (*_COLUMNS, SUPPLIER)
_OF_SUPPLIER = """AND EXISTS (SELECT FROM catalog_offer AS own WHERE own.tenant_id = %(tenant_id)s
   AND own.product_id = p.id AND own.supplier_id = %(supplier_id)s::uuid)"""


@dataclass(frozen=True)
class DayOfChanges:
    """Entries of the change log of a day; `active_net` is by how much the number of active products grew."""

    day: date
    created: int
    updated: int
    deleted: int
    active_net: int


@dataclass(frozen=True)
class Catalogue:
    """How many products there are: by the names of LEVELS and with the mean `completeness` where any is measured, and
    by how complete they are: lower bound of 0-19, 20-39 ... 80-100 -> products.
    """

    levels: dict[str, float]
    grades: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """So many products have this value; `key` narrows the list of products to them, empty for those without any."""

    name: str
    products: int
    key: str


def day_counts(tenant_id: UUID, *, after: int, zone: str) -> tuple[list[DayOfChanges], int]:
    """What was done to products after this place in the change log, by day in the time zone; and the new place.

    Both are read in one transaction, so that nothing is counted twice or left out. Two queries.
    """
    with tenant_scope(tenant_id), atomic("catalog"):
        ((last,),) = fetch(_LAST, {"tenant_id": tenant_id})
        if last <= after:
            return [], after
        window = {"tenant_id": tenant_id, "after": after, "last": last, "zone": zone}
        return [DayOfChanges(*row) for row in fetch(_CHANGES, window)], last


def catalogue(tenant_id: UUID) -> Catalogue:
    """The catalogue as it is now, but for the trash. One query."""
    row = fetch(_LEVELS, {"tenant_id": tenant_id})[0]
    levels: dict[str, float] = dict(zip(LEVELS, row, strict=False))
    mean, *grades = row[len(LEVELS) :]
    if mean is None:
        return Catalogue(levels)
    return Catalogue({**levels, "completeness": round(mean, 2)}, dict(zip(BOUNDS, grades, strict=True)))


def spread(tenant_id: UUID, by: str, **narrowed: Any) -> list[Share]:
    """Products by one of SPREADS, most first: see `spreads`. One query."""
    return spreads(tenant_id, [by], **narrowed)[by]


def spreads(
    tenant_id: UUID, by: Sequence[str] = SPREADS, *, supplier_id: UUID | None = None, most: int = 100_000
) -> dict[str, list[Share]]:
    """Products by status, category, brand, supplier (of one supplier only when it is named), most first.

    The name of a supplier is its id: who asks knows suppliers. One query, another one for suppliers.
    """
    columns = [name for name in by if name in _COLUMNS]
    narrowed = _OF_SUPPLIER if supplier_id else ""
    parameters = {"tenant_id": tenant_id, "most": most, "supplier_id": supplier_id}
    found: dict[str, list[Share]] = {name: [] for name in by}
    if columns:
        # Without a limit where several are counted: it would cut them all together.
        limited = {**parameters, "most": most if len(columns) == 1 else None}
        for name, value, products, key in fetch(_by_columns(columns, narrowed), limited):
            found[name].append(Share(value, products, key))
    if SUPPLIER in found:
        rows = fetch(_SUPPLIERS.format(narrowed=narrowed), parameters)
        found[SUPPLIER] = [Share(value, products, key) for value, products, key in rows]
    return {name: shares[:most] for name, shares in found.items()}


def _by_columns(names: Sequence[str], narrowed: str) -> str:
    wanted = {name: _COLUMNS[name][0] for name in names}
    return _BY_COLUMNS.format(
        cases=" ".join(f"WHEN grouping(p.{column}) = 0 THEN '{name}'" for name, column in wanted.items()),
        columns=", ".join(
            f"p.{column}" if name in wanted else f"NULL::{kind} AS {column}"
            for name, (column, kind) in _COLUMNS.items()
        ),
        is_status="grouping(p.status) = 0" if "status" in wanted else "false",
        sets=", ".join(f"(p.{column})" for column in wanted.values()),
        narrowed=narrowed,
    )
