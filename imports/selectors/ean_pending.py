"""The queue of products without EAN."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.access.visibility import visible
from core.cutting import ListPage, list_page
from core.errors import NotFound
from imports.models import EanPending
from suppliers.selectors import suppliers_by_id

READ = "read:imports"
State = EanPending.State


@dataclass(frozen=True)
class PendingFilters:
    """What the queue can be narrowed by; empty fields do not narrow."""

    state: str = State.OPEN
    supplier_id: UUID | None = None
    source_id: UUID | None = None
    search: str = ""
    # Whose queue it is: without the right by role it holds only what is granted. None: everything.
    seen_by: Any = None


@dataclass(frozen=True)
class PendingRow:
    """An article without EAN, as lists show it."""

    id: UUID
    supplier_id: UUID
    supplier_name: str
    source_id: UUID
    run_id: UUID | None
    supplier_sku: str
    title: str
    brand: str
    mpn: str
    state: str
    state_label: str
    gtin: str
    created_at: datetime
    resolved_at: datetime | None


def pending_list(filters: PendingFilters, *, sort: str = "-created_at", **cut: Any) -> ListPage[PendingRow]:
    """The queue of the current tenant, newest first, as `core.cutting.list_page` cuts it. Three queries."""
    found = list_page(pending(filters), lambda row: row, sort=sort, **cut)
    names = suppliers_by_id({row.supplier_id for row in found.items})
    items = [_row(row, names[row.supplier_id].name if row.supplier_id in names else "") for row in found.items]
    return ListPage(items, found.total, found.page, found.per_page, found.next_cursor)


def pending_counts(*, seen_by: Any = None) -> dict[str, int]:
    """Entries of the current tenant per state. One query."""
    rows = pending(PendingFilters(state="", seen_by=seen_by)).order_by().values("state").annotate(number=Count("pk"))
    return dict.fromkeys(State.values, 0) | {row["state"]: row["number"] for row in rows}


def pending_entry(entry_id: UUID) -> EanPending:
    """One entry of the current tenant; raises NotFound. One query."""
    row = EanPending.objects.filter(pk=entry_id).first()
    if row is None:
        raise NotFound(code="EAN_ENTRY_NOT_FOUND")
    return row


def pending(filters: PendingFilters) -> "QuerySet[EanPending]":
    """The entries that the filters name."""
    criteria = {"state": filters.state, "supplier_id": filters.supplier_id, "source_id": filters.source_id}
    found = EanPending.objects.filter(**{name: value for name, value in criteria.items() if value})
    if filters.search:
        text = filters.search
        found = found.filter(
            Q(title__icontains=text)
            | Q(supplier_sku__icontains=text)
            | Q(mpn__icontains=text)
            | Q(brand__icontains=text)
        )
    return found if filters.seen_by is None else visible(found, filters.seen_by, READ)


def _row(row: EanPending, supplier_name: str) -> PendingRow:
    return PendingRow(
        id=row.pk,
        supplier_id=row.supplier_id,
        supplier_name=supplier_name,
        source_id=row.source_id,
        run_id=row.run_id,
        supplier_sku=row.supplier_sku,
        title=row.title,
        brand=row.brand,
        mpn=row.mpn,
        state=row.state,
        state_label=str(row.get_state_display()),
        gtin=row.gtin,
        created_at=row.created_at,
        resolved_at=row.resolved_at,
    )
