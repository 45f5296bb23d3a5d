"""Rows whose product is not in the catalogue yet: products and their first offers."""

import polars as pl

from catalog.acts import Batch
from catalog.ids import new_ids
from catalog.merging import winners
from catalog.services.merge import matching, named, offers, products
from catalog.services.merge.rows import Rows


def create_products(rows: pl.DataFrame, batch: Batch, *, shape: Rows) -> pl.DataFrame:
    """Make the products and offers of new rows without a match; returns the entries for the change log."""
    placed = _with_ids(matching.group(rows))
    values = named.of_new_products(placed, shape=shape, tenant_id=batch.tenant_id)
    made = _golden(placed, shape.said, default_status=batch.policy.default_status)
    entries = products.create(made, tenant_id=batch.tenant_id)
    offers.create(placed.join(values.extras, on="offer_id", how="left", maintain_order="left"), batch)
    return named.write(values, entries, tenant_id=batch.tenant_id)


def without_title(rows: pl.DataFrame) -> pl.DataFrame:
    """Those of the new rows that cannot make a product, because no row of their product has a title."""
    if "title" not in rows.columns:
        return rows
    has_title = pl.col("title").fill_null("") != ""
    if rows.select(has_title.all()).item():
        return rows.clear()
    return matching.group(rows).filter(~has_title.any().over("group")).drop("group")


def _with_ids(rows: pl.DataFrame) -> pl.DataFrame:
    groups = rows.select(pl.col("group").unique(maintain_order=True))
    groups = groups.with_columns(new_ids(groups.height).alias("product_id"))
    placed = rows.drop("product_id").join(groups, on="group", how="left", maintain_order="left")
    return placed.with_columns(new_ids(placed.height).alias("offer_id"))


def _golden(placed: pl.DataFrame, fields: list[str], *, default_status: str) -> pl.DataFrame:
    """One row a product; rows that share one are all of this supplier, and the first row of the file counts first."""
    default = pl.lit(default_status)
    candidates = placed.with_columns(priority=pl.lit(0), first_seen_at=pl.col("row"))
    counts = placed.group_by("product_id").len("offer_count")
    made = winners(candidates, fields).join(counts, on="product_id")
    return made.with_columns(status=pl.coalesce("status", default) if "status" in fields else default)
