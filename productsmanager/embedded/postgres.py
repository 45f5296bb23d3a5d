"""The embedded PostgreSQL: one cluster on a unix socket, driven through the server's own programs."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from productsmanager.embedded import paths
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.folders import make_private
from productsmanager.embedded.postgres_account import account_for, data_home
from productsmanager.embedded.postgres_lock import clear_lock
from productsmanager.embedded.postgres_programs import find_programs
from productsmanager.embedded.processes import spawn

SUPERUSER = "postgres"
STOP_SIGNAL = signal.SIGINT
LONGEST_RECOVERY_SECONDS = 600
_POLL_SECONDS = 0.05
_CREATE_DATABASES = r"""
SELECT format('CREATE ROLE %I LOGIN CREATEDB', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', name, :'role')
  FROM unnest(string_to_array(:'names', ',')) AS name
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec
"""

# For a machine of 4 GB that also runs the rest of the product; PM_POSTGRES_OPTIONS overrides any of them.
SETTINGS: Mapping[str, str] = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "log_min_duration_statement": "5s",
}


@dataclass(frozen=True)
class Cluster:
    """One cluster: its data folder, its socket folder and the settings given at every start."""

    data: Path
    socket_dir: Path
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    def start(self, *, log: Path) -> "subprocess.Popen[bytes]":
        """Make the cluster when there is none, then start its server as our child."""
        account = account_for(self.data)
        home = data_home(self.data, account=account)
        programs = find_programs(account=account)
        if not (home / "PG_VERSION").exists():
            self._create(home)
        self._make_socket_dir()
        clear_lock(home, socket_dir=self.socket_dir)
        return spawn(
            [programs.path("postgres"), "-D", home, *self._options()],
            log=log,
            environment=server_environment(),
            account=account,
            death_signal=STOP_SIGNAL,
        )

    def is_ready(self) -> bool:
        """Whether our server answers; one of another data folder behind the same socket is an error."""
        answer = self._psql("SHOW data_directory")
        if answer.returncode != 0:
            return False
        served = answer.stdout.strip()
        if Path(served).resolve() != self.data.resolve():
            raise EmbeddedError(
                f"The socket folder {self.socket_dir} is served by another PostgreSQL (data in {served}): "
                "stop that one, or choose another data folder by PM_VAR."
            )
        return True

    def wait_until_ready(
        self, process: "subprocess.Popen[bytes]", *, log: Path, seconds: float = LONGEST_RECOVERY_SECONDS
    ) -> None:
        """Wait for the server's answer; recovery after a crash can take minutes."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if process.poll() is not None:
                raise EmbeddedError(f"PostgreSQL stopped during its start: the reason stands at the end of {log}.")
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL gave no answer within {seconds:.0f} s: see {log}.")
            time.sleep(_POLL_SECONDS)

    def create_databases(self, names: Iterable[str]) -> None:
        """Make our role and the databases that do not exist yet; the role owns them and is no superuser."""
        self.execute(_CREATE_DATABASES, role=paths.DATABASE_ROLE, names=",".join(names))

    def execute(self, script: str, **variables: str) -> str:
        """Run a psql script as the superuser on the maintenance database, with psql variables; its output."""
        done = self._psql(script, **variables)
        if done.returncode != 0:
            raise EmbeddedError(f"PostgreSQL refused a statement: {done.stderr.strip()}")
        return done.stdout

    def _psql(self, script: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        command = [find_programs().path("psql"), "-XqAt", "-h", str(self.socket_dir), "-U", SUPERUSER, "-d", "postgres"]
        for name, value in {"ON_ERROR_STOP": "1", **variables}.items():
            command += ["-v", f"{name}={value}"]
        return subprocess.run(
            command, input=script, text=True, capture_output=True, env=server_environment(), check=False, timeout=60
        )

    def _create(self, home: Path) -> None:
        """Run initdb beside the final place and move the result there: a killed initdb leaves nothing half made."""
        account = account_for(self.data)
        unfinished = home.with_name(f"{home.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        make_private(unfinished, account=account)
        command = [
            find_programs(account=account).path("initdb"),
            "-D",
            str(unfinished),
            "-U",
            SUPERUSER,
            "--auth=trust",
        ]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        done = subprocess.run(  # type: ignore[call-overload]
            [*command, "--no-instructions"],
            cwd="/",
            env=server_environment(),
            capture_output=True,
            text=True,
            check=False,
            **(account.options() if account else {}),
        )
        if done.returncode != 0:
            raise EmbeddedError(f"PostgreSQL's initdb failed for {home}: {done.stderr.strip()}")
        unfinished.rename(home)

    def _make_socket_dir(self) -> None:
        account = account_for(self.data)
        make_private(self.socket_dir.parent, mode=0o711 if account else 0o700)
        make_private(self.socket_dir, account=account)

    def _options(self) -> list[str]:
        fixed = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_dir),
            "unix_socket_permissions": "0700",
        }
        settings = {**self.settings, **settings_of_environment(), **fixed}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def embedded_cluster() -> Cluster:
    """The cluster of this installation, under `var/postgres`."""
    return Cluster(data=paths.postgres_dir(), socket_dir=paths.postgres_socket_dir())


def settings_of_environment() -> dict[str, str]:
    """The settings in PM_POSTGRES_OPTIONS, such as `shared_buffers=1GB work_mem=64MB`."""
    words = os.environ.get("PM_POSTGRES_OPTIONS", "").split()
    malformed = [word for word in words if "=" not in word]
    if malformed:
        raise EmbeddedError(f"PM_POSTGRES_OPTIONS holds {malformed[0]!r}: write name=value pairs parted by spaces.")
    return dict(word.split("=", 1) for word in words)


def server_environment() -> dict[str, str]:
    """A small environment for the programs: Django exports its own TZ, and PG... variables would redirect them."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "TZ": "UTC", "LC_ALL": "C", "PGCONNECT_TIMEOUT": "5"}
