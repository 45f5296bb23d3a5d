"""Lists of products: pages that stay fast at any depth, totals that never count a million rows, ids for long work."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet

from catalog.models import Product
from catalog.models.product import TITLE_SORT_LENGTH
from catalog.rights import READ
from catalog.selectors.facts import ProductPage, ProductRow
from catalog.selectors.filters import ProductFilters
from catalog.selectors.narrowing import narrowed
from catalog.selectors.ordering import Order, Place
from catalog.selectors.searching import searched
from catalog.selectors.statistics import CACHED_SECONDS
from core.access import allowed
from core.tenancy import current_tenant_id, tenant_scope

# Totals are exact up to here; beyond, counting would take longer than the page.
EXACT_TOTAL = 10_000
# Where grants cut the list, each counted row asks for its suppliers.
EXACT_CUT_TOTAL = 1_000
LONGEST_PAGE = 200
_ROW = ("id", "kind", "gtin", "sku", "asin", "title", "brand__name", "mpn", "category__path", "price", "currency")
_ROW_TAIL = ("stock", "weight", "tags", "status", "version", "search_text", "image_urls", "offer_count")
_ROW_END = ("created_at", "updated_at", "completeness__score")


@dataclass(frozen=True)
class _Cut:
    """The ids of one page, in its order, and whether there is more on either side."""

    ids: list[UUID]
    more_behind: bool
    more_before: bool


def product_list(
    tenant_id: UUID,
    filters: ProductFilters | None = None,
    *,
    sort: str = "-updated_at",
    page: int = 1,
    per_page: int = 25,
    after: str | None = None,
    before: str | None = None,
) -> ProductPage:
    """A page of products; three queries, one more for the words of a search and for each of its fields.

    `sort` is one of SORTS, with "-" downwards; blanks always come last. `after` (the cursor of the page before) goes on
    from there instead of counting pages, `before` comes back. Raises InvalidInput.
    """
    filters = filters or ProductFilters()
    per_page = max(1, min(per_page, LONGEST_PAGE))
    order = Order.of(sort)
    place = Place(after or "", "" if after else before or "", 0 if after else (max(page, 1) - 1) * per_page)
    with tenant_scope(tenant_id):
        found = filtered(filters)
        cut = _cut(order, found, place, per_page)
        rows = {row["id"]: row for row in Product.objects.filter(pk__in=cut.ids).values(*_ROW, *_ROW_TAIL, *_ROW_END)}
        items = [_row(rows[pk]) for pk in cut.ids if pk in rows]
        total, exact = _counted(found, filters)
    return ProductPage(
        items,
        total,
        exact,
        max(page, 1),
        per_page,
        after=order.cursor(items[-1]) if cut.more_behind and items else None,
        before=order.cursor(items[0]) if cut.more_before and items else None,
    )


def _cut(order: Order, found: QuerySet[Product], place: Place, per_page: int) -> _Cut:
    ids = order.ids(found, place, count=per_page + 1)
    is_longer, kept = len(ids) > per_page, ids[:per_page]
    if place.before and not place.after:
        return _Cut(kept[::-1], more_behind=True, more_before=is_longer)
    return _Cut(kept, more_behind=is_longer, more_before=bool(place.after or place.first))


def product_ids(
    tenant_id: UUID, filters: ProductFilters | None = None, *, after: UUID | None = None, size: int = 5000
) -> list[UUID]:
    """The next ids behind `after`, in the order of the ids: to walk all products that the filters leave. One query."""
    with tenant_scope(tenant_id):
        found = filtered(filters or ProductFilters())
        wanted = found.filter(pk__gt=after) if after else found
        return list(wanted.order_by("pk").values_list("pk", flat=True)[:size])


def product_count(tenant_id: UUID, filters: ProductFilters, *, most: int = EXACT_TOTAL) -> tuple[int, bool]:
    """How many products the filters leave, and whether that is exact: up to `most` it is. At most two queries."""
    with tenant_scope(tenant_id):
        return _total(filtered(filters), most)


def filtered(filters: ProductFilters) -> QuerySet[Product]:
    """The products of the current tenant that the filters leave, unordered."""
    return searched(narrowed(filters), filters.search)


def _counted(found: QuerySet[Product], filters: ProductFilters) -> tuple[int, bool]:
    """The total; where grants cut the list, at most CACHED_SECONDS old: counting it costs more than the page."""
    reader = filters.seen_by
    if reader is None or allowed(reader, READ):
        return _total(found, EXACT_TOTAL)
    named = repr(replace(filters, seen_by=reader.pk))
    key = f"catalog.total:{current_tenant_id()}:{hashlib.sha256(named.encode()).hexdigest()}"
    known: tuple[int, bool] | None = cache.get(key)
    if known is None:
        known = _total(found, EXACT_CUT_TOTAL)
        cache.set(key, known, CACHED_SECONDS)
    return known


def _total(found: QuerySet[Product], most: int) -> tuple[int, bool]:
    counted = found.order_by().values("pk")[: most + 1].count()
    if counted <= most:
        return counted, True
    return max(_planned(found), counted), False


def _planned(found: QuerySet[Product]) -> int:
    """How many rows the planner expects: close for plain filters, free of cost."""
    plan = json.loads(found.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def _row(values: dict[str, Any]) -> ProductRow:
    images = (values.pop("image_urls") or "").split("\n")
    named = {"brand": values.pop("brand__name"), "category": values.pop("category__path")}
    values["tags"] = tuple(values["tags"] or ())
    values["completeness"] = values.pop("completeness__score")
    sort_title = values.pop("search_text")[:TITLE_SORT_LENGTH]
    return ProductRow(**values, **named, image_url=images[0] or None, sort_title=sort_title)
