"""Questions about what is kept of runs: months, scores, and how the imports of a period went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Q, QuerySet, Sum

from core.access.visibility import visible
from core.jobs import JobStatus
from imports.models import ImportRun, SupplierMonth, SupplierScore
from imports.models.runs import ROW_OUTCOMES

READ = "read:imports"
SUMS = (
    "runs",
    "completed",
    "failed",
    "cancelled",
    *(f"rows_{name}" for name in ("read", *ROW_OUTCOMES)),
    "price_changes",
    "stock_changes",
    "seconds",
)


@dataclass(frozen=True)
class Month:
    """A supplier's month; `sums` by the names of SUMS."""

    month: date
    sums: dict[str, float]

    @property
    def success_share(self) -> float | None:
        """Completed runs among those that ended by themselves."""
        ended = self.sums["completed"] + self.sums["failed"]
        return self.sums["completed"] / ended if ended else None

    @property
    def held_share(self) -> float | None:
        """Rows held among those read."""
        return self.sums["rows_held"] / self.sums["rows_read"] if self.sums["rows_read"] else None


@dataclass(frozen=True)
class Score:
    """A supplier's marks of a day; shares from 0 to 1, None where there was nothing to judge by."""

    supplier_id: UUID
    day: date
    last_import_at: datetime | None
    late_share: float | None
    error_share: float | None
    valid_ean_share: float | None
    price_volatility: float | None
    stock_changes: float | None
    score: float | None


def months_of(supplier_id: UUID, *, most: int = 12) -> list[Month]:
    """The supplier's latest months, newest first. One query."""
    rows = SupplierMonth.objects.filter(supplier_id=supplier_id).order_by("-month")[:most]
    return [Month(row.month, {name: getattr(row, name) for name in SUMS}) for row in rows]


def latest_scores(*, seen_by: Any = None, supplier_ids: Iterable[UUID] | None = None) -> dict[UUID, Score]:
    """The latest marks of each supplier (of those the person may see). One query."""
    rows = SupplierScore.objects.all() if seen_by is None else visible(SupplierScore.objects.all(), seen_by, READ)
    if supplier_ids is not None:
        rows = rows.filter(supplier_id__in=list(supplier_ids))
    latest = rows.order_by("supplier_id", "-day").distinct("supplier_id")
    return {row.supplier_id: _score(row) for row in latest}


def scores_of(supplier_id: UUID, *, most: int = 90) -> list[Score]:
    """A supplier's marks of the latest days, newest first. One query."""
    return [_score(row) for row in SupplierScore.objects.filter(supplier_id=supplier_id).order_by("-day")[:most]]


def import_statistics(
    *, since: datetime, until: datetime | None = None, supplier_id: UUID | None = None, seen_by: Any = None
) -> dict[str, Any]:
    """How the imports (no undoings) made since then went: runs by state, rows, success rate, seconds. One query."""
    runs: QuerySet[ImportRun] = ImportRun.objects.exclude(kind=ImportRun.Kind.UNDO).filter(created_at__gte=since)
    if until:
        runs = runs.filter(created_at__lt=until)
    if supplier_id:
        runs = runs.filter(supplier_id=supplier_id)
    if seen_by is not None:
        runs = visible(runs, seen_by, READ)
    sums: dict[str, Any] = {status: Count("pk", filter=Q(status=status)) for status in JobStatus.values}
    sums["with_held_rows"] = Count("pk", filter=Q(status=JobStatus.COMPLETED, rows_held__gt=0))
    sums["mean_duration"] = Avg(F("finished_at") - F("started_at"), filter=Q(status=JobStatus.COMPLETED))
    # Last: a sum called like its column hides the column from those after it.
    sums |= {f"rows_{name}": Sum(f"rows_{name}", default=0) for name in ("read", *ROW_OUTCOMES)}
    found = runs.aggregate(total=Count("pk"), **sums)
    ended, mean = found["completed"] + found["failed"], found.pop("mean_duration")
    found["success_share"] = found["completed"] / ended if ended else None
    found["mean_seconds"] = round(mean.total_seconds(), 2) if mean is not None else None
    return found


def _score(row: SupplierScore) -> Score:
    return Score(
        supplier_id=row.supplier_id,
        day=row.day,
        last_import_at=row.last_import_at,
        late_share=row.late_share,
        error_share=row.error_share,
        valid_ean_share=row.valid_ean_share,
        price_volatility=row.price_volatility,
        stock_changes=row.stock_changes,
        score=row.score,
    )
