"""Writing the change log and telling the world: the last step of every transaction that changes products."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl

from catalog.acts import Actor
from catalog.bulk import copy_in, fetch
from catalog.events import PRODUCTS_CHANGED
from catalog.services.locks import lock_log
from core.events import Event, publish

# The entries of one act: the last ones of the tenant, whose log this transaction holds.
_RANGE = """
SELECT (SELECT seq FROM catalog_change WHERE tenant_id = %(tenant_id)s ORDER BY seq DESC
        OFFSET %(before_last)s LIMIT 1) - 1,
       (SELECT seq FROM catalog_change WHERE tenant_id = %(tenant_id)s ORDER BY seq DESC LIMIT 1)
"""


@dataclass(frozen=True)
class Act:
    """Who changed products, in which run (None: outside of any)."""

    tenant_id: UUID
    actor: Actor
    run_id: UUID | None = None


def write_changes(act: Act, changes: pl.DataFrame) -> None:
    """Append `product_id`, `kind`, `old`, `new` (JSON texts or null) to the log; the caller commits right after."""
    if changes.is_empty():
        return
    lock_log(act.tenant_id)
    constants = {
        "tenant_id": str(act.tenant_id),
        "actor_kind": act.actor.kind,
        "actor_id": str(act.actor.id) if act.actor.id else None,
        "actor_label": act.actor.label,
        "run_id": str(act.run_id) if act.run_id else None,
    }
    entries = changes.select("product_id", "kind", "old", "new")
    copy_in(
        "catalog_change",
        entries.with_columns(pl.lit(value, pl.String).alias(name) for name, value in constants.items()),
    )


def tell_products_changed(act: Act, *, aggregate_id: UUID, changes: int, facts: dict[str, Any]) -> None:
    """One event for all that `write_changes` has just written in this transaction: so many entries.

    `after_seq` and `last_seq` are cursors of the change log: `selectors.changes_since(after_seq)` up to `last_seq`
    gives exactly these entries, because no other writer of the tenant comes between before the commit.
    """
    ((after_seq, last_seq),) = fetch(_RANGE, {"tenant_id": act.tenant_id, "before_last": changes - 1})
    payload = {
        "after_seq": after_seq,
        "last_seq": last_seq,
        "changes": changes,
        "actor_kind": act.actor.kind,
        "actor_id": str(act.actor.id) if act.actor.id else None,
        "actor": act.actor.label,
        "run_id": str(act.run_id) if act.run_id else None,
        **facts,
    }
    publish("catalog", Event(PRODUCTS_CHANGED, act.tenant_id, aggregate_id, payload))
