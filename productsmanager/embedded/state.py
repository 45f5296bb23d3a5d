"""What the supervisor writes down: that it runs, what it shows, and which processes to end after a crash."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from productsmanager.embedded import paths
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.processes import end_leftover, identity

LEFTOVER_SECONDS = 10


@dataclass(frozen=True)
class Line:
    """The state of one service, as a person sees it."""

    name: str
    state: str
    pid: int | None
    restarts: int


@dataclass(frozen=True)
class Status:
    """The state of the whole installation."""

    pid: int
    address: str
    services: tuple[Line, ...]


@contextlib.contextmanager
def only_supervisor() -> Iterator[None]:
    """Hold the installation's lock; the kernel frees it whatever way we end, so that it can never be stale."""
    folder = paths.state_dir()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "supervisor.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = read_status()
            number = f" as process {running.pid}, at {running.address}" if running else ""
            raise EmbeddedError(
                f"Products Manager already runs in {paths.var_dir()}{number}: stop it first, or choose another PM_VAR."
            ) from None
        yield


def is_running() -> bool:
    """Whether a supervisor holds the lock."""
    try:
        with (paths.state_dir() / "supervisor.lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def write_status(status: Status) -> None:
    """Replace the status file."""
    _replace(paths.state_dir() / "status.json", asdict(status))


def read_status() -> Status | None:
    """The last status written; None before the first."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        content = json.loads((paths.state_dir() / "status.json").read_text(encoding="utf-8"))
        return Status(content["pid"], content["address"], tuple(Line(**line) for line in content["services"]))
    return None


def record_processes(pids: list[int]) -> None:
    """Write down the groups to end should we be killed, each with what tells it from a later process."""
    _replace(_processes_file(), [[pid, identity(pid)] for pid in pids])


def end_leftovers() -> int:
    """End what a killed supervisor left running, newest first; how many groups there were."""
    with contextlib.suppress(OSError, ValueError):
        recorded: list[tuple[int, str]] = json.loads(_processes_file().read_text(encoding="utf-8"))
        return sum(end_leftover(pid, identified_by=mark, grace=LEFTOVER_SECONDS) for pid, mark in reversed(recorded))
    return 0


def _processes_file() -> Path:
    return paths.state_dir() / "processes.json"


def _replace(path: Path, content: object) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)
