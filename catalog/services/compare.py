"""The dry run: what a merge of these rows would do, by the same steps, with nothing written."""

from uuid import UUID

import polars as pl
from django.utils import timezone

from catalog.acts import Actor, Batch, MergePolicy
from catalog.fields import SAID_NAMES
from catalog.merging import changed, changed_fields, new
from catalog.services.merge import matching, names, updating
from catalog.services.merge.known import differing
from catalog.services.merge.rows import Rows, canonical, prepare
from core.databases import atomic

NEW = "new"
CHANGED = "changed"
UNCHANGED = "unchanged"
BY_OFFER = "offer"


def compare_offers(
    frame: pl.DataFrame, *, tenant_id: UUID, supplier_id: UUID, policy: MergePolicy | None = None
) -> pl.DataFrame:
    """One row per row of the frame that a merge would take: what it would do; writes nothing.

    `row`, `key`, `state` ("new", "changed", "unchanged"), `product_id` (null: a new product), `product_match` ("offer",
    "gtin", "brand_mpn" or null), `changed_fields` (list of the golden fields that would change), and for each field
    that changes in any row `old:<field>` and `new:<field>` (canonical text; brands and categories as ids, unknown ones
    as "new:<key>"). Give the policy of the run: its modes decide what changes.
    """
    rows = prepare(frame, policy or MergePolicy())
    batch = _rehearsed(tenant_id, supplier_id, policy or MergePolicy())
    with atomic("catalog"):
        found = differing(rows, tenant_id=tenant_id, supplier_id=supplier_id)
        touched = _touched(found, rows, batch)
    same = rows.frame.join(found, on="row", how="anti").select("row", "key", state=pl.lit(UNCHANGED))
    return pl.concat([touched, same], how="diagonal").sort("row")


def _rehearsed(tenant_id: UUID, supplier_id: UUID, policy: MergePolicy) -> Batch:
    return Batch(
        tenant_id=tenant_id,
        supplier_id=supplier_id,
        run_id=UUID(int=0),
        number=0,
        actor=Actor("import"),
        policy=policy,
        source_id=None,
        seen_at=timezone.now(),
    )


def _touched(found: pl.DataFrame, rows: Rows, batch: Batch) -> pl.DataFrame:
    canon, _unfit = canonical(found)
    canon = names.resolve(canon, tenant_id=batch.tenant_id)
    fresh = matching.match(
        canon.filter(pl.col("offer_id").is_null()), tenant_id=batch.tenant_id, supplier_id=batch.supplier_id
    )
    known = canon.filter(pl.col("offer_id").is_not_null()).with_columns(match=pl.lit(BY_OFFER))
    met = pl.concat([known, fresh.filter(pl.col("product_id").is_not_null())], how="diagonal")
    unmatched = fresh.filter(pl.col("product_id").is_null())
    nothing = pl.lit([], dtype=pl.List(pl.String))
    brand_new = unmatched.select(
        "row", "key", "product_id", state=pl.lit(NEW), product_match="match", changed_fields=nothing
    )
    if met.is_empty():
        return brand_new
    outcome = updating.decide_updates(met, batch, shape=rows, making=unmatched)
    return pl.concat([_met(met, outcome), brand_new], how="diagonal")


def _met(met: pl.DataFrame, outcome: updating.Outcome) -> pl.DataFrame:
    states = pl.when("is_new").then(pl.lit(NEW)).when("differs").then(pl.lit(CHANGED)).otherwise(pl.lit(UNCHANGED))
    compared = outcome.offers.select("row", "key", "product_id", state=states)
    compared = compared.join(met.select("row", product_match="match"), on="row")
    for values in (_field_changes(outcome.golden), _named_changes(outcome.named.changes)):
        compared = compared.join(values, on="product_id", how="left", maintain_order="left")
    lists = [pl.col(name).fill_null([]) for name in ("changed_fields", "changed_keys")]
    return compared.with_columns(pl.concat_list(lists).alias("changed_fields")).drop("changed_keys")


def _field_changes(golden: pl.DataFrame) -> pl.DataFrame:
    moving = list(changed_fields(golden, SAID_NAMES))
    moved = [pl.when(changed(name)).then(pl.lit(name)) for name in moving]
    lists = pl.concat_list(moved).list.drop_nulls() if moved else pl.lit([], dtype=pl.List(pl.String))
    return golden.select(
        "product_id",
        lists.alias("changed_fields"),
        *(pl.when(changed(name)).then(pl.col(name)).alias(f"old:{name}") for name in moving),
        *(pl.when(changed(name)).then(pl.col(new(name))).alias(f"new:{name}") for name in moving),
    )


def _named_changes(changes: pl.DataFrame) -> pl.DataFrame:
    """Named values have their columns too: `old:attribute:Colour` and so on."""
    wide = changes.group_by("product_id").agg(pl.col("key").alias("changed_keys"))
    for key in changes["key"].unique().sort().to_list():
        pair = changes.filter(pl.col("key") == key).select(
            "product_id", pl.col("old").alias(f"old:{key}"), pl.col("new").alias(f"new:{key}")
        )
        wide = wide.join(pair, on="product_id", how="left")
    return wide
