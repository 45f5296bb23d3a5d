"""How much each supplier delivers."""

from collections.abc import Collection
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count

from catalog.models import Offer
from catalog.selectors.statistics import CACHED_SECONDS


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
