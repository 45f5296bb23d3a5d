"""Where a table begins: which row carries the column names, how many rows it spans, what it is called."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.tabular import shapes
from core.tabular.recognition import unique_names
from core.tabular.words import concepts, share_of_known

Grid = Sequence[Sequence[str]]
SEARCHED = 40
BODY = 60
ACCEPTED = 0.22


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

    filled: int
    kind: str
    values: frozenset[str]
    length: float


def detect(grid: Grid, *, forced: int | None = None) -> Header:
    """Find the header of a grid of text cells; `forced` is the 1-based row a person chose (0 = none)."""
    width = max((len(row) for row in grid), default=0)
    if forced is not None:
        return _forced(grid, forced, width)
    candidates = [(_score(grid, i, width), i) for i in range(min(len(grid), SEARCHED)) if _filled(grid[i])]
    if not candidates:
        return Header(None, 0, 0, [""] * width, 0.0, _("The table has no filled row."))
    top = max(score for score, __ in candidates)
    if top < ACCEPTED:
        return _headless(grid, width, top)
    first = next(i for score, i in candidates if score >= max(ACCEPTED, 0.8 * top))
    return _spanning(grid, first, width, top)


def _forced(grid: Grid, forced: int, width: int) -> Header:
    if forced == 0:
        return Header(None, 0, _first_filled(grid), [""] * width, 1.0, _("You said that there is no header row."))
    labels = _padded(grid[forced - 1], width) if forced <= len(grid) else [""] * width
    return Header(forced - 1, 1, forced, labels, 1.0, _("You chose row %(row)d.") % {"row": forced})


def _headless(grid: Grid, width: int, score: float) -> Header:
    reason = _("No row differs from the rows below it as column names do, so the columns are numbered.")
    return Header(None, 0, _first_filled(grid), [""] * width, score, reason)


def _first_filled(grid: Grid) -> int:
    return next((i for i, row in enumerate(grid) if _filled(row)), 0)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _columns(grid: Grid, start: int, width: int) -> list[_Column]:
    body = [row for row in grid[start : start + BODY] if _filled(row)]
    columns = []
    for j in range(width):
        cells = [row[j].strip() for row in body if j < len(row) and row[j].strip()]
        kinds = Counter(shapes.shape(cell) for cell in cells)
        kind, count = kinds.most_common(1)[0] if kinds else (shapes.EMPTY, 0)
        if kind == shapes.CODE and kinds[shapes.NUMBER]:
            count += kinds[shapes.NUMBER]
        mixed = bool(cells) and count < 0.6 * len(cells)
        length = sum(map(len, cells)) / len(cells) if cells else 0.0
        columns.append(_Column(len(cells), shapes.LABEL if mixed else kind, frozenset(cells), length))
    return columns


def _score(grid: Grid, i: int, width: int) -> float:
    """Rate row i as header: contrast with the body, known words, coverage of the columns in use."""
    row = _padded(grid[i], width)
    columns = _columns(grid, i + 1, width)
    total = filled = used = 0.0
    for cell, column in zip(row, columns, strict=True):
        weight = 1.0 if column.filled else 0.3
        used += weight
        if cell.strip():
            filled += weight
            total += weight * _evidence(cell.strip(), column)
    if not filled:
        return -1.0
    coverage = filled / used
    if _filled(row) < 2 and used >= 2:
        return -1.0
    repeated = 1 - len({c.strip() for c in row if c.strip()}) / _filled(row)
    body_share = 1.0 if any(column.filled for column in columns) else 0.7
    return (total / filled - 0.5 * repeated) * min(1.0, coverage * 1.3) * body_share


def _evidence(cell: str, column: _Column) -> float:
    kind = shapes.shape(cell)
    if kind in shapes.VALUES:
        return -1.5 if column.kind in (kind, shapes.NUMBER, shapes.CODE) or kind in (shapes.CODE, shapes.LINK) else -0.6
    if kind == shapes.LONG:
        return 0.1 if "\n" in cell or len(concepts(cell)) else -0.4
    known = share_of_known(cell)
    score = 0.0
    if column.kind in shapes.VALUES:
        score += 0.9
    elif cell in column.values:
        score -= 0.8
    elif column.filled:
        score += 0.15 if column.length > len(cell) else 0.0
    if known:
        score += 0.5 + 0.5 * known
    return score + (0.15 if _is_technical(cell) else 0.0)


def _is_technical(cell: str) -> bool:
    return "_" in cell and " " not in cell and cell.lower() == cell


def _spanning(grid: Grid, first: int, width: int, score: float) -> Header:
    """Take in the following rows that also look like names (group titles above, technical names below)."""
    last = first
    while last + 1 < min(len(grid), first + 3) and _continues(grid, last + 1, width):
        last += 1
    while first > 0 and last - first < 2 and _is_group_row(grid, first - 1, width):
        first -= 1
    labels = _labels(grid, first, last, width)
    known = sum(1 for label in labels if concepts(label))
    reason = _("Row %(row)d holds short names (%(known)d of them known words of product lists) above rows of values.") % {
        "row": last + 1,
        "known": known,
    }
    return Header(last, last - first + 1, last + 1, labels, score, reason)


def _continues(grid: Grid, i: int, width: int) -> bool:
    if i + 1 >= len(grid) or _filled(grid[i]) < 2:
        return False
    cells = [cell.strip() for cell in grid[i] if cell.strip()]
    if any(shapes.shape(cell) in shapes.VALUES for cell in cells):
        return False
    named = sum(1 for cell in cells if share_of_known(cell) >= 0.5 or _is_technical(cell))
    return named >= 0.5 * len(cells) and _score(grid, i, width) >= 0.5 and len(cells) >= 0.4 * _filled(grid[i - 1])


def _is_group_row(grid: Grid, i: int, width: int) -> bool:
    """A sparse row directly above, whose titles span several columns each (merged cells)."""
    cells = [(j, cell.strip()) for j, cell in enumerate(grid[i]) if cell.strip()]
    below = _filled(grid[i + 1])
    if len(cells) < 2 or len(cells) >= below:
        return False
    return all(shapes.shape(cell) == shapes.LABEL and len(cell) <= 40 for __, cell in cells)


def _labels(grid: Grid, first: int, last: int, width: int) -> list[str]:
    """Names of the last row; a blank one takes the nearest name above it."""
    labels = _padded(grid[last], width)
    for i in range(last - 1, first - 1, -1):
        above = _padded(grid[i], width)
        labels = [label if label.strip() else upper for label, upper in zip(labels, above, strict=True)]
    return [label.strip() for label in labels]
