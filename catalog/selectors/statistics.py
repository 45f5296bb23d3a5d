"""Counts of a tenant's catalogue, and the choices of its filters."""

from uuid import UUID

from django.core.cache import cache

from catalog.bulk import fetch
from catalog.models import Brand, Category
from catalog.selectors.facts import CatalogStatistics
from core.tenancy import tenant_scope

# Counting a million products takes a second: the home page may be that much behind.
CACHED_SECONDS = 30
_COUNTS = """
SELECT count(*) FILTER (WHERE status <> 'trash') AS total,
       count(*) FILTER (WHERE status = 'active') AS active,
       count(gtin) FILTER (WHERE status <> 'trash') AS with_gtin,
       count(*) FILTER (WHERE status <> 'trash' AND (image_count > 0 OR image_urls IS NOT NULL)) AS with_image,
       count(*) FILTER (WHERE status <> 'trash' AND stock > 0) AS in_stock,
       count(*) FILTER (WHERE status <> 'trash' AND price IS NULL) AS without_price,
       coalesce(sum(offer_count), 0)::bigint AS offers,
       count(*) FILTER (WHERE status = 'trash') AS in_trash
  FROM catalog_product WHERE tenant_id = %(tenant_id)s
"""


def statistics(tenant_id: UUID) -> CatalogStatistics:
    """Counts of the tenant's products, at most CACHED_SECONDS old. One query or none."""
    key = f"catalog.statistics:{tenant_id}"
    found: CatalogStatistics | None = cache.get(key)
    if found is None:
        found = CatalogStatistics(*fetch(_COUNTS, {"tenant_id": tenant_id})[0])
        cache.set(key, found, CACHED_SECONDS)
    return found


def brands(tenant_id: UUID, *, search: str = "", limit: int = 500) -> list[tuple[UUID, str]]:
    """Ids and names of brands, by name, for the choices of a filter."""
    with tenant_scope(tenant_id):
        found = Brand.objects.filter(name__icontains=search) if search else Brand.objects.all()
        return list(found.order_by("name").values_list("pk", "name")[:limit])


def categories(tenant_id: UUID, *, search: str = "", limit: int = 500) -> list[tuple[UUID, str]]:
    """Ids and paths of categories, by path, for the choices of a filter."""
    with tenant_scope(tenant_id):
        own = Category.objects.filter(taxonomy__isnull=True)
        found = own.filter(path__icontains=search) if search else own
        return list(found.order_by("path").values_list("pk", "path")[:limit])
