"""Who waits for whom when the catalogue is written.

The order is always the same, so that nobody waits in a circle: the tenant's merges (together, or alone), then the
batch, then products (in the order of their ids), then new products (in the order of their GTINs) and offers (in the
order of their keys), then the tenant's change log, right before the commit. Brands, categories and attributes are made
in short transactions of their own, which wait for nothing else.
"""

from uuid import UUID

from catalog.bulk import execute

_TOGETHER = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%(name)s, 0))"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))"


def lock_merges(tenant_id: UUID, *, alone: bool) -> None:
    """Merges of a tenant go side by side; an undo, and a merge that was overtaken several times, go alone."""
    execute(_LOCK if alone else _TOGETHER, {"name": f"catalog.merges:{tenant_id}"})


def lock_batch(run_id: UUID, number: int) -> None:
    """Two workers with the same batch do not do its work twice."""
    execute(_LOCK, {"name": f"catalog.batch:{run_id}:{number}"})


def lock_bundles(tenant_id: UUID) -> None:
    """Bundles of a tenant are changed one after the other: no two changes together close a circle."""
    execute(_LOCK, {"name": f"catalog.bundles:{tenant_id}"})


def lock_tree(tenant_id: UUID) -> None:
    """The categories of a tenant are changed one after the other: none is made below a branch that is being moved."""
    execute(_LOCK, {"name": f"catalog.tree:{tenant_id}"})


def lock_value(tenant_id: UUID, key: str, value: str) -> None:
    """Two people who want the same unique value go one after the other; taken with the product held, in order."""
    execute(_LOCK, {"name": f"catalog.value:{tenant_id}:{key}:{value}"})


def lock_log(tenant_id: UUID) -> None:
    """Entries of a tenant's change log become visible in the order of their numbers; taken last, kept to the commit."""
    execute(_LOCK, {"name": f"catalog.log:{tenant_id}"})
