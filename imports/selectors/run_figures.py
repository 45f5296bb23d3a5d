"""Runs in numbers, for the app that keeps figures of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.tenancy import every_tenant
from imports.models import ImportRun

PIECE = 2_000


@dataclass(frozen=True)
class RunFigures:
    """One run that has begun; an undoing is none of them."""

    id: UUID
    tenant_id: UUID
    supplier_id: UUID
    status: str
    begun_at: datetime
    ended_at: datetime | None
    seconds: float | None
    rows_read: int
    rows_created: int
    rows_updated: int
    rows_held: int
    products_created: int
    products_updated: int
    error_code: str


def run_figures(run_ids: Iterable[UUID]) -> list[RunFigures]:
    """These runs, of whatever organisation; undoings and runs that never began are left out. One query."""
    with every_tenant():
        return [_figures(run) for run in _begun().filter(pk__in=list(run_ids))]


def every_run(tenant_id: UUID) -> Iterator[RunFigures]:
    """All runs of the organisation that have begun, read piece by piece."""
    with every_tenant():
        found = _begun().filter(tenant_id=tenant_id).order_by("pk")
        for run in found.iterator(chunk_size=PIECE):
            yield _figures(run)


def _begun() -> QuerySet[ImportRun]:
    columns = {"status", "created_at", "started_at", "finished_at"} | set(RunFigures.__dataclass_fields__)
    known = {field.attname for field in ImportRun._meta.concrete_fields}
    return ImportRun.objects.exclude(kind=ImportRun.Kind.UNDO).filter(started_at__isnull=False).only(*columns & known)


def _figures(run: ImportRun) -> RunFigures:
    ended = run.finished_at if run.is_finished else None
    return RunFigures(
        id=run.pk,
        tenant_id=run.tenant_id,
        supplier_id=run.supplier_id,
        status=run.status,
        begun_at=run.created_at,
        ended_at=ended,
        seconds=round((ended - run.started_at).total_seconds(), 3) if ended and run.started_at else None,
        rows_read=run.rows_read,
        rows_created=run.rows_created,
        rows_updated=run.rows_updated,
        rows_held=run.rows_held,
        products_created=run.products_created,
        products_updated=run.products_updated,
        error_code=run.error_code,
    )
