"""Questions to the rollups: runs of imports, changes and levels of the catalogue. All in the current tenant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from analytics.models import DailyFigure, ImportFigure
from analytics.periods import Period
from core.jobs import JobStatus

SUCCESS_GOOD, SUCCESS_FAIR = 0.95, 0.90
# A sum may not be called like the column it is made of.
PREFIX = "sum_"


@dataclass(frozen=True)
class ImportTotals:
    """Runs by what became of them, their rows, and how long the completed ones took (mean, longest, together)."""

    runs: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    running: int = 0
    rows_read: int = 0
    rows_held: int = 0
    products: int = 0
    products_created: int = 0
    products_updated: int = 0
    suppliers: int = 0
    mean: float | None = None
    longest: float | None = None
    total_seconds: float | None = None

    @property
    def success_share(self) -> float | None:
        """Completed runs among those that completed or failed; None where none did."""
        ended = self.completed + self.failed
        return self.completed / ended if ended else None

    @property
    def held_share(self) -> float | None:
        """Rows held among those read."""
        return self.rows_held / self.rows_read if self.rows_read else None

    @property
    def rows_per_second(self) -> float | None:
        """Rows read in a second of work."""
        return self.rows_read / self.total_seconds if self.total_seconds else None


@dataclass(frozen=True)
class Scope:
    """What the figures of imports are narrowed to; empty values do not narrow."""

    period: Period
    supplier_id: UUID | None = None
    status: str = ""


def import_totals(scope: Scope) -> ImportTotals:
    """The runs of the scope in one line. One query."""
    return _totals(_narrowed(scope).aggregate(**_sums()))


def imports_by_day(scope: Scope) -> dict[date, ImportTotals]:
    """Every day of the period, those without any run too. One query."""
    by_day = _narrowed(scope).annotate(day=TruncDate("begun_at")).order_by().values("day")
    rows: Any = by_day.annotate(**_sums())
    found = {row.pop("day"): _totals(row) for row in rows}
    return {day: found.get(day, ImportTotals()) for day in scope.period.days}


def imports_by_supplier(scope: Scope) -> dict[UUID, ImportTotals]:
    """The runs of each supplier that had any, most products first. One query."""
    rows: Any = _narrowed(scope).order_by().values("supplier_id").annotate(**_sums())
    return {row.pop("supplier_id"): _totals(row) for row in rows.order_by("-sum_products", "supplier_id")}


def import_errors(scope: Scope) -> list[tuple[str, int]]:
    """Error codes of failed runs, most frequent first. One query."""
    failed = _narrowed(scope).filter(status=JobStatus.FAILED).order_by().values_list("error_code")
    return [
        (code or "UNEXPECTED", count) for code, count in failed.annotate(n=Count("pk")).order_by("-n", "error_code")
    ]


def active_suppliers(period: Period) -> int:
    """Suppliers with at least one completed import in the period. One query."""
    found = _narrowed(Scope(period, status=JobStatus.COMPLETED))
    return found.order_by().values("supplier_id").distinct().count()


def last_imports() -> dict[UUID, datetime]:
    """When each supplier's latest completed import began. One query."""
    done = ImportFigure.objects.filter(status=JobStatus.COMPLETED).order_by()
    return dict(done.values_list("supplier_id").annotate(last=Max("begun_at")))


def series(metrics: Iterable[str], days: Iterable[date]) -> dict[str, dict[date, float]]:
    """The figures of these days, by metric; a day without any is absent. One query."""
    found: dict[str, dict[date, float]] = {name: {} for name in metrics}
    wanted = list(days)
    rows = DailyFigure.objects.filter(metric__in=found, day__range=(wanted[0], wanted[-1])) if wanted else []
    for row in rows:
        found[row.metric][row.day] = row.value
    return found


def running_level(now: int, grown: dict[date, float], days: list[date]) -> dict[date, int]:
    """The level at the end of each day, from what it is now and by how much it grew on each day since."""
    levels, level = {}, now
    for day in reversed(days):
        levels[day] = level
        level -= round(grown.get(day, 0))
    return dict(sorted(levels.items()))


def carried(values: dict[date, float], days: list[date]) -> dict[date, float | None]:
    """A level for each day: that of the latest day before where there is none of its own."""
    latest: float | None = None
    found: dict[date, float | None] = {}
    for day in days:
        latest = found[day] = values.get(day, latest)
    return found


def figures_of(totals: ImportTotals) -> dict[str, Any]:
    """All numbers by name, the derived ones too."""
    plain = {each.name: getattr(totals, each.name) for each in fields(totals)}
    derived = ("success_share", "held_share", "rows_per_second")
    return plain | {name: getattr(totals, name) for name in derived}


def month_ago(day: date) -> date:
    """The day from which "compared with last month" is counted."""
    return day - timedelta(days=30)


def grown_since(day: date) -> float:
    """By how much the number of active products grew after that day. One query."""
    rows = DailyFigure.objects.filter(metric="products.active_net", day__gt=day, day__lte=timezone.localdate())
    return float(rows.aggregate(sum=Sum("value", default=0))["sum"])


def grouped(totals: dict[date, ImportTotals], name: str) -> dict[date, float]:
    """One number of each day."""
    found: dict[date, float] = defaultdict(float)
    for day, total in totals.items():
        found[day] = figures_of(total)[name] or 0
    return dict(found)


def _narrowed(scope: Scope) -> QuerySet[ImportFigure]:
    found = ImportFigure.objects.filter(begun_at__gte=scope.period.start, begun_at__lt=scope.period.end)
    if scope.supplier_id:
        found = found.filter(supplier_id=scope.supplier_id)
    return found.filter(status=scope.status) if scope.status else found


def _sums() -> dict[str, Any]:
    done = Q(status=JobStatus.COMPLETED)
    waiting = (JobStatus.PROCESSING, JobStatus.PENDING, JobStatus.PAUSED)
    statuses = {
        "completed": done,
        "failed": Q(status=JobStatus.FAILED),
        "cancelled": Q(status=JobStatus.CANCELLED),
        "running": Q(status__in=waiting),
    }
    sums = {name: Sum(name, default=0) for name in ("rows_read", "rows_held", "products_created", "products_updated")}
    found = {
        "runs": Count("pk"),
        **{name: Count("pk", filter=condition) for name, condition in statuses.items()},
        "suppliers": Count("supplier_id", distinct=True),
        "mean": Avg("seconds", filter=done),
        "longest": Max("seconds", filter=done),
        "total_seconds": Sum("seconds", filter=done),
        "products": sums["products_created"] + sums["products_updated"],
        **sums,
    }
    return {f"{PREFIX}{name}": sum_of for name, sum_of in found.items()}


def _totals(row: dict[str, Any]) -> ImportTotals:
    return ImportTotals(**{name.removeprefix(PREFIX): value for name, value in row.items()})
