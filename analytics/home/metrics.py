"""The metrics of widgets that people make themselves: by day, or by supplier, status, brand or category."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.charts import Pie, Series, Slice, Unit, of_days
from analytics.charts.model import TONES, row
from analytics.home.asked import Asked
from analytics.selectors.figures import (
    ImportTotals,
    carried,
    figures_of,
    import_totals,
    imports_by_day,
    imports_by_supplier,
    series,
)
from catalog.selectors.figures import Share, spread
from suppliers.selectors import suppliers_by_id

LINE, BAR, PIE, TABLE, KPI = "line", "bar", "pie", "table", "kpi"
SHAPES: dict[str, Any] = {
    LINE: gettext_lazy("Line"),
    BAR: gettext_lazy("Bars"),
    PIE: gettext_lazy("Pie"),
    TABLE: gettext_lazy("Table"),
    KPI: gettext_lazy("One number"),
}
IMPORTS, CHANGES, LEVELS, SPREAD = "imports", "changes", "levels", "spread"
DAYS = 30


@dataclass(frozen=True)
class Metric:
    """What can be counted; `source` says where from, `name` what is counted there."""

    label: str | Promise
    source: str
    name: str
    permission: str
    unit: Unit = Unit.NUMBER

    @property
    def shapes(self) -> tuple[str, ...]:
        """The kinds of widget that can show it."""
        if self.source == SPREAD:
            return (PIE, TABLE)
        return (
            (LINE, BAR, PIE, TABLE, KPI) if self.source == IMPORTS and self.name in _PARTED else (LINE, BAR, TABLE, KPI)
        )


# Sums that can be parted among suppliers.
_PARTED = frozenset({"runs", "failed", "rows_read", "rows_held", "products"})
_I, _P = "read_imports", "read_products"
METRICS: dict[str, Metric] = {
    "imports.runs": Metric(gettext_lazy("Imports"), IMPORTS, "runs", _I),
    "imports.failed": Metric(gettext_lazy("Failed imports"), IMPORTS, "failed", _I),
    "imports.success": Metric(gettext_lazy("Success rate"), IMPORTS, "success_share", _I, Unit.PERCENT),
    "imports.rows": Metric(gettext_lazy("Rows read"), IMPORTS, "rows_read", _I),
    "imports.held": Metric(gettext_lazy("Rows held"), IMPORTS, "rows_held", _I),
    "imports.products": Metric(gettext_lazy("Products by imports"), IMPORTS, "products", _I),
    "imports.duration": Metric(gettext_lazy("Mean duration of imports"), IMPORTS, "mean", _I, Unit.SECONDS),
    "products.created": Metric(gettext_lazy("Products created"), CHANGES, "products.created", _P),
    "products.updated": Metric(gettext_lazy("Products changed"), CHANGES, "products.updated", _P),
    "products.deleted": Metric(gettext_lazy("Products deleted"), CHANGES, "products.deleted", _P),
    "catalogue.total": Metric(gettext_lazy("Size of the catalogue"), LEVELS, "catalogue.total", _P),
    "catalogue.active": Metric(gettext_lazy("Active products"), LEVELS, "catalogue.active", _P),
    "catalogue.with_gtin": Metric(gettext_lazy("Products with EAN"), LEVELS, "catalogue.with_gtin", _P),
    "catalogue.with_price": Metric(gettext_lazy("Products with a price"), LEVELS, "catalogue.with_price", _P),
    "catalogue.with_image": Metric(gettext_lazy("Products with an image"), LEVELS, "catalogue.with_image", _P),
    "catalogue.in_stock": Metric(gettext_lazy("Products in stock"), LEVELS, "catalogue.in_stock", _P),
    "catalogue.completeness": Metric(
        gettext_lazy("Mean completeness"), LEVELS, "catalogue.completeness", _P, Unit.PERCENT
    ),
    "spread.status": Metric(gettext_lazy("Products by status"), SPREAD, "status", _P),
    "spread.supplier": Metric(gettext_lazy("Products by supplier"), SPREAD, "supplier", _P),
    "spread.brand": Metric(gettext_lazy("Products by brand"), SPREAD, "brand", _P),
    "spread.category": Metric(gettext_lazy("Products by category"), SPREAD, "category", _P),
}
MOST_PARTS = 50


def own_widget(asked: Asked) -> dict[str, Any]:
    """What a widget of one's own shows: a chart, a pie, a table or one number. At most two queries."""
    metric, shape = METRICS[asked.options["metric"]], asked.options["shape"]
    if shape == PIE:
        return {"shape": shape, "chart": pie(metric, asked)}
    if metric.source == SPREAD:
        return {"shape": shape, "parts": _parts(metric, asked), "unit": metric.unit}
    days = asked.period_or(DAYS).days
    if shape == KPI:
        return {"shape": shape, "number": metric.unit.written(_one_number(metric, asked))}
    values = row(days, _by_day(metric, asked, days), blank=None if metric.source == LEVELS else 0)
    line = Series(metric.label, values, TONES[0])
    rows: dict[str, list[Series]] = {"bars": [line]} if shape == BAR else {"lines": [line]}
    return {"shape": shape, "chart": of_days(metric.label, days, unit=metric.unit, **rows)}


