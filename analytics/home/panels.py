"""The panels of the home page: charts, tables, activity, alerts, and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.activity_words import sentences
from analytics.charts import Chart, Series, Unit, of_days
from analytics.charts.model import row
from analytics.home.asked import Asked
from analytics.home.tiles import success_tone
from analytics.periods import HOURS_24, latest
from analytics.selectors import recent_activity
from analytics.selectors.figures import (
    ImportTotals,
    Scope,
    carried,
    import_totals,
    imports_by_day,
    imports_by_supplier,
    last_imports,
    series,
)
from catalog.selectors import ProductFilters, product_count
from core.configuration import value
from core.health import LATE_SECONDS, databases, redis_works, scheduler_age, workers
from imports.selectors import HeldFilters, RunFilters, held_causes, run_counts, run_list
from imports.selectors.troubles import troubled_feeds
from suppliers.selectors import all_suppliers, feeds_of, suppliers_by_id

MOST_ROWS = 8
RECENT_RUNS = 6
ACTIVITY_SETTING = "dashboard.recent_activity"


@dataclass(frozen=True)
class SupplierRow:
    """A supplier's imports in the period."""

    id: UUID
    name: str
    totals: ImportTotals
    tone: str


@dataclass(frozen=True)
class Alert:
    """Something that needs a look, with the list of what it is about."""

    text: str
    url: str
    tone: str
    icon: str


def imports_chart(asked: Asked) -> dict[str, Any]:
    """Imports of each day by status, and the products they made or changed. One query."""
    scope = asked.scope(7)
    return {"chart": import_bars(scope)}


def import_bars(scope: Scope) -> Chart:
    """The chart of a scope. One query."""
    found = imports_by_day(scope)
    rows = {name: [getattr(each, name) for each in found.values()] for name in ("completed", "failed", "products")}
    other = [each.cancelled + each.running for each in found.values()]
    bars = [
        Series(_("Completed"), rows["completed"], "success"),
        Series(_("Failed"), rows["failed"], "danger"),
        Series(_("Cancelled or running"), other, "neutral"),
    ]
    lines = [Series(_("Products"), rows["products"], "accent")]
    return of_days(_("Imports per day"), list(found), bars=bars, lines=lines)


def products_chart(asked: Asked) -> dict[str, Any]:
    """Products made, changed, deleted by day. One query."""
    days = asked.period_or(30).days
    found = series(["products.created", "products.updated", "products.deleted"], days)
    lines = [
        Series(_("Created"), row(days, found["products.created"]), "success"),
        Series(_("Changed"), row(days, found["products.updated"]), "accent"),
        Series(_("Deleted"), row(days, found["products.deleted"]), "danger"),
    ]
    return {"chart": of_days(_("Changes of products"), days, lines=lines)}


def completeness_chart(asked: Asked) -> dict[str, Any]:
    """How complete the catalogue was: mean score, and the shares with EAN, price and image. One query."""
    days = asked.period_or(30).days
    names = ("completeness", "with_gtin", "with_price", "with_image", "total")
    found = series([f"catalogue.{name}" for name in names], days)
    levels = {name: carried(found[f"catalogue.{name}"], days) for name in names}

    def share(name: str) -> list[float | None]:
        pairs = zip(levels[name].values(), levels["total"].values(), strict=True)
        return [part * 100 / whole if part is not None and whole else None for part, whole in pairs]

    lines = [
        Series(_("With EAN"), share("with_gtin"), "info"),
        Series(_("With a price"), share("with_price"), "success"),
        Series(_("With an image"), share("with_image"), "warning"),
    ]
    if found["catalogue.completeness"]:
        lines.insert(0, Series(_("Completeness"), list(levels["completeness"].values()), "accent"))
    return {"chart": of_days(_("How complete the catalogue is"), days, lines=lines, unit=Unit.PERCENT)}


def suppliers_table(asked: Asked) -> dict[str, Any]:
    """Imports, products, success and mean duration of each supplier. Two queries."""
    found = imports_by_supplier(asked.scope(30))
    names = suppliers_by_id(found)
    rows = [
        SupplierRow(pk, names[pk].name if pk in names else "–", totals, success_tone(totals.success_share))
        for pk, totals in found.items()
    ]
    return {"rows": rows[:MOST_ROWS], "more": max(0, len(rows) - MOST_ROWS)}


def activity(asked: Asked) -> dict[str, Any]:
    """The latest events. One query."""
    most = int(value(ACTIVITY_SETTING, asked.tenant_id))
    return {"activities": sentences(recent_activity(limit=most * 2))[:most]}


def alerts(asked: Asked) -> dict[str, Any]:
    """Low stock, failed imports of 24 hours, silent suppliers, imports that wait for approval. Five queries."""
    found = [_low_stock(asked), _failed(asked), *_silent(asked), _held(asked)]
    return {"alerts": [each for each in found if each is not None]}


