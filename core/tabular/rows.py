"""Reading delimited text: whole blocks by the columnar parser, ragged or badly quoted ones record by record."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl
from django.utils.translation import gettext as _

from core.tabular.blocks import last_record_end, text_of, utf8_blocks
from core.tabular.dialect import Dialect
from core.tabular.errors import UnreadableFile
from core.tabular.ragged import Careful, Record
from core.tabular.recognition import ROW, Chunk, Notice, Recognition, RowProblem
from core.tabular.source import Source


def read(source: Source, recognition: Recognition) -> Iterator[Chunk]:
    """Yield the records block by block; chunks have the size of a block."""
    yield from _Reader(recognition, source.limits.max_record_bytes).read(source)


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

    def read(self, source: Source) -> Iterator[Chunk]:
        carry, number = b"", 0
        for block, last in _with_last(utf8_blocks(source, self.recognition.encoding or "utf-8", line_end=self.recognition.line_end)):
            data = carry + block
            end = len(data) if last else last_record_end(data, self.mark)
            if end == 0 and len(data) < self.max_record_bytes:
                carry = data
                continue
            end = end or data.rfind(b"\n") + 1 or len(data)
            chunk, unread = self._block(self._without_preamble(data[:end]), number, last=last)
            carry = unread + data[end:]
            number += 1
            yield chunk
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
        while self.row < self.recognition.first_data_row and next(reader, None) is not None:
            self.row += 1
        return "\n".join(lines[reader.line_num :]).encode()

    def _block(self, data: bytes, number: int, *, last: bool) -> tuple[Chunk, bytes]:
        if not data.strip():
            self.row += data.count(b"\n")
            return Chunk(number, self._frame([], [])), b""
        frame = self._columnar(data) if self.columnar else None
        if frame is None:
            return self._carefully(data, number, last=last)
        numbers = pl.int_range(self.row, self.row + frame.height, dtype=pl.UInt32, eager=True).alias(ROW)
        self.row += frame.height
        return self._chunk(frame.with_columns(numbers), number, []), b""

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
        return frame

    def _is_complete(self, frame: pl.DataFrame, data: bytes) -> bool:
        """No record is short: the delimiters outside quotes are exactly those of full records."""
        inside = 0
        if self.mark is not None and self.mark in data:
            counts = pl.all().str.count_matches(self.dialect.delimiter, literal=True).sum()
            inside = frame.select(pl.sum_horizontal(counts)).item()
        return data.count(self.delimiter) - inside == frame.height * (self.recognition.width - 1)

    def _carefully(self, data: bytes, number: int, *, last: bool) -> tuple[Chunk, bytes]:
        lines = _lines(text_of(data))
        rows: list[list[str | None]] = []
        numbers: list[int] = []
        problems: list[RowProblem] = []
        before = self.careful.repaired
        for record in self.careful.records(lines, last=last or len(data) >= self.max_record_bytes):
            if problem := self._problem(record):
                problems.append(problem)
            elif record.cells:
                rows.append(self._cells(record))
                numbers.append(self.row)
            self.row += 1
        notices = _repair_notice(self.careful.repaired - before)
        frame = self._frame(rows, numbers)
        return self._chunk(frame, number, problems, notices), "".join(self.careful.rest).encode()

    def _cells(self, record: Record) -> list[str | None]:
        cells: list[str | None] = [cell or None for cell in record.cells[: self.recognition.width]]
        return cells + [None] * (self.recognition.width - len(cells))

    def _problem(self, record: Record) -> RowProblem | None:
        if not record.sound:
            raise UnreadableFile(
                "truncated",
                _("The file ends inside a quoted cell that begins in row %(row)d: it was cut off. Ask for a complete file.")
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
        message = _("Row %(row)d has %(count)d cells where the columns need %(width)d. Correct its delimiters or quotes.")
        values = {"row": self.row, "count": len(cells), "width": self.recognition.width}
        return RowProblem(self.row, code, message % values, cells)

    def _frame(self, rows: list[list[str | None]], numbers: list[int]) -> pl.DataFrame:
        frame = pl.DataFrame(rows, schema=self.schema, orient="row")
        return frame.with_columns(pl.Series(ROW, numbers, dtype=pl.UInt32))

    def _chunk(
        self, frame: pl.DataFrame, number: int, problems: list[RowProblem], notices: tuple[Notice, ...] = ()
    ) -> Chunk:
        """Drop blank rows, name the columns, hold rows with values where no column is."""
        found = self.recognition
        physical = [name for name in frame.columns if name != ROW]
        frame = frame.with_columns(
            pl.when(pl.col(physical).str.contains(r"\S")).then(pl.col(physical))
        ).filter(pl.any_horizontal(pl.col(physical).is_not_null()))
        kept = [physical[j] for j in found.column_positions]
        stray = [name for name in physical if name not in set(kept)]
        if stray and frame.select(pl.any_horizontal(pl.col(stray).is_not_null().any())).item():
            frame, held = self._held_strays(frame, stray, physical)
            problems = sorted([*problems, *held], key=lambda problem: problem.row)
        named = frame.select(pl.col(ROW), *(pl.col(a).alias(b) for a, b in zip(kept, found.columns, strict=True)))
        return Chunk(number, named, tuple(problems), notices)

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
