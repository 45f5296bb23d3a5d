"""PostgreSQL under root: it refuses to run as root, so a helper user runs it and must reach its files.

Nobody's folders are opened for that: when the helper user cannot enter them (a clone below /root, say), the data and a
copy of the programs live under /var/lib/products-manager, and `var/postgres` is a link that shows where.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.folders import make_private
from productsmanager.embedded.processes import Account

SHARED_HOME = Path("/var/lib/products-manager")
HELPER_USERS = ("products-manager", "nobody")


def account_for(data: Path) -> Account | None:
    """The user that runs the cluster: None for ourselves; as root the owner of existing data, else a helper user."""
    if os.geteuid() != 0:
        _check_access(data)
        return None
    with contextlib.suppress(OSError, KeyError):
        owner = (data / "PG_VERSION").stat().st_uid
        return _account(pwd.getpwuid(owner).pw_name)
    wanted = os.environ.get("PM_POSTGRES_USER")
    candidates = (wanted,) if wanted else HELPER_USERS
    for name in candidates:
        with contextlib.suppress(KeyError):
            return _account(name)
    raise EmbeddedError(
        f"PostgreSQL does not run as root, and no user {' or '.join(candidates)} exists: "
        "create one (useradd --system products-manager), or run as an ordinary user."
    )


def _check_access(data: Path) -> None:
    try:
        (data / "PG_VERSION").exists()
    except PermissionError as error:
        raise EmbeddedError(
            f"The cluster in {data} belongs to another user (was it made as root?): "
            "start as that user, or choose another data folder by PM_VAR."
        ) from error


def _account(name: str) -> Account:
    entry = pwd.getpwnam(name)
    if entry.pw_uid == 0:
        raise EmbeddedError("PostgreSQL does not run as root: name another user in PM_POSTGRES_USER.")
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=name)


def data_home(data: Path, *, account: Account | None) -> Path:
    """The real folder of the cluster: `data`, or its twin in the shared home when the helper user cannot enter it."""
    data.parent.mkdir(parents=True, exist_ok=True)
    if account is None or data.is_symlink():
        return data.resolve()
    if (data / "PG_VERSION").exists() or can_enter(data.parent, account=account):
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    twin = _shared_home() / f"{data.name}-{digest}"
    with contextlib.suppress(FileNotFoundError):
        data.rmdir()
    data.symlink_to(twin)
    return twin


def programs_home(programs: Path, *, account: Account | None, version: str) -> Path:
    """The folder of the programs, copied to the shared home once when the helper user cannot run them in place."""
    if account is None or can_enter(programs / "bin", account=account):
        return programs
    copy = _shared_home() / f"postgresql-{version}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        _copy_programs(programs, unfinished)
        unfinished.rename(copy)
    return copy / programs.parent.name / programs.name


def _copy_programs(programs: Path, target: Path) -> None:
    """Copy the programs and, at the same relative place, the libraries that a wheel keeps beside its package."""
    target.mkdir(mode=0o755)
    package = target / programs.parent.name
    package.mkdir(mode=0o755)
    ignored = shutil.ignore_patterns("*.a", "include", "pkgconfig")
    shutil.copytree(programs, package / programs.name, symlinks=True, ignore=ignored)
    libraries = programs.parent.with_name(f"{programs.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for folder in (target, package):
        folder.chmod(0o755)  # whatever the umask is


def _shared_home() -> Path:
    return make_private(SHARED_HOME, mode=0o755)


def can_enter(folder: Path, *, account: Account) -> bool:
    """Whether that user gets into the folder through all its parents; only root can ask."""
    command = ["/bin/sh", "-c", 'cd -- "$0"', str(folder)]
    done = subprocess.run(command, cwd="/", check=False, capture_output=True, **account.options())  # type: ignore[call-overload]
    return bool(done.returncode == 0)
