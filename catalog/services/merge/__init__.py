"""Merging a feed's rows into the catalogue, a batch at a time, exactly once each.

Batches of a tenant are merged side by side, also those of one run, with the result of one after the other: see
`overtaken` and docs/decisions/0050.
"""

import logging
import time
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import polars as pl
from django.db import IntegrityError, InterfaceError, OperationalError
from django.utils import timezone

from catalog.acts import Actor, Batch, MergePolicy, MergeResult
from catalog.services import ledger
from catalog.services.locks import lock_batch, lock_log, lock_merges
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.merge import matching, names, updating
from catalog.services.merge.creation import create_products, without_title
from catalog.services.merge.known import differing
from catalog.services.merge.overtaken import Overtaken, check_met, check_since, end_of_log
from catalog.services.merge.rows import Rows, canonical, prepare
from core.databases import atomic
from core.errors import Transient

logger = logging.getLogger(__name__)
EXISTS = "offer_exists"
NO_TITLE = "title_missing"
_ATTEMPTS = 5
# A batch that was overtaken so often lets no other merge in beside it: it cannot be overtaken again.
_TOGETHER = 3
_PAUSE_SECONDS = 0.15


def merge_offers(  # noqa: PLR0913 - what a run says about its batch, each by name
    frame: pl.DataFrame,
    *,
    tenant_id: UUID,
    supplier_id: UUID,
    run_id: UUID,
    batch_number: int,
    actor: Actor,
    policy: MergePolicy | None = None,
    source_id: UUID | None = None,
    seen_at: datetime | None = None,
) -> MergeResult:
    """Merge one batch of validated rows: offers, golden records, change log and event in one transaction.

    `frame` has `row`, `key` and any of `supplier_sku`, the fields of `catalog.fields`, `attribute:...`, `price:...`,
    `stock:...` and `raw`, all text; a column that is absent leaves the catalogue as it is. Batches of a run may come in
    any order and at the same time when each gives the same `seen_at` (the start of the run; default: now). The same run
    and number again returns the saved result. Raises Transient when other writers were in the way several times.
    """
    batch = Batch(
        tenant_id=tenant_id,
        supplier_id=supplier_id,
        run_id=run_id,
        number=batch_number,
        actor=actor,
        policy=policy or MergePolicy(),
        source_id=source_id,
        seen_at=seen_at or timezone.now(),
    )
    rows = prepare(frame, batch.policy)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            names.make(rows.frame, tenant_id=tenant_id)
            return _merge_once(rows, batch, alone=attempt > _TOGETHER)
        except (IntegrityError, InterfaceError, OperationalError, Overtaken) as error:
            logger.warning("batch %s of run %s, attempt %s: %r", batch.number, batch.run_id, attempt, error)
            if attempt == _ATTEMPTS:
                raise Transient(code="CATALOGUE_BUSY") from error
            _pause(error, attempt)
    raise AssertionError("unreachable")


def _pause(error: Exception, attempt: int) -> None:
    """Who was overtaken finds the other's work done; a database that is away, or two in a circle, need a moment."""
    if isinstance(error, InterfaceError | OperationalError):
        time.sleep(_PAUSE_SECONDS * 2**attempt)


def _merge_once(rows: Rows, batch: Batch, *, alone: bool) -> MergeResult:
    with atomic("catalog"):
        lock_merges(batch.tenant_id, alone=alone)
        lock_batch(batch.run_id, batch.number)
        saved = ledger.result_of(batch.tenant_id, batch.run_id, batch.number)
        if saved is not None:
            return MergeResult.from_json(saved)
        every = batch.policy.existing == "error"
        found = differing(rows, tenant_id=batch.tenant_id, supplier_id=batch.supplier_id, every=every)
        result = _merge_differing(found, rows, batch)
        ledger.record(batch.tenant_id, batch.run_id, batch.number, result=result.to_json())
        return result


