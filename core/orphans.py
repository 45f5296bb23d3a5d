"""The nightly walk over all remote keys: which of them point to rows that no longer exist."""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from core.databases import alias_of
from core.fields import RemoteKey, remote_keys

logger = logging.getLogger(__name__)
BATCH = 10_000


def orphan_report() -> dict[str, int]:
    """Number of dangling values per key (`imports.SourceFile.supplier_id`), only those that have any."""
    counts = {_name(key): sum(1 for _ in orphans_of(key)) for key in remote_keys()}
    found = {name: count for name, count in counts.items() if count}
    for name, count in found.items():
        logger.warning("%s: %s values point to rows that are gone", name, count)
    return found


def orphans_of(key: RemoteKey) -> Iterator[UUID]:
    """The distinct values of the key without an owner's row."""
    values = key.model._base_manager.using(alias_of(key.model._meta.app_label)).filter(**{f"{key.name}__isnull": False})
    for batch in _batches(values.order_by(key.name).values_list(key.name, flat=True).distinct()):
        yield from batch - _existing(key, batch)


def _existing(key: RemoteKey, ids: set[UUID]) -> set[UUID]:
    owner = key.owner_model()
    rows = owner._base_manager.using(alias_of(owner._meta.app_label)).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _batches(values: Any) -> Iterator[set[UUID]]:
    batch: set[UUID] = set()
    for value in values.iterator(chunk_size=BATCH):
        batch.add(value)
        if len(batch) == BATCH:
            yield batch
            batch = set()
    if batch:
        yield batch


def _name(key: RemoteKey) -> str:
    return f"{key.model._meta.label}.{key.name}"
