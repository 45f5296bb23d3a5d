"""Golden values with a name of their own: `attribute:Colour`, `price:USD`, `stock:Paris`, each in its table."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_in, copy_out, execute, stage
from catalog.ids import new_ids

_ATTRIBUTES = "SELECT key, id FROM catalog_attribute WHERE tenant_id = %(tenant_id)s AND key = ANY(%(keys)s)"
_SET = {
    "attribute": """
MERGE INTO catalog_attributevalue AS t USING staged_dimension AS s
   ON t.product_id = s.product_id AND t.attribute_id = s.name::uuid AND t.tenant_id = %(tenant_id)s
 WHEN MATCHED AND s.value IS NULL THEN DELETE
 WHEN MATCHED THEN UPDATE SET value = s.value
 WHEN NOT MATCHED AND s.value IS NOT NULL THEN INSERT (id, tenant_id, product_id, attribute_id, value)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.name::uuid, s.value)
""",
    "price": """
MERGE INTO catalog_price AS t USING staged_dimension AS s
   ON t.product_id = s.product_id AND t.currency = s.name AND t.tenant_id = %(tenant_id)s AND t.kind = 'sale'
      AND t.min_quantity = 1 AND t.valid_from IS NULL AND t.valid_until IS NULL
 WHEN MATCHED AND s.value IS NULL THEN DELETE
 WHEN MATCHED THEN UPDATE SET amount = s.value::numeric
 WHEN NOT MATCHED AND s.value IS NOT NULL THEN INSERT (id, tenant_id, product_id, kind, currency, amount, min_quantity)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, 'sale', s.name, s.value::numeric, 1)
""",
    "stock": """
MERGE INTO catalog_stock AS t USING staged_dimension AS s
   ON t.product_id = s.product_id AND t.warehouse = s.name AND t.tenant_id = %(tenant_id)s
 WHEN MATCHED AND s.value IS NULL THEN DELETE
 WHEN MATCHED THEN UPDATE SET quantity = s.value::int
 WHEN NOT MATCHED AND s.value IS NOT NULL THEN INSERT (id, tenant_id, product_id, warehouse, quantity, reserved)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.name, s.value::int, 0)
""",
}


def write(values: pl.DataFrame, *, tenant_id: UUID) -> None:
    """Set (or, with null, remove) golden values: `product_id`, `key` ("attribute:Colour", ...), `value`."""
    named = values.with_columns(
        pl.col("key").str.extract(r"^([a-z]+):").alias("kind"), pl.col("key").str.replace(r"^[a-z]+:", "").alias("name")
    )
    for kind, statement in _SET.items():
        rows = named.filter(pl.col("kind") == kind).select("product_id", "name", "value")
        if rows.is_empty():
            continue
        if kind == "attribute":
            rows = _with_attribute_ids(rows, tenant_id=tenant_id)
        stage("staged_dimension", rows, types={"product_id": "uuid"})
        execute(statement, {"tenant_id": tenant_id})


def _with_attribute_ids(rows: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    names = rows.select(pl.col("name").unique(maintain_order=True)).with_columns(
        folding.name_key(pl.col("name")).alias("key")
    )
    known = copy_out(_ATTRIBUTES, {"tenant_id": tenant_id, "keys": names["key"].to_list()}, columns=("key", "id"))
    missing = names.join(known, on="key", how="anti").unique("key", keep="first").sort("key")
    if missing.height:
        made = missing.select(new_ids(missing.height), "name", "key", tenant_id=pl.lit(str(tenant_id)))
        copy_in("catalog_attribute", made)
        known = pl.concat([known, made.select("key", "id")])
    ids = names.join(known, on="key").select("name", "id")
    return rows.join(ids, on="name", maintain_order="left").select("product_id", pl.col("id").alias("name"), "value")
