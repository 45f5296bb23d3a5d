"""A real SFTP server on loopback over a folder of its own: password, key, a host key that can be changed."""

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncssh


@dataclass
class SftpServer:
    """`fault`: "" (none), "cut off" (the connection ends in the middle of a file)."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 0
    user: str = "feeds"
    password: str = "s3cret-sftp"
    fault: str = ""
    user_key: Any = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    opened: list[str] = field(default_factory=list)

    def put(self, name: str, content: bytes, *, modified_at: datetime | None = None) -> None:
        """Lay a file there, in folders as needed."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if modified_at is not None:
            os.utime(path, (modified_at.timestamp(), modified_at.timestamp()))

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()

    def private_key(self, passphrase: str | None = None) -> str:
        """The user's key as a person would paste it."""
        return self.user_key.export_private_key("openssh", passphrase=passphrase, rounds=1).decode()


@contextmanager
def sftp_server(*, port: int = 0) -> Iterator[SftpServer]:
    """A running server with a new host key; at the same `port` it is the same server that shows another one."""
    with TemporaryDirectory() as folder:
        server, loop = SftpServer(Path(folder)), asyncio.new_event_loop()
        listening, ended = threading.Event(), asyncio.Event()

        async def serve() -> None:
            running = await asyncssh.create_server(
                lambda: _Doorman(server),
                "127.0.0.1",
                port,
                server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
                sftp_factory=lambda channel: _Files(channel, server),
                reuse_port=True,
            )
            server.port = running.sockets[0].getsockname()[1]
            listening.set()
            await ended.wait()
            running.close()

        def run() -> None:
            # All in this thread: the browser tests keep a loop running in the main one.
            loop.run_until_complete(serve())
            _end(loop)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        listening.wait(5)
        try:
            yield server
        finally:
            loop.call_soon_threadsafe(ended.set)
            thread.join()


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Connections that are open still end with the server."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left))
    loop.close()


class _Doorman(asyncssh.SSHServer):
    """Lets the one user in, by password or key."""

    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (self._server.user, self._server.password)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: Any) -> bool:
        return username == self._server.user and key == self._server.user_key.convert_to_public()


class _Files(asyncssh.SFTPServer):
    """The folder, and nothing above it."""

    def __init__(self, channel: Any, server: SftpServer) -> None:
        super().__init__(channel, chroot=str(server.folder).encode())
        self._server, self._channel = server, channel

    def open(self, path: bytes, pflags: int, attrs: Any) -> Any:
        self._server.opened.append(path.decode())
        return super().open(path, pflags, attrs)

    def read(self, file_obj: Any, offset: int, size: int) -> Any:
        if self._server.fault == "cut off" and offset:
            self._channel.get_connection().abort()
        return super().read(file_obj, offset, size)
