"""Golden values with a name of their own (`attribute:Colour`, `price:USD`, `stock:Paris`, ...), each in its table."""

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
    "attribute": """
MERGE INTO catalog_attributevalue AS t USING staged_dimension AS s
   ON t.product_id = s.product_id AND t.attribute_id = s.name::uuid AND t.language = '' AND t.tenant_id = %(tenant_id)s
 WHEN MATCHED AND s.value IS NULL THEN DELETE
 WHEN MATCHED THEN UPDATE SET value = s.value
 WHEN NOT MATCHED AND s.value IS NOT NULL THEN INSERT (id, tenant_id, product_id, attribute_id, value)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.name::uuid, s.value)
""",
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
    named = values.with_columns(
        pl.col("key").str.extract(r"^([a-z_]+):").alias("kind"),
        pl.col("key").str.replace(r"^[a-z_]+:", "").alias("name"),
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
