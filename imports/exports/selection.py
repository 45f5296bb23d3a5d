"""The products of an export, page by page in the order of their ids, as the person who asks may read them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.selectors import ProductFilters, product_ids
from catalog.selectors.filters import filters_to_act_on
from catalog.selectors.flat import flat_products
from catalog.selectors.lists import product_count
from core.errors import InvalidInput, NotFound
from core.models import SavedView
from imports.exports.plan import FILTERS, IDS, VIEW, Selection
from imports.exports.presets import Layout

PAGE = 5_000


def filters_of(selection: Selection, *, seen_by: Any) -> ProductFilters:
    """The filters that the selection stands for. Raises InvalidInput, NotFound for a view that is not to be seen."""
    if selection.kind == IDS:
        return ProductFilters(ids=tuple(_key(pk) for pk in selection.ids), seen_by=seen_by)
    if selection.kind == FILTERS:
        return filters_to_act_on(selection.filters, seen_by=seen_by)
    if selection.kind == VIEW:
        return filters_to_act_on(QueryDict(_view(_key(selection.view_id), seen_by).query), seen_by=seen_by)
    return ProductFilters(seen_by=seen_by)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        message = _("“%(key)s” is no id: take it from the list of products, or of saved views.") % {"key": text[:40]}
        raise InvalidInput(message, code="EXPORT_SELECTION_INVALID") from error


def _view(view_id: UUID, seen_by: Any) -> SavedView:
    found = SavedView.objects.filter(page="products", pk=view_id)
    if seen_by is not None:
        found = found.filter(Q(owner=seen_by) | Q(is_shared=True))
    view = found.first()
    if view is None:
        raise NotFound(_("This saved view is gone, or is not shared with you."), code="VIEW_NOT_FOUND")
    return view


def count(tenant_id: UUID, filters: ProductFilters) -> int:
    """How many products there are, as far as that can be said quickly."""
    return product_count(tenant_id, filters)[0]


@dataclass(frozen=True)
class Page:
    """Some products: the ids as they were found, and the order in which they are written."""

    ids: list[UUID]
    written: list[UUID]

    @property
    def last(self) -> UUID:
        """Behind which the next page begins."""
        return self.ids[-1]


def pages(
    tenant_id: UUID, filters: ProductFilters, *, after: UUID | None = None, layout: Layout | None = None
) -> Iterator[Page]:
    """The products behind `after`; in a grouped layout variants come right after their model, if it is chosen, too."""
    while ids := product_ids(tenant_id, filters, after=after, size=PAGE):
        if layout is not None and layout.grouped:
            yield Page(ids, _grouped(tenant_id, filters, ids, with_models=layout.with_models))
        else:
            yield Page(ids, ids)
        after = ids[-1]


def _grouped(tenant_id: UUID, filters: ProductFilters, ids: list[UUID], *, with_models: bool) -> list[UUID]:
    families = flat_products(ids, tenant_id=tenant_id, columns=["kind", "parent_id", "variant_ids"], inherit=False)
    parents = {UUID(pk) for pk in families["parent_id"].drop_nulls()}
    chosen_parents = set(_chosen(tenant_id, filters, parents))
    variants = {
        UUID(row["id"]): [UUID(pk) for pk in (row["variant_ids"] or "").split("\n") if pk]
        for row in families.filter(pl.col("kind") == "model").iter_rows(named=True)
    }
    chosen_variants = set(_chosen(tenant_id, filters, {pk for group in variants.values() for pk in group}))
    order: list[UUID] = []
    for pk, parent in zip(ids, families["parent_id"], strict=True):
        if parent and UUID(parent) in chosen_parents:
            continue
        own = [variant for variant in variants.get(pk, ()) if variant in chosen_variants]
        order += own if own and not with_models else [pk, *own]
    return order


def _chosen(tenant_id: UUID, filters: ProductFilters, ids: set[UUID]) -> list[UUID]:
    """Those of the ids that the selection holds, too."""
    wanted = ids if filters.ids is None else ids & set(filters.ids)
    if not wanted:
        return []
    return product_ids(tenant_id, replace(filters, ids=tuple(wanted)), size=len(wanted))
