"""Writing the change log and telling the world: the last step of every transaction that changes products."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl

from catalog.acts import Actor
from catalog.bulk import copy_in
from catalog.events import PRODUCTS_CHANGED
from catalog.services.locks import lock_log
from core.events import Event, publish


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


def tell_products_changed(act: Act, *, aggregate_id: UUID, payload: dict[str, Any]) -> None:
    """One event for the whole act; readers follow the change log from their own cursor."""
    publish("catalog", Event(PRODUCTS_CHANGED, act.tenant_id, aggregate_id, payload))
