"""Counting everything anew from the sources: runs in db_imports, the change log and products in db_catalog."""

from uuid import UUID

from analytics.models import DailyFigure, ImportFigure, LogCursor
from analytics.services.figures.catalogue import keep_levels
from analytics.services.figures.changes import SUMS, count_changes
from analytics.services.figures.imports import write_runs
from core.databases import atomic
from core.tenancy import tenant_scope
from imports.selectors.run_figures import every_run


def recount(tenant_id: UUID) -> dict[str, int]:
    """Make the figures of the organisation anew; returns how many runs and days of changes were found.

    Levels of past days cannot be counted any more: they stay as they are, today's is counted.
    """
    with tenant_scope(tenant_id):
        with atomic("analytics"):
            ImportFigure.objects.all().delete()
            runs = write_runs(every_run(tenant_id))
        with atomic("analytics"):
            LogCursor.objects.get_or_create(tenant_id=tenant_id)
            # Whoever counts at this moment waits here.
            list(LogCursor.objects.select_for_update().filter(tenant_id=tenant_id))
            DailyFigure.objects.filter(metric__in=[f"products.{name}" for name in SUMS]).delete()
            LogCursor.objects.filter(tenant_id=tenant_id).update(last_seq=0)
            days = count_changes(tenant_id)
    keep_levels(tenant_id)
    return {"runs": runs, "days": days}
