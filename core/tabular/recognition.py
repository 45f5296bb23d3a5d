"""The values that travel between recognising a file and reading it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

ROW = "_row"


@dataclass(frozen=True)
class Overrides:
    """What a person decided about a source; None leaves the decision to recognition."""

    encoding: str | None = None
    code_page: str = "cp1252"
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    record_path: str | None = None
    decimal: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class Notice:
    """Something a person should know about the file; the code is stable."""

    code: str
    message: str
    row: int | None = None


@dataclass(frozen=True)
class RowProblem:
    """A record that does not fit the table: held, never dropped, never shifted.

    `is_record` is False for a piece of the file that is no record at all (a broken JSON line).
    """

    row: int
    code: str
    message: str
    raw: list[str] | dict[str, Any]
    is_record: bool = True


@dataclass(frozen=True)
class Chunk:
    """Some rows as text columns, with the records that had to be held and what was noticed on the way."""

    number: int
    frame: pl.DataFrame
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The beginning of a file: typed as rows, and as the raw cells a person sees."""

    frame: pl.DataFrame
    raw_grid: list[list[str]]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Recognition:
    """What a file was taken for; every guess has its reason in `reasons` under the field's name."""

    format: str
    container: str | None = None
    member: str | None = None
    encoding: str | None = None
    bom: bool = False
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    line_end: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    header_rows: int = 0
    first_data_row: int = 1
    width: int = 0
    min_width: int = 0
    record_path: str | None = None
    record_path_candidates: tuple[str, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    discriminators: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    column_positions: tuple[int, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    workspace: Any = field(default=None, compare=False, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; the workspace (an already opened workbook) stays behind."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "workspace"}
        values["notices"] = [dataclasses.asdict(notice) for notice in self.notices]
        for name, value in values.items():
            if isinstance(value, tuple):
                values[name] = list(value)
            elif isinstance(value, Mapping):
                values[name] = dict(value)
        return values

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Recognition":
        """Rebuild what `to_json` gave; unknown keys of a later version are ignored."""
        known = {f.name for f in dataclasses.fields(cls)} - {"workspace"}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("sheets", "record_path_candidates", "repairs", "columns", "column_positions"):
            values[name] = tuple(values.get(name) or ())
        values["notices"] = tuple(Notice(**notice) for notice in values.get("notices") or ())
        return cls(**values)


def unique_names(labels: list[str]) -> tuple[str, ...]:
    """Make column names unique: an empty label becomes `#n` (1-based), a repeated one `Name (2)`."""
    seen: set[str] = {ROW}
    names = []
    for position, label in enumerate(labels, start=1):
        base = " ".join(label.split()) or f"#{position}"
        name, copy = base, 1
        while name in seen:
            copy += 1
            name = f"{base} ({copy})"
        seen.add(name)
        names.append(name)
    return tuple(names)
