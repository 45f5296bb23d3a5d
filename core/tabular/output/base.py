"""What all writers share: the columns of a table, how it is written, what could not be written as it was."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

import polars as pl

TEXT, NUMBER, BOOLEAN, LIST = "text", "number", "boolean", "list"
KINDS = (TEXT, NUMBER, BOOLEAN, LIST)
# More different characters than these say nothing to a person.
MOST_CHARACTERS = 100
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class Field:
    """A column: its heading, and what its texts are (`list`: one value a line)."""

    header: str
    kind: str = TEXT


@dataclass(frozen=True)
class Sheet:
    """How a workbook is made: with `protected` only the cells of `editable` columns can be changed; the first row,
    with the names in `keys`, and the `hidden` columns are not seen."""

    name: str = "Export"
    bold_header: bool = True
    fit_width: bool = True
    protected: bool = False
    keys: Sequence[str] = ()
    hidden: Sequence[int] = ()
    editable: Sequence[int] = ()


@dataclass(frozen=True)
class Options:
    """How a table is written; each format looks at what concerns it.

    `guarded`: a text that a spreadsheet would take for a formula gets an apostrophe (CSV; a workbook needs none).
    """

    delimiter: str = ";"
    encoding: str = "utf-8"
    bom: bool = True
    quote_all: bool = False
    guarded: bool = True
    list_separator: str = "|"
    pretty: bool = False
    sheet: Sheet = field(default_factory=Sheet)


@dataclass
class Notes:
    """What a reader should know: characters that the encoding lacks, texts too long for a cell."""

    replaced: Counter[str] = field(default_factory=Counter)
    shortened: int = 0

    def replace(self, character: str, by: str) -> str:
        """Count the replacement of a character."""
        name = f"{character} → {by}"
        if name in self.replaced or len(self.replaced) < MOST_CHARACTERS:
            self.replaced[name] += 1
        return by


class Sink(Protocol):
    """A table that is being written."""

    notes: Notes
    rows: int

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows: text columns, as many as there are fields, null where blank."""
        ...

    def close(self) -> None:
        """Write the end; the file is complete only then."""
        ...


def number_of(text: str) -> int | float | None:
    """The number in a canonical text; None where a spreadsheet or a JSON reader would lose digits."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    if not value.is_finite() or len(value.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
