"""What changed since the last look is measured anew, along the change log."""

from uuid import UUID

from catalog.bulk import fetch
from catalog.services import cursors
from catalog.services.completeness.measuring import measure
from core.databases import atomic

READER = "completeness"
BATCH_ENTRIES = 20_000
# `after_last` is where the batch ends: entries of one product next to each other are measured once.
_ENTRIES = """
SELECT max(seq), array_agg(DISTINCT product_id)
  FROM (SELECT seq, product_id FROM catalog_change
         WHERE tenant_id = %(tenant_id)s AND seq > %(after)s ORDER BY seq LIMIT %(size)s) AS entries
"""


def follow_changes(tenant_id: UUID) -> int:
    """Measure all products with entries behind the cursor, batch by batch; returns how many scores changed."""
    changed = 0
    while (written := _batch(tenant_id)) is not None:
        changed += written
    return changed


def _batch(tenant_id: UUID) -> int | None:
    """One batch in one transaction; None when there is nothing left."""
    with atomic("catalog"):
        after = cursors.hold(READER, tenant_id=tenant_id)
        parameters = {"tenant_id": tenant_id, "after": after, "size": BATCH_ENTRIES}
        last, product_ids = fetch(_ENTRIES, parameters)[0]
        if last is None:
            return None
        written = measure(product_ids, tenant_id=tenant_id)
        cursors.move(READER, last, tenant_id=tenant_id)
        return written
