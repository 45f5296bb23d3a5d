"""Questions about edited sheets: their list, one of them, its cells."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import allowed, require
from core.cutting import ListPage, list_page
from core.errors import NotFound
from imports.models import Sheet, SheetCell

WRITE = "write:products"


def sheets(*, seen_by: Any = None, sort: str = "-created_at", **cut: Any) -> ListPage[Sheet]:
    """Edited sheets of the current tenant, newest first. Two queries."""
    return list_page(_visible(seen_by), lambda sheet: sheet, sort=sort, **cut)


def find_sheet(sheet_id: UUID, *, seen_by: Any = None) -> Sheet:
    """One edited sheet; raises NotFound (SHEET_NOT_FOUND), PermissionRefused."""
    if seen_by is not None:
        require(seen_by, WRITE)
    sheet = _visible(seen_by).filter(pk=sheet_id).first()
    if sheet is None:
        raise NotFound(_("There is no such sheet."), code="SHEET_NOT_FOUND")
    return sheet


def sheet_cells(sheet: Sheet, *, state: str = "", sort: str = "row", **cut: Any) -> ListPage[SheetCell]:
    """The edited cells, row by row. Two queries."""
    found = SheetCell.objects.filter(sheet=sheet)
    return list_page(found.filter(state=state) if state else found, lambda cell: cell, sort=sort, **cut)


def undecided(sheet: Sheet) -> int:
    """Conflicts about which nobody has decided. One query."""
    return SheetCell.objects.filter(sheet=sheet, state=SheetCell.State.CONFLICT, choice="").count()


def _visible(seen_by: Any) -> Any:
    """All of them for who may read all products, else one's own."""
    found = Sheet.objects.all()
    if seen_by is None or allowed(seen_by, "read:products"):
        return found
    return found.filter(created_by_id=seen_by.pk)
