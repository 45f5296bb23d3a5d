"""What each supplier delivers."""

from collections.abc import Collection, Iterator
from uuid import UUID

import polars as pl
from django.core.cache import cache
from django.db.models import Count

from catalog.bulk import copy_out_pieces
from catalog.models import Offer, Product
from catalog.selectors.statistics import CACHED_SECONDS

_DELIVERED = """
SELECT o.id, o.key FROM catalog_offer AS o
 WHERE o.tenant_id = %(tenant_id)s AND o.supplier_id = %(supplier_id)s AND o.missing_since IS NULL
   AND (o.source_id = %(source_id)s OR (%(include_unassigned)s AND o.source_id IS NULL))
"""


def delivered_offers(
    *, tenant_id: UUID, supplier_id: UUID, source_id: UUID, include_unassigned: bool = False
) -> Iterator[pl.DataFrame]:
    """`offer_id`, `key` of the offers that the source delivered and that are not missing: pieces, in no order.

    With `include_unassigned` also those of which no source is known, because an earlier version merged them. Ask the
    catalogue nothing else before the last piece is taken.
    """
    parameters = {
        "tenant_id": tenant_id,
        "supplier_id": supplier_id,
        "source_id": source_id,
        "include_unassigned": include_unassigned,
    }
    return copy_out_pieces(_DELIVERED, parameters, columns=("offer_id", "key"))


def offer_counts(supplier_ids: Collection[UUID]) -> dict[UUID, int]:
    """Offers of each of these suppliers of the current tenant, at most CACHED_SECONDS old; one query or none."""
    keys = {f"catalog.offers:{supplier_id}": supplier_id for supplier_id in supplier_ids}
    counts = {keys[key]: count for key, count in cache.get_many(keys).items()}
    missing = set(supplier_ids) - set(counts)
    if missing:
        found = Offer.objects.filter(supplier_id__in=missing).order_by().values_list("supplier_id")
        fresh = dict.fromkeys(missing, 0) | dict(found.annotate(count=Count("pk")))
        cache.set_many({f"catalog.offers:{key}": count for key, count in fresh.items()}, CACHED_SECONDS)
        counts |= fresh
    return counts


def product_of_offer(supplier_id: UUID, key: str) -> UUID | None:
    """The product that the supplier's offer of this key belongs to, in the current tenant. One query."""
    return Offer.objects.filter(supplier_id=supplier_id, key=key).values_list("product_id", flat=True).first()


def product_of_gtin(gtin: str) -> tuple[UUID, str] | None:
    """Id and title of the current tenant's product with this GTIN (14 digits). One query."""
    found = Product.objects.filter(gtin=gtin).values_list("pk", "title").first()
    return (found[0], found[1] or "") if found else None
