"""What the environment says about this machine: address, numbers of processes, which servers are elsewhere."""

import os
import socket
from dataclasses import dataclass

from productsmanager.embedded import paths
from productsmanager.embedded.errors import EmbeddedError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
PORTS_TRIED = 20
MOST_PROCESSES = 4
THREADS_PER_WEB_PROCESS = 4
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only recognised, never chosen by us


@dataclass(frozen=True)
class Options:
    """How `up` runs on this machine."""

    host: str
    port: int
    web_processes: int
    worker_processes: int
    own_databases: tuple[str, ...]
    own_redis: bool

    @property
    def probe_host(self) -> str:
        """The address under which this machine reaches its own web server."""
        return ANY_ADDRESS.get(self.host, self.host)

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = f"[{self.probe_host}]" if ":" in self.probe_host else self.probe_host
        return f"http://{host}:{self.port}/"


def read_options() -> Options:
    """The options of the environment; EmbeddedError when a value is malformed or the chosen port is taken."""
    host = os.environ.get("PM_HOST") or DEFAULT_HOST
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    return Options(
        host=host,
        port=choose_port(host),
        web_processes=whole_number("PM_WEB_PROCESSES", default=processes),
        worker_processes=whole_number("PM_WORKER_PROCESSES", default=processes),
        own_databases=own_databases(),
        own_redis=not is_set("REDIS_URL"),
    )


def own_databases() -> tuple[str, ...]:
    """The databases that the embedded cluster serves: those without a URL of their own."""
    return tuple(name for name in paths.DATABASES if not is_set(paths.environment_name(name)))


def is_set(variable: str) -> bool:
    """Whether the variable, or its twin that names a file, has a value."""
    return bool(os.environ.get(variable, "").strip() or os.environ.get(f"{variable}_FILE", "").strip())


def whole_number(variable: str, *, default: int, highest: int = 1000) -> int:
    """The variable as a number from 1 to `highest`."""
    value = os.environ.get(variable, "").strip() or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= highest:
        raise EmbeddedError(f"{variable} is {value!r}: a whole number from 1 to {highest} is needed.")
    return int(value)


def choose_port(host: str) -> int:
    """PM_PORT when it is set and free, else the first free port from 8000 on."""
    chosen = bool(os.environ.get("PM_PORT", "").strip())
    first = whole_number("PM_PORT", default=DEFAULT_PORT, highest=HIGHEST_PORT)
    candidates = [first] if chosen else list(range(first, first + PORTS_TRIED))
    for port in candidates:
        if is_free(host, port):
            return port
    taken = f"Port {first} of {host} is" if chosen else f"The ports {first} to {first + PORTS_TRIED - 1} of {host} are"
    raise EmbeddedError(f"{taken} taken by another program: set PM_PORT to a free port.")


def is_free(host: str, port: int) -> bool:
    """Whether our web server could listen there; a host that is not ours is an error."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise EmbeddedError(f"PM_HOST {host!r} with PM_PORT {port} is no address of this machine.") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise EmbeddedError(f"Port {port} is reserved for root: set PM_PORT to one above 1023.") from error
        except OSError:
            return False
    return True
