"""Entries of a source's rules and filters: what each may say, read with one sentence per fault."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from imports.feeds.mapping.fields import TARGETS, target_of

LONGEST_PATTERN = 1_000
LONGEST_TEXT = 2_000
MOST_VALUES = 2_000
MOST_ENTRIES = 100


class Kind(StrEnum):
    """What a parameter holds; the page chooses its input by it."""

    FIELD = "field"
    COLUMN = "column"
    NUMBER = "number"
    WHOLE = "whole"
    TEXT = "text"
    TEXTS = "texts"
    PATTERN = "pattern"
    CHOICE = "choice"
    EXPRESSION = "expression"


@dataclass(frozen=True)
class Parameter:
    """One thing that an entry says."""

    name: str
    label: Any
    kind: Kind
    required: bool = True
    choices: tuple[tuple[str, Any], ...] = ()

    @property
    def allowed(self) -> list[str]:
        """The values of a choice."""
        return [value for value, _label in self.choices]


@dataclass(frozen=True)
class Place:
    """Which entry of which list a fault is in: its noun (“Rule”) and its number from 1."""

    noun: Any
    number: int

    def fault(self, name: str, received: Any, allowed: Any) -> InvalidInput:
        """The sentence: where, what was received, what is allowed."""
        message = _("%(noun)s %(number)s, “%(name)s”: received “%(received)s”, allowed is %(allowed)s.")
        shown = "" if received is None else str(received)[:100]
        values = {"noun": self.noun, "number": self.number, "name": name, "received": shown, "allowed": allowed}
        return InvalidInput(message % values, code="entry_invalid", number=self.number, name=name)


def read_list(data: Any, read: Callable[[Any, Place], Any], *, noun: Any, plural: Any) -> list[Any]:
    """Every entry of a stored list, read by `read`; raises InvalidInput naming the first fault."""
    if not isinstance(data, list) or len(data) > MOST_ENTRIES:
        message = _("%(plural)s are a list of at most %(most)s objects.")
        raise InvalidInput(message % {"plural": plural, "most": MOST_ENTRIES}, code="entry_invalid")
    return [read(entry, Place(noun, number)) for number, entry in enumerate(data, start=1)]


def chosen(entry: Any, name: str, allowed: Sequence[str], *, place: Place, default: str = "") -> str:
    """One of the allowed words."""
    if not isinstance(entry, dict):
        raise place.fault("-", entry, _("an object"))
    word = entry.get(name) or default
    if word not in allowed:
        raise place.fault(name, word, _("one of: %s") % ", ".join(allowed))
    return str(word)


def read_parameters(entry: Mapping[str, Any], parameters: Sequence[Parameter], *, place: Place) -> dict[str, Any]:
    """The parameters of an entry with their types checked; those that are empty are left out."""
    return {
        parameter.name: value
        for parameter in parameters
        if (value := _read(entry.get(parameter.name), parameter, place)) is not None
    }


def refuse_unknown(entry: Mapping[str, Any], known: Sequence[str], *, place: Place) -> None:
    """Raise InvalidInput for a word that nobody would read."""
    for name in entry:
        if name not in known:
            raise place.fault(str(name), entry[name], _("one of: %s") % ", ".join(known))


def _read(value: Any, parameter: Parameter, place: Place) -> Any:
    if value is None or value in ("", []):
        if parameter.required:
            raise place.fault(parameter.name, value, _EXPECTED[parameter.kind](parameter))
        return None
    checked = _READERS[parameter.kind](value, parameter)
    if checked is None:
        raise place.fault(parameter.name, value, _EXPECTED[parameter.kind](parameter))
    return checked


def _number(value: Any, parameter: Parameter) -> float | int | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 else None


def _whole(value: Any, parameter: Parameter) -> int | None:
    return value if type(value) is int and 0 <= value <= 1_000_000 else None


def _text(value: Any, parameter: Parameter) -> str | None:
    if _number(value, parameter) is not None:
        return str(value)
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else None


def _texts(value: Any, parameter: Parameter) -> list[str] | None:
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        return None
    texts = [_text(one, parameter) for one in value]
    return None if None in texts else [text for text in texts if text]


def _pattern(value: Any, parameter: Parameter) -> str | None:
    """Polars' pattern engine is linear in the text: no pattern can hang a run, only its size is limited."""
    if not isinstance(value, str) or len(value) > LONGEST_PATTERN:
        return None
    try:
        pl.Series([""]).str.contains(value)
    except pl.exceptions.ComputeError:
        return None
    return value


def _field(value: Any, parameter: Parameter) -> str | None:
    return value if isinstance(value, str) and len(value) <= 120 and target_of(value) else None


def _column(value: Any, parameter: Parameter) -> str | None:
    return value if isinstance(value, str) and len(value) <= 300 else None


def _choice(value: Any, parameter: Parameter) -> str | None:
    return value if value in parameter.allowed else None


_READERS: dict[Kind, Callable[[Any, Parameter], Any]] = {
    Kind.FIELD: _field,
    Kind.COLUMN: _column,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.TEXT: _text,
    Kind.TEXTS: _texts,
    Kind.PATTERN: _pattern,
    Kind.CHOICE: _choice,
    Kind.EXPRESSION: _text,
}
_EXPECTED: dict[Kind, Callable[[Parameter], str]] = {
    Kind.FIELD: lambda parameter: _("a field: %s") % ", ".join([*TARGETS, "attribute:…"]),
    Kind.COLUMN: lambda parameter: _("the name of a column"),
    Kind.NUMBER: lambda parameter: _("a number"),
    Kind.WHOLE: lambda parameter: _("a whole number from 0 to 1,000,000"),
    Kind.TEXT: lambda parameter: _("a text"),
    Kind.TEXTS: lambda parameter: _("a list of texts"),
    Kind.PATTERN: lambda parameter: _("a regular expression (without look-around and back-references)"),
    Kind.CHOICE: lambda parameter: _("one of: %s") % ", ".join(parameter.allowed),
    Kind.EXPRESSION: lambda parameter: _("an expression"),
}
