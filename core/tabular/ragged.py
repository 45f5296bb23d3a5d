"""The careful way through a block of delimited text: broken quoting, too few and too many cells, record by record."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.tabular.dialect import Dialect

_END = "\x00end"
_LOOKED_AHEAD = 400
_LINES_TRIED = 40


@dataclass(frozen=True)
class Record:
    """Cells with the number of lines taken and whether the quoting was sound."""

    cells: list[str]
    lines: int
    sound: bool = True


@dataclass
class Careful:
    """Cuts lines into records; a stray quote swallows no more than its own line."""

    dialect: Dialect
    min_width: int
    width: int
    repaired: int = 0
    rest: list[str] = field(default_factory=list)

    def records(self, lines: list[str], *, last: bool) -> Iterator[Record]:
        """Yield the records; lines of an unfinished record at the end go to `rest` unless this is the `last` block."""
        position = 0
        self.rest = []
        while position < len(lines):
            for record in self._run(lines, position):
                if self._fits(record) or (record.sound and record.lines == 1):
                    position += record.lines
                    yield record
                    continue
                if not record.sound and not last:
                    self.rest = lines[position:]
                    return
                if record.lines > 1 or not record.sound:
                    record = self._resynchronised(lines, position, record)
                position += record.lines
                yield record
                break

    def _fits(self, record: Record) -> bool:
        return record.sound and (not record.cells or self.min_width <= len(record.cells) <= self.width)

    def _run(self, lines: list[str], start: int) -> Iterator[Record]:
        """Yield what the csv reader makes of the lines; the last record is unsound when its quote never closes."""
        reader = self.dialect.reader(_chain(lines, start))
        before = 0
        for cells in reader:
            taken, before = reader.line_num - before, reader.line_num
            if cells == [_END]:
                return
            if start + reader.line_num > len(lines):
                yield Record(_without_end(cells), taken - 1, sound=False)
                return
            yield Record(cells, taken)

    def _resynchronised(self, lines: list[str], start: int, record: Record) -> Record:
        """Find where whole records go on after a quote that was opened by mistake."""
        for offset in range(1, min(record.lines, _LOOKED_AHEAD)):
            if self._resumes(lines, start + offset):
                self.repaired += 1
                return self._literal(lines[start : start + offset])
        return record

    def _resumes(self, lines: list[str], start: int) -> bool:
        window = lines[start : start + _LINES_TRIED]
        found = 0
        for record in self._run(window, 0):
            if not record.cells:
                continue
            if not self._fits(record) or len(record.cells) < 2:
                return False
            found += 1
            if found == 2:
                return True
        return found > 0 and start + len(window) >= len(lines)

    def _literal(self, lines: list[str]) -> Record:
        """Read lines with their quotes as plain characters."""
        cells = "".join(lines).rstrip("\r\n").split(self.dialect.delimiter)
        return Record(cells, len(lines))


def _chain(lines: list[str], start: int) -> Iterator[str]:
    return itertools.chain(itertools.islice(lines, start, None), (_END,))


def _without_end(cells: list[str]) -> list[str]:
    return [*cells[:-1], cells[-1].removesuffix(_END)] if cells else cells
