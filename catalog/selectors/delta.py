"""What has changed since a place in the change log: each product once, as it is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min

from catalog.models import Change, Product
from catalog.rights import READ
from catalog.selectors.facts import ProductRow
from catalog.selectors.filters import ProductFilters
from catalog.selectors.lists import product_list
from core.access import allowed
from core.tenancy import tenant_scope

LONGEST_DELTA = 200
LONGEST_ACT = timedelta(minutes=15)


@dataclass(frozen=True)
class ChangedProduct:
    """What became of a product in this part of the log; `product` is None when it is gone by now."""

    product_id: UUID
    kind: str
    fields: list[str]
    product: ProductRow | None


@dataclass(frozen=True)
class ChangedProducts:
    """A part of the log; `cursor` is where to read on, `more` whether there is something behind it already."""

    items: list[ChangedProduct]
    cursor: int
    more: bool


def changed_products(
    *, tenant_id: UUID, cursor: int | None = None, since: datetime | None = None, limit: int = 100, seen_by: Any = None
) -> ChangedProducts:
    """The products changed by the next `limit` entries of the log; a constant number of queries.

    From `cursor` on, else from a quarter of an hour before `since`, else from the beginning.
    """
    with tenant_scope(tenant_id):
        entries = Change.objects.filter(tenant_id=tenant_id).order_by("seq")
        start = _place(since) if cursor is None else cursor
        rows = list(entries.filter(seq__gt=start).values("seq", "product_id", "kind", "new")[: limit + 1])
    read = rows[:limit]
    shown = _shown({row["product_id"] for row in read}, tenant_id=tenant_id, seen_by=seen_by)
    sees_all = seen_by is None or allowed(seen_by, READ)
    items = [
        _changed(product_id, of_one, shown)
        for product_id, of_one in _by_product(read).items()
        if sees_all or product_id in shown
    ]
    return ChangedProducts(items, read[-1]["seq"] if read else start, more=len(rows) > limit)


def _place(since: datetime | None) -> int:
    """The entry behind which the first one at or after the moment stands; the log's end when nothing came since."""
    if since is None:
        return 0
    # An entry has the time at which its transaction began, and is seen when it ends.
    first = Change.objects.filter(at__gte=since - LONGEST_ACT).aggregate(first=Min("seq"))["first"]
    if first is not None:
        return int(first) - 1
    return Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def _by_product(rows: Iterable[Any]) -> dict[UUID, list[dict[str, Any]]]:
    grouped: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["product_id"], []).append(row)
    return grouped


def _changed(product_id: UUID, rows: list[dict[str, Any]], shown: dict[UUID, ProductRow]) -> ChangedProduct:
    fields = sorted({name for row in rows for name in row["new"] or {}})
    kinds = [row["kind"] for row in rows]
    created = Change.Kind.CREATED if Change.Kind.CREATED in kinds else Change.Kind.UPDATED
    kind = Change.Kind.REMOVED if kinds[-1] == Change.Kind.REMOVED else created
    return ChangedProduct(product_id, str(kind), fields, shown.get(product_id))


def _shown(product_ids: set[UUID], *, tenant_id: UUID, seen_by: Any) -> dict[UUID, ProductRow]:
    if not product_ids:
        return {}
    filters = ProductFilters(ids=tuple(product_ids), statuses=tuple(Product.Status.values), seen_by=seen_by)
    page = product_list(tenant_id, filters, per_page=len(product_ids))
    return {row.id: row for row in page.items}
