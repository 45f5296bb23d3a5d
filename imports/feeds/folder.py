"""The work folder of a run: the file in columnar chunks, shared by dry run, run and helpers, removed at the end."""

import json
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.conf import settings

from imports.feeds import shelves

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class ChunkFacts:
    """A chunk of a shelf: its number from 1, its rows, what a step wants to remember of it, the frames it has."""

    number: int
    rows: int
    facts: dict[str, Any]
    frames: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """A complete set of chunk files that a step has left for the next one."""

    path: Path
    chunks: tuple[ChunkFacts, ...]

    @property
    def rows(self) -> int:
        """Rows of all chunks."""
        return sum(chunk.rows for chunk in self.chunks)

    def chunk(self, number: int) -> ChunkFacts:
        """One chunk."""
        return self.chunks[number - 1]

    def frame(self, number: int, name: str, schema: Mapping[str, Any]) -> pl.DataFrame:
        """The frame `name` of a chunk; one of the given schema without rows when the step had none to write."""
        path = file_of(self.path, number, name)
        if name not in self.chunk(number).frames or not shelves.brought(path):
            return pl.DataFrame(schema=schema)
        return pl.read_ipc(path)


class Builder:
    """Writes a shelf in a folder of its own; `finish` makes it visible."""

    def __init__(self, final: Path) -> None:
        self._final = final
        self._path = final.with_name(f"{final.name}.{uuid.uuid4().hex[:8]}")
        self._path.mkdir(parents=True)
        self._chunks: list[ChunkFacts] = []

    def add(self, *, rows: int, frames: dict[str, pl.DataFrame], **facts: Any) -> ChunkFacts:
        """Write the next chunk; frames without rows are left out."""
        number = len(self._chunks) + 1
        chunk = ChunkFacts(number, rows, facts, write_frames(self._path, number, frames))
        self._chunks.append(chunk)
        return chunk

    def finish(self) -> Shelf:
        """Make the shelf visible; one that another process finished first is as good."""
        return publish(self._final, self._path, self._chunks)

    def abandon(self) -> None:
        """Remove what was written."""
        shelves.remove(self._path)


def write_frames(folder: Path, number: int, frames: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """Write the frames of a chunk that have rows, each complete or not at all; returns their names."""
    names = tuple(name for name, frame in frames.items() if frame.height)
    for name in names:
        path = file_of(folder, number, name)
        with shelves.written(path) as half:
            frames[name].write_ipc(half, compression="lz4")
        shelves.put(path)
    return names


def file_of(folder: Path, number: int, name: str) -> Path:
    """Where a chunk's frame lies."""
    return folder / f"{number:05d}.{name}.arrow"


def publish(final: Path, folder: Path, chunks: Sequence[ChunkFacts]) -> Shelf:
    """Make the chunk files in `folder` the shelf `final`: its manifest, written at once, names them."""
    before = open_shelf(final)
    if before is not None:
        shelves.remove(folder)
        return before
    manifest = _manifest(final)
    text = json.dumps({"folder": folder.name, "chunks": [asdict(chunk) for chunk in chunks]})
    with shelves.written(manifest) as half:
        half.write_text(text, encoding="utf-8")
    shelves.put(manifest)
    return Shelf(folder, tuple(chunks))


def open_shelf(final: Path) -> Shelf | None:
    """The finished shelf of this name, or None."""
    manifest = _manifest(final)
    if not shelves.brought(manifest):
        return None
    told = json.loads(manifest.read_text(encoding="utf-8"))
    chunks = (ChunkFacts(**{**chunk, "frames": tuple(chunk["frames"])}) for chunk in told["chunks"])
    return Shelf(final.with_name(told["folder"]), tuple(chunks))


def _manifest(final: Path) -> Path:
    return final.with_name(f"{final.name}.json")


def folder_of(run_id: UUID) -> Path:
    """The run's work folder on this host; it may not exist."""
    return Path(settings.WORK_DIR) / str(run_id)


def remove_folder(run_id: UUID) -> None:
    """Throw the run's work folder away; the file itself stays in core.files."""
    shelves.remove(folder_of(run_id))


def forget_copies(run_id: UUID) -> None:
    """Remove this host's copies of chunk files that lie in a bucket."""
    if not shelves.is_shared():
        shutil.rmtree(folder_of(run_id), ignore_errors=True)


def sweep_folders(*, keep: set[str], older_than: float = KEPT_SECONDS) -> int:
    """Remove work folders untouched for so many seconds, but those of the runs in `keep`; a run that still needs one
    reads its file again."""
    limit = time.time() - older_than
    root = Path(settings.WORK_DIR)
    folders = [path for path in root.iterdir() if path.name not in keep] if root.is_dir() else []
    stale = [path for path in folders if path.stat().st_mtime < limit]
    for path in stale:
        shelves.remove(path)
    return len(stale)
