"""What the head of a run's pages says: whose file, which file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from imports.models import ImportRun
from suppliers.selectors import suppliers_by_id


@dataclass(frozen=True)
class RunFacts:
    """A run as its pages name it."""

    supplier_id: UUID
    supplier_name: str
    file_name: str
    file_size: int | None
    is_partial: bool
    created_at: datetime


def facts_of(run: ImportRun) -> RunFacts:
    """The names of a run that is at hand. One query."""
    supplier = suppliers_by_id([run.supplier_id]).get(run.supplier_id)
    return RunFacts(
        supplier_id=run.supplier_id,
        supplier_name=supplier.name if supplier else "–",
        file_name=run.source_file.name if run.source_file else "",
        file_size=run.source_file.size if run.source_file else None,
        is_partial=run.is_partial,
        created_at=run.created_at,
    )
