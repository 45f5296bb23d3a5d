"""One supervised service: readiness, restarts, the budget."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from productsmanager.embedded import child as child_module
from productsmanager.embedded.child import Child, State
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.processes import spawn
from productsmanager.embedded.services import Service
from tests.servers import wait_until


def service(command: list[str], *, ready: Callable[[], bool] = lambda: True, start_seconds: float = 10) -> Service:
    return Service(name="thing", start=lambda log: spawn(command, log=log), is_ready=ready, start_seconds=start_seconds)


def started(command: list[str]) -> Child:
    child = Child(service(command))
    child.start()
    assert child.look()
    return child


def kill(child: Child) -> None:
    assert child.process
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()


def test_a_service_becomes_ready_and_stops() -> None:
    child = started(["sleep", "600"])
    assert child.state is State.READY
    assert not child.look()
    assert child.stop(hurry=lambda: False)
    assert child.line().pid is None


def test_a_service_that_dies_is_started_again() -> None:
    child = started(["sleep", "600"])
    before = child.line().pid
    kill(child)
    assert child.look()
    assert (child.restarts, child.line().pid != before) == (1, True)
    child.stop(hurry=lambda: False)


def test_a_service_that_cannot_be_reached_any_more_is_started_anew() -> None:
    lost = [True]
    child = Child(replace(service(["sleep", "600"]), is_lost=lambda: bool(lost)))
    child.start()
    before = child.line().pid
    child.look()
    assert child.look()
    lost.clear()
    child.look()
    assert (child.restarts, child.state, child.line().pid != before) == (1, State.READY, True)
    child.stop(hurry=lambda: False)


def test_a_service_that_keeps_dying_rests_before_the_next_try(monkeypatch: pytest.MonkeyPatch) -> None:
    child = started(["sleep", "600"])
    for _death in range(child_module.BUDGET):
        kill(child)
        child.look()
    assert (child.state, child.process) == (State.RESTING, None)
    monkeypatch.setattr(child_module, "REST_SECONDS", 0)
    child.look()
    assert child.state is State.STARTING
    child.stop(hurry=lambda: False)


def test_a_service_that_never_started_shows_the_end_of_its_log() -> None:
    child = Child(service(["sh", "-c", "echo the reason; exit 7"], ready=lambda: False))
    child.start()
    assert child.process
    child.process.wait()
    with pytest.raises(EmbeddedError, match=r"(?s)thing ended during its start with status 7.*the reason"):
        child.look()


def test_a_service_that_never_answers_is_given_up() -> None:
    child = Child(service(["sleep", "600"], ready=lambda: False, start_seconds=0))
    child.start()
    with pytest.raises(EmbeddedError, match="thing gave no sign of life"):
        child.look()
    child.stop(hurry=lambda: False)


def test_what_is_left_of_a_dead_group_is_killed_before_the_restart(folder: Path) -> None:
    marker = folder / "grandchild"
    child = started(["sh", "-c", f"sleep 600 & echo $! > {marker}; wait"])
    wait_until(lambda: marker.exists() and marker.read_text().endswith("\n"), what="the grandchild")
    grandchild = int(marker.read_text())
    kill(child)
    child.look()
    wait_until(lambda: _is_gone(grandchild), what="the grandchild's death", seconds=5)
    child.stop(hurry=lambda: False)


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
