"""CSV and XLSX files from rows, in constant memory; no cell can become a formula in the reader's spreadsheet."""

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_PLAIN_NUMBER = re.compile(r"^[-+]?\d+(?:[.,]\d+)?$")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_ROWS = 1_048_576
_CELL_LENGTH = 32_767
_EXACT = 1e15

_WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
Target = Path | IO[bytes]
Rows = Iterable[Sequence[Any]]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before =, +, -, @ and control signs.

    A plain number such as -12.50 stays as it is.
    """
    text = _FORBIDDEN.sub("", text)
    if text.lstrip(" ").startswith(_DANGEROUS) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text


def write_csv(
    target: Target,
    header: Sequence[str],
    rows: Rows,
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    bom: bool = True,
) -> int:
    """Write rows as CSV with CRLF line ends; `bom` lets Excel see that it is UTF-8. Return the number of rows."""
    if isinstance(target, Path):
        with target.open("wb") as stream:
            return write_csv(stream, header, rows, delimiter=delimiter, encoding=encoding, bom=bom)
    chosen = "utf-8-sig" if bom and encoding.lower().replace("_", "-") == "utf-8" else encoding
    text = io.TextIOWrapper(target, encoding=chosen, errors="replace", newline="", write_through=False)
    try:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([harmless(name) for name in header])
        count = 0
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
            count += 1
        return count
    finally:
        text.flush()
        text.detach()


def csv_chunks(header: Sequence[str], rows: Rows, *, delimiter: str = ";", size: int = 500) -> Iterator[bytes]:
    """The same file, for Excel in UTF-8, in pieces of `size` rows: for an answer that is sent while it is written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in header])
    yield codecs.BOM_UTF8
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(value) for value in row])
        if number % size == 0:
            yield _drained(text)
    yield _drained(text)


def _drained(text: io.StringIO) -> bytes:
    written = text.getvalue()
    text.seek(0)
    text.truncate()
    return written.encode()


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return harmless(str(value))


def write_xlsx(target: Target, header: Sequence[str], rows: Rows, *, sheet: str = "Export") -> int:
    """Write rows as XLSX with a frozen bold header; text stays text, numbers stay numbers. Return the number of rows.

    Rows beyond what one sheet can hold go on in further sheets with the same header.
    """
    return write_workbook(target, [(sheet, header, rows)])


def write_workbook(target: Target, tables: Iterable[tuple[str, Sequence[str], Rows]]) -> int:
    """Write tables (name of the sheet, header, rows) one after the other, as `write_xlsx` does. Return their rows."""
    total, taken = 0, set[str]()
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, _WORKBOOK) as book:
        for number, (sheet, header, rows) in enumerate(tables, start=1):
            name = sheet if sheet[:25].lower() not in taken else f"{sheet[:21]} ({number})"
            taken.add(name[:25].lower())
            pages = _Pages(book, header, name)
            for row in rows:
                pages.write(row)
            pages.start_if_empty()
            total += pages.total
    return total


class _Pages:
    """Sheets filled one after the other."""

    def __init__(self, book: xlsxwriter.Workbook, header: Sequence[str], title: str) -> None:
        self._book = book
        self._header = [_FORBIDDEN.sub("", name) for name in header]
        self._title = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:25] or "Export"
        self._bold = book.add_format({"bold": True})
        self._sheet: Any = None
        self._row = 0
        self._count = 0
        self.total = 0

    def start_if_empty(self) -> None:
        """Write the header even when there are no rows."""
        if self._sheet is None:
            self._start()

    def _start(self) -> None:
        self._count += 1
        name = self._title if self._count == 1 else f"{self._title} {self._count}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for column, label in enumerate(self._header):
            self._sheet.write_string(0, column, label, self._bold)
        self._row = 1

    def write(self, row: Sequence[Any]) -> None:
        """Append one row."""
        if self._sheet is None or self._row >= _SHEET_ROWS:
            self._start()
        for column, value in enumerate(row):
            self._cell(column, value)
        self._row += 1
        self.total += 1

    def _cell(self, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, column, value)
        elif isinstance(value, int | float | Decimal) and abs(float(value)) < _EXACT:
            self._sheet.write_number(self._row, column, value)
        else:
            self._sheet.write_string(self._row, column, harmless(_written(value))[:_CELL_LENGTH])


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value)
