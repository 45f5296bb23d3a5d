"""From numbers to places: everything lies in a box of 100 by 100, whose origin is at the top left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.model import TONES, Chart, Pie, Series, Slice

FULL = 100.0
BAR_SHARE = 0.66
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Area:
    """A bar, or a part of one."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True)
class Path:
    """A line with its points; a gap begins a new one."""

    points: list[tuple[float, float]]
    tone: str
    name: str


@dataclass(frozen=True)
class Hit:
    """The place of a label, from top to bottom, with what is said about it."""

    x: float
    width: float
    text: str


@dataclass(frozen=True)
class Drawn:
    """The geometry of a chart; `left` and `right` are the numbers at the axes, from the top down."""

    areas: list[Area]
    paths: list[Path]
    hits: list[Hit]
    left: list[str]
    right: list[str]
    marks: list[str]


@dataclass(frozen=True)
class Segment:
    """A part of a ring, from one angle to the other in turns (0 is at the top), clockwise."""

    slice: Slice
    tone: str
    start: float
    end: float

    @property
    def share(self) -> float:
        """Its part of the whole, from 0 to 1."""
        return self.end - self.start


def drawn(chart: Chart) -> Drawn:
    """The geometry of the chart."""
    count = max(1, len(chart.labels))
    step = FULL / count
    both = bool(chart.bars and chart.lines)
    bars_top = _rounded(max(_stacks(chart.bars, count), default=0))
    lines_top = _rounded(max((value or 0 for each in chart.lines for value in each.values), default=0))
    if chart.unit == "percent":
        bars_top = lines_top = FULL
    first_top, second_top = (bars_top, lines_top) if chart.bars else (lines_top, 0)
    return Drawn(
        areas=_areas(chart.bars, step, bars_top),
        paths=[path for each in chart.lines for path in _paths(each, step, lines_top)],
        hits=_hits(chart, step),
        left=[chart.unit.written(first_top * part) for part in (1, 0.5, 0)],
        right=[chart.unit.written(second_top * part) for part in (1, 0.5, 0)] if both else [],
        marks=_marks(chart.labels),
    )


def segments(pie: Pie) -> list[Segment]:
    """The parts of the ring, one after the other."""
    found, at = [], 0.0
    for number, each in enumerate(pie.shown):
        share = each.value / pie.total
        found.append(Segment(each, TONES[number % len(TONES)], at, at + share))
        at += share
    return found


def on_ring(turn: float, radius: float) -> tuple[float, float]:
    """The point of a circle round the middle of the box."""
    angle = (turn - 0.25) * math.tau
    return 50 + radius * math.cos(angle), 50 + radius * math.sin(angle)


def _rounded(value: float) -> float:
    """The first of 1, 2, 2.5, 5, 10, 20 ... that is not below the value; an even one from 2 on, for the middle."""
    if value <= 2:
        return 2.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in STEPS if step * power >= value)


def _stacks(bars: Sequence[Series], count: int) -> list[float]:
    return [sum(each.values[place] or 0 for each in bars) for place in range(count)] if bars else []


def _areas(bars: Sequence[Series], step: float, top: float) -> list[Area]:
    areas = []
    for place in range(len(bars[0].values) if bars else 0):
        base = FULL
        for each in bars:
            height = (each.values[place] or 0) / top * FULL
            if height > 0:
                base -= height
                x = (place + (1 - BAR_SHARE) / 2) * step
                areas.append(Area(round(x, 3), round(base, 3), round(step * BAR_SHARE, 3), round(height, 3), each.tone))
    return areas


def _paths(line: Series, step: float, top: float) -> list[Path]:
    parts: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(line.values):
        if value is None:
            parts.append([])
        else:
            parts[-1].append((round((place + 0.5) * step, 3), round(FULL - value / top * FULL, 3)))
    return [Path(points, line.tone, str(line.name)) for points in parts if points]


def _hits(chart: Chart, step: float) -> list[Hit]:
    names = [str(each.name) for each in chart.series]
    return [
        Hit(round(place * step, 3), round(step, 3), _tip(head, zip(names, texts, strict=True)))
        for place, (head, texts) in enumerate(chart.rows)
    ]


def _tip(head: str, values: "zip[tuple[str, str]]") -> str:
    return "\n".join([head, *(f"{name}: {text}" for name, text in values)])


def _marks(labels: Sequence[str], most: int = 7) -> list[str]:
    """The labels under the axis: every n-th from the last one back, the others blank."""
    every = max(1, math.ceil(len(labels) / most))
    last = len(labels) - 1
    return [label if (last - place) % every == 0 else "" for place, label in enumerate(labels)]
