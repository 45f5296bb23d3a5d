"""The catalogue of a tenant as plain values, without ids and times: two equal pictures are equal catalogues."""

from uuid import UUID

from catalog.models import Change, Offer, Product
from core.tenancy import tenant_scope

PRODUCT = ("gtin", "title", "brand__name", "mpn", "category__path", "price", "currency", "stock", "cost", "offer_count")
OFFER = ("key", "supplier_sku", "price", "stock", "row_hash")


def picture(tenant_id: UUID) -> dict[str, list]:
    """Products, offers and the number of changes per kind."""
    with tenant_scope(tenant_id):
        return {
            "products": sorted(map(str, Product.objects.values_list(*PRODUCT))),
            "offers": sorted(map(str, Offer.objects.values_list(*OFFER))),
            "changes": sorted(Change.objects.order_by().values_list("kind", flat=True)),
        }
