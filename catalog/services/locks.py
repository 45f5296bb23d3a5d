"""Who waits for whom when the catalogue is written.

The order is always the same, so that nobody waits in a circle: suppliers (in the order of their ids), then the tenant's
identities, then products (in the order of their ids), then the tenant's change log, right before the commit.
"""

from collections.abc import Iterable
from uuid import UUID

from catalog.bulk import execute

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))"


def lock_suppliers(tenant_id: UUID, supplier_ids: Iterable[UUID]) -> None:
    """One merge or undo of a supplier's offers at a time."""
    for supplier_id in sorted(map(str, supplier_ids)):
        execute(_LOCK, {"name": f"catalog.supplier:{tenant_id}:{supplier_id}"})


def lock_identities(tenant_id: UUID) -> None:
    """One transaction at a time makes products, brands and categories of a tenant: two never make the same twice."""
    execute(_LOCK, {"name": f"catalog.identities:{tenant_id}"})


def lock_log(tenant_id: UUID) -> None:
    """Entries of a tenant's change log become visible in the order of their numbers; taken last, kept to the commit."""
    execute(_LOCK, {"name": f"catalog.log:{tenant_id}"})
