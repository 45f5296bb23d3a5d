"""Asking the brake: the profile of a run's file, the accepted files before it, and what a sample of it would do."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils import timezone

from catalog.selectors import compare_offers
from core.jobs import JobStatus
from imports.feeds.batches import VALID, VALID_SCHEMA
from imports.feeds.brake import (
    LEARNS_FROM,
    Evidence,
    Profile,
    judge,
    judge_missing,
    judge_sample,
)
from imports.feeds.detached import detached
from imports.feeds.duplicates import Losers
from imports.feeds.feed_profile import added, profile_of
from imports.feeds.folder import Shelf
from imports.feeds.merging import policy_of
from imports.feeds.missing import Missing
from imports.feeds.plan import Plan
from imports.models import ImportRun
from suppliers.brake_limits import BrakeLimits

SAMPLE_ROWS = 2_000


class BrakePulled(Exception):
    """The run is held before its first merge; `hold` is what it keeps: the evidence and when."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        super().__init__(", ".join(one.code for one in evidence))
        self.hold: dict[str, Any] = {
            "state": "held",
            "evidence": [one.to_json() for one in evidence],
            "at": timezone.now().isoformat(),
        }


def profile(checked: Shelf, losers: Losers) -> dict[str, Any]:
    """The profile of the checked file."""
    counts = added(chunk.facts["profile"] for chunk in checked.chunks)
    return profile_of(counts, repeated=losers.count)


def accepted_profiles(plan: Plan) -> list[Profile]:
    """The profiles of the source's last imports that were completed and not undone, newest first. One query."""
    accepted = ImportRun.objects.filter(
        source_id=plan.source_id, kind=ImportRun.Kind.IMPORT, status=JobStatus.COMPLETED
    ).exclude(undoings__status=JobStatus.COMPLETED)
    found = accepted.exclude(pk=plan.run_id).exclude(profile={}).order_by("-finished_at")
    return list(found.values_list("profile", flat=True)[:LEARNS_FROM])


def evidence_against(
    run: ImportRun, plan: Plan, checked: Shelf, *, before: Sequence[Profile], missing: Missing
) -> list[Evidence]:
    """What speaks against merging the file now; nothing when the brake is off or somebody has let the run go."""
    if not plan.policies.brake.get("enabled", True) or not plan.is_import or run.hold.get("state") == "released":
        return []
    limits = BrakeLimits.of(plan.policies.brake)
    found = judge(run.profile, before, limits)
    found += judge_missing(missing.offers.height, missing.delivered, limits)
    return [*found, *_of_sample(plan, checked, limits)]


def _of_sample(plan: Plan, checked: Shelf, limits: BrakeLimits) -> list[Evidence]:
    sample = sample_of(checked)
    if sample.is_empty():
        return []
    compared = compare_offers(sample, tenant_id=plan.tenant_id, supplier_id=plan.supplier_id, policy=policy_of(plan))
    return judge_sample(compared, sample, limits)


def sample_of(checked: Shelf) -> pl.DataFrame:
    """At most 2,000 rows, evenly over the file: the same ones for the same file."""
    step = max(1, -(-checked.rows // SAMPLE_ROWS))
    frames = [detached(checked.frame(chunk.number, VALID, VALID_SCHEMA).gather_every(step)) for chunk in checked.chunks]
    return pl.concat(frames, how="diagonal").head(SAMPLE_ROWS) if frames else pl.DataFrame(schema=VALID_SCHEMA)
