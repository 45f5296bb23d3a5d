"""Folders for real servers: short enough for a socket and, as root, open to the server's helper user."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from productsmanager.embedded import postgres_account
from productsmanager.embedded.postgres_programs import find_programs
from productsmanager.embedded.processes import Account


@pytest.fixture
def folder() -> Iterator[Path]:
    """A fresh folder directly under /tmp."""
    path = Path(tempfile.mkdtemp(prefix="pm-test-", dir="/tmp"))
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(autouse=True)
def shared_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What would go to /var/lib stays in the test's folder."""
    home = folder / "shared"
    monkeypatch.setattr(postgres_account, "SHARED_HOME", home)
    return home


@pytest.fixture
def as_nobody() -> Callable[[Callable[[], None]], None]:
    """Runs a function in a child of an ordinary user; the test fails when the function does."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    programs = find_programs().home
    if not postgres_account.can_enter(programs / "bin", account=Account(65534, 65534, "nobody")):
        pytest.skip(f"an ordinary user cannot enter {programs}")
    return _run_as_nobody


def _run_as_nobody(work: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            work()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "it failed as an ordinary user"
