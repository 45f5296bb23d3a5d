"""Where a table begins: which row carries the column names, how many rows it spans, what it is called."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from core.tabular import shapes
from core.tabular.recognition import unique_names
from core.tabular.words import concepts, share_of_known

Grid = Sequence[Sequence[str]]
SEARCHED = 40
BODY = 60
ACCEPTED = 0.22
PLAUSIBLE = 0.1  # for the first filled row of a file that holds nothing but words
_PACK_SIZE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:kg|g|gr|mg|l|ml|cl|lb|lbs|oz)\.?", re.IGNORECASE)
_REMARK = re.compile(r"\(([^()]{1,40})\)|\[([^\[\]]{1,40})\]")
_UNIT_LENGTH = 3


@dataclass(frozen=True)
class Header:
    """Rows are 0-based positions in the grid; `row` is None when the columns have no names."""

    row: int | None
    rows: int
    first_data: int
    labels: list[str]
    score: float
    reason: str

    @property
    def names(self) -> tuple[str, ...]:
        return unique_names(self.labels)


@dataclass(frozen=True)
class _Column:
    """What the cells below a candidate look like."""

    cells: list[str]
    kind: str


class _Sheet:
    """The grid as a rectangle of stripped cells, each with its shape."""

    def __init__(self, grid: Grid) -> None:
        self.width = max((len(row) for row in grid), default=0)
        self.rows = [[*(cell.strip() for cell in row), *[""] * (self.width - len(row))] for row in grid]
        self.shapes = [[shapes.shape(cell) for cell in row] for row in self.rows]
        self.filled = [sum(map(bool, row)) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, j: int, start: int) -> _Column:
        """Describe column j from row `start` on; a header repeated further down is no body."""
        header = self.rows[start - 1]
        cells, kinds = [], Counter[str]()
        for row, row_shapes in zip(self.rows[start : start + BODY], self.shapes[start : start + BODY], strict=True):
            if row[j] and row != header:
                cells.append(row[j])
                kinds[row_shapes[j]] += 1
        kind, count = kinds.most_common(1)[0] if kinds else (shapes.EMPTY, 0)
        if kind == shapes.CODE:
            count += kinds[shapes.NUMBER]
        return _Column(cells, kind if count >= 0.6 * len(cells) else shapes.LABEL)


def detect(grid: Grid, *, forced: int | None = None) -> Header:
    """Find the header of a grid of text cells; `forced` is the 1-based row a person chose (0 = none)."""
    sheet = _Sheet(grid)
    if forced is not None:
        return _forced(sheet, forced)
    candidates = [(_score(sheet, i), i) for i in range(min(len(sheet), SEARCHED)) if sheet.filled[i]]
    if not candidates:
        return Header(None, 0, 0, [""] * sheet.width, 0.0, _("The table has no filled row."))
    top = max(score for score, __ in candidates)
    if top < ACCEPTED:
        score, first = candidates[0]
        digits = any(char.isdigit() for cell in sheet.rows[first] for char in cell)
        return _spanning(sheet, first, score) if score >= PLAUSIBLE and not digits else _headless(sheet, top)
    first = next(i for score, i in candidates if score >= max(ACCEPTED, 0.8 * top))
    return _spanning(sheet, first, top)


def _forced(sheet: _Sheet, forced: int) -> Header:
    nameless = [""] * sheet.width
    if forced == 0:
        return Header(None, 0, _first_filled(sheet), nameless, 1.0, _("You said that there is no header row."))
    labels = sheet.rows[forced - 1] if forced <= len(sheet) else nameless
    return Header(forced - 1, 1, forced, labels, 1.0, _("You chose row %(row)d.") % {"row": forced})


def _headless(sheet: _Sheet, score: float) -> Header:
    reason = _("No row differs from the rows below it as column names do, so the columns are numbered.")
    return Header(None, 0, _first_filled(sheet), [""] * sheet.width, score, reason)


def _first_filled(sheet: _Sheet) -> int:
    return next((i for i, filled in enumerate(sheet.filled) if filled), 0)


def _score(sheet: _Sheet, i: int) -> float:
    """Rate row i as header: contrast with the body, known words, coverage of the columns in use."""
    cells = [cell for cell in sheet.rows[i] if cell]
    columns = [sheet.column(j, i + 1) for j in range(sheet.width)]
    used = sum(1.0 if column.cells else 0.3 for column in columns)
    if len(cells) < 2 <= used:
        return -1.0
    total = filled = 0.0
    ladder = _is_ladder(cells)
    for cell, kind, column in zip(sheet.rows[i], sheet.shapes[i], columns, strict=True):
        if cell:
            weight = 1.0 if column.cells else 0.3
            filled += weight
            total += weight * (0.0 if ladder and cell.isdigit() else _evidence(cell, kind, column))
    repeated = 1 - len(set(cells)) / len(cells)
    body_share = 1.0 if any(column.cells for column in columns) else 0.7
    return (total / filled - 0.5 * repeated) * min(1.0, 1.3 * filled / used) * body_share


def _is_ladder(cells: list[str]) -> bool:
    """Known names followed by rising whole numbers: sizes or years as column names."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) <= 4]
    rising = all(a < b for a, b in pairwise(numbers))
    return len(numbers) > 2 and rising and any(share_of_known(cell) >= 0.5 for cell in cells)


