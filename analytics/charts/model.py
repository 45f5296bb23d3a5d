"""What a chart shows, apart from how it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format

from core.configuration.formats import written_number

TONES = ("accent", "success", "warning", "danger", "info", "neutral")


class Unit(StrEnum):
    """What the numbers count."""

    NUMBER = "number"
    PERCENT = "percent"
    SECONDS = "seconds"

    def written(self, value: float | None) -> str:
        """The number as people read it."""
        if value is None:
            return "–"
        decimals = 0 if value == int(value) or abs(value) >= 100 else 1
        suffix = {Unit.NUMBER: "", Unit.PERCENT: "\u00a0%", Unit.SECONDS: "\u00a0s"}[self]
        return f"{written_number(round(value, decimals), decimals)}{suffix}"


@dataclass(frozen=True)
class Series:
    """One row of values, one for each label of the chart; None where nothing is known."""

    name: Any
    values: Sequence[float | None]
    tone: str = "accent"


@dataclass(frozen=True)
class Chart:
    """Bars (stacked) and lines over labels. With both, the lines have a scale of their own, at the right."""

    title: Any
    labels: Sequence[str]
    bars: Sequence[Series] = ()
    lines: Sequence[Series] = ()
    unit: Unit = Unit.NUMBER
    # The labels in long, for tables and tips.
    heads: Sequence[str] = ()

    @property
    def series(self) -> list[Series]:
        """Bars, then lines."""
        return [*self.bars, *self.lines]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but zeros and gaps."""
        return not any(value for each in self.series for value in each.values)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The chart as a table: a head and the written values of each label."""
        heads = self.heads or self.labels
        return [(head, [self.unit.written(each.values[n]) for each in self.series]) for n, head in enumerate(heads)]


@dataclass(frozen=True)
class Slice:
    """A part of a whole, with the page that lists it."""

    name: Any
    value: float
    url: str = ""


@dataclass(frozen=True)
class Pie:
    """Parts of a whole; those beyond the first ones are drawn as one."""

    title: Any
    slices: Sequence[Slice]
    rest: Any = ""
    unit: Unit = Unit.NUMBER
    shown: list[Slice] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        most = len(TONES) - 1
        known = [each for each in self.slices if each.value > 0]
        if len(known) > len(TONES):
            known = [*known[:most], Slice(self.rest, sum(each.value for each in known[most:]))]
        self.shown.extend(known)

    @property
    def total(self) -> float:
        """The whole."""
        return sum(each.value for each in self.shown)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to part."""
        return not self.total


def of_days(title: Any, days: Sequence[date], *, unit: Unit = Unit.NUMBER, **rows: Sequence[Series]) -> Chart:
    """A chart with a label for each day; `rows` are `bars` and `lines`."""
    labels = [date_format(day, "d/m") for day in days]
    heads = [date_format(day, "DATE_FORMAT") for day in days]
    return Chart(title, labels, unit=unit, heads=heads, **rows)


def row(days: Sequence[date], values: Mapping[date, float | None], *, blank: float | None = 0) -> list[float | None]:
    """The values of these days in their order."""
    return [values.get(day, blank) for day in days]
