"""Missing rows: what a full import does to the offers of its source that its file does not name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import polars as pl

from catalog.selectors import delivered_offers
from catalog.services import Actor, MissingPolicy, retire_offers
from core.jobs import report_progress
from imports.feeds import journal
from imports.feeds.brake import Profile, usual
from imports.feeds.checking import KEPT_OUT, KEY_SCHEMA, KEYS
from imports.feeds.detached import detached
from imports.feeds.duplicates import hashes_of
from imports.feeds.folder import Shelf
from imports.feeds.plan import Plan
from imports.models import ImportRun
from suppliers.selectors import sources_of

BATCH = 20_000
SAMPLES = 20
# Numbers in the catalogue's ledger that no chunk of a file ever has.
FIRST_NUMBER = 1_000_000_000
# Rows of which nobody knows the product may be any of those that seem to be missing.
KEYLESS_PERCENT = 1


@dataclass(frozen=True)
class Incomplete:
    """Why a file is not taken for complete: a code of the log and the values of its sentence."""

    code: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return journal.sentence(self.code, self.params)


@dataclass(frozen=True)
class Missing:
    """`offers` (`offer_id`, `key`) that the file does not name, of so many `delivered` ones; none when incomplete."""

    offers: pl.DataFrame
    delivered: int
    incomplete: Incomplete | None = None

    def to_json(self, policy: str) -> dict[str, Any]:
        """As a dry run keeps it."""
        return {
            "count": self.offers.height,
            "delivered": self.delivered,
            "policy": policy,
            "samples": [{"key": key} for key in self.offers["key"].head(SAMPLES).to_list()],
            "reason": {"code": self.incomplete.code, **self.incomplete.params} if self.incomplete else None,
        }


NOTHING = Missing(pl.DataFrame(schema={"offer_id": pl.String, "key": pl.String}), 0)


def find_missing(plan: Plan, checked: Shelf, before: Sequence[Profile]) -> Missing:
    """The offers of the source that no row of the file names, held and filtered rows included; none if incomplete."""
    if plan.is_partial or not plan.is_import:
        return NOTHING
    incomplete = incompleteness(plan, checked, before)
    if incomplete:
        return Missing(NOTHING.offers, 0, incomplete)
    return _not_named(plan, checked)


def incompleteness(plan: Plan, checked: Shelf, before: Sequence[Profile]) -> Incomplete | None:
    """Why the file is not taken for complete, or None; that it was read to its end is a matter of course by now."""
    rows = checked.rows
    if all(chunk.facts["held"] == chunk.rows for chunk in checked.chunks):
        return Incomplete("no_rows", {})
    keyless = sum(int(chunk.facts["keyless"]) for chunk in checked.chunks)
    if keyless * 100 > KEYLESS_PERCENT * rows:
        return Incomplete("keyless_rows", {"keyless": keyless, "rows": rows})
    normal, percent = usual(before, "rows"), plan.policies.completeness_percent
    if normal is not None and rows * 100 < percent * normal:
        return Incomplete("too_few_rows", {"rows": rows, "usual": round(normal), "percent": percent})
    return None


def retire_missing(run: ImportRun, plan: Plan, checked: Shelf, before: Sequence[Profile]) -> None:
    """Retire what is missing, 20,000 offers a transaction, each batch once however often the worker dies.

    A batch that the catalogue did before a crash is given its number again and answers with what it did then; what it
    did not contain this time is found in a second look.
    """
    resumed = "retired_batches" in run.checkpoint
    missing = find_missing(plan, checked, before)
    if not resumed:
        _begin(run, missing)
    _retire(run, plan, missing)
    if resumed:
        _retire(run, plan, find_missing(plan, checked, before))
    if run.offers_missing:
        journal.note(run, "retired", missing=run.offers_missing, retired=run.offers_retired)


def _begin(run: ImportRun, missing: Missing) -> None:
    if missing.incomplete:
        journal.note(run, missing.incomplete.code, level="warning", **missing.incomplete.params)
    if missing.offers.height:
        checkpoint = {**run.checkpoint, "retired_batches": 0}
        report_progress(run, checkpoint=checkpoint, phase="retiring", offers_missing=missing.offers.height)


def _retire(run: ImportRun, plan: Plan, missing: Missing) -> None:
    for batch in missing.offers.iter_slices(BATCH):
        number = int(run.checkpoint["retired_batches"])
        result = retire_offers(
            batch["offer_id"].to_list(),
            tenant_id=plan.tenant_id,
            supplier_id=plan.supplier_id,
            run_id=plan.run_id,
            batch_number=FIRST_NUMBER + number,
            actor=Actor("import", plan.run_id, plan.label),
            policy=cast(MissingPolicy, plan.policies.missing_rows),
        )
        checkpoint = {**run.checkpoint, "retired_batches": number + 1}
        report_progress(run, checkpoint=checkpoint, offers_retired=run.offers_retired + result.retired)


def _not_named(plan: Plan, checked: Shelf) -> Missing:
    offers = delivered_offers(
        tenant_id=plan.tenant_id,
        supplier_id=plan.supplier_id,
        source_id=plan.source_id,
        # What an earlier version merged has no source: it is this one's when the supplier has no other.
        include_unassigned=len(sources_of(plan.supplier_id)) == 1,
    )
    named = pl.concat(
        checked.frame(chunk.number, name, KEY_SCHEMA).select("h1", "h2")
        for chunk in checked.chunks
        for name in (KEYS, KEPT_OUT)
    )
    missing, delivered = [NOTHING.offers], 0
    for piece in offers:
        missing.append(_lacking(piece, named))
        delivered += piece.height
    return Missing(pl.concat(missing).sort("key"), delivered)


def _lacking(offers: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    hashed = offers.with_columns(*hashes_of(pl.col("key")))
    # In two steps, so that the table of the join is one of the piece and not of the whole file.
    present = named.join(hashed, on=("h1", "h2"), how="semi")
    return detached(hashed.join(present, on=("h1", "h2"), how="anti").select("offer_id", "key"))
