"""What a killed PostgreSQL leaves behind: its lock file, and sometimes a server that is still stopping."""

import contextlib
import os
import signal
import time
from pathlib import Path

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.processes import is_alive, programs_in, working_folder

_LONGEST_STOP_SECONDS = 60
_POLL_SECONDS = 0.05


def clear_lock(data: Path, *, socket_dir: Path) -> None:
    """Make way for a new server: end a former one that still runs, and defuse a lock that names a foreign process."""
    lock = data / "postmaster.pid"
    pid = _recorded_pid(lock)
    if pid is None:
        return
    if not is_alive(pid):
        _wait_for_backends(data)
        return
    if _serves(pid, data=data):
        _end_server(pid, data=data)
    else:
        _take_over(lock)
        for leftover in socket_dir.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)


def _wait_for_backends(data: Path) -> None:
    """A killed server's backends end within moments; a new server refuses to start beside them."""
    deadline = time.monotonic() + _LONGEST_STOP_SECONDS
    while any(name.startswith("postgres") for name in programs_in(data)) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)


def _recorded_pid(lock: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return abs(int(lock.read_text(encoding="utf-8").splitlines()[0]))
    return None


def _serves(pid: int, *, data: Path) -> bool:
    """A PostgreSQL server works in its data folder: no other process of the same number does."""
    return working_folder(pid) == data.resolve()


def _end_server(pid: int, *, data: Path) -> None:
    deadline = time.monotonic() + _LONGEST_STOP_SECONDS
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    while _serves(pid, data=data):
        if time.monotonic() > deadline:
            raise EmbeddedError(f"A former PostgreSQL (process {pid}) still uses {data}: stop it, then start again.")
        time.sleep(_POLL_SECONDS)


def _take_over(lock: Path) -> None:
    """Write our own number into the lock file.

    The server takes its parent's number for stale, yet still checks the shared memory named further down in the
    file; deleting the file would lose that check, which protects the data from backends of the killed server.
    """
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text("".join([f"{os.getpid()}\n", *lines[1:]]), encoding="utf-8")
