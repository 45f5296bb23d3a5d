"""SQL for the state of a product as the change log writes it, and for bringing a product to such a state."""

from catalog.fields import LOGGED, Field, Kind

# Values with a name of their own, as `key` and `value`.
DIMENSIONS = """
SELECT 'attribute:' || a.name AS key, to_jsonb(v.value) AS value
  FROM catalog_attributevalue AS v JOIN catalog_attribute AS a ON a.id = v.attribute_id
 WHERE v.product_id = p.id AND v.language = ''
 UNION ALL
SELECT 'price:' || currency, to_jsonb(trim_scale(amount)::text) FROM catalog_price
 WHERE product_id = p.id AND kind = 'sale' AND min_quantity = 1 AND valid_from IS NULL AND valid_until IS NULL
 UNION ALL
SELECT 'stock:' || warehouse, to_jsonb(quantity::text) FROM catalog_stock WHERE product_id = p.id
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
