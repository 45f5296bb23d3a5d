"""Which product a new offer belongs to: by GTIN, else by brand and manufacturer's reference, else none."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_out

BY_GTIN = "gtin"
BY_BRAND_AND_MPN = "brand_mpn"
_GTINS = """
SELECT gtin, id FROM catalog_product WHERE tenant_id = %(tenant_id)s AND gtin = ANY(string_to_array(%(gtins)s, ','))
"""
# The same brand and reference without a GTIN on both sides are the same product for two suppliers. For one supplier
# two rows are two variants (sizes, colours), and two candidates are a doubt: both get a product of their own.
_REFERENCES = """
SELECT given.brand_id, given.mpn_key, product.gtin, product.id
  FROM unnest(%(brands)s::uuid[], %(references)s::text[]) AS given (brand_id, mpn_key)
  JOIN catalog_product AS product
    ON product.tenant_id = %(tenant_id)s AND product.brand_id = given.brand_id AND product.mpn_key = given.mpn_key
 WHERE NOT EXISTS (SELECT FROM catalog_offer AS offer
                    WHERE offer.product_id = product.id AND offer.supplier_id = %(supplier_id)s)
"""


def match(rows: pl.DataFrame, *, tenant_id: UUID, supplier_id: UUID) -> pl.DataFrame:
    """New rows with `product_id` (null = no product yet) and `match` (how it was found)."""
    rows = rows.drop("product_id")
    matched = _by_gtin(rows, tenant_id=tenant_id)
    found = _by_reference(matched.filter(pl.col("product_id").is_null()), tenant_id=tenant_id, supplier_id=supplier_id)
    joined = matched.join(found, on="row", how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("product_id", "reference_id").alias("product_id"),
        pl.when(pl.col("product_id").is_not_null())
        .then(pl.lit(BY_GTIN))
        .when(pl.col("reference_id").is_not_null())
        .then(pl.lit(BY_BRAND_AND_MPN))
        .alias("match"),
    ).drop("reference_id")


def _by_gtin(rows: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    gtins = rows["gtin"].drop_nulls().unique().to_list() if "gtin" in rows.columns else []
    if not gtins:
        return rows.with_columns(product_id=pl.lit(None, pl.String))
    found = copy_out(_GTINS, {"tenant_id": tenant_id, "gtins": ",".join(gtins)}, columns=("gtin", "product_id"))
    return rows.join(found, on="gtin", how="left", maintain_order="left")


def _by_reference(rows: pl.DataFrame, *, tenant_id: UUID, supplier_id: UUID) -> pl.DataFrame:
    """`row`, `reference_id` of rows with exactly one candidate that no other row has."""
    keyed = references(rows)
    if keyed.is_empty():
        return pl.DataFrame(schema={"row": pl.Int64, "reference_id": pl.String})
    pairs = keyed.select("brand_id", "mpn_key").unique()
    parameters = {
        "tenant_id": tenant_id,
        "supplier_id": supplier_id,
        "brands": pairs["brand_id"].to_list(),
        "references": pairs["mpn_key"].to_list(),
    }
    found = copy_out(_REFERENCES, parameters, columns=("brand_id", "mpn_key", "other_gtin", "reference_id"))
    candidates = keyed.join(found, on=("brand_id", "mpn_key")).filter(
        pl.col("gtin").is_null() | pl.col("other_gtin").is_null()
    )
    sure = candidates.filter(pl.col("row").is_unique() & pl.col("reference_id").is_unique())
    return sure.select("row", "reference_id")


def references(rows: pl.DataFrame) -> pl.DataFrame:
    """`row`, `brand_id`, `mpn_key`, `gtin` of the rows that have both brand and reference."""
    if rows.is_empty() or not {"brand", "mpn"} <= set(rows.columns):
        return pl.DataFrame(schema={"row": pl.Int64, **dict.fromkeys(("brand_id", "mpn_key", "gtin"), pl.String)})
    keyed = rows.select(
        "row",
        pl.col("brand").alias("brand_id"),
        folding.reference_key(pl.col("mpn")).alias("mpn_key"),
        (pl.col("gtin") if "gtin" in rows.columns else pl.lit(None, pl.String)).alias("gtin"),
    )
    known = pl.col("brand_id").is_not_null() & ~pl.col("brand_id").str.contains(":")
    return keyed.filter(known & pl.col("mpn_key").is_not_null())


def group(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without a product with `group`: rows that share a GTIN make one product, any other row one of its own."""
    own = pl.lit("row:") + pl.col("row").cast(pl.String)
    key = pl.coalesce("gtin", own) if "gtin" in rows.columns else own
    return rows.with_columns(key.alias("group"))
