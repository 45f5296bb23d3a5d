"""The widgets of the home page, in the order in which a new person finds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.home import metrics, panels, tiles
from analytics.home.asked import Asked

SMALL, HALF, WHOLE = "small", "half", "whole"
SIZES: dict[str, Any] = {SMALL: _("Small"), HALF: _("Half a row"), WHOLE: _("Whole row")}
OWN = "own"
Load = Callable[[Asked], Mapping[str, Any]]


@dataclass(frozen=True)
class Widget:
    """A part of the home page; `permission` (as `May` names it) is asked for by role, and nobody else sees it."""

    label: Any
    size: str
    template: str
    load: Load
    permission: str = ""


_IMPORTS, _PRODUCTS, _SUPPLIERS = "read_imports", "read_products", "read_suppliers"
WIDGETS: dict[str, Widget] = {
    "products": Widget(_("Active products"), SMALL, "tile", tiles.products, _PRODUCTS),
    "suppliers": Widget(_("Active suppliers"), SMALL, "tile", tiles.suppliers, _SUPPLIERS),
    "imports": Widget(_("Imports in 24 hours"), SMALL, "tile", tiles.imports, _IMPORTS),
    "success": Widget(_("Success rate in 30 days"), SMALL, "tile", tiles.success, _IMPORTS),
    "imports-chart": Widget(_("Imports per day"), HALF, "chart", panels.imports_chart, _IMPORTS),
    "products-chart": Widget(_("Changes of products"), HALF, "chart", panels.products_chart, _PRODUCTS),
    "alerts": Widget(_("Alerts"), HALF, "alerts", panels.alerts, _IMPORTS),
    "today": Widget(_("Imports today"), HALF, "today", panels.today, _IMPORTS),
    "suppliers-table": Widget(_("Suppliers"), HALF, "suppliers", panels.suppliers_table, _IMPORTS),
    "activity": Widget(_("Recent activity"), HALF, "activity", panels.activity, _IMPORTS),
    "feeds": Widget(_("Feeds that need somebody"), HALF, "feeds", panels.feeds, _IMPORTS),
    "causes": Widget(_("Held rows by cause"), HALF, "causes", panels.causes, _IMPORTS),
    "completeness": Widget(_("How complete the catalogue is"), HALF, "chart", panels.completeness_chart, _PRODUCTS),
    "next-feeds": Widget(_("Next runs"), HALF, "next_feeds", panels.next_feeds, _IMPORTS),
    "system": Widget(_("System"), HALF, "system", panels.system),
    "runs": Widget(_("Latest runs"), WHOLE, "runs", panels.runs, _IMPORTS),
}


def widget_of(kind: str, options: Mapping[str, Any]) -> Widget | None:
    """The widget of that kind; one of somebody's own has a metric and a shape. None for what there is not any more."""
    if kind != OWN:
        return WIDGETS.get(kind)
    metric = metrics.METRICS.get(options.get("metric", ""))
    if metric is None or options.get("shape") not in metric.shapes:
        return None
    return Widget(metric.label, HALF, "own", metrics.own_widget, metric.permission)
