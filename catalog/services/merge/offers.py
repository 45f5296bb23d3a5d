"""Offers as frames: reading those of some products, writing new and changed ones."""

from datetime import UTC
from uuid import UUID

import polars as pl

from catalog.acts import Batch
from catalog.bulk import copy_in, copy_out, execute, stage
from catalog.fields import BY_NAME, FIELD_NAMES, FIELDS

_HEAD = ("offer_id", "product_id", "supplier_id", "first_seen_at", "supplier_sku", "extra", "status", "missing")
# In frames `extra` holds the named values, and the status that the offer speaks of stands beside it.
_OFFERS = f"""
SELECT o.id, o.product_id, o.supplier_id, o.first_seen_at, o.supplier_sku,
       nullif(o.extra - 'status', '{{}}')::text, o.extra ->> 'status', o.missing_since IS NOT NULL,
       {", ".join(field.read_sql("o") for field in FIELDS)}
  FROM catalog_offer AS o
 WHERE o.tenant_id = %(tenant_id)s AND o.product_id = ANY(string_to_array(%(ids)s, ',')::uuid[])
"""
_KEEP_OLD = """
INSERT INTO catalog_offerchange (tenant_id, run_id, left_run_id, offer_id, kind, old)
SELECT o.tenant_id, %(run_id)s::uuid, %(run_id)s::uuid, o.id, 'updated', to_jsonb(o)
  FROM catalog_offer AS o JOIN staged_offers AS s ON s.offer_id = o.id WHERE o.tenant_id = %(tenant_id)s
"""
_UPDATE = f"""
UPDATE catalog_offer AS o
   SET {", ".join(f"{field.column} = {field.write_sql(f's.{field.name}')}" for field in FIELDS)},
       source_id = coalesce(%(source_id)s, o.source_id), missing_since = NULL,
       supplier_sku = s.supplier_sku, extra = s.extra::jsonb, raw = coalesce(s.raw, o.raw), row_hash = s.row_hash,
       changed_run_id = %(run_id)s, changed_at = now()
  FROM staged_offers AS s
 WHERE o.id = s.offer_id AND o.tenant_id = %(tenant_id)s
"""


def of_products(product_ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """All offers of these products: identities, `first_seen_at`, `missing`, `status`, one column a field."""
    ids = ",".join(product_ids.unique().to_list())
    found = copy_out(_OFFERS, {"tenant_id": tenant_id, "ids": ids}, columns=(*_HEAD, *FIELD_NAMES))
    return found.with_columns(missing=pl.col("missing") == "t")


def first_seen(batch: Batch) -> pl.Expr:
    """When a new offer was first seen, as PostgreSQL writes it: the first row of a file is the oldest."""
    seen = pl.lit(batch.seen_at.astimezone(UTC)) + pl.duration(microseconds=pl.col("row"))
    return seen.dt.strftime("%Y-%m-%d %H:%M:%S%.6f+00")


def create(offers: pl.DataFrame, batch: Batch) -> None:
    """Insert new offers: `offer_id`, `product_id`, `key`, `row_hash`, the fields and what else the feed has."""
    fields = [BY_NAME[name] for name in FIELD_NAMES if name in offers.columns]
    further = [name for name in ("supplier_sku", "extra", "raw") if name in offers.columns]
    offers = _with_status(offers)
    copy_in(
        "catalog_offer",
        offers.sort("key").select(
            pl.col("offer_id").alias("id"),
            pl.lit(str(batch.tenant_id)).alias("tenant_id"),
            pl.lit(str(batch.supplier_id)).alias("supplier_id"),
            pl.lit(str(batch.run_id)).alias("created_run_id"),
            pl.lit(str(batch.run_id)).alias("changed_run_id"),
            "product_id",
            "key",
            "row_hash",
            first_seen(batch).alias("first_seen_at"),
            pl.lit(str(batch.source_id) if batch.source_id else None, pl.String).alias("source_id"),
            *further,
            *(field.copied(pl.col(field.name)).alias(field.column) for field in fields),
        ),
    )


def update(offers: pl.DataFrame, batch: Batch) -> None:
    """Overwrite changed offers with all their values; the rows before are kept for undo."""
    if offers.is_empty():
        return
    columns = ("offer_id", "supplier_sku", "extra", "raw", "row_hash", *FIELD_NAMES)
    stage("staged_offers", _with_status(offers).select(columns), types={"offer_id": "uuid", "row_hash": "uuid"})
    parameters = {"tenant_id": batch.tenant_id, "run_id": batch.run_id, "source_id": batch.source_id}
    execute(_KEEP_OLD, parameters)
    execute(_UPDATE, parameters)


def _with_status(offers: pl.DataFrame) -> pl.DataFrame:
    """The offers with the status they speak of in `extra`, as the table keeps it."""
    if "status" not in offers.columns or offers["status"].null_count() == offers.height:
        return offers
    word = pl.concat_str(pl.lit('"status":"'), pl.col("status"), pl.lit('"'))
    others = pl.col("extra").str.slice(1).str.head(-1)
    joined = pl.concat_str(pl.lit("{"), pl.concat_str(word, others, separator=",", ignore_nulls=True), pl.lit("}"))
    return offers.with_columns(pl.when(pl.col("status").is_null()).then("extra").otherwise(joined).alias("extra"))
