"""What FTP, FTPS and SFTP share: a directory, a pattern, files that end up within their limit."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import translate
from posixpath import join
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from suppliers.errors import SourceFileTooLarge
from suppliers.fetchers.base import Connection, ConnectionField, InputType, RemoteFile

BLOCK = 256 * 1024
# Seconds of one silence of a server.
WAIT = 30
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
HOST = ConnectionField("host", gettext_lazy("Server"), InputType.HOST, required=True)
USER = ConnectionField("user", gettext_lazy("User name"), required=True)
DIRECTORY = ConnectionField(
    "directory", gettext_lazy("Directory"), help=gettext_lazy("Empty: where the sign-in leads.")
)
PATTERN = ConnectionField(
    "pattern",
    gettext_lazy("Files"),
    default="*",
    help=gettext_lazy("A name or a pattern, such as *.csv or export*.xlsx; small and capital letters are the same."),
)


def port_field(default: int) -> ConnectionField:
    """The port, with the usual one of the protocol."""
    return ConnectionField("port", gettext_lazy("Port"), InputType.NUMBER, default=default)


def deadline_of(connection: Connection) -> http.Deadline:
    """The time one listing or one file may take."""
    return http.Deadline(connection.seconds, wait=WAIT)


def directory_complaints(connection: Connection) -> dict[str, str]:
    """What is wrong with the directory and the pattern."""
    found = {}
    if ".." in connection.text("directory").split("/"):
        found["directory"] = _("A directory without “..”, please: name the way from where the sign-in leads.")
    if "/" in connection.text("pattern"):
        found["pattern"] = _("A pattern of file names has no “/”: write the directory into its own field.")
    return found


def chosen(files: Iterable[RemoteFile], connection: Connection) -> list[RemoteFile]:
    """The files that fit the pattern, newest first; of equally old ones the last by name."""
    fits = re.compile(translate((connection.text("pattern") or "*").casefold())).match
    found = [each for each in files if is_name(each.name) and fits(each.name.casefold())]
    return sorted(found, key=lambda each: (each.modified_at or LONG_AGO, each.name), reverse=True)


def is_name(name: str) -> bool:
    """Whether this is the name of a file inside the directory, and nothing that leads out of it."""
    return bool(name) and name not in (".", "..") and not set(name) & set("/\\\r\n\0")


def checked_name(remote: RemoteFile) -> str:
    """The name of the file; raises ValueError for one that leads out of the directory."""
    if not is_name(remote.name):
        raise ValueError(f"{remote.name!r} is no name of a file.")
    return remote.name


def place(connection: Connection, name: str) -> str:
    """The way to a file of the directory."""
    return join(connection.text("directory"), name)


class Bounded:
    """Takes the bytes of one file, and refuses the first one beyond the limit."""

    def __init__(self, target: IO[bytes], *, name: str, limit: int) -> None:
        self._target, self._name, self._limit = target, name, limit
        self.size = 0

    def write(self, block: bytes) -> None:
        """Write the block; raises SourceFileTooLarge before more than the limit is written."""
        self.size += len(block)
        if self.size > self._limit:
            raise too_large(self._name, self._limit)
        self._target.write(block)

    def require_whole(self, host: str, expected: int | None, *, deadline: http.Deadline) -> None:
        """Raise RemoteCutOff when fewer bytes came than the server said that there are."""
        if deadline.has_passed:
            raise http.failure(host, TimeoutError(), deadline=deadline)
        if expected is not None and self.size < expected:
            message = _("%(host)s cut the transfer off: %(received)s of %(announced)s bytes arrived.")
            raise http.RemoteCutOff(message % {"host": host, "received": self.size, "announced": expected})


def too_large(name: str, limit: int) -> SourceFileTooLarge:
    """The refusal of a file beyond the limit."""
    message = _("%(name)s has more than %(limit)d MB, which is the limit of this installation.")
    return SourceFileTooLarge(message % {"name": name, "limit": max(1, limit // 1024**2)})
