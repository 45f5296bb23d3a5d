"""Sums of the change log: each entry is counted once, because the cursor moves with the sums."""

from datetime import date
from uuid import UUID

from analytics.models import LogCursor
from analytics.services.figures.daily import add_sums, zone_of
from catalog.selectors.figures import DayOfChanges, day_counts
from core.databases import atomic
from core.tenancy import tenant_scope

SUMS = ("created", "updated", "deleted", "active_net")


def count_changes(tenant_id: UUID) -> int:
    """Add what the change log holds beyond the cursor to the days' sums; returns how many days got something."""
    with tenant_scope(tenant_id):
        LogCursor.objects.get_or_create(tenant_id=tenant_id)
        with atomic("analytics"):
            # Two of these at once would count the same entries: the second waits, and reads on from there.
            cursor = LogCursor.objects.select_for_update().get(tenant_id=tenant_id)
            days, last = day_counts(tenant_id, after=cursor.last_seq, zone=str(zone_of(tenant_id)))
            add_sums(tenant_id, _figures(days))
            LogCursor.objects.filter(pk=cursor.pk).update(last_seq=last)
    return len(days)


def _figures(days: list[DayOfChanges]) -> dict[tuple[date, str], float]:
    return {(day.day, f"products.{name}"): getattr(day, name) for day in days for name in SUMS}
