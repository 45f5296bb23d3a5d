"""The work folder of a run: the parsed file in columnar chunks, shared by dry run and run, removed at the end."""

import json
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.conf import settings

MANIFEST = "manifest.json"
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class ChunkFacts:
    """What a manifest says of a chunk: its number from 1, its rows, and what a step wants to remember of it."""

    number: int
    rows: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Shelf:
    """A complete set of chunk files that a step has left for the next one."""

    path: Path
    chunks: tuple[ChunkFacts, ...]

    @property
    def rows(self) -> int:
        """Rows of all chunks."""
        return sum(chunk.rows for chunk in self.chunks)

    def frame(self, number: int, name: str, schema: Mapping[str, Any]) -> pl.DataFrame:
        """The frame `name` of a chunk; one of the given schema without rows when the step had none to write."""
        path = self.file(number, name)
        return pl.read_ipc(path) if path.exists() else pl.DataFrame(schema=schema)

    def file(self, number: int, name: str) -> Path:
        """Where a chunk's frame lies."""
        return self.path / f"{number:05d}.{name}.arrow"


class Builder:
    """Writes a shelf under a temporary name; `finish` writes the manifest and puts it in its place in one move."""

    def __init__(self, final: Path) -> None:
        self._final = final
        self._path = final.with_name(f"{final.name}.{uuid.uuid4().hex[:8]}")
        self._path.mkdir(parents=True)
        self._chunks: list[ChunkFacts] = []

    def add(self, *, rows: int, frames: dict[str, pl.DataFrame], **facts: Any) -> ChunkFacts:
        """Write the next chunk; frames without rows are left out."""
        chunk = ChunkFacts(len(self._chunks) + 1, rows, facts)
        shelf = Shelf(self._path, ())
        for name, frame in frames.items():
            if frame.height:
                frame.write_ipc(shelf.file(chunk.number, name), compression="lz4")
        self._chunks.append(chunk)
        return chunk

    def finish(self) -> Shelf:
        """Make the shelf visible; one that another process finished first is as good."""
        manifest = json.dumps([asdict(chunk) for chunk in self._chunks])
        (self._path / MANIFEST).write_text(manifest, encoding="utf-8")
        try:
            self._path.rename(self._final)
        except OSError:
            self.abandon()
        return open_shelf(self._final) or Shelf(self._final, ())

    def abandon(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._path, ignore_errors=True)


def open_shelf(path: Path) -> Shelf | None:
    """The finished shelf at the path, or None."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Shelf(path, tuple(ChunkFacts(**chunk) for chunk in manifest))


def folder_of(run_id: UUID) -> Path:
    """The run's work folder; it may not exist."""
    return Path(settings.WORK_DIR) / str(run_id)


def remove_folder(run_id: UUID) -> None:
    """Throw the run's work folder away; the file itself stays in core.files."""
    shutil.rmtree(folder_of(run_id), ignore_errors=True)


def sweep_folders(*, keep: set[str], older_than: float = KEPT_SECONDS) -> int:
    """Remove work folders untouched for so many seconds, but those of the runs in `keep`; a run that still needs one
    reads its file again."""
    limit = time.time() - older_than
    root = Path(settings.WORK_DIR)
    folders = [path for path in root.iterdir() if path.name not in keep] if root.is_dir() else []
    stale = [path for path in folders if path.stat().st_mtime < limit]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return len(stale)
