"""The embedded PostgreSQL: crashes, awkward folders, foreign processes, other users."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from productsmanager.embedded import postgres_account
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.paths import database_url
from productsmanager.embedded.postgres import SETTINGS, Cluster, settings_of_environment
from productsmanager.embedded.postgres_programs import find_programs
from productsmanager.embedded.processes import spawn, stop
from tests.databases import TEST_SETTINGS


@contextmanager
def running(cluster: Cluster, *, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    process = cluster.start(log=log)
    try:
        cluster.wait_until_ready(process, log=log, seconds=30)
        yield process
    finally:
        stop(process, with_signal=signal.SIGINT, grace=20)


@pytest.fixture(scope="module")
def fresh_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped cluster with one empty database, copied by the tests that need one."""
    folder = Path("/tmp") / f"pm-test-fresh-{os.getpid()}"
    folder.mkdir(mode=0o711)
    cluster = Cluster(data=folder / "postgres", socket_dir=folder / "run" / "s")
    with running(cluster, log=folder / "log"):
        cluster.create_databases(["db_core"])
        cluster.create_databases(["db_core"])
    yield folder / "postgres"  # type: ignore[misc]
    shutil.rmtree(folder)


@pytest.fixture
def cluster(folder: Path, fresh_data: Path) -> Cluster:
    subprocess.run(["cp", "-a", fresh_data, folder / "postgres"], check=True)
    return Cluster(data=folder / "postgres", socket_dir=folder / "run" / "s", settings=TEST_SETTINGS)


def connect(cluster: Cluster) -> "psycopg.Connection[tuple[str, ...]]":
    return psycopg.connect(database_url("db_core", socket_dir=cluster.socket_dir), autocommit=True)


def test_our_role_owns_its_database_and_is_no_superuser(cluster: Cluster, folder: Path) -> None:
    with running(cluster, log=folder / "log"), connect(cluster) as connection:
        connection.execute("CREATE TABLE t (id int)")
        row = connection.execute(
            "SELECT rolsuper, current_setting('TimeZone'), current_setting('server_encoding'), datlocale"
            " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()"
        ).fetchone()
    assert row == (False, "UTC", "UTF8", "C.UTF-8")


def test_the_socket_is_closed_to_other_users(cluster: Cluster, folder: Path) -> None:
    with running(cluster, log=folder / "log"):
        assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
        assert (cluster.socket_dir / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_a_killed_server_comes_back_with_every_committed_row(cluster: Cluster, folder: Path) -> None:
    log = folder / "log"
    cluster = replace(cluster, settings=SETTINGS)
    with running(cluster, log=log) as process, connect(cluster) as connection:
        connection.execute("CREATE TABLE t (id int)")
        for number in range(200):
            connection.execute("INSERT INTO t VALUES (%s)", [number])
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with running(cluster, log=log), connect(cluster) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (200,)


def test_backends_of_a_killed_server_that_are_still_stopping_are_waited_for(cluster: Cluster, folder: Path) -> None:
    log = folder / "log"
    with running(cluster, log=log) as process, connect(cluster) as connection:
        [[backend]] = connection.execute("SELECT pg_backend_pid()").fetchall()
        # Held still, it cannot notice the death of its server.
        os.kill(int(backend), signal.SIGSTOP)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        threading.Timer(1, os.kill, [int(backend), signal.SIGCONT]).start()
        with running(cluster, log=log), connect(cluster) as other:
            assert other.execute("SELECT 1").fetchone() == (1,)


def test_a_lock_that_names_a_foreign_process_is_no_obstacle(cluster: Cluster, folder: Path) -> None:
    log = folder / "log"
    with running(cluster, log=log) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    owner = (cluster.data / "postmaster.pid").stat().st_uid
    account = postgres_account.account_for(cluster.data)
    foreign = spawn(["sleep", "600"], log=log, account=account)
    lock = cluster.data / "postmaster.pid"
    for file in (lock, cluster.socket_dir / ".s.PGSQL.5432.lock"):
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join([f"{foreign.pid}\n", *lines[1:]]))
    try:
        with running(cluster, log=log):
            assert lock.stat().st_uid == owner
        assert foreign.poll() is None
    finally:
        stop(foreign, with_signal=signal.SIGKILL, grace=1)


