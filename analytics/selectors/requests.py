"""Questions about requests; their figures belong to the installation, not to an organisation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from analytics.models import RouteFigure
from analytics.periods import Period

_SUMS: dict[str, Any] = {f"sum_{name}": Sum(name, default=0) for name in ("requests", "errors", "seconds")}


@dataclass(frozen=True)
class RequestTotals:
    """Requests, those of them that ended with an error of ours, and their seconds together."""

    requests: int = 0
    errors: int = 0
    seconds: float = 0.0

    @property
    def milliseconds(self) -> float | None:
        """Mean time of an answer."""
        return self.seconds / self.requests * 1000 if self.requests else None

    @property
    def error_share(self) -> float | None:
        """Errors among the requests."""
        return self.errors / self.requests if self.requests else None


def request_totals(period: Period) -> RequestTotals:
    """All requests of the period. One query."""
    return _totals(_of(period).aggregate(**_SUMS))


def requests_by_day(period: Period) -> dict[date, RequestTotals]:
    """Every day of the period. One query."""
    rows: Any = _of(period).order_by().values("day").annotate(**_SUMS)
    found = {row.pop("day"): _totals(row) for row in rows}
    return {day: found.get(day, RequestTotals()) for day in period.days}


def requests_by_route(period: Period, *, most: int) -> dict[str, RequestTotals]:
    """The routes that took most time together. One query."""
    rows: Any = _of(period).order_by().values("route").annotate(**_SUMS)
    return {row.pop("route"): _totals(row) for row in rows.order_by("-sum_seconds", "route")[:most]}


def _of(period: Period) -> QuerySet[RouteFigure]:
    return RouteFigure.objects.filter(day__range=(period.first_day, period.last_day))


def _totals(row: dict[str, Any]) -> RequestTotals:
    return RequestTotals(**{name.removeprefix("sum_"): value for name, value in row.items()})
