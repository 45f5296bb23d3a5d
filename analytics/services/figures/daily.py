"""Writing the figures of days."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from analytics.models import DailyFigure
from core.configuration import value

Figures = Mapping[tuple[date, str], float]


def zone_of(tenant_id: UUID) -> ZoneInfo:
    """The time zone in which the organisation's days begin."""
    return ZoneInfo(value("general.time_zone", tenant_id))


def today(tenant_id: UUID, now: datetime | None = None) -> date:
    """The organisation's day."""
    return (now or timezone.now()).astimezone(zone_of(tenant_id)).date()


def set_levels(tenant_id: UUID, figures: Figures) -> None:
    """Write the figures; those of the same day and metric are replaced. One statement."""
    _write(
        [
            DailyFigure(tenant_id=tenant_id, day=day, metric=name, value=number)
            for (day, name), number in figures.items()
        ]
    )


def add_sums(tenant_id: UUID, figures: Figures) -> None:
    """Add the numbers to the figures of their days; needs core.databases.atomic("analytics") around it."""
    wanted = {key: number for key, number in figures.items() if number}
    blank = [DailyFigure(tenant_id=tenant_id, day=day, metric=name) for day, name in sorted(wanted)]
    DailyFigure.objects.bulk_create(blank, ignore_conflicts=True)
    for (day, name), number in sorted(wanted.items()):
        rows = DailyFigure.objects.filter(tenant_id=tenant_id, day=day, metric=name)
        rows.update(value=F("value") + number, updated_at=timezone.now())


def _write(rows: Iterable[Any]) -> None:
    DailyFigure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant_id", "metric", "day"],
        update_fields=["value", "updated_at"],
    )
