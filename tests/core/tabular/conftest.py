"""Files written on the spot, and one call that recognises and reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.tabular import Chunk, Overrides, Recognition, read_chunks, recognise


@dataclass
class Result:
    """What became of a file."""

    recognition: Recognition
    chunks: list[Chunk]

    @property
    def frame(self) -> pl.DataFrame:
        return pl.concat([chunk.frame for chunk in self.chunks], how="diagonal")

    @property
    def problems(self) -> list[tuple[int, str]]:
        return [(problem.row, problem.code) for chunk in self.chunks for problem in chunk.problems]

    @property
    def notices(self) -> set[str]:
        return {n.code for n in self.recognition.notices} | {n.code for c in self.chunks for n in c.notices}

    def column(self, name: str) -> list[str | None]:
        return self.frame.get_column(name).to_list()


def read_path(path: Path, **overrides: Any) -> Result:
    recognition = recognise(path, overrides=Overrides(**overrides))
    return Result(recognition, list(read_chunks(path, recognition)))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Result]:
    """Write content (text is encoded) to a file without a telling name, recognise it, read it."""

    def write_and_read(content: str | bytes, *, encoding: str = "utf-8", **overrides: Any) -> Result:
        path = tmp_path / "feed.bin"
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return read_path(path, **overrides)

    return write_and_read
