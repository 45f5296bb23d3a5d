"""Which suppliers offer the products of a list."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from catalog.models import Offer
from catalog.rights import READ
from core.access import allowed
from suppliers.selectors import SupplierFacts, all_suppliers, suppliers_by_id


def supplier_names(product_ids: Iterable[UUID], *, seen_by: Any) -> dict[UUID, list[str]]:
    """The names of the suppliers of each product, in their order: those whose products the person may read.

    Two queries, one more for somebody who reads by grants.
    """
    offers = Offer.objects.order_by().filter(product__in=list(product_ids)).values_list("product_id", "supplier_id")
    pairs = set(offers)
    known = known_suppliers({supplier_id for _product_id, supplier_id in pairs}, seen_by=seen_by)
    names: dict[UUID, list[str]] = {}
    for supplier in sorted(known.values(), key=lambda each: (each.priority, each.name)):
        for product_id, supplier_id in pairs:
            if supplier_id == supplier.id:
                names.setdefault(product_id, []).append(supplier.name)
    return names


def known_suppliers(ids: Iterable[UUID], *, seen_by: Any) -> dict[UUID, SupplierFacts]:
    """Facts of those among the suppliers whose products the person may read. One query, two for a reader by grants."""
    wanted = set(ids)
    if not allowed(seen_by, READ):
        wanted &= {each.id for each in all_suppliers(seen_by=seen_by, permission=READ)}
    return suppliers_by_id(wanted)
