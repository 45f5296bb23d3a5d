"""Golden values with a name of their own: `attribute:Colour`, `price:USD`, `stock:Paris`, each in its table."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_out, execute, stage

_ATTRIBUTES = "SELECT key, id FROM catalog_attribute WHERE tenant_id = %(tenant_id)s AND key = ANY(%(keys)s)"
_MAKE_ATTRIBUTES = """
INSERT INTO catalog_attribute (id, tenant_id, name, key)
SELECT gen_random_uuid(), %(tenant_id)s, name, key
  FROM unnest(%(names)s::text[], %(keys)s::text[]) AS given (name, key) ORDER BY key
    ON CONFLICT (tenant_id, key) DO NOTHING
"""
_SET = {
    "attribute": """
MERGE INTO catalog_attributevalue AS t USING staged_dimension AS s
   ON t.product_id = s.product_id AND t.attribute_id = s.name::uuid AND t.language = '' AND t.tenant_id = %(tenant_id)s
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


def make_attributes(names: list[str], *, tenant_id: UUID) -> None:
    """Make the attributes that the tenant does not know yet."""
    if not names:
        return
    keyed = pl.DataFrame({"name": names}).with_columns(folding.name_key(pl.col("name")).alias("key"))
    known = copy_out(_ATTRIBUTES, {"tenant_id": tenant_id, "keys": keyed["key"].to_list()}, columns=("key", "id"))
    missing = keyed.join(known, on="key", how="anti").unique("key", keep="first", maintain_order=True)
    if missing.height:
        values = {"names": missing["name"].to_list(), "keys": missing["key"].to_list()}
        execute(_MAKE_ATTRIBUTES, {"tenant_id": tenant_id, **values})


def _with_attribute_ids(rows: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    names = rows.select(pl.col("name").unique(maintain_order=True)).with_columns(
        folding.name_key(pl.col("name")).alias("key")
    )
    make_attributes(names["name"].to_list(), tenant_id=tenant_id)
    known = copy_out(_ATTRIBUTES, {"tenant_id": tenant_id, "keys": names["key"].to_list()}, columns=("key", "id"))
    ids = names.join(known, on="key").select("name", "id")
    return rows.join(ids, on="name", maintain_order="left").select("product_id", pl.col("id").alias("name"), "value")
