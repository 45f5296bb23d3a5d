"""SFTP: files of a directory over SSH, with password or key; the server is known by its key."""

import errno
import socket
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

import paramiko
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from suppliers.errors import HostKeyChanged, LoginRefused
from suppliers.fetchers.base import Connection, ConnectionField, Fetched, InputType, RemoteFile, Validators
from suppliers.fetchers.directories import (
    BLOCK,
    DIRECTORY,
    HOST,
    PATTERN,
    USER,
    Bounded,
    checked_name,
    chosen,
    deadline_of,
    directory_complaints,
    place,
    port_field,
)
from suppliers.fetchers.sshkeys import KeyUnreadable, private_key

PASSWORD_AUTH, KEY_AUTH = "password", "key"
READ_AHEAD = 32
FIELDS = (
    HOST,
    port_field(22),
    USER,
    ConnectionField(
        "auth",
        gettext_lazy("Sign-in"),
        InputType.CHOICE,
        default=PASSWORD_AUTH,
        choices=((PASSWORD_AUTH, gettext_lazy("Password")), (KEY_AUTH, gettext_lazy("Private key"))),
    ),
    ConnectionField(
        "password",
        gettext_lazy("Password"),
        is_secret=True,
        required=True,
        shown_for=("auth", (PASSWORD_AUTH,)),
    ),
    ConnectionField(
        "private_key",
        gettext_lazy("Private key"),
        InputType.LINES,
        is_secret=True,
        required=True,
        shown_for=("auth", (KEY_AUTH,)),
        help=gettext_lazy("The whole text, from -----BEGIN to END-----."),
    ),
    ConnectionField(
        "passphrase",
        gettext_lazy("Passphrase of the key"),
        is_secret=True,
        shown_for=("auth", (KEY_AUTH,)),
    ),
    DIRECTORY,
    PATTERN,
    ConnectionField(
        "host_key",
        gettext_lazy("Key of the server"),
        help=gettext_lazy("Remembered at the first contact. Empty it when the supplier has announced a new one."),
    ),
)


