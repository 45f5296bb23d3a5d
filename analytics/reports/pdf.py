"""Reports as PDF: the same charts and tables as on the page, on A4; the only user of fpdf."""

import math
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from analytics.charts import Chart, Pie, drawn, segments
from analytics.charts.drawing import on_ring
from analytics.reports.model import Figure, Report, Section

FONTS = Path(__file__).resolve().parents[1] / "fonts"
FAMILY = "DejaVu"
MOST_ROWS = 500
INK, MUTED, LINE, SHADE = (31, 36, 48), (92, 99, 115), (221, 224, 230), (245, 246, 249)
TONES: dict[str, tuple[int, int, int]] = {
    "accent": (79, 70, 229),
    "success": (34, 139, 94),
    "warning": (214, 142, 18),
    "danger": (200, 50, 50),
    "info": (14, 124, 174),
    "neutral": (120, 126, 140),
}
CHART_HEIGHT, PIE_SIZE = 46.0, 40.0


class _Paper(FPDF):
    """A4 with the page's number at the foot."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        self.add_font(FAMILY, "", str(FONTS / "DejaVuSansCondensed.ttf"))
        self.add_font(FAMILY, "B", str(FONTS / "DejaVuSansCondensed-Bold.ttf"))
        self.set_title(title)
        self.set_margins(16, 16)
        self.set_auto_page_break(auto=True, margin=18)

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(FAMILY, "", 8)
        self.set_text_color(*MUTED)
        self.cell(0, 5, f"Products Manager · {self.page_no()} / {{nb}}", align="C")

    def words(self, text: str, *, size: float = 9, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        """A paragraph."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")

    def room_for(self, height: float) -> None:
        """A new page where the rest of this one is too short."""
        if self.will_page_break(height):
            self.add_page()


def pdf_of(report: Report, *, organisation: str) -> bytes:
    """The report as the bytes of a PDF; tables longer than MOST_ROWS are cut, and say so."""
    paper = _Paper(report.title)
    paper.add_page()
    _head(paper, report, organisation)
    _figures(paper, report.figures)
    for section in report.sections:
        _section(paper, section)
    return bytes(paper.output())


def _head(paper: _Paper, report: Report, organisation: str) -> None:
    paper.words(report.title, size=17, bold=True)
    paper.ln(1)
    about = [organisation, report.period, *([report.supplier] if report.supplier else [])]
    if report.before:
        about.append(_("compared with %(period)s") % {"period": report.before})
    paper.words(" · ".join(about), colour=MUTED)
    made = date_format(timezone.localtime(timezone.now()), "DATETIME_FORMAT")
    paper.words(_("Made on %(moment)s") % {"moment": made}, size=8, colour=MUTED)
    paper.ln(4)


def _figures(paper: _Paper, figures: Sequence[Figure]) -> None:
    """Four in a row."""
    width, height = paper.epw / 4, 19.0
    for place, figure in enumerate(figures):
        column = place % 4
        if column == 0:
            paper.room_for(height)
            top = paper.get_y()
        left = paper.l_margin + column * width
        paper.set_fill_color(*SHADE)
        paper.rect(left, top, width - 2, height - 2, style="F", round_corners=True, corner_radius=1.5)
        _line(paper, str(figure.label), left + 3, top + 2, width - 8, size=7.5, colour=MUTED)
        _line(paper, figure.shown, left + 3, top + 6, width - 8, size=13, bold=True)
        if figure.note:
            _line(paper, figure.note, left + 3, top + 12, width - 8, size=7, colour=MUTED)
        if column == 3 or place == len(figures) - 1:
            paper.set_xy(paper.l_margin, top + height)
    paper.ln(3)


def _line(  # noqa: PLR0913 - a place has four numbers
    paper: _Paper,
    text: str,
    x: float,
    y: float,
    width: float,
    *,
    size: float,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
    align: str = "L",
) -> None:
    """One line of text in its place, cut where it is too long."""
    paper.set_font(FAMILY, "B" if bold else "", size)
    paper.set_text_color(*colour)
    while text and paper.get_string_width(text) > width:
        text = f"{text.rstrip('…')[:-1]}…" if len(text.rstrip("…")) > 1 else ""
    paper.set_xy(x, y)
    paper.cell(width, size * 0.5, text, align=align)


def _section(paper: _Paper, section: Section) -> None:
    paper.room_for(CHART_HEIGHT + 16 if section.charts else 24)
    paper.words(str(section.title), size=12, bold=True)
    paper.ln(1)
    if section.note:
        paper.words(str(section.note), size=8.5, colour=MUTED)
    for each in section.charts:
        if not each.is_empty:
            _pie(paper, each) if isinstance(each, Pie) else _chart(paper, each)
    if section.rows:
        _table(paper, section)
    paper.ln(5)


