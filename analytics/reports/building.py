"""From a question to a report."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from analytics.models import ReportKind
from analytics.reports import imports, performance, products
from analytics.reports.model import Figure, Question, Report, Section
from catalog.selectors.figures import catalogue, spreads
from suppliers.selectors import suppliers_by_id

Parts = tuple[list[Figure], list[Section]]


def build(question: Question) -> Report:
    """The report with its numbers of now; every kind takes a constant number of queries."""
    figures, sections = _BUILDERS[ReportKind(question.kind)](question)
    return Report(
        title=_("Report: %(kind)s") % {"kind": ReportKind(question.kind).label},
        question=question,
        supplier=_supplier(question),
        figures=figures,
        sections=sections,
    )


def _overview(question: Question) -> Parts:
    """Global numbers, imports per supplier, how the catalogue grew, alerts."""
    of_imports = imports.figures(question)
    of_products = products.figures(question, catalogue(question.tenant_id))
    sections = [
        imports.volume(question),
        imports.by_supplier(question),
        products.growth(question),
        imports.silent(question),
    ]
    return [*of_products[:2], *of_imports], sections


def _imports(question: Question) -> Parts:
    sections = [imports.volume(question), imports.by_supplier(question), imports.reliability(question)]
    return imports.figures(question), [*sections, imports.trend(question), imports.silent(question)]


def _products(question: Question) -> Parts:
    counted = catalogue(question.tenant_id)
    shares = spreads(question.tenant_id, supplier_id=question.supplier_id)
    parts = [products.spread_by(by, shares[by]) for by in ("status", "supplier", "category", "brand")]
    sections = [products.growth(question), products.coverage(counted), products.quality(counted), *parts]
    return products.figures(question, counted), [section for section in sections if section.rows or section.charts]


def _performance(question: Question) -> Parts:
    return performance.figures(question), [performance.imports(question), performance.routes(question)]


_BUILDERS: dict[str, Callable[[Question], Parts]] = {
    ReportKind.OVERVIEW: _overview,
    ReportKind.IMPORTS: _imports,
    ReportKind.PRODUCTS: _products,
    ReportKind.PERFORMANCE: _performance,
}


def _supplier(question: Question) -> str:
    if question.supplier_id is None:
        return ""
    found = suppliers_by_id([question.supplier_id]).get(question.supplier_id)
    return found.name if found else "–"