class Sftp:
    """Brings files by SFTP."""

    fields: Sequence[ConnectionField] = FIELDS

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with directory, pattern and key."""
        found = directory_complaints(connection)
        if connection.text("auth") == KEY_AUTH and connection.secrets.get("private_key"):
            try:
                private_key(connection.secrets["private_key"], connection.secrets.get("passphrase", ""))
            except KeyUnreadable as error:
                found[error.field] = str(error)
        return found

    def listing(self, connection: Connection) -> list[RemoteFile]:
        """The files that fit, newest first."""
        with signed_in(connection) as (session, _deadline):
            entries = session.listdir_attr(connection.text("directory") or ".")
            files = (_remote(session, connection, entry) for entry in entries)
            return chosen((each for each in files if each is not None), connection)

    def fetch(
        self, connection: Connection, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
    ) -> Fetched | None:
        """Write the file to `target`."""
        name = checked_name(remote)
        sink = Bounded(target, name=name, limit=limit)
        with signed_in(connection) as (session, deadline):
            with session.open(place(connection, name), "rb") as content:
                size = content.stat().st_size
                content.prefetch(size, max_concurrent_requests=READ_AHEAD)
                while block := content.read(BLOCK):
                    sink.write(block)
            sink.require_whole(connection.text("host"), size, deadline=deadline)
        return Fetched(name, sink.size)


def _remote(session: paramiko.SFTPClient, connection: Connection, entry: paramiko.SFTPAttributes) -> RemoteFile | None:
    """The entry as a file; links are followed, directories are none."""
    way = place(connection, entry.filename)
    if stat.S_ISLNK(entry.st_mode or 0):
        try:
            name, entry = entry.filename, session.stat(way)
        except OSError:
            return None
        entry.filename = name
    if not stat.S_ISREG(entry.st_mode or stat.S_IFREG):
        return None
    modified_at = datetime.fromtimestamp(entry.st_mtime, tz=UTC) if entry.st_mtime is not None else None
    return RemoteFile(entry.filename, way, entry.st_size, modified_at)


@contextmanager
def signed_in(connection: Connection) -> Iterator[tuple[paramiko.SFTPClient, http.Deadline]]:
    """A signed-in session with the server of the known key; failures of the server are explained."""
    host = connection.text("host")
    with deadline_of(connection) as deadline, _explained(host, deadline), _transport(connection, deadline) as transport:
        transport.start_client(timeout=deadline.wait)
        _require_known(transport, connection)
        _sign_in(transport, connection)
        session = paramiko.SFTPClient.from_transport(transport)
        if session is None:
            raise EOFError
        session.get_channel().settimeout(deadline.wait)  # type: ignore[union-attr]
        yield session, deadline


@contextmanager
def _transport(connection: Connection, deadline: http.Deadline) -> Iterator[paramiko.Transport]:
    host, port = connection.text("host"), connection.number("port", 22)
    address = http.guarded_address(host, port)
    with socket.create_connection((address, port), deadline.wait) as line:
        deadline.guard(line)
        transport = paramiko.Transport(line)
        transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = deadline.wait
        _prefer(transport, connection.text("host_key").partition(" ")[0])
        try:
            yield transport
        finally:
            transport.close()


def _prefer(transport: paramiko.Transport, kind: str) -> None:
    """Ask a server that has several keys for the one of the kind it is known by."""
    options = transport.get_security_options()
    wanted = [name for name in options.key_types if name == kind or (kind == "ssh-rsa" and name.startswith("rsa-"))]
    options.key_types = (*wanted, *(name for name in options.key_types if name not in wanted))


def _require_known(transport: paramiko.Transport, connection: Connection) -> None:
    """The server shows the key it is known by; at the first contact it is learned, before a secret is told."""
    key = transport.get_remote_server_key()
    shown, known = f"{key.get_name()} {key.get_base64()}", " ".join(connection.text("host_key").split()[:2])
    if known and known != shown:
        message = _(
            "%(host)s shows another key (%(fingerprint)s) than the one it is known by. Ask the supplier whether it was "
            "changed; if so, empty the key of the server in the connection."
        )
        raise HostKeyChanged(message % {"host": connection.text("host"), "fingerprint": key.fingerprint})
    connection.learned["host_key"] = shown


def _sign_in(transport: paramiko.Transport, connection: Connection) -> None:
    user, secrets = connection.text("user"), connection.secrets
    if connection.text("auth") == KEY_AUTH:
        try:
            key = private_key(secrets.get("private_key", ""), secrets.get("passphrase", ""))
        except KeyUnreadable as error:
            raise LoginRefused(str(error)) from error
        transport.auth_publickey(user, key)
    else:
        transport.auth_password(user, secrets.get("password", ""))


@contextmanager
def _explained(host: str, deadline: http.Deadline) -> Iterator[None]:
    try:
        yield
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise _meaning(host, error, deadline) from error


def _meaning(host: str, error: Exception, deadline: http.Deadline) -> Exception:
    words = {"host": host, "reason": str(error) or type(error).__name__}
    if deadline.has_passed or isinstance(error, TimeoutError):
        return http.failure(host, error, deadline=deadline)
    if isinstance(error, paramiko.AuthenticationException):
        return LoginRefused(_("%(host)s refuses the sign-in: check the user name, the password or the key.") % words)
    if isinstance(error, OSError) and error.errno == errno.ENOENT:
        return http.RemoteRefused(_("%(host)s has no such file or directory: correct it in the connection.") % words)
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return http.RemoteRefused(
            _("%(host)s does not let this user read there: ask the supplier for the right.") % words
        )
    if isinstance(error, EOFError) or str(error) == "Server connection dropped: ":
        return http.RemoteCutOff(_("%(host)s ended the connection.") % words)
    return http.RemoteUnavailable(_("%(host)s does not answer properly (%(reason)s).") % words)


FETCHER = Sftp()
