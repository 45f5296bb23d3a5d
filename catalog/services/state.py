"""SQL for the state of a product as the change log writes it, and for bringing a product to such a state."""

from catalog.fields import LOGGED, Field, Kind

# The name of a price, as `catalog.amounts.PriceKey` writes it.
PRICE_NAME = """
       CASE WHEN coalesce(valid_from, valid_until) IS NOT NULL
            THEN rtrim(concat_ws('/', currency, kind, min_quantity, coalesce(to_char(valid_from, 'YYYY-MM-DD'), ''),
                                 coalesce(to_char(valid_until, 'YYYY-MM-DD'), '')), '/')
            WHEN min_quantity <> 1 THEN concat_ws('/', currency, kind, min_quantity)
            WHEN kind <> 'sale' THEN concat_ws('/', currency, kind) ELSE currency END"""
# Values with a name of their own, as `key` and `value`.
DIMENSIONS = f"""
SELECT 'attribute' || CASE v.language WHEN '' THEN ':' ELSE '@' || v.language || ':' END || a.name AS key,
       to_jsonb(v.value) AS value
  FROM catalog_attributevalue AS v JOIN catalog_attribute AS a ON a.id = v.attribute_id WHERE v.product_id = p.id
 UNION ALL
SELECT 'price:' || {PRICE_NAME}, to_jsonb(trim_scale(amount)::text) FROM catalog_price WHERE product_id = p.id
 UNION ALL
SELECT s.kind || ':' || warehouse, to_jsonb(s.value::text)
  FROM catalog_stock CROSS JOIN LATERAL (
       VALUES ('stock', quantity), ('reserved', nullif(reserved, 0)), ('min_stock', min_stock)) AS s (kind, value)
 WHERE product_id = p.id AND s.value IS NOT NULL
 UNION ALL
SELECT 'bundle:' || product_id, to_jsonb(quantity::text) FROM catalog_bundleitem WHERE bundle_id = p.id
"""


def value_sql(field: Field, table: str) -> str:
    """SQL for the field's value as the change log writes it."""
    if field.kind is Kind.INTEGER:
        return f"{table}.{field.column}"
    nothing = "" if field.kind.is_list else field.blank
    return field.read_sql(table) if nothing is None else f"nullif({field.read_sql(table)}, '{nothing}')"


_PAIRS = ", ".join(f"'{field.name}', {value_sql(field, 'p')}" for field in LOGGED)
# The logged values of product p that are not null.
CURRENT = f"""(
    jsonb_strip_nulls(jsonb_build_object({_PAIRS}))
    || coalesce((SELECT jsonb_object_agg(d.key, d.value) FROM ({DIMENSIONS}) AS d), '{{}}')
)"""


def _assignment(field: Field) -> str:
    value = field.write_sql(f"(s.patch ->> '{field.name}')")
    if field.blank is not None:
        value = f"coalesce({value}, '{field.blank}')"
    return f"{field.column} = CASE WHEN s.patch ? '{field.name}' THEN {value} ELSE p.{field.column} END"


_ASSIGNMENTS = ",\n       ".join(_assignment(field) for field in LOGGED)
# Brings the products of the temporary table `patches` (product_id, patch: field -> value or null) to these values.
APPLY = f"""
UPDATE catalog_product AS p
   SET {_ASSIGNMENTS},
       status_before_trash = CASE WHEN s.patch ->> 'status' = 'trash' THEN p.status
                                  WHEN s.patch ? 'status' THEN '' ELSE p.status_before_trash END,
       version = p.version + 1,
       updated_at = now()
  FROM patches AS s
 WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s
"""