def _merge_differing(found: pl.DataFrame, rows: Rows, batch: Batch) -> MergeResult:
    """Everything after the question which rows differ; `found` holds only those."""
    result = MergeResult(unchanged=rows.frame.height - found.height, skipped=rows.skipped, refused=rows.refused)
    found, result = _by_strategy(found, batch, result=result)
    if found.is_empty():
        return result
    found, unfit = canonical(found)
    found = names.resolve(found, tenant_id=batch.tenant_id)
    if names.has_unknown(found):
        raise Overtaken
    return _write(found, rows, batch, result=replace(result, refused=[*result.refused, *unfit]))


def _by_strategy(found: pl.DataFrame, batch: Batch, *, result: MergeResult) -> tuple[pl.DataFrame, MergeResult]:
    """Leave out known offers where the policy says so; one that was missing and comes back is as good as new."""
    if batch.policy.existing == "update":
        return found, result
    is_known = pl.col("offer_id").is_not_null() & ~pl.col("missing")
    known, fresh = found.filter(is_known), found.filter(~is_known)
    if batch.policy.existing == "ignore":
        return fresh, replace(result, skipped=result.skipped + known.height)
    return fresh, replace(result, refused=[*result.refused, *((row, EXISTS) for row in known["row"].to_list())])


def _write(found: pl.DataFrame, rows: Rows, batch: Batch, *, result: MergeResult) -> MergeResult:
    act = Act(batch.tenant_id, batch.actor, batch.run_id)
    after = end_of_log(batch.tenant_id)
    fresh = matching.match(
        found.filter(pl.col("offer_id").is_null()), tenant_id=batch.tenant_id, supplier_id=batch.supplier_id
    )
    unmatched = fresh.filter(pl.col("product_id").is_null())
    untitled = without_title(unmatched)["row"]
    unmatched = unmatched.filter(~pl.col("row").is_in(untitled.implode()))
    met = pl.concat(
        [found.filter(pl.col("offer_id").is_not_null()), fresh.filter(pl.col("product_id").is_not_null())],
        how="diagonal",
    )
    entries = []
    outcome = _decide(met, rows, batch, making=unmatched)
    if unmatched.height:
        entries.append(create_products(unmatched, batch, shape=rows))
        result = replace(result, products_created=entries[-1].height)
    if outcome is not None:
        entries.append(updating.apply(outcome, batch))
        known = met.height - int(outcome.offers["is_new"].sum())
        result = replace(
            result,
            updated=outcome.updated_rows,
            unchanged=result.unchanged + known - outcome.updated_rows,
            products_updated=entries[-1].height,
            changed_fields=outcome.changed_fields,
        )
    lock_log(batch.tenant_id)
    check_since(fresh, batch, after=after)
    if entries:
        write_changes(act, pl.concat(entries))
    refused = [*result.refused, *((row, NO_TITLE) for row in untitled.to_list())]
    result = replace(result, created=fresh.height - untitled.len(), refused=refused)
    _tell(act, batch, result)
    return result


def _decide(met: pl.DataFrame, rows: Rows, batch: Batch, *, making: pl.DataFrame) -> updating.Outcome | None:
    """Hold the products that the rows met, and decide; before anything is written, so that locks come in order."""
    if met.is_empty():
        return None
    outcome = updating.decide_updates(met, batch, shape=rows, making=making)
    check_met(met, outcome, batch)
    return outcome


def _tell(act: Act, batch: Batch, result: MergeResult) -> None:
    if result.products_created or result.products_updated:
        facts = {
            "batch": batch.number,
            "supplier_id": str(batch.supplier_id),
            "created": result.products_created,
            "updated": result.products_updated,
            "refused": len(result.refused),
            "fields": sorted(result.changed_fields),
        }
        changes = result.products_created + result.products_updated
        tell_products_changed(act, aggregate_id=batch.run_id, changes=changes, facts=facts)
