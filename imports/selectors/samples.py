"""The beginning of a run's file as a person sees it: raw cells for the header row, cells per column for the mapping."""

import hashlib
import json
from dataclasses import dataclass

import polars as pl
from django.core.cache import cache

from core import files
from core.tabular import Recognition, preview
from core.tabular.recognition import ROW
from imports.feeds.layout import data_columns
from imports.feeds.limits import limits
from imports.models import ImportRun

GRID_ROWS = 20
SAMPLE_ROWS = 200
KEPT_SECONDS = 900
CELL_LENGTH = 2_000


@dataclass(frozen=True)
class FileSample:
    """`grid`: the first raw rows, from row 1 of the file; `cells`: column name -> cells of the first data rows.

    `numbers` are the numbers of these data rows in the file.
    """

    grid: list[list[str]]
    cells: dict[str, list[str | None]]
    numbers: list[int]

    def values_of(self, column: str, *, count: int = 5) -> list[str]:
        """The first different values of a column."""
        filled = [value for value in self.cells.get(column, []) if value]
        return list(dict.fromkeys(filled))[:count]

    @property
    def frame(self) -> pl.DataFrame:
        """The data rows as the engine reads them: text columns and the row's number."""
        columns = [pl.Series(name, cells, pl.String) for name, cells in self.cells.items()]
        return pl.DataFrame([pl.Series(ROW, self.numbers, pl.UInt32), *columns])


def file_sample(run: ImportRun) -> FileSample | None:
    """The sample of a run whose file could be read, else None; kept for a while, because every edit asks for it."""
    if run.source_file is None or not run.recognition:
        return None
    how = hashlib.sha256(json.dumps(run.recognition, sort_keys=True).encode()).hexdigest()[:16]
    name = f"imports:sample:{run.pk}:{how}"
    sample: FileSample | None = cache.get(name)
    if sample is None:
        sample = _look(run.source_file.key, Recognition.from_json(run.recognition))
        cache.set(name, sample, KEPT_SECONDS)
    return sample


def _look(key: str, recognition: Recognition) -> FileSample:
    with files.local_path(key) as path:
        seen = preview(path, recognition, rows=SAMPLE_ROWS, limits=limits())
    columns = data_columns([name for name in seen.frame.columns if name != ROW])
    cells = {name: [_short(value) for value in seen.frame[name].to_list()] for name in columns}
    grid = [[_short(cell) or "" for cell in row] for row in seen.raw_grid[: recognition.first_data_row + GRID_ROWS]]
    return FileSample(grid, cells, seen.frame[ROW].to_list())


def _short(cell: str | None) -> str | None:
    return cell if cell is None or len(cell) <= CELL_LENGTH else cell[:CELL_LENGTH] + "…"
