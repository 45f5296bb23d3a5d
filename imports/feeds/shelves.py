"""Where chunk files lie: a folder that every host of this installation sees, or a bucket with a local copy."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

BUCKET_PREFIX = "work"


def is_shared() -> bool:
    """Whether the work folder itself is what other hosts see; with a bucket it is only a copy of it."""
    try:
        default_storage.path("-")
    except NotImplementedError:
        return False
    return True


def put(path: Path) -> None:
    """Make a file that is complete here reachable for the other hosts."""
    if is_shared():
        return
    with path.open("rb") as content:
        default_storage.save(_key(path), File(content))


def is_there(path: Path) -> bool:
    """Whether the file exists, here or in the bucket."""
    return path.exists() or (not is_shared() and default_storage.exists(_key(path)))


def brought(path: Path) -> bool:
    """Whether the file is here, brought from the bucket when another host made it."""
    if path.exists():
        return True
    if is_shared() or not default_storage.exists(_key(path)):
        return False
    with default_storage.open(_key(path), "rb") as source, written(path) as half, half.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return True


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Where to write a file that others see only when it is complete; of two that write it the last one stays."""
    half = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.half")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def remove(folder: Path) -> None:
    """Remove a folder of the work folder here and in the bucket; one that is gone is fine."""
    shutil.rmtree(folder, ignore_errors=True)
    if not is_shared():
        _remove_below(_key(folder))


def _remove_below(prefix: str) -> None:
    try:
        folders, files = default_storage.listdir(prefix)
    except FileNotFoundError:
        return
    for name in files:
        default_storage.delete(f"{prefix}/{name}")
    for name in folders:
        _remove_below(f"{prefix}/{name}")


def _key(path: Path) -> str:
    return f"{BUCKET_PREFIX}/{path.relative_to(settings.WORK_DIR).as_posix()}"
