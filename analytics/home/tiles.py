"""The four tiles: products, active suppliers, imports of the last 24 hours, success rate."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from analytics.home.asked import Asked
from analytics.periods import HOURS_24, last_days, latest
from analytics.selectors.figures import (
    SUCCESS_FAIR,
    SUCCESS_GOOD,
    ImportTotals,
    Scope,
    active_suppliers,
    import_totals,
    imports_by_day,
    running_level,
    series,
)
from catalog.selectors import statistics
from core.configuration.formats import written_number
from core.templatetags.formats import percent

DAYS = 30


@dataclass(frozen=True)
class Tile:
    """A number with its trend (1 up, -1 down, 0 as it was, None unknown), and the list behind it."""

    label: str
    value: str
    url: str
    icon: str
    note: str = ""
    tone: str = ""
    trend: int | None = None
    spark: tuple[float | None, ...] = ()


def products(asked: Asked) -> dict[str, Any]:
    """Active products now, compared with 30 days ago. At most two queries."""
    now = statistics(asked.tenant_id).active
    days = last_days(DAYS + 1).days
    grown = series(["products.active_net"], days)["products.active_net"]
    levels = list(running_level(now, grown, days).values())
    tile = Tile(
        label=_("Active products"),
        value=written_number(now),
        url=reverse("catalog:products") + "?status=active",
        icon="package",
        note=_change(now, levels[0]),
        trend=_trend(now, levels[0]),
        spark=tuple(levels[1:]),
    )
    return {"tile": tile}


def suppliers(asked: Asked) -> dict[str, Any]:
    """Suppliers with a completed import in 30 days, and in the 30 days before. Two queries."""
    period = last_days(DAYS)
    now, before = active_suppliers(period), active_suppliers(period.before)
    words = {1: _("more than in the month before"), 0: _("as many as in the month before")}
    trend = _trend(now, before)
    tile = Tile(
        label=_("Active suppliers"),
        value=written_number(now),
        url=reverse("suppliers:suppliers") + "?active=yes",
        icon="truck",
        note=words.get(trend, _("fewer than in the month before")),
        trend=trend,
    )
    return {"tile": tile}


def imports(asked: Asked) -> dict[str, Any]:
    """Imports of the last 24 hours, by what became of them. One query."""
    found = import_totals(Scope(latest(HOURS_24), asked.supplier_id))
    parts = (
        _("%(count)s completed") % {"count": written_number(found.completed)},
        _("%(count)s failed") % {"count": written_number(found.failed)},
        _("%(count)s running") % {"count": written_number(found.running)},
    )
    since = timezone.localdate() - timedelta(days=1)
    tile = Tile(
        label=_("Imports in 24 hours"),
        value=written_number(found.runs),
        url=_runs(asked, since=since.isoformat()),
        icon="file-down",
        note=", ".join(parts),
        tone="danger" if found.failed else "",
    )
    return {"tile": tile}


def success(asked: Asked) -> dict[str, Any]:
    """The share of completed imports in 30 days, green above 95 %, red below 90 %. Two queries."""
    period = last_days(DAYS)
    found = imports_by_day(Scope(period, asked.supplier_id))
    before = import_totals(Scope(period.before, asked.supplier_id)).success_share
    share = _sum(found.values())
    tile = Tile(
        label=_("Success rate in 30 days"),
        value=percent(share, 1),
        url=_runs(asked, since=period.first_day.isoformat(), status="failed" if share and share < 1 else ""),
        icon="circle-check",
        tone=success_tone(share),
        note=_("%(share)s in the month before") % {"share": percent(before, 1)},
        trend=None if share is None or before is None else _trend(share, before),
        spark=tuple(each.success_share for each in found.values()),
    )
    return {"tile": tile}


def success_tone(share: float | None) -> str:
    """Green, orange or red."""
    if share is None:
        return ""
    if share > SUCCESS_GOOD:
        return "success"
    return "warning" if share >= SUCCESS_FAIR else "danger"


def _sum(totals: Any) -> float | None:
    rows: list[ImportTotals] = list(totals)
    completed, failed = sum(each.completed for each in rows), sum(each.failed for each in rows)
    return completed / (completed + failed) if completed + failed else None


def _runs(asked: Asked, **params: str) -> str:
    supplier = {"supplier": str(asked.supplier_id)} if asked.supplier_id else {}
    chosen = {name: value for name, value in {**params, **supplier}.items() if value}
    return f"{reverse('imports:runs')}?{urlencode(chosen)}"


def _trend(now: float, before: float) -> int:
    return (now > before) - (now < before)


def _change(now: int, before: int) -> str:
    if now == before:
        return _("as many as a month ago")
    sign, grown = "+" if now > before else "−", abs(now - before)
    words = {"count": f"{sign}{written_number(grown)}"}
    if before <= 0:
        return _("%(count)s in a month") % words
    return _("%(count)s in a month (%(share)s)") % {**words, "share": f"{sign}{percent(grown / before, 1)}"}
