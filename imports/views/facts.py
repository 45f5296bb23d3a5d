"""What the head of a run's pages says: whose file, which file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.degraded import tolerated
from imports.models import ImportRun
from suppliers.selectors import source_names, suppliers_by_id


@dataclass(frozen=True)
class RunFacts:
    """A run as its pages name it."""

    supplier_id: UUID
    supplier_name: str
    file_name: str
    file_size: int | None
    is_partial: bool
    created_at: datetime
    source_id: UUID
    source_name: str


def facts_of(run: ImportRun) -> RunFacts:
    """The names of a run that is at hand. Two queries."""
    supplier = suppliers_by_id([run.supplier_id]).get(run.supplier_id)
    names = tolerated(lambda: source_names([run.source_id]), otherwise=dict[UUID, str]())
    return RunFacts(
        supplier_id=run.supplier_id,
        supplier_name=supplier.name if supplier else "–",
        file_name=run.source_file.name if run.source_file else "",
        file_size=run.source_file.size if run.source_file else None,
        is_partial=run.is_partial,
        created_at=run.created_at,
        source_id=run.source_id,
        source_name=names.get(run.source_id, ""),
    )
