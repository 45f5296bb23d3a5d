"""Products as frames: reading golden records, writing new and changed ones."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_in, copy_out, execute, stage
from catalog.fields import BY_NAME, FIELD_NAMES, FIELDS
from catalog.journal import all_given, json_object
from catalog.merging import changed, new
from catalog.services.merge.names import brand_names

_STATE = ("product_id", "status", "status_before_trash", "locks", "provenance")
_GOLDEN = f"""
SELECT p.id, p.status, p.status_before_trash, nullif(array_to_string(p.locks, E'\\n'), ''), p.provenance::text,
       {", ".join(field.read_sql("p") for field in FIELDS)}
  FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(string_to_array(%(ids)s, ',')::uuid[])
 ORDER BY p.id FOR NO KEY UPDATE
"""
_UPDATE = f"""
UPDATE catalog_product AS p
   SET {", ".join(f"{field.column} = {field.write_sql(f's.{field.name}')}" for field in FIELDS)},
       status = s.status, status_before_trash = s.status_before_trash,
       mpn_key = s.mpn_key, search_text = s.search_text,
       offer_count = p.offer_count + s.added_offers,
       version = p.version + s.changed::int,
       updated_at = CASE WHEN s.changed THEN now() ELSE p.updated_at END
  FROM staged_products AS s
 WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s
"""
_COUNT_OFFERS = """
UPDATE catalog_product AS p SET offer_count = p.offer_count + s.added_offers
  FROM staged_counts AS s WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s
"""
_DERIVED = ("title", "brand", "mpn")


def golden(product_ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """The golden records of these products, locked for this transaction: `product_id`, state, one column a field."""
    ids = ",".join(product_ids.drop_nulls().unique().sort().to_list())
    return copy_out(_GOLDEN, {"tenant_id": tenant_id, "ids": ids}, columns=(*_STATE, *FIELD_NAMES))


def derived(frame: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """The frame with `mpn_key` and `search_text` made of its title, brand and reference."""
    missing = [pl.lit(None, pl.String).alias(name) for name in _DERIVED if name not in frame.columns]
    named = frame.with_columns(missing).join(
        brand_names(frame["brand"], tenant_id=tenant_id)
        if "brand" in frame.columns
        else brand_names(pl.Series([], dtype=pl.String), tenant_id=tenant_id),
        on="brand",
        how="left",
        maintain_order="left",
    )
    keyed = named.with_columns(
        folding.reference_key(pl.col("mpn")).alias("mpn_key"),
        folding.search_text(pl.col("title"), pl.col("brand_name"), pl.col("mpn")).alias("search_text"),
    )
    return keyed.drop("brand_name", *(name for name in _DERIVED if name not in frame.columns))


def create(products: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """Insert products (`product_id`, `offer_count`, `status`, fields) and return their entries for the change log."""
    fields = [
        BY_NAME[name]
        for name in FIELD_NAMES
        if name in products.columns and products[name].null_count() < products.height
    ]
    full = derived(products, tenant_id=tenant_id)
    copy_in(
        "catalog_product",
        (full.sort("gtin") if "gtin" in full.columns else full).select(
            pl.col("product_id").alias("id"),
            pl.lit(str(tenant_id)).alias("tenant_id"),
            "status",
            "offer_count",
            "mpn_key",
            "search_text",
            *(field.copied(pl.col(field.name)).alias(field.column) for field in fields),
        ),
    )
    names = [*(field.name for field in fields), "status"]
    values = json_object({name: pl.col(name) for name in names}, given=all_given(names))
    return products.select("product_id", kind=pl.lit("created"), old=pl.lit(None, pl.String), new=values)


def update(decided: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """Write decided products (`field`, `field:new`, `status:new`, `added_offers`); returns the entries for the log."""
    logged = (*FIELD_NAMES, "status")
    differs = decided.filter(pl.any_horizontal(changed(name) for name in logged))
    _write(differs, tenant_id=tenant_id)
    only_counted = decided.filter(pl.col("added_offers") > 0).join(differs, on="product_id", how="anti")
    if only_counted.height:
        stage(
            "staged_counts",
            only_counted.select("product_id", "added_offers"),
            types={"product_id": "uuid", "added_offers": "int"},
        )
        execute(_COUNT_OFFERS, {"tenant_id": tenant_id})
    return entries(differs, logged)


def entries(differs: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Entries of the change log for products that change: the old and new values of the fields that do."""
    moving = [name for name in names if differs.height and differs.select(changed(name).any()).item()]
    given = {name: changed(name) for name in moving}
    return differs.select(
        "product_id",
        kind=pl.lit("updated"),
        old=json_object({name: pl.col(name) for name in moving}, given=given),
        new=json_object({name: pl.col(new(name)) for name in moving}, given=given),
    )


def _write(differs: pl.DataFrame, *, tenant_id: UUID) -> None:
    if differs.is_empty():
        return
    after = differs.select(
        "product_id",
        "added_offers",
        *(pl.col(new(name)).alias(name) for name in (*FIELD_NAMES, "status")),
        status_before_trash=pl.when(pl.col(new("status")) != "trash")
        .then(pl.lit(""))
        .when(pl.col("status") == "trash")
        .then("status_before_trash")
        .otherwise("status"),
        changed=pl.lit("t"),
    )
    types = {"product_id": "uuid", "added_offers": "int", "changed": "boolean"}
    stage("staged_products", derived(after, tenant_id=tenant_id), types=types)
    execute(_UPDATE, {"tenant_id": tenant_id})
