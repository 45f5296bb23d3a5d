"""Child processes: in a session of their own, dying with their parent, recognised again after a crash."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from productsmanager.embedded.paths import PROJECT_ROOT

_PR_SET_PDEATHSIG = 1
_IS_LINUX = sys.platform == "linux"
_LIBC = ctypes.CDLL(None) if _IS_LINUX else None
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Account:
    """The system user a child runs as, when it is not our own."""

    uid: int
    gid: int
    name: str

    def options(self) -> dict[str, object]:
        """The arguments that make `subprocess` switch to this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def spawn(
    command: Sequence[str | os.PathLike[str]],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child whose output goes to the end of `log`; on Linux it gets `death_signal` when we die.

    The kernel ties that signal to the thread that starts the child: call this from the main thread.
    """
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("ab") as output:
        return subprocess.Popen(  # type: ignore[call-overload]
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd="/" if account else PROJECT_ROOT,
            start_new_session=True,
            preexec_fn=_dying_with(os.getpid(), death_signal=death_signal),
            **(account.options() if account else {}),
        )


def _dying_with(parent: int, *, death_signal: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    prctl = _LIBC.prctl

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def stop(
    process: subprocess.Popen[bytes],
    *,
    with_signal: signal.Signals,
    grace: float,
    hurry: Callable[[], bool] = lambda: False,
) -> bool:
    """Ask a child to stop, wait up to `grace` seconds (or until `hurry()`), then kill what is left of its group.

    True when it went by itself.
    """
    if process.poll() is None:
        process.send_signal(with_signal)
    deadline = time.monotonic() + grace
    while process.poll() is None and time.monotonic() < deadline and not hurry():
        time.sleep(_POLL_SECONDS)
    went_by_itself = process.poll() is not None
    kill_group(process.pid)
    process.wait()
    return went_by_itself


def kill_group(leader: int) -> None:
    """Kill every process of the group at once; a group that is gone is fine."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def is_alive(pid: int) -> bool:
    """Whether a process of this number exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def identity(pid: int) -> str:
    """What tells a process from a later one of the same number: boot and start time; empty when there is none."""
    if not _IS_LINUX:
        return _output(["ps", "-o", "lstart=", "-p", str(pid)])
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
    return f"{boot}:{stat.rpartition(')')[2].split()[19]}"


def working_folder(pid: int) -> Path | None:
    """The folder a process works in; None when that cannot be seen."""
    if not _IS_LINUX:
        listing = _output(["lsof", "-a", "-d", "cwd", "-p", str(pid), "-Fn"])
        return next((Path(line[1:]) for line in listing.splitlines() if line.startswith("n")), None)
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None


def programs_in(folder: Path) -> list[str]:
    """The names of the programs that work in the folder; empty where that cannot be seen."""
    wanted = folder.resolve()
    processes = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")] if _IS_LINUX else []
    return [_program(pid) for pid in processes if working_folder(pid) == wanted]


def _program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def end_leftover(leader: int, *, identified_by: str, grace: float) -> bool:
    """End the group of a child that outlived its supervisor; True when there was one.

    A living leader must be the very process that was recorded. A leader that is gone cannot have been replaced:
    the kernel hands out no number that still names a group.
    """
    if is_alive(leader) and identity(leader) != identified_by:
        return False
    try:
        os.killpg(leader, signal.SIGTERM)
    except (ProcessLookupError, PermissionError):
        return False
    deadline = time.monotonic() + grace
    while group_exists(leader) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    kill_group(leader)
    return True


def group_exists(leader: int) -> bool:
    """Whether the group has a living process; one that only waits to be reaped is dead."""
    if _IS_LINUX:
        return any(group == str(leader) and state != "Z" for state, group in _states_and_groups())
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _states_and_groups() -> Iterator[tuple[str, str]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, group = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[:3]
            yield state, group


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
