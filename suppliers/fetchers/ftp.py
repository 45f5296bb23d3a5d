"""FTP: files of a directory, in passive mode."""

import ftplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from posixpath import basename
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from suppliers.fetchers.base import Connection, ConnectionField, Fetched, RemoteFile, Validators
from suppliers.fetchers.directories import (
    BLOCK,
    DIRECTORY,
    HOST,
    PATTERN,
    USER,
    Bounded,
    checked_name,
    chosen,
    directory_complaints,
    place,
    port_field,
)
from suppliers.fetchers.ftpsession import Pinned, signed_in, watched

PASSWORD = ConnectionField("password", gettext_lazy("Password"), is_secret=True)
NOT_KNOWN = ("500", "501", "502", "504")
NO_SUCH_FILE = "550"
LISTING_BYTES = 32 * 1024**2
# A server without MLSD is asked about each file.
MOST_ASKED = 2_000


class Ftp:
    """Brings files by FTP; with `tls` by FTPS."""

    fields: Sequence[ConnectionField] = (HOST, port_field(21), USER, PASSWORD, DIRECTORY, PATTERN)
    tls = False

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with directory and pattern."""
        return directory_complaints(connection)

    def listing(self, connection: Connection) -> list[RemoteFile]:
        """The files that fit, newest first."""
        with signed_in(connection, tls=self.tls) as (session, deadline):
            return chosen(_files(session, connection, deadline), connection)

    def fetch(
        self, connection: Connection, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
    ) -> Fetched | None:
        """Write the file to `target`."""
        name = checked_name(remote)
        with signed_in(connection, tls=self.tls) as (session, deadline):
            data, announced = _opened(session, f"RETR {name}")
            sink = Bounded(target, name=name, limit=limit)
            with data:
                deadline.guard(data)
                while block := data.recv(BLOCK):
                    sink.write(block)
            sink.require_whole(session.host, remote.size or announced, deadline=deadline)
            watched(session, deadline)
            _require_end(session)
        return Fetched(name, sink.size)


def _opened(session: Pinned, command: str) -> tuple[Any, int | None]:
    """The data connection; a name that the server does not find is tried as older servers spell it."""
    try:
        return session.ntransfercmd(command)
    except ftplib.error_perm:
        if command.isascii() or session.encoding == "latin-1":
            raise
        session.encoding = "latin-1"
        return session.ntransfercmd(command)


def _require_end(session: Pinned) -> None:
    try:
        session.voidresp()
    except (ftplib.error_temp, EOFError) as error:
        raise http.RemoteCutOff(_("%(host)s cut the transfer off.") % {"host": session.host}) from error


def _files(session: Pinned, connection: Connection, deadline: http.Deadline) -> Iterator[RemoteFile]:
    try:
        lines = _lines(session, "MLSD", deadline)
    except ftplib.error_perm as error:
        if not str(error).startswith(NOT_KNOWN):
            raise
        return iter(_asked_one_by_one(session, connection, deadline))
    facts = (_facts(line) for line in lines)
    return (
        RemoteFile(name, place(connection, name), _number(about.get("size")), _moment(about.get("modify", "")))
        for name, about in facts
        if about.get("type", "file").lower() == "file"
    )


def _lines(session: Pinned, command: str, deadline: http.Deadline) -> list[str]:
    """The lines of a listing, decoded as the server seems to write them."""
    data, _size = session.ntransfercmd(command)
    content = b""
    with data:
        deadline.guard(data)
        while len(content) < LISTING_BYTES and (block := data.recv(BLOCK)):
            content += block
    watched(session, deadline)
    session.voidresp()
    try:
        return content.decode().splitlines()
    except UnicodeDecodeError:
        return content.decode("latin-1").splitlines()


def _facts(line: str) -> tuple[str, dict[str, str]]:
    facts, _blank, name = line.partition(" ")
    pairs = (fact.partition("=") for fact in facts.rstrip(";").split(";"))
    return name, {key.lower(): value for key, _equals, value in pairs}


def _asked_one_by_one(session: Pinned, connection: Connection, deadline: http.Deadline) -> list[RemoteFile]:
    """The files of a server that only knows names: each one that fits is asked for its size and date."""
    try:
        names = [basename(line) for line in _lines(session, "NLST", deadline)]
    except ftplib.error_perm as error:
        if str(error).startswith(NO_SUCH_FILE):
            return []
        raise
    candidates = chosen((RemoteFile(name) for name in names), connection)[:MOST_ASKED]
    found = (_asked(session, connection, each.name) for each in candidates)
    return [each for each in found if each is not None]


def _asked(session: Pinned, connection: Connection, name: str) -> RemoteFile | None:
    """The file with what the server tells about it; None for a directory."""
    size, modified_at = None, None
    try:
        size = _number(session.sendcmd(f"SIZE {name}")[4:])
    except ftplib.error_perm as error:
        if str(error).startswith(NO_SUCH_FILE):
            return None
    with suppress(ftplib.error_perm):
        modified_at = _moment(session.sendcmd(f"MDTM {name}")[4:])
    return RemoteFile(name, place(connection, name), size, modified_at)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdigit() else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip()[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


FETCHER = Ftp()
