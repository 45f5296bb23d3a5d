"""Real servers for the tests: Redis, a Celery worker that can be killed, a web server, all on the test databases."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from productsmanager.embedded import paths
from productsmanager.embedded.processes import kill_group, spawn, stop
from productsmanager.embedded.redis import RedisServer

START_SECONDS = 60


@dataclass
class Server:
    """A child process of the tests: started, killed and started again at will."""

    command: list[str]
    environment: Mapping[str, str]
    log: Path
    is_ready: Callable[[], bool]
    before_start: Callable[[], None] = lambda: None
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        self.before_start()
        self.process = spawn(self.command, log=self.log, environment=self.environment)
        try:
            what = f"the start of {' '.join(self.command[:6])}"
            wait_until(self.is_ready, what=what, log=self.log, process=self.process)
        except AssertionError:
            self.kill()
            raise

    def kill(self) -> None:
        """SIGKILL the whole group, as a crash would."""
        if self.process:
            kill_group(self.process.pid)
            self.process.wait()

    def stop(self) -> None:
        """Stop it politely; what is left is killed."""
        if self.process:
            stop(self.process, with_signal=signal.SIGTERM, grace=10)

    def output(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


def wait_until(
    is_true: Callable[[], bool],
    *,
    what: str,
    seconds: float = START_SECONDS,
    log: Path | None = None,
    process: "subprocess.Popen[bytes] | None" = None,
) -> None:
    """Poll until `is_true()`; fails with the end of the log when the process dies or the time is over."""
    deadline = time.monotonic() + seconds
    while not is_true():
        died = process is not None and process.poll() is not None
        if died or time.monotonic() > deadline:
            tail = log.read_text(encoding="utf-8", errors="replace")[-4000:] if log and log.exists() else ""
            raise AssertionError(f"{what}: {'it died' if died else f'not within {seconds} s'}\n{tail}")
        time.sleep(0.05)


@contextmanager
def running_redis(folder: Path) -> Iterator[Path]:
    """A Redis of our own below `folder`; its socket."""
    server = RedisServer(data=folder / "redis", socket=folder / "redis.sock")
    log = folder / "redis.log"
    process = server.start(log=log)
    try:
        wait_until(server.is_ready, what="the start of Redis", log=log, process=process)
        yield server.socket
    finally:
        stop(process, with_signal=signal.SIGTERM, grace=5)


def worker_server(folder: Path, *, environment: Mapping[str, str], processes: int = 1) -> Server:
    """A Celery worker for all queues."""
    ready = folder / "worker.ready"
    command = [sys.executable, "-m", "productsmanager.embedded.celery_process", "worker"]
    command += [f"--concurrency={processes}", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    return Server(
        command=command,
        environment={**os.environ, **environment, "PM_READY_FILE": str(ready)},
        log=folder / "worker.log",
        is_ready=ready.exists,
        before_start=lambda: ready.unlink(missing_ok=True),
    )


def web_server(folder: Path, *, environment: Mapping[str, str], processes: int = 1) -> tuple[Server, str]:
    """The product's own web server on a free port; the server and its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(processes), "productsmanager.wsgi:application"]
    server = Server(
        command=command,
        environment={**os.environ, **environment},
        log=folder / "web.log",
        is_ready=lambda: web_answers(port),
    )
    return server, f"http://127.0.0.1:{port}"


def web_answers(port: int) -> bool:
    """Whether something answers HTTP on that port, with whatever status."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A TCP port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redis_environment(redis_socket: Path) -> dict[str, str]:
    """The environment that makes a child use this Redis; Celery reads its variable before any setting."""
    url = paths.redis_url(socket=redis_socket)
    broker = paths.celery_notation(paths.redis_database(url, number=1))
    return {"REDIS_URL": url, "CELERY_BROKER_URL": broker}


def empty_redis(redis_socket: Path) -> None:
    """Forget all messages, so that the next test's worker finds none of this one's."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(redis_socket))
        connection.sendall(b"FLUSHALL\r\n")
        connection.recv(64)
