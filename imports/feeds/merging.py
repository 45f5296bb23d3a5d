"""Merge: a batch goes into the catalogue in one transaction there, exactly once per run and chunk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from catalog.services import Actor, Existing, MergePolicy, MergeResult, Mode, merge_offers
from core.databases import atomic
from core.jobs import JobStatus
from imports.feeds import chunks
from imports.feeds.batches import Batch, batch_of, refuse
from imports.feeds.chunks import Work
from imports.feeds.duplicates import Losers
from imports.feeds.ean_queue import queue_missing
from imports.feeds.folder import Shelf
from imports.feeds.plan import Plan
from imports.feeds.quarantine import keep
from imports.feeds.replay import settle
from imports.feeds.tally import Tally
from imports.models import ImportRun, RunChunk

STEP = RunChunk.Step.MERGE
# target of a mapping -> field of the catalogue, where they differ
CATALOGUE_NAMES = {"ean": "gtin", "image_url": "image_urls"}


@dataclass(frozen=True)
class Merged:
    """What the catalogue made of a batch; rows that it refused are among the batch's held rows."""

    batch: Batch
    result: MergeResult

    def count(self, tally: Tally) -> None:
        """Add the batch to the counts of its run."""
        result = self.result
        tally.add_rows(
            read=self.batch.read,
            created=result.created,
            updated=result.updated,
            unchanged=result.unchanged,
            held=self.batch.held,
            skipped=self.batch.skipped + result.skipped,
        )
        tally.products_created += result.products_created
        tally.products_updated += result.products_updated
        tally.add_issues(self.batch.findings.counts)
        tally.add_changes(result.changed_fields)


def merging_work(run: ImportRun, plan: Plan, checked: Shelf, losers: Losers) -> Work[Batch]:
    """What any worker does with a chunk of this step; its counts and findings are written in one transaction."""

    def do(batch: Batch, finish: Callable[[dict[str, Any]], None]) -> None:
        merged = merge(batch, plan)
        tally = Tally()
        merged.count(tally)
        with atomic("imports"):
            keep(run, merged.batch.findings, before=totals(run).issues)
            settle(run, checked, merged.batch)
            queue_missing(merged.batch.frame, plan)
            finish(tally.to_json())

    return Work(STEP, make=lambda number: batch_of(checked, losers, number), do=do)


def totals(run: ImportRun) -> Tally:
    """The counts of all chunks that are merged."""
    return Tally.total(chunk.result for chunk in chunks.results(run, STEP))


def save_totals(run: ImportRun) -> None:
    """Called by a helper at its end: a run that was put down while it worked still counts its last chunk."""
    with atomic("imports"):
        put_down = ImportRun._base_manager.select_for_update().filter(pk=run.pk).exclude(status=JobStatus.PROCESSING)
        if put_down.exists():
            ImportRun._base_manager.filter(pk=run.pk).update(**totals(run).changes())


def merge(batch: Batch, plan: Plan) -> Merged:
    """Hand the batch to the catalogue; the same batch again gives the same result and changes nothing."""
    result = merge_offers(
        batch.frame,
        tenant_id=plan.tenant_id,
        supplier_id=plan.supplier_id,
        run_id=plan.run_id,
        batch_number=batch.number,
        actor=Actor("import", plan.run_id, plan.label),
        policy=policy_of(plan),
        source_id=plan.source_id,
        seen_at=plan.seen_at,
    )
    return Merged(refuse(batch, result.refused), result)


def policy_of(plan: Plan) -> MergePolicy:
    """The plan's decisions in the catalogue's words."""
    modes = {CATALOGUE_NAMES.get(name, name): field.mode for name, field in plan.mapping.fields.items()}
    return MergePolicy(existing=cast(Existing, plan.policies.existing_products), modes=cast(Mapping[str, Mode], modes))