def test_a_server_that_was_left_running_is_ended_first(cluster: Cluster, folder: Path) -> None:
    log = folder / "log"
    left = cluster.start(log=log)
    cluster.wait_until_ready(left, log=log, seconds=30)
    with running(cluster, log=log) as process:
        assert left.wait() == 0
        assert process.pid != left.pid


def test_a_neighbour_behind_the_same_socket_is_noticed(cluster: Cluster, folder: Path) -> None:
    other = Cluster(data=folder / "other", socket_dir=cluster.socket_dir)
    with running(cluster, log=folder / "log"), pytest.raises(EmbeddedError, match="served by another PostgreSQL"):
        other.is_ready()


@pytest.mark.parametrize("name", ["with space, and comma", "long-" * 40])
def test_awkward_data_folders(name: str, folder: Path, fresh_data: Path) -> None:
    (folder / name).mkdir()
    subprocess.run(["cp", "-a", fresh_data, folder / name / "postgres"], check=True)
    cluster = Cluster(data=folder / name / "postgres", socket_dir=folder / "run" / "s", settings=TEST_SETTINGS)
    with running(cluster, log=folder / "log"), connect(cluster) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_an_initdb_that_was_killed_leaves_nothing_in_the_way(folder: Path) -> None:
    half_made = folder / "postgres.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18")
    cluster = Cluster(data=folder / "postgres", socket_dir=folder / "run" / "s")
    with running(cluster, log=folder / "log"):
        assert not half_made.exists()


def test_a_broken_cluster_names_its_log(cluster: Cluster, folder: Path) -> None:
    (cluster.data / "postgresql.conf").unlink()
    log = folder / "log"
    process = cluster.start(log=log)
    with pytest.raises(EmbeddedError, match=f"stopped during its start: the reason stands at the end of {log}"):
        cluster.wait_until_ready(process, log=log, seconds=30)


def test_an_ordinary_user_needs_nothing_special(folder: Path, as_nobody: Callable[[Callable[[], None]], None]) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, 65534, 65534)
    cluster = Cluster(data=home / "var" / "postgres", socket_dir=home / "s")

    def start_and_stop() -> None:
        with running(cluster, log=home / "log"):
            assert (home / "var" / "postgres" / "PG_VERSION").exists()

    as_nobody(start_and_stop)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a helper user")
def test_below_a_closed_folder_root_keeps_the_data_elsewhere_and_says_where(folder: Path, shared_home: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(data=closed / "var" / "postgres", socket_dir=folder / "run" / "s")
    for _start in range(2):
        with running(cluster, log=folder / "log"):
            assert cluster.data.is_symlink()
            assert cluster.data.resolve().parent == shared_home
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a helper user")
def test_programs_below_a_closed_folder_are_copied_once(
    folder: Path, shared_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = postgres_account.account_for(folder / "postgres")
    assert account
    programs = find_programs()
    monkeypatch.setattr(postgres_account, "can_enter", lambda folder, account: False)
    homes = {postgres_account.programs_home(programs.home, account=account, version="x") for _call in range(2)}
    assert len(homes) == 1
    command = [homes.pop() / "bin" / "initdb", "--version"]
    assert subprocess.run(command, check=True, capture_output=True, **account.options()).stdout
    assert [path.name for path in shared_home.iterdir()] == ["postgresql-x"]


def test_settings_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PM_POSTGRES_OPTIONS", "shared_buffers=1GB work_mem=64MB")
    assert settings_of_environment() == {"shared_buffers": "1GB", "work_mem": "64MB"}


def test_a_malformed_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PM_POSTGRES_OPTIONS", "shared_buffers")
    with pytest.raises(EmbeddedError, match="PM_POSTGRES_OPTIONS holds 'shared_buffers'"):
        settings_of_environment()
