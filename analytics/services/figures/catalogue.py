"""Levels of the catalogue: how many products of which kind there are at the end of a day, or now."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from analytics.models import DailyFigure
from analytics.services.figures.daily import set_levels, today
from catalog.selectors.figures import catalogue
from core.databases import atomic
from core.models import Tenant
from core.tenancy import tenant_scope

# Counting a million products takes a second: during a long import it is not done for each of its batches.
FRESH = timedelta(minutes=5)
PREFIX = "catalogue."


def keep_levels(tenant_id: UUID, *, at_once: bool = True) -> bool:
    """Count the catalogue and keep it as today's level; unless `at_once`, not when that was done minutes ago."""
    day = today(tenant_id)
    with tenant_scope(tenant_id):
        fresh = DailyFigure.objects.filter(metric=f"{PREFIX}total", day=day, updated_at__gt=timezone.now() - FRESH)
        if not at_once and fresh.exists():
            return False
        counted = catalogue(tenant_id).levels
        with atomic("analytics"):
            set_levels(tenant_id, {(day, f"{PREFIX}{name}"): number for name, number in counted.items()})
    return True


def keep_levels_of_all() -> int:
    """Today's levels of every organisation; returns how many."""
    return sum(keep_levels(pk) for pk in Tenant.objects.values_list("pk", flat=True))
