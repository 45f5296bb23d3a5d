"""Which product a new offer belongs to: by GTIN, else by brand and manufacturer's reference, else none."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_out

BY_GTIN = "gtin"
BY_BRAND_AND_MPN = "brand_mpn"
# The product with this code or reference was merged into another one.
BY_MERGE = "merged"
# A product has the code, or was merged into another one that the code leads to since.
_GTINS = """
SELECT gtin, id, false FROM catalog_product
 WHERE tenant_id = %(tenant_id)s AND gtin = ANY(string_to_array(%(gtins)s, ','))
 UNION ALL
(SELECT DISTINCT ON (code) code, merge.survivor_id, true
   FROM catalog_productmerge AS merge CROSS JOIN unnest(merge.codes) AS code
  WHERE merge.tenant_id = %(tenant_id)s AND merge.undone_at IS NULL
    AND merge.codes && string_to_array(%(gtins)s, ',') AND code = ANY(string_to_array(%(gtins)s, ','))
    AND NOT EXISTS (SELECT FROM catalog_product WHERE tenant_id = %(tenant_id)s AND gtin = code)
  ORDER BY code, merge.created_at DESC)
"""
# What is said about a product that lies in the trash because it was merged is said about the one that remained.
_SURVIVORS = """
WITH RECURSIVE merges AS (
    SELECT merge.absorbed_id, merge.survivor_id FROM catalog_productmerge AS merge
     WHERE merge.tenant_id = %(tenant_id)s AND merge.undone_at IS NULL AND NOT EXISTS (
           SELECT FROM catalog_product AS p WHERE p.id = merge.absorbed_id AND p.status <> 'trash')
), way AS (
    SELECT absorbed_id, survivor_id FROM merges WHERE absorbed_id = ANY(string_to_array(%(ids)s, ',')::uuid[])
     UNION SELECT way.absorbed_id, merges.survivor_id FROM way JOIN merges ON merges.absorbed_id = way.survivor_id
) SELECT way.absorbed_id, way.survivor_id FROM way
   WHERE NOT EXISTS (SELECT FROM merges WHERE merges.absorbed_id = way.survivor_id)
"""
# The same brand and reference without a GTIN on both sides are the same product for two suppliers. For one supplier
# two rows are two variants (sizes, colours), and two candidates are a doubt: both get a product of their own.
_REFERENCES = """
SELECT DISTINCT ON (given.brand_id, given.mpn_key, target.id)
       given.brand_id, given.mpn_key, product.gtin, target.id, merge.id IS NOT NULL
  FROM unnest(%(brands)s::uuid[], %(references)s::text[]) AS given (brand_id, mpn_key)
  JOIN catalog_product AS product
    ON product.tenant_id = %(tenant_id)s AND product.brand_id = given.brand_id AND product.mpn_key = given.mpn_key
  LEFT JOIN catalog_productmerge AS merge
    ON merge.absorbed_id = product.id AND merge.undone_at IS NULL AND product.status = 'trash'
 CROSS JOIN LATERAL (SELECT coalesce(merge.survivor_id, product.id) AS id) AS target
 WHERE NOT EXISTS (SELECT FROM catalog_offer AS offer
                    WHERE offer.product_id = target.id AND offer.supplier_id = %(supplier_id)s)
 ORDER BY given.brand_id, given.mpn_key, target.id, merge.survivor_id NULLS FIRST
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
        .then(pl.when(pl.col("merged") == "t").then(pl.lit(BY_MERGE)).otherwise(pl.lit(BY_GTIN)))
        .when(pl.col("reference_id").is_not_null())
        .then(pl.when(pl.col("reference_merged") == "t").then(pl.lit(BY_MERGE)).otherwise(pl.lit(BY_BRAND_AND_MPN)))
        .alias("match"),
    ).drop("reference_id", "merged", "reference_merged")


def _by_gtin(rows: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    gtins = rows["gtin"].drop_nulls().unique().to_list() if "gtin" in rows.columns else []
    if not gtins:
        return rows.with_columns(product_id=pl.lit(None, pl.String), merged=pl.lit(None, pl.String))
    parameters = {"tenant_id": tenant_id, "gtins": ",".join(gtins)}
    found = copy_out(_GTINS, parameters, columns=("gtin", "product_id", "merged"))
    found = _remaining(found, tenant_id=tenant_id)
    return rows.join(found, on="gtin", how="left", maintain_order="left")


def _remaining(found: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """The same with the products that remained of those that were merged."""
    if found.is_empty():
        return found
    parameters = {"tenant_id": tenant_id, "ids": ",".join(found["product_id"].unique().to_list())}
    survivors = copy_out(_SURVIVORS, parameters, columns=("absorbed_id", "survivor_id"))
    if survivors.is_empty():
        return found
    moved = found.join(survivors, left_on="product_id", right_on="absorbed_id", how="left", maintain_order="left")
    is_merged = pl.when(pl.col("survivor_id").is_not_null()).then(pl.lit("t")).otherwise("merged")
    remaining = pl.coalesce("survivor_id", "product_id")
    return moved.select("gtin", remaining.alias("product_id"), is_merged.alias("merged"))


def _by_reference(rows: pl.DataFrame, *, tenant_id: UUID, supplier_id: UUID) -> pl.DataFrame:
    """`row`, `reference_id`, `reference_merged` of rows with exactly one candidate that no other row has."""
    keyed = references(rows)
    if keyed.is_empty():
        return pl.DataFrame(schema={"row": pl.Int64, "reference_id": pl.String, "reference_merged": pl.String})
    pairs = keyed.select("brand_id", "mpn_key").unique()
    parameters = {
        "tenant_id": tenant_id,
        "supplier_id": supplier_id,
        "brands": pairs["brand_id"].to_list(),
        "references": pairs["mpn_key"].to_list(),
    }
    columns = ("brand_id", "mpn_key", "other_gtin", "reference_id", "reference_merged")
    found = copy_out(_REFERENCES, parameters, columns=columns)
    candidates = keyed.join(found, on=("brand_id", "mpn_key")).filter(
        pl.col("gtin").is_null() | pl.col("other_gtin").is_null()
    )
    sure = candidates.filter(pl.col("row").is_unique() & pl.col("reference_id").is_unique())
    return sure.select("row", "reference_id", "reference_merged")


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
