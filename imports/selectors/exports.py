"""Questions about exports: their list, one of them, templates, destinations, schedules."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.access import allowed, require, within_limits
from core.cutting import ListPage, list_page
from core.errors import NotFound
from imports.models import Export, ExportDestination

READ, PRODUCTS = "read:exports", "read:products"


def exports(
    *,
    seen_by: Any = None,
    status: str = "",
    format: str = "",
    schedule_id: UUID | None = None,
    search: str = "",
    sort: str = "-created_at",
    **cut: Any,
) -> ListPage[Export]:
    """Exports of the current tenant that somebody may see, newest first. Two queries."""
    found: QuerySet[Export] = visible_exports(seen_by).select_related("destination")
    wanted = {"status": status, "format": format, "schedule_id": schedule_id}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if search:
        found = found.filter(Q(name__icontains=search) | Q(file_name__icontains=search))
    return list_page(found, lambda export: export, sort=sort, **cut)


def visible_exports(seen_by: Any) -> QuerySet[Export]:
    """All of them for who may read all products, else one's own: a file shows what its maker may read.

    None with a key that is not for reading products, whatever its owner may.
    """
    found = Export.objects.all()
    if seen_by is None or allowed(seen_by, PRODUCTS):
        return found
    if not within_limits(seen_by, PRODUCTS):
        return found.none()
    return found.filter(created_by_id=seen_by.pk)


def find_export(export_id: UUID, *, seen_by: Any = None) -> Export:
    """One export; raises NotFound (EXPORT_NOT_FOUND), PermissionRefused without `read:exports`."""
    if seen_by is not None:
        require(seen_by, READ)
    export = visible_exports(seen_by).select_related("destination").filter(pk=export_id).first()
    if export is None:
        raise NotFound(_("There is no such export."), code="EXPORT_NOT_FOUND")
    return export


def destinations(*, active_only: bool = False) -> list[ExportDestination]:
    """The destinations of the current tenant, by name. One query."""
    found = ExportDestination.objects.all()
    return list(found.filter(is_active=True) if active_only else found)
