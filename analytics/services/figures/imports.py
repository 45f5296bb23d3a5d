"""Figures of runs: copied anew whenever a run tells of itself, so that a repeated event changes nothing."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from analytics.models import ImportFigure
from core.databases import atomic
from core.tenancy import every_tenant
from imports.selectors.run_figures import RunFigures, run_figures

AT_ONCE = 1_000


def keep_runs(run_ids: Iterable[UUID]) -> int:
    """Copy the numbers of these runs as they are now; returns how many. Two statements."""
    return write_runs(run_figures(sorted(set(run_ids))))


def write_runs(runs: Iterable[RunFigures]) -> int:
    """Write the numbers of runs; those of the same run are replaced."""
    rows = [ImportFigure(**asdict(run)) for run in runs]
    names = [field.attname for field in ImportFigure._meta.concrete_fields if not field.primary_key]
    with every_tenant(), atomic("analytics"):
        ImportFigure.objects.bulk_create(
            rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
    return len(rows)