def _evidence(cell: str, kind: str, column: _Column) -> float:
    if _PACK_SIZE.fullmatch(cell) and column.kind == shapes.NUMBER and not any(map(_PACK_SIZE.fullmatch, column.cells)):
        return 0.5
    if kind in shapes.VALUES:
        alike = column.kind in (kind, shapes.NUMBER, shapes.CODE)
        return -1.5 if alike or kind in (shapes.CODE, shapes.LINK) else -0.6
    if kind == shapes.LONG:
        return 0.1 if "\n" in cell or concepts(cell) else -0.4
    known = share_of_known(cell)
    return _contrast(cell, column) + (0.5 + 0.5 * known if known else 0.0) + (0.15 if _is_technical(cell) else 0.0)


def _contrast(cell: str, column: _Column) -> float:
    if column.kind in shapes.VALUES:
        return 0.9
    if cell in column.cells:
        return -0.8
    return 0.15 if sum(map(len, column.cells)) > len(cell) * len(column.cells) else 0.0


def _is_technical(cell: str) -> bool:
    return "_" in cell and " " not in cell and cell.lower() == cell


def _spanning(sheet: _Sheet, first: int, score: float) -> Header:
    """Take in the neighbours that are names too: technical names and remarks below, group titles above."""
    last = first
    while last + 1 < min(len(sheet), first + 3) and _continues(sheet, last + 1):
        last += 1
    remarks = _remarks(sheet, last + 1)
    while first > 0 and last - first < 2 and _is_group_row(sheet, first - 1):
        first -= 1
    labels = _labels(sheet, first, last)
    below = 1 if remarks else 0
    labels = [f"{a} {b}".strip() for a, b in zip(labels, remarks, strict=True)] if remarks else labels
    known = sum(1 for label in labels if concepts(label))
    reason = _("Row %(row)d holds short names (%(known)d of them known words of product lists) above rows of values.")
    return Header(
        last, last - first + 1 + below, last + 1 + below, labels, score, reason % {"row": last + 1, "known": known}
    )


def _remarks(sheet: _Sheet, i: int) -> list[str]:
    """Remarks in brackets that fill the row below the names, "(text)", "(kg)": units are kept, the rest is no name."""
    if i >= len(sheet) or sheet.filled[i] < max(2, 0.5 * sheet.filled[i - 1]):
        return []
    row = sheet.rows[i]
    if not all(_REMARK.fullmatch(cell) for cell in row if cell):
        return []
    return [cell if len(cell) <= _UNIT_LENGTH + 2 else "" for cell in row]


def _continues(sheet: _Sheet, i: int) -> bool:
    """A row below the header that consists of names as well."""
    cells = [cell for cell in sheet.rows[i] if cell]
    if i + 1 >= len(sheet) or len(cells) < max(2, 0.4 * sheet.filled[i - 1]):
        return False
    values = [cell for cell, kind in zip(sheet.rows[i], sheet.shapes[i], strict=True) if kind in shapes.VALUES]
    if len(values) > 0.2 * len(cells) or any(char in "123456789" for cell in values for char in cell):
        return False  # a sum that is still zero may stand among the names
    named = sum(1 for cell in cells if share_of_known(cell) >= 0.5 or _is_technical(cell))
    return named >= 0.5 * len(cells) and _score(sheet, i) >= 0.5


def _is_group_row(sheet: _Sheet, i: int) -> bool:
    """A sparse row directly above, whose titles span several columns each (merged cells)."""
    if not 2 <= sheet.filled[i] < sheet.filled[i + 1]:
        return False
    cells = zip(sheet.rows[i], sheet.shapes[i], strict=True)
    return all(kind in (shapes.LABEL, shapes.EMPTY) and len(cell) <= 40 and "=" not in cell for cell, kind in cells)


def _labels(sheet: _Sheet, first: int, last: int) -> list[str]:
    """Names of the last row; a blank one takes the nearest name above it, a hyphenated one is put together."""
    labels = sheet.rows[last]
    for i in range(last - 1, first - 1, -1):
        labels = [_joined(upper, label) for label, upper in zip(labels, sheet.rows[i], strict=True)]
    return labels


def _joined(upper: str, label: str) -> str:
    hyphenated = len(upper) > 2 and upper.endswith("-") and label[:1].islower()
    return upper[:-1] + label if hyphenated else label or upper
