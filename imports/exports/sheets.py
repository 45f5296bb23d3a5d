"""Sheets that are edited and come back: their hidden columns, and what a cell was when the sheet was made.

The first, hidden row names the fields. `_base` holds a check sum of each cell: an edited cell is told from one that
changed here meanwhile without keeping what was exported.
"""

import zlib
from collections.abc import Sequence

import polars as pl

from catalog.services.cells import can_be_edited
from core.tabular.output import Field, Sheet

ID, VERSION, BASE = "_id", "_version", "_base"
HIDDEN = (ID, VERSION, BASE)
LABEL_ROW, FIRST_ROW = 2, 3
LONGEST_CELL = 32_767
MOST_ROWS = 200_000


def sheet_of(sources: Sequence[str], name: str) -> Sheet:
    """How the workbook is made: keys and hidden columns, and the cells that can be changed."""
    editable = [place + len(HIDDEN) for place, source in enumerate(sources) if can_be_edited(source)]
    keys = (*HIDDEN, *sources)
    return Sheet(name=name, protected=True, keys=keys, hidden=range(len(HIDDEN)), editable=(0, 1, 2, *editable))


def sheet_fields(fields: Sequence[Field], sources: Sequence[str]) -> list[Field]:
    """The fields of the file: the hidden ones, then those that people see.

    The heading above the check sums names their fields: a column may be moved or taken out.
    """
    return [Field("Id"), Field("Version"), Field("\n".join(sources)), *fields]


def with_hidden(flat: pl.DataFrame, sources: Sequence[str]) -> pl.DataFrame:
    """The rows of the file: id, version and check sums before the cells."""
    sums = pl.Series("base", [check_sums(row) for row in flat.select(sources).iter_rows()], dtype=pl.String)
    hidden = [flat["id"].alias("key"), flat["version"].alias("seen"), sums]
    cells = [flat[source].alias(f"c{place}") for place, source in enumerate(sources)]
    return pl.DataFrame([flat["id"], *hidden, *cells])


def check_sums(cells: Sequence[str | None]) -> str:
    """The check sums of a row."""
    return ",".join(check_sum(cell) for cell in cells)


def check_sum(cell: str | None) -> str:
    """The check sum of a cell as a spreadsheet gives it back; empty for a blank one."""
    text = plain(cell)
    return f"{zlib.crc32(text.encode()):08x}" if text else ""


def plain(cell: str | None) -> str:
    """The text without what a spreadsheet changes: kinds of line ends, blanks around it, control characters."""
    text = (cell or "").replace("\r\n", "\n").replace("\r", "\n")[:LONGEST_CELL]
    return "".join(c for c in text if c >= " " or c in "\n\t").strip()
