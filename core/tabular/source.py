"""Where the bytes come from: a plain file, or one member of a zip or gzip container, always behind a size guard."""

import errno
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from django.utils.translation import gettext as _

from core.tabular.errors import UnreadableFile
from core.tabular.limits import Limits, check_expansion, check_file_size

BLOCK = 1024 * 1024
DATA_ENDINGS = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".xml", ".json", ".jsonl", ".ndjson", ".cif"}
)
ACCOMPANYING = frozenset(
    {"readme", "read_me", "read-me", "lisezmoi", "liesmich", "leggimi", "leeme", "license", "licence", "lizenz",
     "copying", "copyright", "changelog", "version", "notice", "conditions", "terms", "agb"}
)  # fmt: skip
DAMAGE = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    # What zipfile makes of directories that point to nowhere, of names in no encoding, of flags nobody set.
    ValueError,
    OverflowError,
    RuntimeError,
)


@dataclass(frozen=True)
class Source:
    """One readable stream of bytes; `packed` is its size on disk."""

    path: Path
    packed: int
    limits: Limits
    container: str | None = None
    member: str | None = None

    def open(self) -> IO[bytes]:
        """Open the unpacked bytes from the beginning."""
        if self.container is None:
            return self.path.open("rb")
        return cast(IO[bytes], io.BufferedReader(_Guarded(self), BLOCK))

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def blocks(self, size: int = 4 * BLOCK) -> Iterator[bytes]:
        """Yield the whole content in blocks."""
        with self.open() as stream:
            while block := stream.read(size):
                yield block

    def seekable(self) -> IO[bytes]:
        """Open for readers that jump about (workbooks); unpacks into memory when inside a container."""
        if self.container is None:
            return self.path.open("rb")
        return io.BytesIO(b"".join(self.blocks()))


class _Guarded(io.RawIOBase):
    """Raw stream over a packed member that stops as soon as more comes out than the limits allow."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._total = 0
        self._archive: zipfile.ZipFile | None = None
        self._stream = self._open()

    def _open(self) -> IO[bytes]:
        source = self._source
        if source.container == "gzip":
            return cast(IO[bytes], gzip.open(source.path, "rb"))
        with refusing_damage():
            self._archive = zipfile.ZipFile(source.path)
            return self._archive.open(source.member or "")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        with refusing_damage():
            data = self._stream.read(len(buffer))
        self._total += len(data)
        check_expansion(self._source.packed, self._total, self._source.limits)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            if self._archive is not None:
                self._archive.close()
        super().close()


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Refuse what a container's reader cannot make sense of; an error of the disk itself stays one."""
    try:
        yield
    except DAMAGE as error:
        raise damaged_archive() from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise
        raise damaged_archive() from error


def damaged_archive() -> UnreadableFile:
    """Return the refusal of a container that does not unpack."""
    return UnreadableFile("truncated", _("The archive is damaged or incomplete. Ask the supplier to send it again."))


def locate(path: Path, *, member: str | None, limits: Limits) -> Source:
    """Find the stream that holds the data: the file itself, or the one data file inside a zip or gzip."""
    size = path.stat().st_size
    check_file_size(size, limits)
    with path.open("rb") as stream:
        magic = stream.read(8)
    if magic.startswith(b"\x1f\x8b"):
        return Source(path, size, limits, "gzip")
    if magic.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(path, member=member, limits=limits)
    return Source(path, size, limits)


def _inside_zip(path: Path, *, member: str | None, limits: Limits) -> Source:
    size = path.stat().st_size
    with refusing_damage(), zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    if _is_document({info.filename for info in infos}):
        return Source(path, size, limits)
    info = _choose(infos, member=member, limits=limits)
    if info.flag_bits & 1:
        raise UnreadableFile(
            "password_protected",
            _("The archive is protected by a password. Ask the supplier for one without password."),
        )
    check_expansion(info.compress_size, info.file_size, limits)
    return Source(path, info.compress_size, limits, "zip", info.filename)


def _is_document(names: set[str]) -> bool:
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _choose(infos: list[zipfile.ZipInfo], *, member: str | None, limits: Limits) -> zipfile.ZipInfo:
    if len(infos) > limits.max_archive_members:
        raise UnreadableFile(
            "too_large",
            _("The archive holds %(count)d files; at most %(limit)d are allowed. Send only the product file.")
            % {"count": len(infos), "limit": limits.max_archive_members},
        )
    files = [info for info in infos if not info.is_dir() and not _is_litter(info.filename)]
    if member is not None:
        files = [info for info in files if info.filename == member]
    elif len(files) > 1:
        files = [info for info in files if PurePosixPath(info.filename).suffix.lower() in DATA_ENDINGS]
    if not files:
        raise UnreadableFile(
            "archive_without_data", _("The archive holds no data file. Send one CSV, Excel, XML or JSON file in it.")
        )
    if len(files) > 1:
        names = ", ".join(sorted(info.filename for info in files)[:5])
        raise UnreadableFile(
            "archive_with_several_files",
            _("The archive holds %(count)d data files (%(names)s ...). Choose one of them for this source.")
            % {"count": len(files), "names": names},
            members=sorted(info.filename for info in files),
        )
    return files[0]


def _is_litter(name: str) -> bool:
    """System files, and the read-me or licence text beside the data."""
    parts = PurePosixPath(name).parts
    if PurePosixPath(name).suffix.lower() in ("", ".txt", ".md") and PurePosixPath(name).stem.lower() in ACCOMPANYING:
        return True
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts) or parts[-1].lower() == "thumbs.db"
