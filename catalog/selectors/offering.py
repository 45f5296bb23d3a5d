"""Which suppliers offer the products of a list."""

from collections.abc import Iterable
from uuid import UUID

from catalog.models import Offer
from suppliers.selectors import suppliers_by_id


def supplier_names(product_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The names of the suppliers of each product, in their order. Two queries."""
    offers = Offer.objects.order_by().filter(product__in=list(product_ids)).values_list("product_id", "supplier_id")
    pairs = set(offers)
    known = suppliers_by_id({supplier_id for _product_id, supplier_id in pairs})
    names: dict[UUID, list[str]] = {}
    for supplier in sorted(known.values(), key=lambda each: (each.priority, each.name)):
        for product_id, supplier_id in pairs:
            if supplier_id == supplier.id:
                names.setdefault(product_id, []).append(supplier.name)
    return names
