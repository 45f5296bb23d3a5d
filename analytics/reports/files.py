"""Reports as files: CSV with one table after the other, a workbook with a sheet for each, PDF with charts."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from analytics.charts import Chart
from analytics.models import ReportFormat
from analytics.reports.model import Report, Section
from analytics.reports.pdf import pdf_of
from core.tabular import write_csv, write_workbook

CONTENT_TYPES = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.CSV: "text/csv; charset=utf-8",
}
Table = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


def file_of(report: Report, file_format: str, *, organisation: str) -> bytes:
    """The report in that format."""
    if file_format == ReportFormat.PDF:
        return pdf_of(report, organisation=organisation)
    buffer = BytesIO()
    if file_format == ReportFormat.XLSX:
        write_workbook(buffer, tables_of(report))
    else:
        write_csv(buffer, *_as_one_table(report))
    return buffer.getvalue()


def file_name(report: Report, file_format: str) -> str:
    """A name such as imports-2026-11-01-2026-11-30.pdf."""
    period = report.question.period
    return f"{slugify(report.question.kind)}-{period.first_day}-{period.last_day}.{file_format}"


def tables_of(report: Report) -> list[Table]:
    """Figures, then the charts and tables of each section."""
    figures = [(str(each.label), each.kind.plain(each.value), each.kind.plain(each.before)) for each in report.figures]
    tables: list[Table] = [(_("Figures"), [_("Figure"), _("Value"), _("Before")], figures)]
    for section in report.sections:
        tables += _charts(section)
        if section.columns:
            heads = [str(column.name) for column in section.columns]
            tables.append((str(section.title), heads, section.plain()))
    return tables


def _charts(section: Section) -> Iterator[Table]:
    """The numbers of a section's lines and bars; those of a pie are in its table."""
    for chart in section.charts:
        if isinstance(chart, Chart):
            heads = [_("Day"), *(str(each.name) for each in chart.series)]
            rows = [[head, *(each.values[n] for each in chart.series)] for n, head in enumerate(chart.heads)]
            yield str(chart.title), heads, rows


def _as_one_table(report: Report) -> tuple[list[str], list[list[Any]]]:
    about = [report.title, report.period, report.supplier]
    rows: list[list[Any]] = []
    for title, heads, table in tables_of(report):
        rows += [[], [title], list(heads), *(list(row) for row in table)]
    return [each for each in about if each], rows
