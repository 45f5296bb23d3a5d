"""What reports tell of imports: volume, speed, reliability, trends, suppliers compared with each other."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.charts import Series, Unit, of_days
from analytics.home.panels import import_bars, silent_suppliers
from analytics.home.tiles import success_tone
from analytics.reports.model import Column, Figure, Kind, Question, Section
from analytics.selectors.figures import (
    ImportTotals,
    Scope,
    import_errors,
    import_totals,
    imports_by_day,
    imports_by_supplier,
)
from core.configuration import value
from core.rest.codes import codes
from imports.selectors.statistics import latest_scores
from suppliers.selectors import suppliers_by_id


def scope_of(question: Question) -> Scope:
    """The imports that the question is about."""
    return Scope(question.period, question.supplier_id)


def figures(question: Question) -> list[Figure]:
    """Imports, success, rows, held rows, products, duration. One query, two when compared."""
    now = import_totals(scope_of(question))
    before = import_totals(Scope(question.period.before, question.supplier_id)) if question.compares else None
    days = question.period
    runs = f"{reverse('imports:runs')}?since={days.first_day.isoformat()}&until={days.last_day.isoformat()}"
    return [
        Figure(_("Imports"), now.runs, before=_of(before, "runs"), url=runs),
        Figure(_("Failed imports"), now.failed, before=_of(before, "failed"), url=f"{runs}&status=failed"),
        Figure(
            _("Success rate"),
            now.success_share,
            Kind.SHARE,
            before=_of(before, "success_share"),
            tone=success_tone(now.success_share),
        ),
        Figure(_("Rows read"), now.rows_read, before=_of(before, "rows_read")),
        Figure(_("Rows held"), now.held_share, Kind.SHARE, before=_of(before, "held_share")),
        Figure(_("Products created"), now.products_created, before=_of(before, "products_created")),
        Figure(_("Products changed"), now.products_updated, before=_of(before, "products_updated")),
        Figure(_("Mean duration"), now.mean, Kind.SECONDS, before=_of(before, "mean")),
    ]


def volume(question: Question) -> Section:
    """Imports per day. One query."""
    return Section(_("Volume"), charts=[import_bars(scope_of(question))])


def by_supplier(question: Question) -> Section:
    """Suppliers compared with each other, most products first; the score is that of their scorecard. Three queries."""
    found = imports_by_supplier(scope_of(question))
    names, scores = suppliers_by_id(found), latest_scores(supplier_ids=found)
    columns = [
        Column(_("Supplier")),
        Column(_("Imports"), Kind.NUMBER),
        Column(_("Failed"), Kind.NUMBER),
        Column(_("Success"), Kind.SHARE),
        Column(_("Rows"), Kind.NUMBER),
        Column(_("Held"), Kind.SHARE),
        Column(_("Products"), Kind.NUMBER),
        Column(_("Mean duration"), Kind.SECONDS),
        Column(_("Rows per second"), Kind.RATE),
        Column(_("Score"), Kind.NUMBER),
    ]
    rows = [
        _supplier_row(_name(pk, names), totals, getattr(scores.get(pk), "score", None)) for pk, totals in found.items()
    ]
    urls = [reverse("suppliers:supplier", args=[pk]) for pk in found]
    return Section(_("Suppliers compared"), columns, rows, urls=urls)


def reliability(question: Question) -> Section:
    """Why imports failed. One query."""
    texts = codes()
    rows = [(code, str(texts.get(code, "")), count) for code, count in import_errors(scope_of(question))]
    columns = [Column(_("Code")), Column(_("Meaning")), Column(_("Imports"), Kind.NUMBER)]
    return Section(_("Why imports failed"), columns, rows, note="" if rows else _("No import failed."))


def trend(question: Question) -> Section:
    """Success and duration by day, as chart and table. One query."""
    found = imports_by_day(scope_of(question))
    days = list(found)
    success = [None if each.success_share is None else each.success_share * 100 for each in found.values()]
    charts = [
        of_days(_("Success rate"), days, lines=[Series(_("Success rate"), success, "success")], unit=Unit.PERCENT),
        of_days(
            _("Mean duration"),
            days,
            lines=[Series(_("Mean duration"), [each.mean for each in found.values()])],
            unit=Unit.SECONDS,
        ),
    ]
    columns = [
        Column(_("Day")),
        Column(_("Imports"), Kind.NUMBER),
        Column(_("Completed"), Kind.NUMBER),
        Column(_("Failed"), Kind.NUMBER),
        Column(_("Rows"), Kind.NUMBER),
        Column(_("Held rows"), Kind.NUMBER),
        Column(_("Products"), Kind.NUMBER),
        Column(_("Mean duration"), Kind.SECONDS),
    ]
    rows = [
        (day, each.runs, each.completed, each.failed, each.rows_read, each.rows_held, each.products, each.mean)
        for day, each in found.items()
        if each.runs
    ]
    return Section(_("Trends"), columns, rows, charts=charts)


def silent(question: Question) -> Section:
    """Suppliers without an import for some days. Two queries."""
    days = int(value("dashboard.silent_days", question.tenant_id))
    found = silent_suppliers(days)
    title = _("Suppliers without an import for %(days)s days") % {"days": days}
    rows = [(name, last.date()) for _pk, name, last in found]
    urls = [reverse("suppliers:supplier", args=[pk]) for pk, _name_of, _last in found]
    columns = [Column(_("Supplier")), Column(_("Last import"))]
    return Section(title, columns, rows, urls=urls, note="" if rows else _("None: every supplier delivers."))


def _of(totals: ImportTotals | None, name: str) -> float | None:
    return getattr(totals, name) if totals else None


def _supplier_row(name: str, totals: ImportTotals, score: float | None) -> tuple[Any, ...]:
    speed = (totals.products, totals.mean, totals.rows_per_second)
    return (name, totals.runs, totals.failed, totals.success_share, totals.rows_read, totals.held_share, *speed, score)


def _name(supplier_id: UUID, names: Any) -> str:
    return names[supplier_id].name if supplier_id in names else "–"
