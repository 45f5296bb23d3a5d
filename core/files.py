"""Files of the product (feeds, reports, results): kept under relative keys in a folder or a bucket, and hashed."""

import hashlib
import re
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

BLOCK = 1024 * 1024
UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)


@dataclass(frozen=True)
class StoredFile:
    """Where a file was put: its key in the storage, bytes, SHA-256 in hexadecimal."""

    key: str
    size: int
    sha256: str


def store(kind: str, name: str, content: IO[bytes]) -> StoredFile:
    """Keep the content under `kind/YYYY-MM/<random>/name`; the name is reduced to harmless characters."""
    safe_name = UNSAFE.sub("_", Path(name).name).strip("._")[-100:] or "file"
    key = f"{kind}/{timezone.now():%Y-%m}/{uuid.uuid4().hex}/{safe_name}"
    size, digest = _measure(content)
    return StoredFile(key=default_storage.save(key, File(content)), size=size, sha256=digest)


def open_file(key: str) -> Any:
    """The stored file, opened for reading; raises FileNotFoundError."""
    return default_storage.open(key, "rb")


def delete(key: str) -> None:
    """Remove the file; one that is gone already is fine."""
    default_storage.delete(key)


@contextmanager
def local_path(key: str) -> Iterator[Path]:
    """A path to read the file from; a bucket's file is fetched into a temporary one for the time of the block."""
    try:
        yield Path(default_storage.path(key))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(suffix=Path(key).suffix) as copy, open_file(key) as source:
            while block := source.read(BLOCK):
                copy.write(block)
            copy.flush()
            yield Path(copy.name)


def _measure(content: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    while block := content.read(BLOCK):
        digest.update(block)
        size += len(block)
    content.seek(0)
    return size, digest.hexdigest()
