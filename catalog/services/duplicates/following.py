"""Products that changed since the last look are compared with all others, along the change log."""

from collections.abc import Callable
from uuid import UUID

from catalog.bulk import fetch
from catalog.services import cursors
from catalog.services.duplicates.searching import find_pairs, write_pairs
from core.databases import atomic

READER = "duplicates"
# Of more products than this all are compared with all: that is quicker.
MOST_CHANGED = 50_000
_CHANGED = """
SELECT array_agg(DISTINCT product_id::text) FROM catalog_change
 WHERE tenant_id = %(tenant_id)s AND seq > %(after)s AND seq <= %(last)s
   AND (kind <> 'updated'
        OR new ?| array['gtin', 'title', 'brand', 'mpn', 'asin', 'sku', 'status', 'parent', 'kind'])
"""


def follow_changes(tenant_id: UUID) -> int | None:
    """Look for duplicates of what changed; returns how many pairs wait, None when nothing changed that matters."""
    with atomic("catalog"):
        after = cursors.hold(READER, tenant_id=tenant_id)
        last = cursors.last_entry(tenant_id)
        if last <= after:
            return None
        changed = fetch(_CHANGED, {"tenant_id": tenant_id, "after": after, "last": last})[0][0]
        cursors.move(READER, last, tenant_id=tenant_id)
        if not changed:
            return None
        only = changed if len(changed) <= MOST_CHANGED else None
        return write_pairs(find_pairs(tenant_id, only=only), tenant_id=tenant_id, only=only)


def search_all(tenant_id: UUID, *, beat: Callable[[], None]) -> int:
    """Compare all products with all others; returns how many pairs wait for a decision.

    `beat` is called now and then. What changes meanwhile is looked at again: the cursor goes to where this began.
    """
    last = cursors.last_entry(tenant_id)
    pairs = find_pairs(tenant_id, beat=beat)
    with atomic("catalog"):
        cursors.hold(READER, tenant_id=tenant_id)
        waiting = write_pairs(pairs, tenant_id=tenant_id)
        cursors.move(READER, last, tenant_id=tenant_id)
        return waiting
