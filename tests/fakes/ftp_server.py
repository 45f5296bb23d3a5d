"""A real FTP and FTPS server on loopback over a folder of its own, with faults to switch on."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import DTPHandler, FTPHandler, TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer as RealServer

from tests.fakes.certificates import certificate


@dataclass
class FtpServer:
    """`fault`: "" (none), "busy" (421 at sign-in), "cut off" (files end in their middle), "silent" (no greeting),
    "no new names" (nothing is renamed), "no replacing" (nothing is renamed to what is there).
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 0
    user: str = "feeds"
    password: str = "s3cret-ftp"
    fault: str = ""
    commands: list[str] = field(default_factory=list)

    def put(self, name: str, content: bytes, *, modified_at: datetime | None = None) -> None:
        """Lay a file there, in folders as needed."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if modified_at is not None:
            os.utime(path, (modified_at.timestamp(), modified_at.timestamp()))

    def refuses_name(self, path: str) -> bool:
        """Whether nothing may be renamed to this."""
        taken = (self.folder / Path(path).name).exists()
        return self.fault == "no new names" or (self.fault == "no replacing" and taken)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()


@contextmanager
def ftp_server(*, tls: bool = False, implicit: bool = False, without: tuple[str, ...] = ()) -> Iterator[FtpServer]:
    """A running server; `without` names commands it does not know (MLSD, SIZE, MDTM)."""
    with TemporaryDirectory() as folder:
        server = FtpServer(Path(folder))
        handler = _control(server, tls=tls or implicit, implicit=implicit)
        handler.proto_cmds = {name: facts for name, facts in handler.proto_cmds.items() if name not in without}
        loop = IOLoop()
        running = RealServer(("127.0.0.1", 0), handler, loop)
        server.port = running.address[1]
        ended = threading.Event()
        thread = threading.Thread(target=_serve, args=(loop, ended), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            ended.set()
            thread.join()
            running.close_all()


def _serve(loop: IOLoop, ended: threading.Event) -> None:
    while not ended.is_set():
        loop.loop(timeout=0.01, blocking=False)


def _control(server: FtpServer, *, tls: bool, implicit: bool) -> Any:
    base: Any = TLS_FTPHandler if tls else FTPHandler

    class Control(base):  # type: ignore[misc]
        dtp_handler = _data(server, tls=tls)
        use_sendfile = False
        auth_failed_timeout = 0
        authorizer = DummyAuthorizer()

        def handle(self) -> None:
            if server.fault == "silent":
                return
            if implicit:
                self.secure_connection(self.ssl_context)
            else:
                super().handle()

        def handle_ssl_established(self) -> None:
            if implicit:
                super().handle()

        def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
            server.commands.append(cmd if cmd == "PASS" else f"{cmd} {arg}".strip())
            if server.fault == "busy" and cmd == "USER":
                self.respond("421 Too many connections, try again later.")
                self.close_when_done()
            elif cmd == "RNTO" and server.refuses_name(arg):
                self.respond("553 Name not allowed.")
            else:
                super().pre_process_command(line, cmd, arg)

    Control.authorizer.add_user(server.user, server.password, str(server.folder), perm="elrdfmw")
    if tls:
        Control.ssl_context = _context()
        Control.tls_control_required = Control.tls_data_required = True
    return Control


def _data(server: FtpServer, *, tls: bool) -> Any:
    base: Any = TLS_DTPHandler if tls else DTPHandler

    class Data(base):  # type: ignore[misc]
        def initiate_send(self) -> Any:
            if server.fault == "cut off" and self.cmd == "RETR":
                with suppress(SSL.WantReadError):
                    self.socket.send(b"half a fi")
                    self.close()
                return None
            return super().initiate_send()

    return Data


def _context() -> SSL.Context:
    leaf, context = certificate(), SSL.Context(SSL.TLS_SERVER_METHOD)
    with leaf.private_key_and_cert_chain_pem.tempfile() as path:
        context.use_certificate_chain_file(path)
        context.use_privatekey_file(path)
    return context
