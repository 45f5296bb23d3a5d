"""The careful way through a block of delimited text: broken quoting, too few and too many cells, record by record."""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.tabular.dialect import Dialect

_END = "\x00end"
_LOOKED_AHEAD = 400
_LINES_TRIED = 40


@dataclass(frozen=True)
class Record:
    """Cells with the number of lines taken.

    `sound`: every quote opens or closes a cell or is doubled. `finished`: the last quote closes before the text ends.
    """

    cells: list[str]
    lines: int
    sound: bool = True
    finished: bool = True


@dataclass
class Careful:
    """Cuts lines into records; a stray quote swallows no more than its own line."""

    dialect: Dialect
    min_width: int
    width: int
    repaired: int = 0
    rest: list[str] = field(default_factory=list)
    # Line -> whether whole records go on there; of the lines at hand. Else a file of stray quotes costs its square.
    resumed: dict[int, bool] = field(default_factory=dict)

    def records(self, lines: list[str], *, last: bool) -> Iterator[Record]:
        """Yield the records; lines of an unfinished record at the end go to `rest` unless this is the `last` block."""
        position = 0
        self.rest = []
        self.resumed = {}
        while position < len(lines):
            for record in self._run(lines, position):
                if not record.finished and not last:
                    self.rest = lines[position:]
                    return
                if record.sound and not record.finished:
                    record = replace(record, cells=_without_line_end(record.cells), finished=True)
                good = record.sound and (record.lines == 1 or self._fits(record))
                accepted = record if good else self._resynchronised(lines, position, record)
                position += accepted.lines
                yield accepted
                if accepted is not record:
                    break

    def _fits(self, record: Record) -> bool:
        return record.finished and (not record.cells or self.min_width <= len(record.cells) <= self.width)

    def _run(self, lines: list[str], start: int) -> Iterator[Record]:
        """Yield the records from a line on; an unsound one as spreadsheets would read it."""
        while start < len(lines):
            reader, before = self.dialect.reader(_chain(lines, start), strict=True), 0
            try:
                for cells in reader:
                    taken, before = reader.line_num - before, reader.line_num
                    if cells == [_END]:
                        return
                    if start + reader.line_num > len(lines):
                        # An escape at the end of the last line: it goes on in the next block, or nowhere.
                        yield Record(_without_end(cells), taken - 1, finished=False)
                        return
                    yield Record(cells, taken)
            except csv.Error:
                unsound = self._tolerated(lines, start + before)
                start += before + unsound.lines
                yield unsound

    def _tolerated(self, lines: list[str], start: int) -> Record:
        """Read one record as spreadsheets do: text after a closing quote still belongs to the cell."""
        reader = self.dialect.reader(_chain(lines, start))
        try:
            cells = next(reader)
        except csv.Error:
            # A lone carriage return inside a cell: the line as it stands, the return kept.
            return replace(self._literal(lines[start : start + 1]), sound=False)
        if start + reader.line_num > len(lines):
            return Record(_without_end(cells), len(lines) - start, sound=False, finished=False)
        return Record(cells, reader.line_num, sound=False)

    def _resynchronised(self, lines: list[str], start: int, record: Record) -> Record:
        """Find where whole records go on after a quote that was opened by mistake."""
        for offset in range(1, min(record.lines, _LOOKED_AHEAD)):
            place = start + offset
            if place not in self.resumed:
                self.resumed[place] = self._resumes(lines, place)
            if self.resumed[place]:
                self.repaired += 1
                return self._literal(lines[start : start + offset])
        return record

    def _resumes(self, lines: list[str], start: int) -> bool:
        window = lines[start : start + _LINES_TRIED]
        found = 0
        for record in self._run(window, 0):
            if not record.cells:
                continue
            if not record.sound or not self._fits(record) or len(record.cells) < 2:
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


def _without_line_end(cells: list[str]) -> list[str]:
    return [*cells[:-1], cells[-1].rstrip("\r\n")]
