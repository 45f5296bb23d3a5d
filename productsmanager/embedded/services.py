"""The services of one machine: how each is started, when it is ready, how it is asked to stop."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from productsmanager.embedded import paths
from productsmanager.embedded.options import THREADS_PER_WEB_PROCESS, Options, is_set
from productsmanager.embedded.postgres import LONGEST_RECOVERY_SECONDS, embedded_cluster
from productsmanager.embedded.postgres import STOP_SIGNAL as POSTGRES_STOP_SIGNAL
from productsmanager.embedded.processes import spawn
from productsmanager.embedded.redis import STOP_SIGNAL as REDIS_STOP_SIGNAL
from productsmanager.embedded.redis import RedisServer

QUEUES = "default,imports,exports,code2asin,catalog,media,channels"


@dataclass(frozen=True)
class Service:
    """One long-running child: `start` gets the log file and returns the process.

    `is_lost` says that a process which still runs can no longer be reached: it is started anew.
    """

    name: str
    start: Callable[[Path], "subprocess.Popen[bytes]"]
    is_ready: Callable[[], bool]
    is_lost: Callable[[], bool] = lambda: False
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10
    start_seconds: float = 120

    @property
    def log(self) -> Path:
        """The file that takes the service's output."""
        return paths.log_dir() / f"{self.name}.log"


def servers(options: Options) -> list[Service]:
    """The data servers this machine has to run itself, in the order of their start."""
    found = []
    if options.own_databases:
        found.append(_postgres(options.own_databases))
    if options.own_redis:
        found.append(_redis())
    return found


def programs(options: Options) -> list[Service]:
    """The product's own programs, in the order of their start."""
    return [_web(options), _worker(options), _beat()]


def _postgres(databases: tuple[str, ...]) -> Service:
    cluster = embedded_cluster()

    def is_ready() -> bool:
        if not cluster.is_ready():
            return False
        cluster.create_databases(databases)
        return True

    return Service(
        name="postgresql",
        start=lambda log: cluster.start(log=log),
        is_ready=is_ready,
        is_lost=_vanished(cluster.socket_dir / ".s.PGSQL.5432"),
        stop_signal=POSTGRES_STOP_SIGNAL,
        stop_seconds=60,
        start_seconds=LONGEST_RECOVERY_SECONDS,
    )


def _redis() -> Service:
    server = RedisServer(data=paths.redis_dir(), socket=paths.redis_socket())
    return Service(
        name="redis",
        start=lambda log: server.start(log=log),
        is_ready=server.is_ready,
        is_lost=_vanished(server.socket),
        stop_signal=REDIS_STOP_SIGNAL,
    )


def _vanished(socket: Path) -> Callable[[], bool]:
    """Programs that tidy /tmp can remove a socket under its server."""
    return lambda: not socket.exists()


def _web(options: Options) -> Service:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"]
    command += ["--host", options.host, "--port", str(options.port), "--workers", str(options.web_processes)]
    # Several threads, so that a slow upload does not hold up everybody else.
    command += ["--blocking-threads", str(THREADS_PER_WEB_PROCESS), "productsmanager.wsgi:application"]

    def start(log: Path) -> "subprocess.Popen[bytes]":
        # The web processes add up their figures in files, one set per process; old ones would count for ever.
        metrics = paths.metrics_dir()
        shutil.rmtree(metrics, ignore_errors=True)
        metrics.mkdir(parents=True, mode=0o700)
        own = {**_environment(), **_site(options), "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
        return spawn(command, log=log, environment=own)

    return Service(
        name="web",
        start=start,
        is_ready=lambda: answers(options.probe_host, options.port),
    )


def _worker(options: Options) -> Service:
    arguments = ["worker", f"--queues={QUEUES}", f"--concurrency={options.worker_processes}", "--loglevel=INFO"]
    arguments += ["--without-gossip", "--without-mingle", "-O", "fair"]
    return _celery("worker", arguments, stop_seconds=30, environment=_site(options))


def _beat() -> Service:
    return _celery("beat", ["beat", "--pidfile=", "--loglevel=INFO"], stop_seconds=10)


def _celery(
    name: str, arguments: list[str], *, stop_seconds: float, environment: Mapping[str, str] | None = None
) -> Service:
    ready_file = paths.state_dir() / f"{name}.ready"
    command = [sys.executable, "-m", "productsmanager.embedded.celery_process", *arguments]

    def start(log: Path) -> "subprocess.Popen[bytes]":
        ready_file.unlink(missing_ok=True)
        return spawn(
            command, log=log, environment={**_environment(), **(environment or {}), "PM_READY_FILE": str(ready_file)}
        )

    return Service(name=name, start=start, is_ready=ready_file.exists, stop_seconds=stop_seconds)


def _site(options: Options) -> dict[str, str]:
    """Where links in mails lead: the chosen address, else the one this machine answers at."""
    return {} if is_set("SITE_URL") else {"SITE_URL": options.address}


def run_command(*arguments: str, log: Path) -> "subprocess.Popen[bytes]":
    """Start a management command that ends by itself."""
    return spawn([sys.executable, "manage.py", *arguments], log=log, environment=_environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1"}


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there with anything but a server error."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
