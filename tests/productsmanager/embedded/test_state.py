"""What the supervisor writes down."""

from pathlib import Path

import pytest

from productsmanager.embedded import state
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.processes import spawn
from productsmanager.embedded.screen import table
from productsmanager.embedded.state import Line, Status


@pytest.fixture(autouse=True)
def var(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PM_VAR", str(folder))
    return folder


STATUS = Status(42, "http://127.0.0.1:8000/", (Line("web", "ready", 43, 0), Line("worker", "resting", None, 5)))


def test_a_second_supervisor_is_refused_with_the_address_of_the_first() -> None:
    with state.only_supervisor():
        state.write_status(STATUS)
        assert state.is_running()
        refused = pytest.raises(EmbeddedError, match=r"already runs in .* as process 42, at http://127\.0\.0\.1:8000/")
        with refused, state.only_supervisor():
            pass
    assert not state.is_running()


def test_the_status_survives_the_way_to_disk_and_back() -> None:
    assert state.read_status() is None
    with state.only_supervisor():
        state.write_status(STATUS)
    assert state.read_status() == STATUS


def test_a_damaged_status_file_is_no_status(var: Path) -> None:
    (var / "run").mkdir()
    (var / "run" / "status.json").write_text("{")
    assert state.read_status() is None


def test_recorded_processes_are_ended_by_the_next_start(var: Path) -> None:
    with state.only_supervisor():
        left = spawn(["sleep", "600"], log=var / "log")
        state.record_processes([left.pid])
    with state.only_supervisor():
        assert state.end_leftovers() == 1
        left.wait()
        assert state.end_leftovers() == 0


def test_the_table_shows_every_service() -> None:
    shown = table(STATUS).splitlines()
    assert [line.split()[:4] for line in shown] == [
        ["SERVICE", "STATE", "PROCESS", "RESTARTS"],
        ["web", "ready", "43", "0"],
        ["worker", "resting", "-", "5"],
    ]
