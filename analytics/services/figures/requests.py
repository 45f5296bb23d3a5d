"""Requests by day and route: web processes count from their start on, so what is new since the last look is added."""

from datetime import date

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from analytics.models import RouteFigure
from core.databases import atomic
from core.metrics.totals import RouteTotals, request_totals

SEEN_KEY, SEEN_SECONDS = "analytics.requests", 7 * 24 * 3600


def keep_requests() -> int:
    """Add what was answered since the last look to today's figures; returns how many routes got something.

    The first look only remembers where the counters stand.
    """
    now = request_totals()
    seen: dict[str, tuple[int, int, float]] | None = cache.get(SEEN_KEY)
    cache.set(SEEN_KEY, {route: _values(totals) for route, totals in now.items()}, SEEN_SECONDS)
    if seen is None:
        return 0
    added = {route: _grown(_values(totals), seen.get(route, (0, 0, 0.0))) for route, totals in now.items()}
    wanted = {route: grown for route, grown in added.items() if grown[0]}
    if wanted:
        _add(timezone.localdate(), wanted)
    return len(wanted)


def _values(totals: RouteTotals) -> tuple[int, int, float]:
    return totals.requests, totals.errors, totals.seconds


def _grown(now: tuple[int, int, float], seen: tuple[int, int, float]) -> tuple[int, int, float]:
    """What came since then; everything after a restart, because the counters began anew."""
    if now[0] < seen[0]:
        return now
    return now[0] - seen[0], max(0, now[1] - seen[1]), max(0.0, now[2] - seen[2])


def _add(day: date, grown: dict[str, tuple[int, int, float]]) -> None:
    with atomic("analytics"):
        blank = [RouteFigure(day=day, route=route[:200]) for route in sorted(grown)]
        RouteFigure.objects.bulk_create(blank, ignore_conflicts=True)
        for route, (requests, errors, seconds) in sorted(grown.items()):
            RouteFigure.objects.filter(day=day, route=route[:200]).update(
                requests=F("requests") + requests, errors=F("errors") + errors, seconds=F("seconds") + seconds
            )
