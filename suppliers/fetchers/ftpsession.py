"""One conversation with an FTP server at an address that was checked; passive, with or without TLS."""

import ftplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.utils.translation import gettext as _

from core import http
from suppliers.errors import LoginRefused
from suppliers.fetchers.base import Connection
from suppliers.fetchers.directories import deadline_of

SIGN_IN_REFUSED = "530"
MOST_WORDS = 150


class Pinned(ftplib.FTP):
    """FTP whose connection goes to a given address, whatever the name resolves to by then.

    Data connections follow it there: what a server says about its address in passive mode is not believed.
    """

    def open(self, address: str, *, host: str, port: int, timeout: float, implicit: ssl.SSLContext | None) -> None:
        """Connect, with TLS at once when it is given; `host` is the name that the certificate has to prove."""
        self.host, self.port, self.timeout = host, port, timeout
        plain = socket.create_connection((address, port), timeout)
        self.sock = plain
        if implicit is not None:
            self.sock = implicit.wrap_socket(plain, server_hostname=host)
        self.af = self.sock.family
        self.file = self.sock.makefile("r", encoding=self.encoding, errors="replace")
        self.welcome = self.getresp()


class PinnedTls(ftplib.FTP_TLS, Pinned):
    """The same with TLS; data connections resume the session, as many servers insist."""

    def ntransfercmd(self, cmd: str, rest: Any = None) -> tuple[socket.socket, int | None]:
        data, size = super(ftplib.FTP_TLS, self).ntransfercmd(cmd, rest)
        session = getattr(self.sock, "session", None)
        return self.context.wrap_socket(data, server_hostname=self.host, session=session), size


@contextmanager
def signed_in(connection: Connection, *, tls: bool = False) -> Iterator[tuple[Pinned, http.Deadline]]:
    """A signed-in conversation in the connection's directory, in binary; failures of the server are explained."""
    host, default = connection.text("host"), 990 if connection.values.get("implicit") else 21
    port = connection.number("port", default)
    with deadline_of(connection) as deadline, _explained(host, deadline):
        session = _session(connection, tls=tls)
        try:
            address = http.guarded_address(host, port)
            implicit = session.context if isinstance(session, PinnedTls) and connection.values.get("implicit") else None
            session.open(address, host=host, port=port, timeout=deadline.wait, implicit=implicit)
            _sign_in(session, connection, deadline)
            yield session, deadline
            with suppress(*ftplib.all_errors):
                session.quit()
        finally:
            session.close()


def _session(connection: Connection, *, tls: bool) -> Pinned:
    if not tls:
        return Pinned()
    return PinnedTls(context=http.tls_context(verify=connection.values.get("verify", True) is not False))


def _sign_in(session: Pinned, connection: Connection, deadline: http.Deadline) -> None:
    watched(session, deadline)
    session.login(connection.text("user"), connection.secrets.get("password", ""))
    watched(session, deadline)
    if isinstance(session, PinnedTls):
        session.prot_p()
    with suppress(ftplib.error_perm):
        session.sendcmd("OPTS UTF8 ON")
    session.voidcmd("TYPE I")
    if directory := connection.text("directory"):
        _enter(session, directory)


def _enter(session: Pinned, directory: str) -> None:
    try:
        session.cwd(directory)
    except ftplib.error_perm as error:
        if directory.isascii():
            message = _("%(host)s has no directory “%(directory)s”: correct it in the connection.")
            raise http.RemoteRefused(message % {"host": session.host, "directory": directory}) from error
        session.encoding = "latin-1"
        session.cwd(directory)


def watched(session: Pinned, deadline: http.Deadline) -> None:
    """The deadline ends the control connection from now on."""
    if session.sock is not None:
        deadline.guard(session.sock)


@contextmanager
def _explained(host: str, deadline: http.Deadline) -> Iterator[None]:
    try:
        yield
    except (ftplib.Error, OSError, EOFError) as error:
        raise _meaning(host, error, deadline) from error


def _meaning(host: str, error: Exception, deadline: http.Deadline) -> Exception:
    words = {"host": host, "answer": str(error)[:MOST_WORDS]}
    if isinstance(error, EOFError) and not deadline.has_passed:
        return http.RemoteUnavailable(_("%(host)s ended the connection.") % words)
    if not isinstance(error, ftplib.Error) or deadline.has_passed:
        return http.failure(host, error, deadline=deadline)
    if not isinstance(error, ftplib.error_perm):
        return http.RemoteUnavailable(_("%(host)s cannot answer now: %(answer)s") % words)
    if str(error).startswith(SIGN_IN_REFUSED):
        return LoginRefused(_("%(host)s refuses the sign-in (%(answer)s): check the user name and password.") % words)
    return http.RemoteRefused(_("%(host)s refuses: %(answer)s") % words)
