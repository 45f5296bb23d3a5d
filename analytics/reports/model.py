"""A report as data: figures with those of the period before, and sections of charts and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from analytics.charts import Chart, Pie
from analytics.periods import Period
from core.configuration.formats import written_number
from core.templatetags.formats import duration, percent


class Kind(StrEnum):
    """How a value is written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    RATE = "rate"

    def written(self, value: Any) -> str:
        """The value as people read it."""
        if value is None or value == "":
            return "–"
        return _WRITTEN[self](value)

    def plain(self, value: Any) -> Any:
        """The value as a table of a file holds it: a number stays one, a share is per cent."""
        if value is None:
            return None
        if self == Kind.SHARE:
            return round(value * 100, 2)
        return round(value, 3) if isinstance(value, float) else value


def _text(value: Any) -> str:
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


_WRITTEN: dict[Kind, Any] = {
    Kind.TEXT: _text,
    Kind.NUMBER: lambda value: written_number(round(value)),
    Kind.SHARE: lambda value: percent(value, 1),
    Kind.SECONDS: duration,
    Kind.MILLISECONDS: lambda value: f"{written_number(round(value))}\u00a0ms",
    Kind.RATE: lambda value: written_number(round(value, 1), 1),
}


@dataclass(frozen=True)
class Question:
    """What a report is asked for."""

    tenant_id: UUID
    kind: str
    period: Period
    supplier_id: UUID | None = None
    compares: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: Any
    kind: Kind = Kind.TEXT

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.kind != Kind.TEXT


@dataclass(frozen=True)
class Figure:
    """One number, and the same of the period before where it is compared."""

    label: Any
    value: float | None
    kind: Kind = Kind.NUMBER
    before: float | None = None
    url: str = ""
    tone: str = ""

    @property
    def shown(self) -> str:
        """The number as people read it."""
        return self.kind.written(self.value)

    @property
    def note(self) -> str:
        """That of the period before, in words; empty where there is none."""
        return "" if self.before is None else _("before: %(value)s") % {"value": self.kind.written(self.before)}


@dataclass(frozen=True)
class Section:
    """A part of a report: a chart, a table, or both; `rows` are plain values, `urls` the pages behind the rows."""

    title: Any
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Any]] = ()
    charts: Sequence[Chart | Pie] = ()
    urls: Sequence[str] = ()
    note: Any = ""

    def plain(self, most: int | None = None) -> list[list[Any]]:
        """The rows as a table of a file holds them."""
        return [
            [column.kind.plain(value) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows[:most]
        ]

    def shown(self, most: int | None = None) -> list[tuple[str, list[tuple[str, bool]]]]:
        """The rows as people read them: (page behind it, cells with whether they are numbers)."""
        found = []
        for number, row in enumerate(self.rows[:most]):
            url = self.urls[number] if number < len(self.urls) else ""
            cells = [
                (column.kind.written(value), column.is_number) for column, value in zip(self.columns, row, strict=True)
            ]
            found.append((url, cells))
        return found


@dataclass(frozen=True)
class Report:
    """A report that was asked for, with its numbers."""

    title: str
    question: Question
    supplier: str = ""
    figures: Sequence[Figure] = ()
    sections: Sequence[Section] = field(default_factory=list)

    @property
    def period(self) -> str:
        """The period in words."""
        first, last = self.question.period.first_day, self.question.period.last_day
        if first == last:
            return date_format(first, "DATE_FORMAT")
        return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"

    @property
    def before(self) -> str:
        """The period it is compared with, in words; empty where it is not."""
        if not self.question.compares:
            return ""
        before = self.question.period.before
        return f"{date_format(before.first_day, 'DATE_FORMAT')} – {date_format(before.last_day, 'DATE_FORMAT')}"

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(len(section.rows) for section in self.sections)
