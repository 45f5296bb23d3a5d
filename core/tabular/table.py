"""From a grid of cells to the description of a table: columns, their places, how ragged a row may be, decimal style."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.tabular.errors import UnreadableFile
from core.tabular.header import Grid, Header, detect
from core.tabular.limits import Limits, check_columns
from core.tabular.recognition import unique_names

_COMMA_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3}(?:[. \u00a0\u202f']?\d{3})*,\d{1,2}(?!\d)")
_POINT_DECIMAL = re.compile(r"(?<![\d.,])\d{1,3}(?:[, '\u00a0]?\d{3})*\.\d{1,2}(?![\d.])")
CONSISTENT = 0.9


@dataclass(frozen=True)
class Table:
    """Columns with their 0-based places; a row has `min_width` to `width` cells."""

    header: Header
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    width: int
    min_width: int


def describe(grid: Grid, *, forced: int | None, limits: Limits) -> Table:
    """Find header and columns in the first rows of a table."""
    widths = Counter(len(row) for row in grid if any(cell.strip() for cell in row))
    if widths:
        check_columns(widths.most_common(1)[0][0], limits)
    grid = [row[: limits.max_columns + 1] for row in grid]
    header = detect(grid, forced=forced)
    body = [row for row in grid[header.first_data :] if any(cell.strip() for cell in row)]
    counts = Counter(len(row) for row in body)
    usual = counts.most_common(1)[0][0] if counts else len(header.labels)
    declared = len(grid[header.row]) if header.row is not None else usual
    width = max(declared, usual)
    check_columns(width, limits)
    labels = (header.labels + [""] * width)[:width]
    positions = tuple(j for j in range(width) if labels[j] or any(j < len(row) and row[j].strip() for row in body))
    names = unique_names(labels)
    return Table(
        header=header,
        columns=tuple(names[j] for j in positions),
        positions=positions,
        width=width,
        min_width=_min_width(labels, positions, counts, declared=declared),
    )


def _min_width(labels: list[str], positions: tuple[int, ...], counts: Counter[int], *, declared: int) -> int:
    """Cells a complete row must have.

    Nameless empty columns at the end may be missing, and so may what nearly all rows leave out.
    """
    needed = min((positions[-1] + 1) if positions else len(labels), max(declared, 1))
    usual, rows = counts.most_common(1)[0] if counts else (needed, 0)
    if usual < needed and rows >= CONSISTENT * sum(counts.values()) and rows > 1:
        return usual
    return needed


def decimal_style(cells: Sequence[str]) -> tuple[str | None, str]:
    """Return "," or "." with the reason, None when no cell has decimals."""
    comma = sum(1 for cell in cells if len(cell) < 30 and _COMMA_DECIMAL.search(cell))
    point = sum(1 for cell in cells if len(cell) < 30 and _POINT_DECIMAL.search(cell))
    if not comma and not point:
        return None, _("No cell of the first rows has decimals.")
    style = "," if comma > point else "."
    reason = _("%(comma)d cells of the first rows have a decimal comma, %(point)d a decimal point.")
    return style, reason % {"comma": comma, "point": point}


def refuse_without_rows(has_rows: bool) -> None:
    """Refuse a table that has names but no rows: it must not empty the catalogue."""
    if not has_rows:
        raise UnreadableFile(
            "no_rows",
            _("The file has column names but not a single row. Nothing was changed; ask for a complete file."),
        )
