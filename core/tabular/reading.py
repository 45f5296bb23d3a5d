"""The three doors: recognise a file, show its beginning, read it in chunks of text columns."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from core.tabular import delimited, jsonfile, rows, workbook, xmlfile
from core.tabular.detect import kind_of
from core.tabular.limits import Limits, check_rows
from core.tabular.recognition import ROW, Chunk, Notice, Overrides, Preview, Recognition, RowProblem
from core.tabular.source import Source, locate

CHUNK_ROWS = 50_000
AUTOMATIC = Overrides()
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Format:
    """What a kind of file has to offer: how it is described, how it is read, what its first raw cells are."""

    recognise: Callable[[Source, Overrides], Recognition]
    read: Callable[[Source, Recognition], Iterator[Chunk]]
    grid: Callable[[Source, Recognition, int], list[list[str]]] | None = None
    begin: Callable[[Source, Recognition], Iterator[Chunk]] | None = None


_WORKBOOK = Format(workbook.recognise, workbook.read, workbook.grid)
FORMATS: dict[str, Format] = {
    "csv": Format(delimited.recognise, rows.read, rows.grid, partial(rows.read, beginning=True)),
    "cif": Format(delimited.recognise_cif, rows.read, rows.grid, partial(rows.read, beginning=True)),
    "json": Format(jsonfile.recognise, jsonfile.read),
    "jsonl": Format(jsonfile.recognise_lines, jsonfile.read_lines),
    "xml": Format(xmlfile.recognise, xmlfile.read),
    "xlsx": _WORKBOOK,
    "xlsm": _WORKBOOK,
    "xls": _WORKBOOK,
    "ods": _WORKBOOK,
}


def recognise(path: Path, *, overrides: Overrides = AUTOMATIC, limits: Limits = DEFAULT_LIMITS) -> Recognition:
    """Say what a file is, by its content alone; raise UnreadableFile when it is no table of products."""
    source = locate(path, member=overrides.member, limits=limits)
    return FORMATS[kind_of(source)].recognise(source, overrides)


def read_chunks(
    path: Path, recognition: Recognition, *, chunk_rows: int = CHUNK_ROWS, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Chunk]:
    """Yield the rows as text columns with `_row`, `chunk_rows` at a time; nothing is dropped or shifted."""
    source = locate(path, member=recognition.member, limits=limits)
    total = 0
    for chunk in _regrouped(FORMATS[recognition.format].read(source, recognition), chunk_rows):
        total += chunk.frame.height + len(chunk.problems)
        check_rows(total, limits)
        yield chunk


def preview(path: Path, recognition: Recognition, *, rows: int = 50, limits: Limits = DEFAULT_LIMITS) -> Preview:
    """Read only the beginning of a file: the first rows as columns, and the raw cells as a person sees them."""
    source = locate(path, member=recognition.member, limits=limits)
    form = FORMATS[recognition.format]
    frames, notices, height = [], [*recognition.notices], 0
    for chunk in (form.begin or form.read)(source, recognition):
        frames.append(chunk.frame)
        notices.extend(chunk.notices)
        height += chunk.frame.height
        if height >= rows:
            break
    frame = pl.concat(frames, how="diagonal").head(rows) if frames else _empty(recognition)
    grid = form.grid(source, recognition, rows) if form.grid else _grid_of(frame)
    return Preview(frame, grid, tuple(notices))


def _empty(recognition: Recognition) -> pl.DataFrame:
    return pl.DataFrame(schema={ROW: pl.UInt32, **dict.fromkeys(recognition.columns, pl.String)})


def _grid_of(frame: pl.DataFrame) -> list[list[str]]:
    cells = frame.drop(ROW)
    return [list(cells.columns), *[[cell or "" for cell in row] for row in cells.rows()]]


@dataclass
class _Gathered:
    """Pieces on their way to one chunk."""

    frames: list[pl.DataFrame] = dataclasses.field(default_factory=list)
    problems: list[RowProblem] = dataclasses.field(default_factory=list)
    notices: list[Notice] = dataclasses.field(default_factory=list)

    @property
    def height(self) -> int:
        return sum(frame.height for frame in self.frames)

    def add(self, chunk: Chunk) -> None:
        self.frames.append(chunk.frame)
        self.problems.extend(chunk.problems)
        self.notices.extend(chunk.notices)

    def take(self, number: int, size: int) -> Chunk:
        """Cut off the first `size` rows with everything that was held or noticed so far."""
        whole = pl.concat(self.frames, how="diagonal") if len(self.frames) > 1 else self.frames[0]
        chunk = Chunk(number, whole.head(size), tuple(self.problems), tuple(self.notices))
        rest = whole.tail(max(whole.height - size, 0))
        self.frames, self.problems, self.notices = [rest] if rest.height else [], [], []
        return chunk


def _regrouped(pieces: Iterator[Chunk], size: int) -> Iterator[Chunk]:
    """Turn pieces of any height into chunks of `size` rows; at least one chunk, even when it has no row."""
    gathered, number = _Gathered(), 0
    for piece in pieces:
        gathered.add(piece)
        while gathered.height >= size:
            yield gathered.take(number, size)
            number += 1
    if gathered.frames or gathered.problems or not number:
        if not gathered.frames:
            return
        yield gathered.take(number, size)
