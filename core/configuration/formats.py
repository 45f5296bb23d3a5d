"""Dates and numbers written the way the person of the present page has chosen, else the language's own way."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.numberformat import format as plain_number

from core.models.preferences import DateFormat, NumberFormat


@dataclass(frozen=True)
class Formats:
    """How dates and numbers are written; blank is the language's own way."""

    dates: str = ""
    numbers: str = ""


DATE_PATTERNS: dict[str, str] = {
    DateFormat.EUROPEAN: "d/m/Y",
    DateFormat.AMERICAN: "m/d/Y",
    DateFormat.ISO: "Y-m-d",
}
# decimal and thousands separators
SEPARATORS: dict[str, tuple[str, str]] = {
    NumberFormat.SPACE_COMMA: (",", "\N{NARROW NO-BREAK SPACE}"),
    NumberFormat.COMMA_POINT: (".", ","),
    NumberFormat.POINT_COMMA: (",", "."),
}
NATURAL = Formats()
_formats: ContextVar[Formats] = ContextVar("formats", default=NATURAL)


def use_formats(chosen: Formats) -> None:
    """Write so from now on, in this thread or task."""
    _formats.set(chosen)


def written_number(value: Any, decimals: int | None = None) -> str:
    """A number with its thousands set apart."""
    separators = SEPARATORS.get(_formats.get().numbers)
    if separators is None:
        return number_format(value, decimal_pos=decimals, force_grouping=True)
    point, thousands = separators
    return plain_number(
        value, point, decimal_pos=decimals, grouping=3, thousand_sep=thousands, force_grouping=True, use_l10n=True
    )


def written_moment(local: datetime, usual: str) -> str:
    """Date and time; `usual` names Django's format for people without a choice of their own."""
    pattern = DATE_PATTERNS.get(_formats.get().dates)
    return date_format(local, f"{pattern} H:i" if pattern else usual)
