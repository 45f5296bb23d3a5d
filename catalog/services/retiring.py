"""Offers that a full import no longer names: out of stock, and what becomes of products that nobody offers any more."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

import polars as pl

from catalog.acts import Actor, MissingPolicy, RetireResult
from catalog.bulk import copy_out, execute, stage
from catalog.fields import FIELD_NAMES
from catalog.merging import base, changed, changed_fields, decide, new, theirs, winners
from catalog.services import ledger
from catalog.services.locks import lock_batch, lock_merges
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.merge import offers, products
from catalog.services.sources import precedence_of
from core.databases import atomic

# The hash of no row: the same row again counts as changed, and brings the offer back.
_NO_ROW = str(UUID(int=0))
_PRESENT = """
SELECT o.id, o.product_id FROM catalog_offer AS o
 WHERE o.tenant_id = %(tenant_id)s AND o.supplier_id = %(supplier_id)s AND o.missing_since IS NULL
   AND o.id = ANY(string_to_array(%(ids)s, ',')::uuid[])
"""
_KEEP_OLD = """
INSERT INTO catalog_offerchange (tenant_id, run_id, left_run_id, offer_id, kind, old)
SELECT o.tenant_id, %(run_id)s::uuid, %(run_id)s::uuid, o.id, 'updated', to_jsonb(o)
  FROM catalog_offer AS o JOIN staged_retired AS s ON s.offer_id = o.id WHERE o.tenant_id = %(tenant_id)s
"""
_RETIRE = """
UPDATE catalog_offer AS o
   SET stock = 0, missing_since = now(), row_hash = %(no_row)s, changed_run_id = %(run_id)s, changed_at = now()
  FROM staged_retired AS s WHERE o.id = s.offer_id AND o.tenant_id = %(tenant_id)s
"""
# What becomes of a product whose offers are all missing: from which statuses, to which one.
_BECOMES: dict[MissingPolicy, tuple[tuple[str, ...], str]] = {
    "deactivate": (("active",), "inactive"),
    "trash": (("active", "draft", "inactive"), "trash"),
}


def retire_offers(
    offer_ids: Iterable[UUID | str],
    *,
    tenant_id: UUID,
    supplier_id: UUID,
    run_id: UUID,
    batch_number: int,
    actor: Actor,
    policy: MissingPolicy,
) -> RetireResult:
    """Take the supplier's offers as missing, in one transaction; the same run and number again gives the saved result.

    "keep" changes nothing. Otherwise the offers have stock 0 from now on and their products are decided again: the
    stock of another supplier counts. "deactivate" and "trash" also do so with products whose offers are all missing. An
    offer that is merged again is no longer missing and gives what it gave before; its product becomes what it was.
    `undo_run` of the run takes everything back.
    """
    if policy == "keep":
        return RetireResult()
    act = Act(tenant_id, actor, run_id)
    with atomic("catalog"):
        lock_merges(tenant_id, alone=True)
        lock_batch(run_id, batch_number)
        saved = ledger.result_of(tenant_id, run_id, batch_number)
        if saved is not None:
            return RetireResult(**saved)
        parameters = {"tenant_id": tenant_id, "supplier_id": supplier_id, "ids": ",".join(map(str, offer_ids))}
        present = copy_out(_PRESENT, parameters, columns=("offer_id", "product_id"))
        result = _retire(present, act, policy=policy, number=batch_number) if present.height else RetireResult()
        ledger.record(tenant_id, run_id, batch_number, result=asdict(result))
        return result


def _retire(present: pl.DataFrame, act: Act, *, policy: MissingPolicy, number: int) -> RetireResult:
    golden = products.golden(present["product_id"], tenant_id=act.tenant_id)
    before = offers.of_products(golden["product_id"], tenant_id=act.tenant_id)
    gone = pl.col("offer_id").is_in(present["offer_id"].implode())
    after = before.with_columns(
        pl.when(gone).then(pl.lit("0")).otherwise("stock").alias("stock"), missing=pl.col("missing") | gone
    )
    decided = _decided(golden, before, after, policy=policy, tenant_id=act.tenant_id)
    _mark(present, act)
    entries = products.update(decided, tenant_id=act.tenant_id)
    moved = decided.filter(changed("status"))[new("status")]
    if entries.height:
        write_changes(act, entries)
        fields = [*changed_fields(decided, FIELD_NAMES), *(["status"] if moved.len() else [])]
        facts = {"batch": number, "created": 0, "updated": entries.height, "fields": sorted(fields)}
        tell_products_changed(act, aggregate_id=act.run_id or act.tenant_id, changes=entries.height, facts=facts)
    return RetireResult(
        retired=present.height,
        deactivated=int((moved == "inactive").sum()),
        trashed=int((moved == "trash").sum()),
    )


def _decided(
    golden: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame, *, policy: MissingPolicy, tenant_id: UUID
) -> pl.DataFrame:
    order = precedence_of(tenant_id)
    sources = winners(order.ranked(before), FIELD_NAMES).rename({name: base(name) for name in FIELD_NAMES})
    wanted = winners(order.ranked(after), FIELD_NAMES).rename({name: theirs(name) for name in FIELD_NAMES})
    frame = golden.join(sources, on="product_id", how="left").join(wanted, on="product_id", how="left")
    alone = after.group_by("product_id").agg(pl.col("missing").all().alias("unoffered"))
    frame = decide(frame.join(alone, on="product_id", how="left"), FIELD_NAMES)
    # Only the stock of the offers changed: whatever else differed before is none of this act's business.
    others = [name for name in FIELD_NAMES if name != "stock"]
    kept = frame.with_columns(pl.col(name).alias(new(name)) for name in others)
    return kept.with_columns(_status(policy).alias(new("status")), added_offers=pl.lit(0))


def _status(policy: MissingPolicy) -> pl.Expr:
    if policy not in _BECOMES:
        return pl.col("status")
    leaving, becomes = _BECOMES[policy]
    locked = pl.col("locks").str.split("\n").list.contains("status").fill_null(False)
    moves = pl.col("unoffered") & pl.col("status").is_in(leaving) & ~locked
    return pl.when(moves).then(pl.lit(becomes)).otherwise("status")


def _mark(present: pl.DataFrame, act: Act) -> None:
    stage("staged_retired", present.select("offer_id"), types={"offer_id": "uuid"})
    parameters = {"tenant_id": act.tenant_id, "run_id": act.run_id, "no_row": _NO_ROW}
    execute(_KEEP_OLD, parameters)
    execute(_RETIRE, parameters)
