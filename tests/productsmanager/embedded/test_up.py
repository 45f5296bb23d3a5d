"""The whole product under its supervisor: started, killed in every way, started again, stopped."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from productsmanager.embedded import paths, state
from productsmanager.embedded.processes import group_exists, identity, kill_group
from productsmanager.embedded.state import Line
from tests.servers import free_port, wait_until, web_answers

COMMAND = [sys.executable, "-m", "productsmanager.embedded", "up"]
SERVICES = ["postgresql", "redis", "web", "worker", "beat"]


class Product:
    """One installation in a folder of its own."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.port = port
        self._output = folder / "up.txt"
        tests_own = {*map(paths.environment_name, paths.DATABASES), "REDIS_URL", "CELERY_BROKER_URL"}
        kept = {name: value for name, value in os.environ.items() if name not in tests_own}
        local = {"DJANGO_SETTINGS_MODULE": "productsmanager.settings.local", "PM_PORT": str(port)}
        self.environment = {**kept, **local, "PM_VAR": str(folder), "PM_WEB_PROCESSES": "1"}

    def start(self) -> "subprocess.Popen[bytes]":
        with self._output.open("wb") as output:
            supervisor = subprocess.Popen(
                COMMAND, env=self.environment, cwd=paths.PROJECT_ROOT, stdout=output, stderr=subprocess.STDOUT
            )
        wait_until(lambda: "is ready" in self.said(), what="the start", log=self._output, process=supervisor)
        return supervisor

    def said(self) -> str:
        return self._output.read_text()

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            cwd=paths.PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def product(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    monkeypatch.setenv("PM_VAR", str(folder))
    yield Product(folder, port=free_port())
    for line in lines().values():
        if line.pid and identity(line.pid):
            kill_group(line.pid)


def lines() -> dict[str, Line]:
    """The services as the supervisor last wrote them down."""
    status = state.read_status()
    return {line.name: line for line in status.services} if status else {}


def pid_of(service: str) -> int:
    pid = lines()[service].pid
    assert pid
    return pid


def wait_for_restart(service: str, number: int) -> None:
    wait_until(lambda: (lines()[service].state, lines()[service].restarts) == ("ready", number), what=service)


@pytest.mark.slow
def test_the_product_survives_every_kill_and_stops_in_order(product: Product) -> None:
    supervisor = product.start()
    assert list(lines()) == SERVICES
    assert product.run("--status").stdout.count(" ready ") == len(SERVICES)
    assert "already runs in" in product.run().stderr

    os.kill(pid_of("postgresql"), signal.SIGKILL)
    wait_for_restart("postgresql", 1)
    assert web_answers(product.port)

    shutil.rmtree(paths.runtime_dir())
    wait_for_restart("postgresql", 2)
    wait_for_restart("redis", 1)

    groups = [pid_of(service) for service in SERVICES]
    supervisor.kill()
    supervisor.wait()
    assert product.run("--status").returncode == 3
    supervisor = product.start()
    assert not any(map(group_exists, groups))
    assert web_answers(product.port)

    groups = [pid_of(service) for service in SERVICES]
    supervisor.terminate()
    assert supervisor.wait(timeout=60) == 0
    assert not any(map(group_exists, groups))
    stopped = [line.split()[1] for line in product.said().splitlines() if " stopped in " in line]
    assert stopped == SERVICES[::-1]


def test_a_taken_port_is_refused_before_anything_starts(product: Product) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", product.port))
        listener.listen()
        done = product.run()
    assert done.returncode == 1
    assert done.stderr == f"Port {product.port} of 127.0.0.1 is taken by another program: set PM_PORT to a free port.\n"
    assert not paths.postgres_dir().exists()


def test_without_a_running_product_the_status_says_how_to_start_it(product: Product) -> None:
    done = product.run("--status")
    assert (done.returncode, "make run" in done.stdout) == (3, True)


def test_the_doctor_finds_nothing_missing_here(product: Product) -> None:
    command = [sys.executable, "manage.py", "doctor"]
    done = subprocess.run(
        command, env=product.environment, cwd=paths.PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert "PostgreSQL       wheel-" in done.stdout
    assert done.stdout.count("\nok ") + done.stdout.startswith("ok ") >= 6
