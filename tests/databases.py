"""The databases of the tests: seven migrated templates kept per state of the migrations, cloned for every worker.

A session copies a stopped cluster that already holds the templates, starts it without any care for crashes, and
throws it away at the end. Sessions never share a server, so that several can run on one machine.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from productsmanager.embedded import paths
from productsmanager.embedded.postgres import SETTINGS, Cluster
from productsmanager.embedded.processes import stop

ROOT = paths.PROJECT_ROOT
CACHE = ROOT / "var" / "test-templates"
SESSION_PREFIX = f"pm-tests-{os.geteuid()}-"
KEPT_TEMPLATES = 2
TEST_SETTINGS = {
    **SETTINGS,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
}
CLONE = """
SELECT format('CREATE DATABASE %I TEMPLATE %I OWNER %I', :'prefix' || name, 'template_' || name, :'role')
  FROM unnest(string_to_array(:'names', ',')) AS name \\gexec
"""


@dataclass(frozen=True)
class TestServer:
    """The session's PostgreSQL; `root` is a short folder that also takes the sockets of the other test servers."""

    __test__ = False

    root: Path
    settings: Mapping[str, str] = field(default_factory=lambda: TEST_SETTINGS)

    @property
    def cluster(self) -> Cluster:
        return Cluster(data=self.root / "postgres", socket_dir=self.root / "pg", settings=self.settings)

    def clone(self, worker: str) -> dict[str, str]:
        """Clone the seven templates for one worker: environment variable -> URL."""
        prefix = f"test_{worker}_"
        self.cluster.execute(CLONE, prefix=prefix, role=paths.DATABASE_ROLE, names=",".join(paths.DATABASES))
        return database_urls(self.cluster, prefix=prefix)


def database_urls(cluster: Cluster, *, prefix: str) -> dict[str, str]:
    """The environment that points the seven databases at `prefix` + name in that cluster."""
    return {
        paths.environment_name(name): paths.database_url(f"{prefix}{name}", socket_dir=cluster.socket_dir)
        for name in paths.DATABASES
    }


@contextlib.contextmanager
def running_server(*, settings: Mapping[str, str] = TEST_SETTINGS) -> Iterator[TestServer]:
    """The server of this session, alive until the block ends (or the process dies)."""
    template = _template()
    _remove_abandoned()
    root = Path(tempfile.mkdtemp(prefix=SESSION_PREFIX, dir="/tmp"))
    with _locked(root / "alive"):
        try:
            # As root the server's helper user has to pass through.
            root.chmod(0o711 if os.geteuid() == 0 else 0o700)
            _copy(template.resolve(), root / "postgres")
            server = TestServer(root, settings)
            with _started(server.cluster, log=root / "postgres.log"):
                yield server
        finally:
            shutil.rmtree(root, ignore_errors=True)


def _template() -> Path:
    """The stopped cluster with the templates of these migrations, made when it is missing."""
    wanted = CACHE / _fingerprint()
    CACHE.mkdir(parents=True, exist_ok=True)
    with _locked(CACHE / "lock"):
        if not (wanted / "complete").exists():
            _build(wanted)
        os.utime(wanted)
        for old in sorted(CACHE.glob("????????????????"), key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
            _remove_template(old)
    return wanted / "postgres"


def _fingerprint() -> str:
    """A hash of everything that shapes a migrated database."""
    digest = hashlib.sha256()
    shaping = [*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt", *ROOT.glob("core/access/*.py")]
    for path in sorted(shaping):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _build(wanted: Path) -> None:
    _remove_template(wanted)
    wanted.mkdir(mode=0o755)
    sockets = Path(tempfile.mkdtemp(prefix="pm-template-", dir="/tmp"))
    sockets.chmod(0o711 if os.geteuid() == 0 else 0o700)
    cluster = Cluster(data=wanted / "postgres", socket_dir=sockets / "pg", settings=TEST_SETTINGS)
    try:
        with _started(cluster, log=sockets / "postgres.log"):
            cluster.create_databases(f"template_{name}" for name in paths.DATABASES)
            _migrate(database_urls(cluster, prefix="template_"))
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
    (wanted / "complete").touch()


def _migrate(urls: dict[str, str]) -> None:
    environment = {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "productsmanager.settings.test"}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate_all", "--verbosity=0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"The test databases cannot be migrated:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def _started(cluster: Cluster, *, log: Path) -> Iterator[None]:
    process = cluster.start(log=log)
    try:
        cluster.wait_until_ready(process, log=log)
        yield
    finally:
        stop(process, with_signal=signal.SIGINT, grace=30)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy(source: Path, target: Path) -> None:
    """Copy with owners, sharing blocks where the file system can; owner and mode of a cluster matter to the server."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)
    found = source.stat()
    os.chown(target, found.st_uid, found.st_gid)
    target.chmod(0o700)


def _remove_template(folder: Path) -> None:
    data = folder / "postgres"
    if data.is_symlink():
        shutil.rmtree(data.resolve(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned() -> None:
    """Remove the folders of sessions that were killed: nobody holds their lock any more."""
    for folder in Path("/tmp").glob(f"{SESSION_PREFIX}*"):
        # Another session may remove the same folder at this moment.
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime < 5:
                continue  # just made: its lock may come in a moment
            with (folder / "alive").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