def pie(metric: Metric, asked: Asked) -> Pie:
    """The metric parted among suppliers, brands, categories or statuses. Two queries."""
    return Pie(metric.label, _parts(metric, asked), rest=_("Others"), unit=metric.unit)


def _parts(metric: Metric, asked: Asked) -> list[Slice]:
    if metric.source == SPREAD:
        return slices_of(
            spread(asked.tenant_id, metric.name, supplier_id=asked.supplier_id, most=MOST_PARTS), metric.name
        )
    found = imports_by_supplier(asked.scope(DAYS))
    names = suppliers_by_id(found)
    parts = [(_name(pk, names), float(figures_of(totals)[metric.name])) for pk, totals in found.items()]
    return [Slice(name, value) for name, value in sorted(parts, key=lambda part: (-part[1], part[0]))]


def slices_of(shares: list[Share], by: str) -> list[Slice]:
    """Shares of the catalogue with names that people know, and the list of their products. At most one query."""
    names: Mapping[Any, Any] = suppliers_by_id(UUID(share.name) for share in shares) if by == "supplier" else {}
    return [Slice(_shown(share, by, names), share.products, _address(share, by)) for share in shares]


def _shown(share: Share, by: str, names: Mapping[Any, Any]) -> str:
    if by == "supplier":
        return _name(UUID(share.name), names)
    if by == "status":
        return _statuses().get(share.name, share.name)
    return share.name or {"brand": _("without a brand"), "category": _("without a category")}[by]


def _statuses() -> dict[str, str]:
    return {
        "draft": _("Draft"),
        "active": _("Active"),
        "inactive": _("Inactive"),
        "archived": _("Archived"),
        "trash": _("In the trash"),
    }


def _address(share: Share, by: str) -> str:
    parameter = {"supplier": "supplier_id", "status": "status", "brand": "brand_id", "category": "category_id"}[by]
    query = f"{parameter}={share.key}" if share.key else f"has_{by}=no"
    return f"{reverse('catalog:products')}?{query}"


def _name(supplier_id: UUID, names: Mapping[Any, Any]) -> str:
    return names[supplier_id].name if supplier_id in names else "–"


def _one_number(metric: Metric, asked: Asked) -> float | None:
    period = asked.period_or(DAYS)
    if metric.source == IMPORTS:
        return _scaled(metric, import_totals(asked.scope(DAYS)))
    found = series([metric.name], period.days)[metric.name]
    if metric.source == CHANGES:
        return sum(found.values())
    return found[max(found)] if found else None


def _by_day(metric: Metric, asked: Asked, days: list[date]) -> Mapping[date, float | None]:
    if metric.source == IMPORTS:
        return {day: _scaled(metric, totals) for day, totals in imports_by_day(asked.scope(DAYS)).items()}
    found = series([metric.name], days)[metric.name]
    return carried(found, days) if metric.source == LEVELS else dict(found)


def _scaled(metric: Metric, totals: ImportTotals) -> float | None:
    value: float | None = figures_of(totals)[metric.name]
    return None if value is None else value * 100 if metric.unit == Unit.PERCENT else float(value)
