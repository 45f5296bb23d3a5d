"""Workbooks (XLSX, XLSM, XLS, ODS): which sheet holds the products, where its table begins, its rows as text."""

import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl
import python_calamine as calamine
from django.utils.translation import gettext as _

from core.tabular.cells import text_column, text_of
from core.tabular.compound import damaged
from core.tabular.errors import UnreadableFile
from core.tabular.limits import check_rows
from core.tabular.ooxml import Anatomy, examine
from core.tabular.recognition import ROW, Chunk, Notice, Overrides, Recognition
from core.tabular.rows import without_blank_cells
from core.tabular.source import Source
from core.tabular.table import Table, decimal_style, describe, refuse_without_rows
from core.tabular.words import concepts

HEAD_ROWS = 120
READ_ROWS = 50_000
_ALIKE = 0.6


@dataclass(frozen=True)
class _Sheet:
    """A sheet with its opened cells and the table found in it."""

    name: str
    cells: calamine.CalamineSheet
    table: Table
    grid: list[list[str]]
    score: float


@dataclass(frozen=True)
class Workspace:
    """The opened sheet, kept beside the recognition so that reading does not parse the file again."""

    path: str
    modified: int
    cells: calamine.CalamineSheet


def recognise(source: Source, overrides: Overrides) -> Recognition:
    """Describe a workbook by its most product-like sheet."""
    anatomy = examine(source)
    with _opened(source, anatomy.format) as book:
        hidden = {meta.name for meta in book.sheets_metadata if meta.visible != calamine.SheetVisibleEnum.Visible}
        names = [meta.name for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        chosen, reason = _choose(book, names or book.sheet_names, hidden, source, overrides)
    first = chosen.table.header.first_data
    refuse_without_rows(any(any(row) for row in chosen.grid[first:]))
    decimal, why = decimal_style([cell for row in chosen.grid[first:] for cell in row])
    header = chosen.table.header
    return Recognition(
        format=anatomy.format,
        container=source.container,
        member=source.member,
        decimal=overrides.decimal or decimal or ".",
        sheet=chosen.name,
        sheets=tuple(book.sheet_names),
        header_row=None if header.row is None else header.row + 1,
        header_rows=header.rows,
        first_data_row=first + 1,
        width=chosen.table.width,
        min_width=0,
        columns=chosen.table.columns,
        column_positions=chosen.table.positions,
        reasons={
            "format": _("The content is a workbook of this kind."),
            "sheet": reason,
            "header_row": header.reason,
            "decimal": why,
        },
        notices=_notices(anatomy, chosen.name, hidden),
        workspace=Workspace(str(source.path), source.path.stat().st_mtime_ns, chosen.cells),
    )


def _opened(source: Source, name: str) -> calamine.CalamineWorkbook:
    """Open by content; the library's own choice by file ending is used only where ending and content agree."""
    with _refusing_damage():
        if source.container is None and source.path.suffix.lower() == f".{name}":
            return calamine.CalamineWorkbook.from_path(source.path)
        return calamine.CalamineWorkbook.from_filelike(source.seekable())


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Refuse what the library does not open; some damage makes it panic, which Python sees as no Exception at all."""
    try:
        yield
    except calamine.PasswordError as error:
        raise protected() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error


def protected() -> UnreadableFile:
    """Return the refusal of an encrypted workbook."""
    return UnreadableFile(
        "password_protected",
        _("The workbook is protected by a password. Ask the supplier for one without password."),
    )


def _choose(
    book: calamine.CalamineWorkbook, names: list[str], hidden: set[str], source: Source, overrides: Overrides
) -> tuple[_Sheet, str]:
    if overrides.sheet is not None:
        if overrides.sheet not in names:
            message = _("The workbook has no sheet %(name)s; it has %(names)s. Choose one of them.")
            raise UnreadableFile("sheet_missing", message % {"name": overrides.sheet, "names": ", ".join(names[:10])})
        return _sheet(book, overrides.sheet, source, overrides), _("You chose this sheet.")
    visible = [name for name in names if name not in hidden] or names
    sheets = [sheet for name in visible if (sheet := _sheet(book, name, source, overrides)).table.width]
    if not sheets:
        raise UnreadableFile(
            "empty_file", _("No sheet of the workbook has a filled cell. Ask the supplier for a new one.")
        )
    top = max(sheet.score for sheet in sheets)
    chosen = next(sheet for sheet in sheets if sheet.score >= _ALIKE * top)
    if len(visible) == 1:
        return chosen, _("It is the only visible sheet.")
    return chosen, _("It is the first visible sheet with a table that looks like a product list.")


def _sheet(book: calamine.CalamineWorkbook, name: str, source: Source, overrides: Overrides) -> _Sheet:
    with _refusing_damage():
        cells = book.get_sheet_by_name(name)
    grid = [[text_of(value) or "" for value in row] for row in cells.to_python(skip_empty_area=False, nrows=HEAD_ROWS)]
    table = describe(_trimmed(grid), forced=overrides.header_row, limits=source.limits)
    check_rows(cells.total_height, source.limits)
    return _Sheet(name, cells, table, grid, _rate(table, cells.total_height))


def _trimmed(grid: list[list[str]]) -> list[list[str]]:
    """Cut the empty columns that an inflated used range leaves on the right."""
    width = max((j + 1 for row in grid for j, cell in enumerate(row) if cell.strip()), default=0)
    return [row[:width] for row in grid]


def _rate(table: Table, height: int) -> float:
    """Rate a sheet: known concepts among its column names, then columns and rows."""
    rows = max(height - table.header.first_data, 0)
    known = len(frozenset().union(*(concepts(name) for name in table.columns))) if table.columns else 0
    shape = min(len(table.columns), 8) / 8 * min(math.log10(rows + 1), 3) / 3
    return (0.3 + known) * shape * (1.0 if table.header.row is not None else 0.4)


def _notices(anatomy: Anatomy, sheet: str, hidden: set[str]) -> tuple[Notice, ...]:
    notices = []
    if hidden:
        message = _("The workbook has hidden sheets (%(names)s); they were not read.")
        notices.append(Notice("hidden_sheets", message % {"names": ", ".join(sorted(hidden))}))
    if cells := anatomy.formulas_without_value.get(sheet):
        message = _(
            "%(count)d formulas have no stored result (first: %(cell)s); their cells are empty. Open and save the file."
        )
        notices.append(Notice("formula_without_value", message % {"count": len(cells), "cell": cells[0]}))
    return tuple(notices)


def read(source: Source, recognition: Recognition) -> Iterator[Chunk]:
    """Yield the rows of the recognised sheet as text."""
    first = recognition.first_data_row
    cells = _cells_of(source, recognition)
    left = cells.start[1] if cells.start else 0  # the rows below begin at the first column in use
    places = tuple(place - left for place in recognition.column_positions)
    rows = itertools.islice(cells.iter_rows(), first - 1, None)
    number, row = 0, first
    while True:
        block = list(itertools.islice(rows, READ_ROWS))
        if not block and number:
            return
        yield Chunk(number, _frame(block, recognition.columns, places, row=row))
        number, row = number + 1, row + len(block)


def _cells_of(source: Source, recognition: Recognition) -> calamine.CalamineSheet:
    kept = recognition.workspace
    if isinstance(kept, Workspace) and (kept.path, kept.modified) == (str(source.path), source.path.stat().st_mtime_ns):
        return kept.cells
    with _opened(source, examine(source).format) as book:
        if recognition.sheet not in book.sheet_names:
            message = _("The workbook has no sheet %(name)s; it has %(names)s. Choose one of them.")
            names = ", ".join(book.sheet_names[:10])
            raise UnreadableFile("sheet_missing", message % {"name": recognition.sheet, "names": names})
        with _refusing_damage():
            return book.get_sheet_by_name(recognition.sheet or book.sheet_names[0])


def _frame(block: list[list[Any]], names: tuple[str, ...], places: tuple[int, ...], *, row: int) -> pl.DataFrame:
    """Build the text columns of some rows; rows without any value are left out."""
    by_column = list(zip(*block, strict=False))
    nothing = (None,) * len(block)
    series = [
        text_column(name, by_column[j] if 0 <= j < len(by_column) else nothing)
        for name, j in zip(names, places, strict=True)
    ]
    numbers = pl.int_range(row, row + len(block), dtype=pl.UInt32, eager=True).alias(ROW)
    frame = without_blank_cells(pl.DataFrame([numbers, *series]), list(names))
    return frame.filter(pl.any_horizontal(pl.col(names).is_not_null()))


def grid(source: Source, recognition: Recognition, rows: int) -> list[list[str]]:
    """Return the first cells of the sheet as a person sees them, from row 1."""
    cells = _cells_of(source, recognition).to_python(skip_empty_area=False, nrows=recognition.first_data_row + rows)
    return _trimmed([[text_of(value) or "" for value in row] for row in cells])
