"""Questions about planned exports."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from core.cutting import ListPage, list_page
from imports.models import Export, ExportSchedule
from imports.selectors.exports import visible_exports


def planned_exports(*, sort: str = "name", **cut: Any) -> ListPage[ExportSchedule]:
    """Planned exports of the current tenant, by name. Two queries."""
    return list_page(ExportSchedule.objects.select_related("destination"), lambda row: row, sort=sort, **cut)


def last_exports(schedule_ids: Collection[UUID], *, seen_by: Any) -> dict[UUID | None, Export]:
    """The last export of each of these schedules. One query."""
    found = visible_exports(seen_by).filter(schedule_id__in=schedule_ids)
    return {each.schedule_id: each for each in found.order_by("schedule_id", "-created_at").distinct("schedule_id")}
