"""Columns that are rows of other tables: attributes, prices, stocks, and categories of other taxonomies."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from catalog.attributes import attribute_key
from catalog.bulk import copy_out
from catalog.selectors.amounts import today
from catalog.selectors.flat.columns import reference_sql

_CHOSEN = "p.tenant_id = %(tenant_id)s AND p.id = ANY(string_to_array(%(ids)s, ',')::uuid[])"
_OWNER = "v.product_id = p.id"
_OWNER_OR_MODEL = "v.product_id IN (p.id, p.parent_id)"
_ATTRIBUTES = f"""
SELECT DISTINCT ON (p.id, w.name) p.id, w.name, v.value
  FROM catalog_product AS p
 CROSS JOIN unnest(%(names)s::text[], %(keys)s::text[], %(languages)s::text[]) AS w (name, key, language)
  JOIN catalog_attribute AS a ON a.tenant_id = p.tenant_id AND a.key = w.key
  JOIN catalog_attributevalue AS v ON v.attribute_id = a.id AND {{owner}}
   AND v.language = ANY (CASE WHEN w.language = '' THEN ARRAY['', %(language)s] ELSE ARRAY[w.language] END)
 WHERE {_CHOSEN}
 ORDER BY p.id, w.name, v.product_id <> p.id, v.language <> %(language)s
"""
_PRICES = f"""
SELECT DISTINCT ON (p.id, w.name) p.id, w.name, trim_scale(v.amount)::text
  FROM catalog_product AS p
 CROSS JOIN unnest(%(names)s::text[], %(currencies)s::text[], %(kinds)s::text[], %(quantities)s::int[],
                   %(froms)s::text[], %(untils)s::text[]) AS w (name, currency, kind, quantity, since, until)
  JOIN catalog_price AS v ON {{owner}} AND v.currency = w.currency AND v.kind = w.kind
   AND v.min_quantity = w.quantity
   AND CASE WHEN w.since = '' AND w.until = ''
            THEN coalesce(v.valid_from, %(today)s) <= %(today)s AND coalesce(v.valid_until, %(today)s) >= %(today)s
            ELSE coalesce(to_char(v.valid_from, 'YYYY-MM-DD'), '') = w.since
             AND coalesce(to_char(v.valid_until, 'YYYY-MM-DD'), '') = w.until END
 WHERE {_CHOSEN}
 ORDER BY p.id, w.name, v.product_id <> p.id, v.valid_from DESC NULLS LAST
"""
_STOCKS = f"""
SELECT p.id, w.name, (CASE w.kind WHEN 'stock' THEN v.quantity WHEN 'reserved' THEN v.reserved
                                  ELSE v.min_stock END)::text
  FROM catalog_product AS p
 CROSS JOIN unnest(%(names)s::text[], %(kinds)s::text[], %(warehouses)s::text[]) AS w (name, kind, warehouse)
  JOIN catalog_stock AS v ON v.product_id = p.id AND v.warehouse = w.warehouse
 WHERE {_CHOSEN}
"""
_TAXONOMIES = f"""
SELECT p.id, w.name, CASE w.kind WHEN 'category' THEN y.path ELSE nullif(y.external_id, '') END
  FROM catalog_product AS p LEFT JOIN catalog_product AS m ON m.id = p.parent_id AND m.tenant_id = p.tenant_id
 CROSS JOIN unnest(%(names)s::text[], %(kinds)s::text[], %(codes)s::text[]) AS w (name, kind, code)
  JOIN catalog_taxonomy AS x ON x.tenant_id = p.tenant_id AND x.code = w.code
  JOIN catalog_categorymapping AS g ON g.category_id = {{category}} AND g.taxonomy_id = x.id AND g.status = 'active'
  JOIN catalog_category AS y ON y.id = g.target_id
 WHERE {_CHOSEN}
"""
_COLUMNS = ("id", "name", "value")


def named_values(names: Sequence[str], parameters: dict[str, Any], *, language: str, inherit: bool) -> pl.DataFrame:
    """The columns `attribute:...`, `price:...`, `stock:...` and the like, by product. At most three queries."""
    owner = _OWNER_OR_MODEL if inherit else _OWNER
    found = []
    if wanted := [name for name in names if name.startswith("attribute")]:
        values = _attributes(wanted, language)
        found.append(copy_out(_ATTRIBUTES.format(owner=owner), {**parameters, **values}, columns=_COLUMNS))
    if wanted := [name for name in names if name.startswith("price:")]:
        values = {**_prices(wanted), "today": today(parameters["tenant_id"])}
        found.append(copy_out(_PRICES.format(owner=owner), {**parameters, **values}, columns=_COLUMNS))
    if wanted := [name for name in names if name.startswith(("stock:", "reserved:", "min_stock:"))]:
        found.append(copy_out(_STOCKS, {**parameters, **_stocks(wanted)}, columns=_COLUMNS))
    return _wide(pl.concat(found) if found else pl.DataFrame(schema=dict.fromkeys(_COLUMNS, pl.String)))


def taxonomy_values(names: Sequence[str], parameters: dict[str, Any], *, inherit: bool) -> pl.DataFrame:
    """The columns `category@google`, `category_id@google`, by product. One query."""
    parts = [name.partition("@") for name in names]
    values = {
        "names": list(names),
        "kinds": [kind for kind, *_rest in parts],
        "codes": [code for *_head, code in parts],
    }
    query = _TAXONOMIES.format(category=reference_sql("category", inherit=inherit))
    return _wide(copy_out(query, {**parameters, **values}, columns=_COLUMNS))


def _wide(long: pl.DataFrame) -> pl.DataFrame:
    return long.pivot("name", index="id", values="value", aggregate_function="first")


def _attributes(names: Sequence[str], language: str) -> dict[str, Any]:
    parts = [name.partition(":") for name in names]
    keys = [attribute_key(own) for *_head, own in parts]
    languages = [prefix.partition("@")[2] for prefix, *_rest in parts]
    return {"names": list(names), "keys": keys, "languages": languages, "language": language}


def _prices(names: Sequence[str]) -> dict[str, Any]:
    """`price:EUR/wholesale/10/2026-01-01/2026-02-01`: currency, kind, from quantity, from, until."""
    rows = []
    for name in names:
        currency, kind, quantity, since, until = (*name.removeprefix("price:").split("/"), "", "", "", "")[:5]
        rows.append((name, currency, kind or "sale", int(quantity) if quantity.isdigit() else 1, since, until))
    columns = ("names", "currencies", "kinds", "quantities", "froms", "untils")
    return dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))


def _stocks(names: Sequence[str]) -> dict[str, Any]:
    parts = [name.partition(":") for name in names]
    kinds, warehouses = [kind for kind, *_rest in parts], [own for *_head, own in parts]
    return {"names": list(names), "kinds": kinds, "warehouses": warehouses}
