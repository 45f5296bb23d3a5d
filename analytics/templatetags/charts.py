"""Charts on pages: SVG without a script, with the same numbers as a table for everybody who wants or needs one."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from analytics.charts import Chart, Pie, drawn, segments
from analytics.charts.drawing import on_ring

register = template.Library()
OUTER, INNER = 48.0, 31.0


@register.simple_tag
def chart(value: Chart | Pie, *, heading: bool = False) -> SafeString:
    """The chart with its legend and its table; a sentence where there is nothing to draw."""
    if isinstance(value, Pie):
        parts = segments(value) if not value.is_empty else []
        drawn_parts = [(part, _ring(part.start, part.end), value.unit.written(part.slice.value)) for part in parts]
        return render_to_string("analytics/charts/pie.html", {"pie": value, "parts": drawn_parts, "heading": heading})
    context = {"chart": value, "drawn": drawn(value), "heading": heading}
    return render_to_string("analytics/charts/chart.html", context)


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str = "") -> SafeString:
    """A small line without axes, from its own lowest to its own highest value."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString()
    low, high = min(known), max(known)
    span, step = (high - low) or 1, 100 / (len(known) - 1)
    middle = 12 if high == low else 0
    points = format_html_join(
        " ",
        "{},{}",
        (
            (round(place * step, 2), round(22 - (value - low) / span * 20 - middle, 2))
            for place, value in enumerate(known)
        ),
    )
    return format_html(
        '<svg class="sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg>',
        label,
        points,
    )


@register.filter
def points(path: Any) -> str:
    """The points of a path as SVG wants them; a single one becomes a short line."""
    places = path.points if len(path.points) > 1 else [(path.points[0][0] - 1, path.points[0][1]), path.points[0]]
    return " ".join(f"{x},{y}" for x, y in places)


def _ring(start: float, end: float) -> str:
    """The outline of a part of the ring; a whole ring is two halves."""
    if end - start > 0.9999:
        return f"{_ring(0, 0.5)} {_ring(0.5, 0.9999)}"
    large = int(end - start > 0.5)
    (ax, ay), (bx, by) = on_ring(start, OUTER), on_ring(end, OUTER)
    (cx, cy), (dx, dy) = on_ring(end, INNER), on_ring(start, INNER)
    return (
        f"M{ax:.2f} {ay:.2f}A{OUTER} {OUTER} 0 {large} 1 {bx:.2f} {by:.2f}"
        f"L{cx:.2f} {cy:.2f}A{INNER} {INNER} 0 {large} 0 {dx:.2f} {dy:.2f}Z"
    )
