"""Children die with their parent, stop politely or not, and are recognised after a crash."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from productsmanager.embedded.processes import end_leftover, group_exists, identity, is_alive, spawn, stop
from tests.servers import wait_until

SLEEP = ["sleep", "600"]
STUBBORN = ["sh", "-c", "trap '' TERM; echo ready; sleep 600 & wait; wait"]


def test_a_polite_child_is_not_killed(folder: Path) -> None:
    child = spawn(SLEEP, log=folder / "log")
    assert stop(child, with_signal=signal.SIGTERM, grace=5)


def test_logs_are_for_their_owner_only(folder: Path) -> None:
    log = folder / "log" / "web.log"
    stop(spawn(SLEEP, log=log), with_signal=signal.SIGTERM, grace=5)
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_a_stubborn_child_and_its_own_children_are_killed(folder: Path) -> None:
    log = folder / "log"
    child = spawn(STUBBORN, log=log)
    wait_until(lambda: "ready" in log.read_text(), what="the trap")
    assert not stop(child, with_signal=signal.SIGTERM, grace=0.2)
    assert not group_exists(child.pid)


def test_a_second_request_cuts_the_grace_short(folder: Path) -> None:
    log = folder / "log"
    child = spawn(STUBBORN, log=log)
    wait_until(lambda: "ready" in log.read_text(), what="the trap")
    assert not stop(child, with_signal=signal.SIGTERM, grace=600, hurry=lambda: True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_children_die_with_a_killed_parent(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from productsmanager.embedded.processes import spawn;"
        "print(spawn(['sleep', '600'], log=Path(sys.argv[1])).pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, folder / "log"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdin
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    wait_until(lambda: not is_alive(child) or _is_zombie(child), what="the child's death", seconds=5)


def test_a_leftover_group_is_ended(folder: Path) -> None:
    child = spawn(SLEEP, log=folder / "log")
    mark = identity(child.pid)
    assert mark
    assert end_leftover(child.pid, identified_by=mark, grace=0.2)
    assert child.wait() == -signal.SIGTERM


def test_a_process_that_only_has_the_number_of_a_leftover_is_spared(folder: Path) -> None:
    child = spawn(SLEEP, log=folder / "log")
    assert not end_leftover(child.pid, identified_by="another process", grace=0.2)
    assert child.poll() is None
    stop(child, with_signal=signal.SIGKILL, grace=1)


def _is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
