"""The other way round: one file laid into a directory by FTP, FTPS or SFTP, under its name only when it is whole."""

import errno
import ftplib
import uuid
from contextlib import suppress
from typing import IO

from django.utils.translation import gettext as _
from paramiko import SFTPClient

from core import http
from suppliers.fetchers.base import Connection
from suppliers.fetchers.directories import BLOCK, is_name, place
from suppliers.fetchers.ftpsession import Pinned
from suppliers.fetchers.ftpsession import signed_in as signed_in_ftp
from suppliers.fetchers.sftp import signed_in as signed_in_sftp


def send_by_ftp(connection: Connection, name: str, content: IO[bytes], *, tls: bool) -> None:
    """Lay the file into the connection's directory; raises Transient and Terminal errors with one sentence."""
    half = _half(name)
    with signed_in_ftp(connection, tls=tls) as (session, deadline):
        data, _size = session.ntransfercmd(f"STOR {half}")
        try:
            with data:
                deadline.guard(data)
                while block := content.read(BLOCK):
                    data.sendall(block)
                if hasattr(data, "unwrap"):
                    data.unwrap()
            session.voidresp()
            _rename_by_ftp(session, half, name)
        except (ftplib.Error, OSError, EOFError):
            with suppress(*ftplib.all_errors):
                session.delete(half)
            raise


def send_by_sftp(connection: Connection, name: str, content: IO[bytes]) -> None:
    """Lay the file into the connection's directory; raises Transient and Terminal errors with one sentence."""
    half, final = place(connection, _half(name)), place(connection, name)
    with signed_in_sftp(connection) as (session, _deadline):
        try:
            session.putfo(content, half, confirm=True)
            _rename_by_sftp(session, half, final, former=place(connection, _half(name)))
        except OSError as error:
            with suppress(OSError):
                session.remove(half)
            if error.errno == errno.EACCES:
                message = _(
                    "%(host)s does not let this user write there: choose another directory or ask for the right."
                )
                raise http.RemoteRefused(message % {"host": connection.text("host")}) from error
            raise


def try_by_ftp(connection: Connection, *, tls: bool) -> None:
    """Sign in and enter the directory."""
    with signed_in_ftp(connection, tls=tls):
        pass


def try_by_sftp(connection: Connection) -> None:
    """Sign in and look at the directory."""
    with signed_in_sftp(connection) as (session, _deadline):
        session.stat(connection.text("directory") or ".")


def _rename_by_ftp(session: Pinned, half: str, name: str) -> None:
    try:
        session.rename(half, name)
    except ftplib.error_perm:
        # Some servers do not write over a file: the former one steps aside, and comes back if the new one cannot come.
        former = _half(name)
        session.rename(name, former)
        try:
            session.rename(half, name)
        except ftplib.all_errors:
            with suppress(*ftplib.all_errors):
                session.rename(former, name)
            raise
        with suppress(*ftplib.all_errors):
            session.delete(former)


def _rename_by_sftp(session: SFTPClient, half: str, final: str, *, former: str) -> None:
    try:
        session.posix_rename(half, final)
    except OSError:
        # Some servers do not write over a file: the former one steps aside, and comes back if the new one cannot come.
        with suppress(OSError):
            session.rename(final, former)
        try:
            session.rename(half, final)
        except OSError:
            with suppress(OSError):
                session.rename(former, final)
            raise
        with suppress(OSError):
            session.remove(former)


def _half(name: str) -> str:
    if not is_name(name):
        raise ValueError(f"{name!r} is no name of a file.")
    return f".{uuid.uuid4().hex[:8]}.{name}.part"
