"""Looks at sources: the list across sources, one of them, the last of each source."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.access import require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from imports.errors import FetchNotFound
from imports.models import Fetch, ImportRun
from imports.selectors.runs import READ


def fetches(
    *,
    source_id: UUID | None = None,
    status: str = "",
    outcome: str = "",
    seen_by: Any = None,
    sort: str = "-created_at",
    **cut: Any,
) -> ListPage[Fetch]:
    """Looks of the current tenant, newest first; `seen_by` sees them. Two queries."""
    wanted = {"source_id": source_id, "status": status, "outcome": outcome}
    found: QuerySet[Fetch] = Fetch.objects.filter(**{name: value for name, value in wanted.items() if value})
    if seen_by is not None:
        found = visible(found, seen_by, READ)
    return list_page(found, lambda fetch: fetch, sort=sort, **cut)


def find_fetch(fetch_id: UUID, *, seen_by: Any = None) -> Fetch:
    """One look of the current tenant; raises FetchNotFound, PermissionRefused."""
    fetch = Fetch.objects.filter(pk=fetch_id).first()
    if fetch is None:
        raise FetchNotFound
    if seen_by is not None:
        place = {"supplier_id": fetch.supplier_id, "source_id": fetch.source_id}
        require(seen_by, READ, ImportRun(tenant_id=fetch.tenant_id, **place))
    return fetch


def latest_fetches(source_ids: Iterable[UUID], *, seen_by: Any = None) -> dict[UUID, Fetch]:
    """The last look at each of these sources that `seen_by` sees, those left to another one aside. One query."""
    found: QuerySet[Fetch] = Fetch.objects.filter(source_id__in=set(source_ids))
    found = found.exclude(outcome=Fetch.Outcome.SKIPPED)
    if seen_by is not None:
        found = visible(found, seen_by, READ)
    return {fetch.source_id: fetch for fetch in found.order_by("source_id", "-created_at").distinct("source_id")}
