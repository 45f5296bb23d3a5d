"""XLSX in constant memory: texts are texts whatever they begin with, numbers are numbers."""

import re
from collections.abc import Sequence
from typing import IO, Any

import polars as pl
import xlsxwriter

from core.tabular.output.base import BOOLEAN, LIST, NUMBER, Field, Notes, Options, number_of

SHEET_ROWS = 1_048_576
LONGEST_CELL = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 25
_MEASURED_ROWS = 1_000
_NARROWEST, _WIDEST = 9, 60
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
# What people may still do with a protected sheet.
_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "delete_rows": True,
}


class XlsxSink:
    """A workbook; rows beyond what one sheet can hold go on in further sheets with the same header."""

    def __init__(self, target: IO[bytes], fields: Sequence[Field], options: Options) -> None:
        self._book: Any = xlsxwriter.Workbook(target, _SETTINGS)
        self._fields, self._about = fields, options.sheet
        self._title = _NOT_IN_NAMES.sub(" ", self._about.name).strip("' ")[:_LONGEST_NAME] or "Export"
        self._separator = "\n" if self._about.keys else options.list_separator
        self._header_format = self._book.add_format({"bold": self._about.bold_header, "locked": True})
        editable = self._book.add_format({"locked": False}) if self._about.protected else None
        self._formats = [editable if place in self._about.editable else None for place in range(len(fields))]
        self._sheet: Any = None
        self._row = self._sheets = 0
        self._widths = [len(field.header) for field in fields]
        self.notes, self.rows = Notes(), 0
        self._start()

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows."""
        if self.rows < _MEASURED_ROWS:
            self._measure(frame.head(_MEASURED_ROWS))
        for row in frame.iter_rows():
            if self._row >= SHEET_ROWS:
                self._start()
            for place, text in enumerate(row):
                if text is not None or self._formats[place] is not None:
                    self._cell(place, text)
            self._row += 1
        self.rows += frame.height

    def close(self) -> None:
        """Set the widths, and write the workbook."""
        for sheet in self._book.worksheets():
            self._dress(sheet)
        self._book.close()

    def _start(self) -> None:
        self._sheets += 1
        name = self._title if self._sheets == 1 else f"{self._title} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        self._row = 0
        if self._about.keys:
            self._head(self._about.keys)
            self._sheet.set_row(0, None, None, {"hidden": True})
        self._head([field.header for field in self._fields])
        self._sheet.freeze_panes(self._row, 0)

    def _head(self, names: Sequence[str]) -> None:
        for place, name in enumerate(names):
            self._sheet.write_string(self._row, place, _FORBIDDEN.sub("", name)[:LONGEST_CELL], self._header_format)
        self._row += 1

    def _cell(self, place: int, text: str | None) -> None:
        form, kind = self._formats[place], self._fields[place].kind
        if text is None:
            self._sheet.write_blank(self._row, place, None, form)
            return
        if kind == NUMBER and (number := number_of(text)) is not None:
            self._sheet.write_number(self._row, place, number, form)
            return
        if kind == BOOLEAN:
            self._sheet.write_boolean(self._row, place, text == "true", form)
            return
        self._sheet.write_string(self._row, place, self._fitting(text, kind), form)

    def _fitting(self, text: str, kind: str) -> str:
        text = _FORBIDDEN.sub("", text.replace("\n", self._separator) if kind == LIST else text)
        if len(text) > LONGEST_CELL:
            self.notes.shortened += 1
            return text[:LONGEST_CELL]
        return text

    def _measure(self, frame: pl.DataFrame) -> None:
        longest = frame.select(pl.all().str.len_chars().max().fill_null(0)).row(0) if frame.height else ()
        self._widths = [max(pair) for pair in zip(self._widths, longest, strict=True)] if longest else self._widths

    def _dress(self, sheet: Any) -> None:
        for place, width in enumerate(self._widths):
            hidden = {"hidden": True} if place in self._about.hidden else {}
            wide = min(max(width + 2, _NARROWEST), _WIDEST) if self._about.fit_width else None
            sheet.set_column(place, place, wide, self._formats[place], hidden)
        if self._about.protected:
            sheet.protect("", _ALLOWED)
