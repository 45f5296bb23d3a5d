"""Where the embedded services keep their data, sockets and logs; pure standard library, read by the settings."""

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import quote

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DATABASES = ("db_core", "db_catalog", "db_suppliers", "db_media", "db_analytics", "db_imports", "db_code2asin")
DATABASE_ROLE = "products_manager"

# A unix socket's whole path must stay below 104 bytes (macOS) or 108 (Linux), and PostgreSQL splits its
# socket setting at commas: a folder that is too long or holds odd characters gets a short twin under /tmp.
_LONGEST_RUNTIME_PATH = 75
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def var_dir() -> Path:
    """The folder of everything this installation writes: PM_VAR, else `var` in the project."""
    return Path(os.environ.get("PM_VAR") or PROJECT_ROOT / "var").expanduser().resolve()


def log_dir() -> Path:
    """The folder of the log files, one per service."""
    return var_dir() / "log"


def runtime_dir() -> Path:
    """The folder of the sockets: `var/run` where that works, else a short folder under /tmp named by a hash.

    PostgreSQL refuses to run as root, and its helper user may not be able to enter root's folders, so that root
    always gets the folder under /tmp.
    """
    wanted = var_dir() / "run"
    fits = len(os.fsencode(wanted)) <= _LONGEST_RUNTIME_PATH and _PLAIN_PATH.fullmatch(str(wanted))
    if fits and os.geteuid() != 0:
        return wanted
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    return Path("/tmp") / f"pm-{os.geteuid()}-{digest}"  # noqa: S108 - its owner and mode are checked before use


def postgres_dir() -> Path:
    """The data folder of the embedded PostgreSQL cluster (as root it can be a link, see `postgres_account`)."""
    return var_dir() / "postgres"


def postgres_socket_dir() -> Path:
    """The folder that holds the embedded cluster's unix socket."""
    return runtime_dir() / "postgres"


def redis_dir() -> Path:
    """The folder of Redis' append-only file."""
    return var_dir() / "redis"


def redis_socket() -> Path:
    """The unix socket of the embedded Redis."""
    return runtime_dir() / "redis" / "redis.sock"


def database_url(name: str, *, socket_dir: Path | None = None) -> str:
    """The URL of one database of the embedded cluster, such as `postgresql://user@/db_core?host=/path`."""
    host = quote(str(socket_dir or postgres_socket_dir()), safe="/")
    return f"postgresql://{DATABASE_ROLE}@/{name}?host={host}"


def redis_url(*, socket: Path | None = None) -> str:
    """The URL of the embedded Redis for redis-py and Django's cache."""
    return f"unix://{quote(str(socket or redis_socket()), safe='/')}"


def redis_database(url: str, *, number: int) -> str:
    """One numbered database of a Redis: a socket's number stands in the query, a server's in the path."""
    return f"{url}?db={number}" if url.startswith("unix://") else f"{url.rstrip('/')}/{number}"


def celery_notation(url: str) -> str:
    """The same Redis database as Celery writes it: `unix://...?db=1` is its `redis+socket://...?virtual_host=1`."""
    if not url.startswith("unix://"):
        return url
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


def environment_name(database: str) -> str:
    """The environment variable that points a database elsewhere: `db_core` -> `DB_CORE_URL`."""
    return f"{database.upper()}_URL"


def metrics_dir() -> Path:
    """The folder in which the web processes share their figures."""
    return var_dir() / "run" / "metrics"


def state_dir() -> Path:
    """The folder of the supervisor's own small files: lock, status, process numbers."""
    return var_dir() / "run"
