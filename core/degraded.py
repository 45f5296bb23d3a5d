"""Degraded mode: which part is away, in plain words, and pages that go on without it.

A page (GET) is served `tolerating()`: reads that go through `tolerated` then give a stand-in while one of the six
databases beside db_core is away, and the page says what is missing. Everywhere else (tasks, commands, API, forms that
are sent) the error goes on, so that nothing is ever done or handed out on half the facts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

from core.databases import CORE

T = TypeVar("T")
RETRY_SECONDS = 30
_missed: ContextVar[list[str] | None] = ContextVar("missed_databases", default=None)

# alias -> the sentence people read while that database does not answer
SENTENCES: dict[str, Any] = {
    "default": _("Accounts and settings are not reachable right now."),
    "suppliers": _("The suppliers are not reachable right now."),
    "media": _("Images and files are not reachable right now."),
    "catalog": _("The catalogue is not reachable right now."),
    "imports": _("The imports are not reachable right now."),
    "code2asin": _("The Amazon codes are not reachable right now."),
    "analytics": _("The record of activities is not reachable right now."),
}
UNKNOWN = _("A database did not answer.")


def away(error: BaseException) -> str:
    """The alias of the database whose absence caused the error, or an empty text."""
    cause: BaseException | None = error
    while cause is not None:
        if found := getattr(cause, "away", ""):
            return str(found)
        cause = cause.__cause__
    return ""


def sentence(alias: str) -> str:
    """What people read while that database is away."""
    return str(SENTENCES.get(alias, UNKNOWN))


def part_name(alias: str) -> str:
    """The part as programs read it: the app label, `core` for db_core."""
    return "core" if alias == CORE else alias


@contextmanager
def tolerating() -> Iterator[list[str]]:
    """Inside, `tolerated` reads may miss; the list given gets the aliases that were missed."""
    missed: list[str] = []
    token = _missed.set(missed)
    try:
        yield missed
    finally:
        _missed.reset(token)


def tolerated(read: Callable[[], T], *, otherwise: T) -> T:
    """What `read` returns; `otherwise` when its database is away and a page that tolerates it is being made."""
    try:
        return read()
    except OperationalError as error:
        missed, alias = _missed.get(), away(error)
        if missed is None or alias in ("", CORE):
            raise
        if alias not in missed:
            missed.append(alias)
        return otherwise


def missed() -> list[str]:
    """Aliases of the databases that this page has missed so far."""
    return list(_missed.get() or ())


def sentences() -> list[str]:
    """A sentence for each database that this page has missed so far."""
    return [sentence(alias) for alias in missed()]
