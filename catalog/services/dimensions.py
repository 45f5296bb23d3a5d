"""Golden values with a name of their own (`attribute:Colour`, `price:USD`, `stock:Paris`, ...), each in its table."""

from uuid import UUID

import polars as pl

from catalog.bulk import execute, stage
from catalog.services import attribute_values

# A price whose last day changes is another one: the old ones go first, so that the new ones find their place.
_PRICE = """
SELECT s.product_id, s.value::numeric AS amount, split_part(s.name, '/', 1) AS currency,
       coalesce(nullif(split_part(s.name, '/', 2), ''), 'sale') AS kind,
       coalesce(nullif(split_part(s.name, '/', 3), ''), '1')::int AS min_quantity,
       nullif(split_part(s.name, '/', 4), '')::date AS valid_from,
       nullif(split_part(s.name, '/', 5), '')::date AS valid_until
  FROM staged_dimension AS s
"""
_SAME_PRICE = """
t.product_id = s.product_id AND t.tenant_id = %(tenant_id)s AND t.currency = s.currency AND t.kind = s.kind
AND t.min_quantity = s.min_quantity AND t.valid_from IS NOT DISTINCT FROM s.valid_from
AND t.valid_until IS NOT DISTINCT FROM s.valid_until
"""
_SET_PRICES = f"""
DELETE FROM catalog_price AS t USING ({_PRICE}) AS s WHERE {_SAME_PRICE} AND s.amount IS NULL;
MERGE INTO catalog_price AS t USING ({_PRICE} WHERE s.value IS NOT NULL) AS s ON {_SAME_PRICE}
 WHEN MATCHED THEN UPDATE SET amount = s.amount
 WHEN NOT MATCHED THEN
      INSERT (id, tenant_id, product_id, kind, currency, amount, min_quantity, valid_from, valid_until)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.kind, s.currency, s.amount, s.min_quantity,
              s.valid_from, s.valid_until)
"""
# A part that is no longer in the catalogue does not come back into its bundle.
_SET_PARTS = """
MERGE INTO catalog_bundleitem AS t
USING (SELECT s.product_id, s.name::uuid AS part_id, s.value::int AS quantity FROM staged_dimension AS s
        WHERE s.value IS NULL OR EXISTS (SELECT FROM catalog_product AS p
                                          WHERE p.id = s.name::uuid AND p.tenant_id = %(tenant_id)s)) AS s
   ON t.bundle_id = s.product_id AND t.product_id = s.part_id AND t.tenant_id = %(tenant_id)s
 WHEN MATCHED AND s.quantity IS NULL THEN DELETE
 WHEN MATCHED THEN UPDATE SET quantity = s.quantity
 WHEN NOT MATCHED AND s.quantity IS NOT NULL THEN INSERT (id, tenant_id, bundle_id, product_id, quantity)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.part_id, s.quantity)
"""


def _set_stock(column: str, blank: str, *, others: str, made: str) -> str:
    """Sets one column; the row goes when neither it nor the `others` say anything. `made`: the columns of a new row."""
    return f"""
MERGE INTO catalog_stock AS t USING staged_dimension AS s
   ON t.product_id = s.product_id AND t.warehouse = s.name AND t.tenant_id = %(tenant_id)s
 WHEN MATCHED AND s.value IS NULL AND {others} THEN DELETE
 WHEN MATCHED THEN UPDATE SET {column} = coalesce(s.value::int, {blank})
 WHEN NOT MATCHED AND s.value IS NOT NULL THEN
      INSERT (id, tenant_id, product_id, warehouse, quantity, reserved, min_stock)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.name, {made})
"""


_SET = {
    "price": _SET_PRICES,
    "stock": _set_stock(
        "quantity", "NULL", others="t.reserved = 0 AND t.min_stock IS NULL", made="s.value::int, 0, NULL"
    ),
    "reserved": _set_stock(
        "reserved", "0", others="t.quantity IS NULL AND t.min_stock IS NULL", made="NULL, s.value::int, NULL"
    ),
    "min_stock": _set_stock(
        "min_stock", "NULL", others="t.quantity IS NULL AND t.reserved = 0", made="NULL, 0, s.value::int"
    ),
    "bundle": _SET_PARTS,
}


def write(values: pl.DataFrame, *, tenant_id: UUID) -> None:
    """Set (or, with null, remove) golden values: `product_id`, `key` ("attribute:Colour", ...), `value`."""
    attributes = values.filter(pl.col("key").str.starts_with("attribute"))
    if attributes.height:
        attribute_values.write(attributes, tenant_id=tenant_id)
    named = values.with_columns(
        pl.col("key").str.extract(r"^([a-z_]+):").alias("kind"),
        pl.col("key").str.replace(r"^[a-z_]+:", "").alias("name"),
    )
    for kind, statement in _SET.items():
        rows = named.filter(pl.col("kind") == kind).select("product_id", "name", "value")
        if rows.is_empty():
            continue
        stage("staged_dimension", rows, types={"product_id": "uuid"})
        execute(statement, {"tenant_id": tenant_id})
