"""The catalogue in numbers, for the app that keeps figures of it: what changed by day, how products spread."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps

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
SELECT count(*) FILTER (WHERE status <> 'trash'),
       count(*) FILTER (WHERE status = 'active'),
       count(gtin) FILTER (WHERE status <> 'trash'),
       count(price) FILTER (WHERE status <> 'trash'),
       count(*) FILTER (WHERE status <> 'trash' AND (image_count > 0 OR image_urls IS NOT NULL)),
       count(*) FILTER (WHERE status <> 'trash' AND stock > 0),
       count(category_id) FILTER (WHERE status <> 'trash'),
       count(brand_id) FILTER (WHERE status <> 'trash')
  FROM catalog_product WHERE tenant_id = %(tenant_id)s
"""
LEVELS = ("total", "active", "with_gtin", "with_price", "with_image", "in_stock", "with_category", "with_brand")
_SPREADS = {
    "brand": """
SELECT b.name, count(*), p.brand_id::text FROM catalog_product AS p LEFT JOIN catalog_brand AS b ON b.id = p.brand_id
 WHERE p.tenant_id = %(tenant_id)s AND p.status <> 'trash' {narrowed}
 GROUP BY p.brand_id, b.name ORDER BY 2 DESC, 1 LIMIT %(most)s
""",
    "category": """
SELECT k.path, count(*), p.category_id::text
  FROM catalog_product AS p LEFT JOIN catalog_category AS k ON k.id = p.category_id
 WHERE p.tenant_id = %(tenant_id)s AND p.status <> 'trash' {narrowed}
 GROUP BY p.category_id, k.path ORDER BY 2 DESC, 1 LIMIT %(most)s
""",
    "status": """
SELECT p.status, count(*), p.status FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s {narrowed} GROUP BY p.status ORDER BY 2 DESC, 1 LIMIT %(most)s
""",
    "supplier": """
SELECT o.supplier_id::text, count(DISTINCT o.product_id), o.supplier_id::text
  FROM catalog_offer AS o JOIN catalog_product AS p ON p.id = o.product_id
 WHERE o.tenant_id = %(tenant_id)s AND p.tenant_id = %(tenant_id)s AND p.status <> 'trash' {narrowed}
 GROUP BY o.supplier_id ORDER BY 2 DESC, 1 LIMIT %(most)s
""",
}
_SCORED = """
  FROM {table} AS t JOIN catalog_product AS p ON p.id = t.product_id
 WHERE t.tenant_id = %(tenant_id)s AND p.tenant_id = %(tenant_id)s AND p.status <> 'trash'
"""
_MEAN = f"SELECT avg(t.score)::float {_SCORED}"
_GRADES = f"SELECT least(t.score::int / 20, 4) * 20, count(*) {_SCORED} GROUP BY 1 ORDER BY 1"
SPREADS = tuple(_SPREADS)
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


def levels(tenant_id: UUID) -> dict[str, float]:
    """How many products there are, by the names of LEVELS, and `completeness`: their mean score if there is one."""
    with tenant_scope(tenant_id):
        found: dict[str, float] = dict(zip(LEVELS, fetch(_LEVELS, {"tenant_id": tenant_id})[0], strict=True))
        score = _mean_score(tenant_id)
    return found if score is None else {**found, "completeness": score}


def spread(tenant_id: UUID, by: str, *, supplier_id: UUID | None = None, most: int = 100_000) -> list[Share]:
    """Products by brand, category, status or supplier (of one supplier only when it is named), most first. One query.

    The name of a supplier is its id: who asks knows suppliers.
    """
    narrowed = _OF_SUPPLIER if supplier_id else ""
    parameters = {"tenant_id": tenant_id, "most": most, "supplier_id": supplier_id}
    with tenant_scope(tenant_id):
        rows = fetch(_SPREADS[by].format(narrowed=narrowed), parameters)
    return [Share(name or "", count, key or "") for name, count, key in rows]


def grades(tenant_id: UUID) -> list[tuple[int, int]]:
    """How many products reached a completeness of 0-19, 20-39 ... 80-100: (lower bound, products). One query."""
    table = _score_table()
    if not table:
        return []
    with tenant_scope(tenant_id):
        rows = fetch(_GRADES.format(table=table), {"tenant_id": tenant_id})
    return [(int(bound), count) for bound, count in rows]


def _mean_score(tenant_id: UUID) -> float | None:
    table = _score_table()
    if not table:
        return None
    ((mean,),) = fetch(_MEAN.format(table=table), {"tenant_id": tenant_id})
    return None if mean is None else round(float(mean), 2)


def _score_table() -> str:
    """The table of scores; empty where products are not scored."""
    try:
        return str(apps.get_model("catalog", "ProductCompleteness")._meta.db_table)
    except LookupError:
        return ""
