"""Which run is undone, and its log cut into batches, latest first."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.acts import Actor
from catalog.bulk import fetch

BATCH_ROWS = 20_000
_CUTS = """
SELECT max(place), min(place)
  FROM (SELECT {place} AS place, (row_number() OVER (ORDER BY {place} DESC) - 1) / %(size)s AS batch
          FROM {table} WHERE tenant_id = %(tenant_id)s AND run_id = %(run_id)s AND kind = %(kind)s) AS numbered
 GROUP BY batch ORDER BY batch
"""


@dataclass(frozen=True)
class Undo:
    """An undo: `run_id` is the run that is undone, `undo_run_id` the run that does it."""

    tenant_id: UUID
    run_id: UUID
    undo_run_id: UUID
    actor: Actor

    @property
    def parameters(self) -> dict[str, Any]:
        """The ids, for SQL."""
        return {"tenant_id": self.tenant_id, "run_id": self.run_id, "undo_run_id": self.undo_run_id}


@dataclass(frozen=True)
class Window:
    """A batch: the entries of the run from `first` to `last`."""

    last: Any
    first: Any


def windows(undo: Undo, table: str, place: str, *, kind: str) -> list[Window]:
    """The run's entries in a log, in batches, latest first: the log of a finished run no longer grows."""
    parameters = {**undo.parameters, "kind": kind, "size": BATCH_ROWS}
    return [Window(*row) for row in fetch(_CUTS.format(table=table, place=place), parameters)]