def _chart(paper: _Paper, chart: Chart) -> None:
    paper.room_for(CHART_HEIGHT + 14)
    shape, top = drawn(chart), paper.get_y() + 7
    left, right = paper.l_margin + 14, paper.l_margin + paper.epw - (12 if shape.right else 0)
    width, height = right - left, CHART_HEIGHT - 8
    _legend(paper, chart)
    paper.set_draw_color(*LINE)
    paper.set_line_width(0.2)
    for place, text in enumerate(shape.left):
        y = top + place * height / 2
        paper.line(left, y, right, y)
        _line(paper, text, paper.l_margin, y - 1.7, 12.5, size=7, colour=MUTED, align="R")
        if shape.right:
            _line(paper, shape.right[place], right + 1.5, y - 1.7, 10, size=7, colour=MUTED)
    for area in shape.areas:
        paper.set_fill_color(*TONES[area.tone])
        box = (left + area.x / 100 * width, top + area.y / 100 * height, area.width / 100 * width)
        paper.rect(*box, area.height / 100 * height, style="F")
    paper.set_line_width(0.5)
    for path in shape.paths:
        paper.set_draw_color(*TONES[path.tone])
        places = [(left + x / 100 * width, top + y / 100 * height) for x, y in path.points]
        if len(places) == 1:
            paper.circle(*places[0], 0.4, style="D")
        else:
            paper.polyline(places)
    step = width / max(1, len(shape.marks))
    for place, mark in enumerate(shape.marks):
        if mark:
            _line(paper, mark, left + (place + 0.5) * step - 8, top + height + 1.5, 16, size=7, colour=MUTED, align="C")
    paper.set_xy(paper.l_margin, top + height + 7)


def _legend(paper: _Paper, chart: Chart) -> None:
    x, y = paper.l_margin + 14, paper.get_y()
    for each in chart.series:
        paper.set_fill_color(*TONES[each.tone])
        paper.rect(x, y + 0.6, 2.4, 2.4, style="F")
        _line(paper, str(each.name), x + 3.4, y, 60, size=7.5, colour=MUTED)
        paper.set_font(FAMILY, "", 7.5)
        x += min(60.0, paper.get_string_width(str(each.name))) + 8


def _pie(paper: _Paper, pie: Pie) -> None:
    paper.room_for(PIE_SIZE + 4)
    left, top = paper.l_margin, paper.get_y() + 1
    for place, part in enumerate(segments(pie)):
        paper.set_fill_color(*TONES[part.tone])
        paper.set_draw_color(255, 255, 255)
        paper.polygon(_ring(part.start, part.end, left, top), style="DF")
        share = f"{part.share * 100:.1f}\u00a0%"
        y = top + 4 + place * 5.2
        paper.rect(left + PIE_SIZE + 8, y + 0.6, 2.4, 2.4, style="F")
        _line(paper, str(part.slice.name), left + PIE_SIZE + 12, y, 80, size=8)
        text = f"{pie.unit.written(part.slice.value)}  ({share})"
        _line(paper, text, left + PIE_SIZE + 94, y, 36, size=8, colour=MUTED, align="R")
    paper.set_xy(paper.l_margin, top + PIE_SIZE + 4)


def _ring(start: float, end: float, left: float, top: float) -> list[tuple[float, float]]:
    steps = max(2, math.ceil((end - start) * 72))
    turns = [start + (end - start) * n / steps for n in range(steps + 1)]
    outside = [on_ring(turn, 48) for turn in turns]
    inside = [on_ring(turn, 29) for turn in reversed(turns)]
    return [(left + x / 100 * PIE_SIZE, top + y / 100 * PIE_SIZE) for x, y in [*outside, *inside]]


def _table(paper: _Paper, section: Section) -> None:
    paper.set_font(FAMILY, "", 8)
    paper.set_text_color(*INK)
    paper.set_draw_color(*LINE)
    paper.set_line_width(0.2)
    aligns = ["RIGHT" if column.is_number else "LEFT" for column in section.columns]
    widths = [10 if column.is_number else 24 for column in section.columns]
    style = FontFace(emphasis="BOLD", color=MUTED, fill_color=SHADE)
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=style,
        line_height=4.6,
        padding=0.8,
        text_align=aligns,
        col_widths=widths,
    ) as table:
        heads = table.row()
        for column in section.columns:
            heads.cell(str(column.name))
        for _url, cells in section.shown(MOST_ROWS):
            row = table.row()
            for text, _is_number in cells:
                row.cell(text)
    if len(section.rows) > MOST_ROWS:
        counts = {"shown": MOST_ROWS, "rows": len(section.rows)}
        note = _("The first %(shown)s of %(rows)s rows: the CSV and Excel files hold all.")
        paper.words(note % counts, size=8, colour=MUTED)
