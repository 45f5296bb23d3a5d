"""Whether others committed, while a batch was merged, what its matching should have known: then it is merged again.

Merges of a tenant go side by side. A batch reads the end of the change log, matches its rows, holds the products it
met, writes, and at last, holding the log, looks whether an entry made since is about a product that one of its rows
would have met. GTINs, SKUs and keys of offers are guarded by unique indexes, values by the locks of the products.
"""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.acts import Batch
from catalog.bulk import fetch
from catalog.services.merge import matching
from catalog.services.merge.updating import Outcome
from core.errors import Transient

_LAST = "SELECT seq FROM catalog_change WHERE tenant_id = %(tenant_id)s ORDER BY seq DESC LIMIT 1"
_SINCE = """
SELECT c.product_id FROM catalog_change AS c
 WHERE c.tenant_id = %(tenant_id)s AND c.seq > %(after)s
   AND (c.kind = 'created' OR c.new ?| array['gtin', 'brand', 'mpn'])
"""
_ANY_SINCE = f"SELECT EXISTS ({_SINCE})"
# The rules of `matching`: without a GTIN on both sides, and not yet offered by the supplier.
_MET = f"""
WITH given AS MATERIALIZED (
  SELECT * FROM unnest(%(brands)s::uuid[], %(references)s::text[], %(gtins)s::text[]) AS g (brand_id, mpn_key, gtin))
SELECT EXISTS (
  SELECT FROM (SELECT DISTINCT product_id FROM ({_SINCE}) AS entries) AS recent
    JOIN catalog_product AS p ON p.id = recent.product_id AND p.tenant_id = %(tenant_id)s
    JOIN given ON given.brand_id = p.brand_id AND given.mpn_key = p.mpn_key
   WHERE (given.gtin IS NULL OR p.gtin IS NULL)
     AND NOT EXISTS (SELECT FROM catalog_offer AS o WHERE o.product_id = p.id AND o.supplier_id = %(supplier_id)s))
"""


class Overtaken(Transient):
    """Others were faster: the batch is merged again."""

    code = "CATALOGUE_BUSY"


def end_of_log(tenant_id: UUID) -> int:
    """The number of the tenant's last entry: what is committed later has a higher one."""
    rows = fetch(_LAST, {"tenant_id": tenant_id})
    return int(rows[0][0]) if rows else 0


def check_met(met: pl.DataFrame, outcome: Outcome, batch: Batch) -> None:
    """Raise Overtaken unless the products and offers, now held, are still those that the rows met."""
    now = outcome.golden.select("product_id", *(pl.col(name).alias(f"{name}:now") for name in ("gtin", "brand", "mpn")))
    held = met.join(now, on="product_id", how="inner")
    known = held.filter(pl.col("offer_id").is_not_null())
    lost = known.join(outcome.before, on=("offer_id", "product_id"), how="anti")
    if held.height < met.height or lost.height or _moved(held, outcome.before, batch):
        raise Overtaken


def check_since(fresh: pl.DataFrame, batch: Batch, *, after: int) -> None:
    """Raise Overtaken when a row would meet a product that was committed after the entry; needs the log's lock."""
    is_sure = pl.col("match").is_in((matching.BY_GTIN, matching.BY_MERGE)).fill_null(False)
    pairs = matching.references(fresh.filter(~is_sure))
    parameters = {"tenant_id": batch.tenant_id, "supplier_id": batch.supplier_id, "after": after}
    if pairs.is_empty() or not fetch(_ANY_SINCE, parameters)[0][0]:
        return
    given = {"brands": pairs["brand_id"].to_list(), "references": pairs["mpn_key"].to_list()}
    if fetch(_MET, {**parameters, **given, "gtins": pairs["gtin"].to_list()})[0][0]:
        raise Overtaken


def _moved(held: pl.DataFrame, before: pl.DataFrame, batch: Batch) -> bool:
    """Whether a product no longer is what a new row was matched with."""
    fresh = held.filter(pl.col("offer_id").is_null())
    by_gtin = fresh.filter(pl.col("match") == matching.BY_GTIN)
    by_reference = fresh.filter(pl.col("match") == matching.BY_BRAND_AND_MPN)
    ours = before.filter(pl.col("supplier_id") == str(batch.supplier_id))
    if by_reference.join(ours, on="product_id", how="semi").height:
        return True
    if by_gtin.height and by_gtin.select(pl.col("gtin").ne_missing(pl.col("gtin:now")).any()).item():
        return True
    return bool(by_reference.height and by_reference.select(_other_reference(by_reference).any()).item())


def _other_reference(rows: pl.DataFrame) -> pl.Expr:
    keys = [folding.reference_key(pl.col(name)) for name in ("mpn", "mpn:now")]
    both = pl.col("gtin").is_not_null() & pl.col("gtin:now").is_not_null() if "gtin" in rows.columns else pl.lit(False)
    return pl.col("brand").ne_missing(pl.col("brand:now")) | keys[0].ne_missing(keys[1]) | both
