"""From flat records (JSON, XML) to frames: which fields become columns, what appears later, how many are too many."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from django.utils.translation import gettext as _

from core.tabular.limits import Limits
from core.tabular.recognition import ROW, Chunk, Notice, RowProblem

Row = Mapping[str, str | None]
PREDICATES = 400


def choose_columns(rows: Sequence[Row], limits: Limits) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """Return the columns of the sampled records in order of appearance.

    Of the fields told apart by a key (`param[@name='x']`) the most frequent ones are kept, then of all others.
    """
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.keys())
    plain = [name for name in counts if "[@" not in name and "='" not in name]
    keyed = sorted((name for name in counts if name not in set(plain)), key=lambda name: -counts[name])
    kept = set(sorted(plain, key=lambda name: -counts[name])[: limits.max_columns])
    kept.update(keyed[: min(PREDICATES, limits.max_columns - len(kept))])
    left_out = len(counts) - len(kept)
    return tuple(name for name in counts if name in kept), _left_out(left_out)


def _left_out(count: int) -> tuple[Notice, ...]:
    if count <= 0:
        return ()
    message = _("%(count)d rare fields were left out, because the records have more fields than a table can show.")
    return (Notice("columns_left_out", message % {"count": count}),)


class Framer:
    """Builds chunks of equal columns; a field that first appears later becomes a new column at the end."""

    def __init__(self, columns: Sequence[str], limits: Limits) -> None:
        self._columns = dict.fromkeys(columns)
        self._room = max(limits.max_columns - len(self._columns), 0)

    def chunk(self, number: int, rows: Sequence[Row], numbers: Sequence[int], problems: Sequence[RowProblem]) -> Chunk:
        """Put flat rows into a frame of text columns."""
        added = self._added(itertools.chain.from_iterable(rows))
        series = [pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in self._columns]
        frame = pl.DataFrame([pl.Series(ROW, numbers, dtype=pl.UInt32), *series])
        return Chunk(number, frame, tuple(problems), _late(added, numbers))

    def frame(self, texts: pl.DataFrame, first_row: int) -> Chunk:
        """Bring a frame of text columns, whose rows follow each other, to the columns of all chunks."""
        added = self._added(texts.columns)
        present = set(texts.columns)
        absent = pl.lit(None, dtype=pl.String)
        numbers = pl.int_range(first_row, first_row + texts.height, dtype=pl.UInt32, eager=True).alias(ROW)
        columns = [pl.col(name) if name in present else absent.alias(name) for name in self._columns]
        return Chunk(0, texts.select(numbers, *columns), (), _late(added, [first_row]))

    def _added(self, names: Iterable[str]) -> list[str]:
        """Take in the names that are new, as far as there is room."""
        new = [name for name in dict.fromkeys(names) if name not in self._columns and "='" not in name][: self._room]
        self._room -= len(new)
        self._columns.update(dict.fromkeys(new))
        return new


def _late(added: Sequence[str], numbers: Sequence[int]) -> tuple[Notice, ...]:
    if not added:
        return ()
    message = _("The fields %(names)s appear only later in the file. Map them if you need them.")
    return (Notice("late_columns", message % {"names": ", ".join(added[:10])}, numbers[0] if numbers else None),)