def _low_stock(asked: Asked) -> Alert | None:
    threshold = int(value("catalog.low_stock_threshold", asked.tenant_id))
    if not (threshold and asked.may["read_products"]):
        return None
    filters = ProductFilters(statuses=("active",), stock_max=threshold - 1)
    count, exact = product_count(asked.tenant_id, filters)
    if not count:
        return None
    text = ngettext("%(count)s active product is low in stock", "%(count)s active products are low in stock", count)
    shown = f"{_number(count)}{'' if exact else '+'}"
    url = f"{reverse('catalog:products')}?status=active&stock_max={threshold - 1}"
    return Alert(text % {"count": shown}, url, "warning", "inbox")


def _failed(asked: Asked) -> Alert | None:
    failed = import_totals(Scope(latest(HOURS_24), asked.supplier_id)).failed
    if not failed:
        return None
    text = ngettext("%(count)s import failed in 24 hours", "%(count)s imports failed in 24 hours", failed)
    since = timezone.localdate() - timedelta(days=1)
    url = f"{reverse('imports:runs')}?status=failed&since={since.isoformat()}"
    return Alert(text % {"count": _number(failed)}, url, "danger", "circle-x")


def _silent(asked: Asked) -> list[Alert]:
    days = int(value("dashboard.silent_days", asked.tenant_id))
    silent = silent_suppliers(days)
    alerts_of = [
        Alert(_silence(name, last), reverse("suppliers:supplier", args=[pk]), "warning", "clock")
        for pk, name, last in silent[:MOST_ROWS]
    ]
    if len(silent) > MOST_ROWS:
        rest = len(silent) - MOST_ROWS
        text = ngettext("%(count)s more silent supplier", "%(count)s more silent suppliers", rest)
        alerts_of.append(
            Alert(text % {"count": _number(rest)}, f"{reverse('suppliers:suppliers')}?active=yes", "warning", "clock")
        )
    return alerts_of


def silent_suppliers(days: int) -> list[tuple[UUID, str, datetime]]:
    """Active suppliers whose latest completed import is older; those that never delivered are none. Two queries."""
    limit = timezone.now() - timedelta(days=days)
    last = last_imports()
    known = [each for each in all_suppliers() if each.id in last]
    found = [(each.id, each.name, last[each.id]) for each in known if last[each.id] < limit]
    return sorted(found, key=lambda each: (each[2], each[1]))


def _silence(name: str, last: datetime) -> str:
    days = (timezone.now() - last).days
    text = ngettext("%(supplier)s: no import for %(days)s day", "%(supplier)s: no import for %(days)s days", days)
    return text % {"supplier": name, "days": _number(days)}


def _held(asked: Asked) -> Alert | None:
    held = run_counts()["for_approval"]
    if not held:
        return None
    text = ngettext("%(count)s import waits for approval", "%(count)s imports wait for approval", held)
    return Alert(text % {"count": _number(held)}, f"{reverse('imports:runs')}?status=held", "warning", "hand")


def causes(asked: Asked) -> dict[str, Any]:
    """Held rows by cause."""
    found = held_causes(HeldFilters())
    return {"causes": found[:MOST_ROWS], "held": sum(cause.rows for cause in found)}


def runs(asked: Asked) -> dict[str, Any]:
    """The latest runs of the chosen supplier and status."""
    filters = RunFilters(status=asked.status, supplier_id=asked.supplier_id)
    return {"runs": run_list(filters, per_page=RECENT_RUNS).items}


def today(asked: Asked) -> dict[str, Any]:
    """What became of the runs of today."""
    day = timezone.localdate()
    counts = run_counts(since=day)
    return {"today_text": day.isoformat(), "counts": {**counts, "waiting": counts["pending"] - counts["for_approval"]}}


def feeds(asked: Asked) -> dict[str, Any]:
    """Feeds that need somebody."""
    return {"feeds": troubled_feeds(feeds_of())[:MOST_ROWS]}


def next_feeds(asked: Asked) -> dict[str, Any]:
    """The feeds that are fetched next."""
    due = [feed for feed in feeds_of() if feed.rhythm.next_run_at]
    return {"feeds": sorted(due, key=lambda feed: (feed.rhythm.next_run_at, feed.name))[:MOST_ROWS]}


def system(asked: Asked) -> dict[str, Any]:
    """Whether workers, scheduler, Redis and databases answer; takes up to half a second."""
    redis = redis_works()
    age = scheduler_age() if redis else None
    return {
        "workers": workers() if redis else 0,
        "redis": redis,
        "beat": None if age is None else timezone.now() - timedelta(seconds=age),
        "beat_is_late": age is None or age > LATE_SECONDS,
        "silent_databases": [name for name, answers in databases().items() if not answers],
    }


def _number(count: int) -> str:
    return Unit.NUMBER.written(count)
