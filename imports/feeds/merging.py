"""Merge: a batch goes into the catalogue in one transaction there, exactly once per run and chunk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from catalog.services import Actor, Existing, MergePolicy, MergeResult, Mode, merge_offers
from imports.feeds.batches import Batch, refuse
from imports.feeds.plan import Plan
from imports.feeds.tally import Tally

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
    )
    return Merged(refuse(batch, result.refused), result)


def policy_of(plan: Plan) -> MergePolicy:
    """The plan's decisions in the catalogue's words."""
    modes = {CATALOGUE_NAMES.get(name, name): field.mode for name, field in plan.mapping.fields.items()}
    return MergePolicy(existing=cast(Existing, plan.policies.existing_products), modes=cast(Mapping[str, Mode], modes))
