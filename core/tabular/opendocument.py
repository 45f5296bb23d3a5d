"""How far the sheets of an OpenDocument spreadsheet reach, told from its repeat counts before a reader spans them."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from core.tabular.limits import Limits, check_sheet
from core.tabular.source import BLOCK

CONTENT = "content.xml"
_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d{1,7})"')


@dataclass
class _Reach:
    """The place reached in a sheet, and the filled cells met so far."""

    next_row: int = 0
    rows_repeated: int = 0
    column: int = 0
    lowest: int = 0
    widest: int = 0
    filled: int = 0

    def row(self, repeated: int) -> None:
        self.next_row += repeated
        self.rows_repeated, self.column = repeated, 0

    def cell(self, repeated: int, *, is_filled: bool) -> None:
        self.column += repeated
        if is_filled:
            self.lowest, self.widest = self.next_row, max(self.widest, self.column)
            self.filled += repeated * self.rows_repeated


def check_sheets(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse a spreadsheet in which one sheet spans more than allowed, or next to nothing over a wide area."""
    reach = _Reach()
    for tag, attributes in _tags(archive):
        repeated = int(found[1]) if (found := _REPEATED.search(attributes)) else 1
        if tag == b"table":
            check_sheet(reach.lowest, reach.widest, reach.filled, limits)
            reach = _Reach()
        elif tag == b"table-row":
            reach.row(repeated)
        else:
            reach.cell(repeated, is_filled=not attributes.endswith(b"/") or b"office:value" in attributes)
    check_sheet(reach.lowest, reach.widest, reach.filled, limits)


def _tags(archive: zipfile.ZipFile) -> Iterator[tuple[bytes, bytes]]:
    carry = b""
    with archive.open(CONTENT) as stream:
        while block := stream.read(BLOCK):
            data = carry + block
            end = data.rfind(b"<")
            yield from ((found[1], found[2]) for found in _TAG.finditer(data, 0, end))
            carry = data[end:] if end >= 0 else b""
