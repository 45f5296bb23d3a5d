"""`manage.py doctor`: what this machine has and lacks, one line a check, each with what to do."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from productsmanager.embedded import paths
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.options import DEFAULT_HOST, choose_port, is_set, own_databases
from productsmanager.embedded.postgres_account import account_for
from productsmanager.embedded.postgres_programs import find_programs
from productsmanager.embedded.redis import find_server
from productsmanager.embedded.screen import say
from productsmanager.embedded.state import is_running

OLDEST_PYTHON = (3, 11)
FIRST_UNTRIED_PYTHON = (3, 14)
LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Check:
    """One question about this machine: `answer` returns what was found or raises EmbeddedError."""

    name: str
    answer: Callable[[], str]


def report() -> int:
    """Print all checks; 0 when nothing is missing, else 1."""
    problems = 0
    for check in CHECKS:
        try:
            say(f"ok       {check.name:<16} {check.answer()}")
        except EmbeddedError as error:
            problems += 1
            say(f"PROBLEM  {check.name:<16} {error}")
    say("Nothing is missing." if not problems else f"{problems} of {len(CHECKS)} checks found a problem.")
    return 1 if problems else 0


def _python() -> str:
    found = sys.version.split()[0]
    if not OLDEST_PYTHON <= sys.version_info[:2] < FIRST_UNTRIED_PYTHON:
        raise EmbeddedError(f"Python {found}: 3.11, 3.12 or 3.13 is needed.")
    return found


def _data_folder() -> str:
    var = paths.var_dir()
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(f"{var} cannot be made: {error.strerror}. Choose another by PM_VAR.") from error
    if not os.access(var, os.W_OK | os.X_OK):
        raise EmbeddedError(f"{var} is not writable: change its owner, or choose another by PM_VAR.")
    free = shutil.disk_usage(var).free
    if free < LEAST_FREE_BYTES:
        raise EmbeddedError(f"{var} has {free / 1024**3:.1f} GB free: make room, at least 2 GB are needed.")
    return f"{var} ({free / 1024**3:.0f} GB free)"


def _postgres() -> str:
    names = own_databases()
    if not names:
        return "all seven databases are elsewhere"
    data = paths.postgres_dir()
    account = account_for(data)
    programs = find_programs(account=account)
    user = f", run by the user {account.name}" if account else ""
    return f"{programs.version} in {programs.home}{user}; {len(names)} databases in {data.resolve()}"


def _redis() -> str:
    return "elsewhere (REDIS_URL)" if is_set("REDIS_URL") else find_server()


def _sockets() -> str:
    return str(paths.runtime_dir())


def _port() -> str:
    if is_running():
        return "the product is running"
    return f"{choose_port(os.environ.get('PM_HOST') or DEFAULT_HOST)} is free"


def _translations() -> str:
    catalogues = sorted(paths.PROJECT_ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    stale = [po for po in catalogues if not po.with_suffix(".mo").exists()]
    if stale:
        raise EmbeddedError(f"{stale[0].relative_to(paths.PROJECT_ROOT)} is not compiled: run `make messages`.")
    return f"{len(catalogues)} compiled"


CHECKS = (
    Check("Python", _python),
    Check("data folder", _data_folder),
    Check("PostgreSQL", _postgres),
    Check("Redis", _redis),
    Check("socket folder", _sockets),
    Check("port", _port),
    Check("translations", _translations),
)
