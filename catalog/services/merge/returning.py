"""Offers that come back after a full import had missed them: what was taken from them is given again."""

from uuid import UUID

import polars as pl

from catalog.bulk import copy_out

# The offer as it was before it was retired, in the log of the run that retired it.
_STOCKS = """
SELECT DISTINCT ON (o.id) o.id, c.old ->> 'stock'
  FROM catalog_offer AS o JOIN catalog_offerchange AS c ON c.run_id = o.changed_run_id AND c.offer_id = o.id
 WHERE o.tenant_id = %(tenant_id)s AND o.id = ANY(string_to_array(%(ids)s, ',')::uuid[])
   AND c.tenant_id = %(tenant_id)s AND c.kind = 'updated' AND c.old ->> 'missing_since' IS NULL
 ORDER BY o.id, c.id DESC
"""
# A status that a run took away because it missed the offers (or the undo of one) is given back; one that a person
# took away, or that an offer said, is not.
_STATUSES = """
SELECT last.product_id, last.old
  FROM unnest(string_to_array(%(ids)s, ',')::uuid[]) AS given (id) CROSS JOIN LATERAL (
       SELECT c.product_id, c.kind, c.actor_kind, c.run_id, c.old ->> 'status' AS old, c.new ->> 'status' AS new
         FROM catalog_change AS c
        WHERE c.product_id = given.id AND c.tenant_id = %(tenant_id)s AND c.new ? 'status'
        ORDER BY c.seq DESC LIMIT 1) AS last
 WHERE last.kind = 'updated' AND last.new = 'inactive'
   AND (last.actor_kind = 'undo' OR last.actor_kind = 'import' AND EXISTS (
        SELECT FROM catalog_offer AS o WHERE o.product_id = last.product_id AND o.tenant_id = %(tenant_id)s
           AND o.missing_since IS NOT NULL AND o.changed_run_id = last.run_id))
"""


def with_kept_stock(before: pl.DataFrame, offer_ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """The offers, with the stock they gave before they went missing for those of these ids that are missing."""
    returned = before.filter(pl.col("missing") & pl.col("offer_id").is_in(offer_ids.drop_nulls().implode()))
    if returned.is_empty():
        return before
    ids = ",".join(returned["offer_id"].to_list())
    kept = copy_out(_STOCKS, {"tenant_id": tenant_id, "ids": ids}, columns=("offer_id", "kept"))
    joined = before.join(kept.with_columns(found=pl.lit(True)), on="offer_id", how="left", maintain_order="left")
    stock = pl.when("found").then("kept").otherwise("stock")
    return joined.with_columns(stock.alias("stock")).drop("kept", "found")


def statuses(golden: pl.DataFrame, returned: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """`product_id`, `status:back` of the products that their offers' absence had made inactive."""
    nothing = pl.DataFrame(schema={"product_id": pl.String, "status:back": pl.String})
    asleep = golden.filter((pl.col("status") == "inactive") & pl.col("product_id").is_in(returned.implode()))
    if asleep.is_empty():
        return nothing
    ids = ",".join(asleep["product_id"].to_list())
    return copy_out(_STATUSES, {"tenant_id": tenant_id, "ids": ids}, columns=nothing.columns)
