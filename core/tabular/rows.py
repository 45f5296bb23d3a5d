"""Reading delimited text: whole blocks by the columnar parser, ragged or badly quoted ones record by record."""

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import polars as pl
from django.utils.translation import gettext as _

from core.tabular.blocks import BLOCK_BYTES, last_record_end, repaired, text_of, utf8_blocks
from core.tabular.dialect import Dialect
from core.tabular.errors import UnreadableFile
from core.tabular.ragged import Careful, Record
from core.tabular.recognition import ROW, Chunk, Notice, Recognition, RowProblem
from core.tabular.source import Source

SMALL = 16 * 1024
PREVIEWED = 256 * 1024
_FIRST_SIGN = "!"  # the first character after the blank: what sorts before it is empty or begins with one


def read(source: Source, recognition: Recognition, *, beginning: bool = False) -> Iterator[Chunk]:
    """Yield the records block by block; small blocks when only the beginning is wanted."""
    size = PREVIEWED if beginning else BLOCK_BYTES
    yield from _Reader(recognition, source.limits.max_record_bytes).read(source, size)


@dataclass
class _Reader:
    """Holds the place in the file: the number of the next record and the bytes of an unfinished one."""

    recognition: Recognition
    max_record_bytes: int
    row: int = 1
    ended: bool = False
    careful: Careful = field(init=False)

    def __post_init__(self) -> None:
        found = self.recognition
        self.dialect = Dialect(found.delimiter or ",", found.quote, found.escape, "")
        self.careful = Careful(self.dialect, found.min_width, found.width)
        self.schema = {f"c{i}": pl.String for i in range(found.width)}
        self.mark = (found.quote or "").encode() or None
        self.delimiter = self.dialect.delimiter.encode()
        self.columnar = len(self.delimiter) == 1 and found.escape is None and found.width > 0

    def read(self, source: Source, block_bytes: int) -> Iterator[Chunk]:
        found, carry = self.recognition, b""
        blocks = utf8_blocks(source, found.encoding or "utf-8", line_end=found.line_end, size=block_bytes)
        for block, last in _with_last(blocks):
            data = carry + block
            end = len(data) if last else last_record_end(data, self.mark)
            if end == 0 and len(data) < self.max_record_bytes:
                carry = data
                continue
            end = end or data.rfind(b"\n") + 1 or len(data)
            unread = yield from self._blocks(self._without_preamble(data[:end]), last=last)
            carry = unread + data[end:]
            if self.ended:
                return

    def _without_preamble(self, data: bytes) -> bytes:
        """Skip the records above the first row of data; cut at the end mark of a CIF catalogue."""
        if self.row < self.recognition.first_data_row:
            data = self._skipped(data)
        if self.recognition.format == "cif" and (end := data.find(b"ENDOFDATA")) >= 0:
            self.ended = True
            return data[:end]
        return data

    def _skipped(self, data: bytes) -> bytes:
        lines = text_of(data).split("\n")
        if self.recognition.format == "cif":
            self.row, taken = self.recognition.first_data_row, self.recognition.first_data_row - 1
            return "\n".join(lines[taken:]).encode()
        reader = self.dialect.reader(line + "\n" for line in lines)
        while self.row < self.recognition.first_data_row and _passed(reader):
            self.row += 1
        return "\n".join(lines[reader.line_num :]).encode()

    def _blocks(self, data: bytes, *, last: bool) -> Generator[Chunk, None, bytes]:
        """Read a block at once, or halve it until the parts that cannot be are small; return what is unfinished."""
        while data and not data.isspace():
            if self.columnar and (frame := self._columnar(data)) is not None:
                numbers = pl.int_range(self.row, self.row + frame.height, dtype=pl.UInt32, eager=True).alias(ROW)
                self.row += frame.height
                yield self._chunk(frame.with_columns(numbers), [])
                return b""
            if self.columnar and (sound := repaired(data)) is not data:
                data = sound
                continue
            half = last_record_end(data[: len(data) // 2], self.mark) if self.columnar and len(data) > SMALL else 0
            unread = (yield from self._blocks(data[:half], last=False)) if half else b""
            if len(unread) >= half:
                # Nothing of it could be read by itself: the record goes on behind it.
                return (yield from self._carefully(data, last=last))
            data = unread + data[half:]
        self.row += data.count(b"\n")
        yield self._chunk(self._frame([], []), [])
        return b""

    def _columnar(self, data: bytes) -> pl.DataFrame | None:
        """Parse a block at once; None when any record is ragged or the quoting is not sound."""
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                schema=self.schema,
                separator=self.dialect.delimiter,
                quote_char=self.dialect.quote,
                missing_columns="insert",
                raise_if_empty=False,
            )
        except pl.exceptions.PolarsError:
            return None
        last_needed = frame.get_column(f"c{self.recognition.min_width - 1}")
        if last_needed.null_count() and not self._is_complete(frame, data):
            return None
        return None if self._has_swallowed(frame, data) else frame

    def _has_swallowed(self, frame: pl.DataFrame, data: bytes) -> bool:
        """Whether a cell over several lines looks as if a quote that never closes had swallowed other records."""
        if self.mark is None or self.mark not in data or data.count(b"\n") <= frame.height:
            return False
        opening = self.dialect.delimiter + (self.dialect.quote or "")
        values = pl.all().str
        several = values.contains("\n", literal=True) & values.contains(opening, literal=True)
        return any(frame.select(several.any()).row(0))

    def _is_complete(self, frame: pl.DataFrame, data: bytes) -> bool:
        """No record is short: the delimiters outside quotes are exactly those of full records and blank lines."""
        inside = 0
        if self.mark is not None and self.mark in data:
            counts = pl.all().str.count_matches(self.dialect.delimiter, literal=True).sum()
            inside = frame.select(pl.sum_horizontal(counts)).item()
        outside = data.count(self.delimiter) - inside
        blank = frame.select(pl.all_horizontal(pl.all().is_null()).sum()).item()
        steps = self.recognition.width - 1
        return outside in (frame.height * steps, (frame.height - blank) * steps)

    def _carefully(self, data: bytes, *, last: bool) -> Generator[Chunk, None, bytes]:
        """Read a small block record by record."""
        rows: list[list[str | None]] = []
        numbers: list[int] = []
        problems: list[RowProblem] = []
        before = self.careful.repaired
        for record in self.careful.records(_lines(text_of(data)), last=last or len(data) >= self.max_record_bytes):
            if problem := self._problem(record):
                problems.append(problem)
            elif record.cells:
                rows.append(self._cells(record))
                numbers.append(self.row)
            self.row += 1
        notices = _repair_notice(self.careful.repaired - before)
        yield self._chunk(self._frame(rows, numbers), problems, notices)
        return "".join(self.careful.rest).encode()

    def _cells(self, record: Record) -> list[str | None]:
        cells: list[str | None] = [cell or None for cell in record.cells[: self.recognition.width]]
        return cells + [None] * (self.recognition.width - len(cells))

    def _problem(self, record: Record) -> RowProblem | None:
        if not record.finished:
            raise UnreadableFile(
                "truncated",
                _("The file ends inside a quoted cell of row %(row)d: it was cut off. Ask for a complete file.")
                % {"row": self.row},
            )
        cells, found = record.cells, self.recognition
        if not any(cell.strip() for cell in cells):
            record.cells.clear()
            return None
        if len(cells) < found.min_width:
            return self._ragged("too_few_cells", cells)
        if any(cell.strip() for cell in cells[found.width :]):
            return self._ragged("too_many_cells", cells)
        return None

    def _ragged(self, code: str, cells: list[str]) -> RowProblem:
        message = _(
            "Row %(row)d has %(count)d cells where the columns need %(width)d. Correct its delimiters or quotes."
        )
        values = {"row": self.row, "count": len(cells), "width": self.recognition.width}
        return RowProblem(self.row, code, message % values, cells)

    def _frame(self, rows: list[list[str | None]], numbers: list[int]) -> pl.DataFrame:
        frame = pl.DataFrame(rows, schema=self.schema, orient="row")
        return frame.with_columns(pl.Series(ROW, numbers, dtype=pl.UInt32))

    def _chunk(self, frame: pl.DataFrame, problems: list[RowProblem], notices: tuple[Notice, ...] = ()) -> Chunk:
        """Drop blank rows, name the columns, hold rows with values where no column is."""
        found = self.recognition
        physical = [name for name in frame.columns if name != ROW]
        frame = without_blank_cells(frame, physical)
        if all(frame.get_column(name).null_count() for name in physical):
            frame = frame.filter(pl.any_horizontal(pl.col(physical).is_not_null()))
        kept = [physical[j] for j in found.column_positions]
        stray = [name for name in physical if name not in set(kept)]
        if any(frame.get_column(name).null_count() < frame.height for name in stray):
            frame, held = self._held_strays(frame, stray, physical)
            problems = sorted([*problems, *held], key=lambda problem: problem.row)
        named = frame.select(pl.col(ROW), *(pl.col(a).alias(b) for a, b in zip(kept, found.columns, strict=True)))
        return Chunk(0, named, tuple(problems), notices)

    def _held_strays(
        self, frame: pl.DataFrame, stray: list[str], physical: list[str]
    ) -> tuple[pl.DataFrame, list[RowProblem]]:
        has_stray = pl.any_horizontal(pl.col(stray).is_not_null())
        message = _("Row %(row)d has a value in a column without a name. Name the column or clear the cell.")
        problems = [
            RowProblem(row[ROW], "value_without_column", message % {"row": row[ROW]}, [row[c] or "" for c in physical])
            for row in frame.filter(has_stray).iter_rows(named=True)
        ]
        return frame.filter(~has_stray), problems


def without_blank_cells(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Turn cells that are empty quotes or hold nothing but blanks into empty cells."""
    suspects = frame.select((pl.col(names) < _FIRST_SIGN).any()).row(0) if names else ()
    blank = [name for name, suspect in zip(names, suspects, strict=True) if suspect]
    return frame.with_columns(pl.when(pl.col(blank).str.contains(r"\S")).then(pl.col(blank))) if blank else frame


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    tail = lines.pop()
    return [line + "\n" for line in lines] + ([tail] if tail else [])


def _with_last(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    previous: bytes | None = None
    for block in blocks:
        if previous is not None:
            yield previous, False
        previous = block
    yield previous or b"", True


def _repair_notice(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    message = _("%(count)d rows hold a quote that is never closed; it was read as an ordinary character. Check them.")
    return (Notice("stray_quote", message % {"count": count}),)


def grid(source: Source, recognition: Recognition, rows: int) -> list[list[str]]:
    """Return the first records as a person sees them, with all rows above the data."""
    found = recognition
    blocks = utf8_blocks(source, found.encoding or "utf-8", line_end=found.line_end, size=PREVIEWED)
    dialect = Dialect(found.delimiter or ",", found.quote, found.escape, "")
    return dialect.records(text_of(next(blocks, b"")), found.first_data_row + rows)


def _passed(reader: Iterator[list[str]]) -> bool:
    """Step over one record, also one that the strict reader does not like; False at the end."""
    try:
        return next(reader, None) is not None
    except csv.Error:
        return True
