"""Degraded mode: which part is away, in plain words, and going on without it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")
RETRY_SECONDS = 30

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
    return "core" if alias == "default" else alias


class Parts:
    """Reads the parts of a composed page, and remembers which databases were away meanwhile."""

    def __init__(self) -> None:
        self.away: list[str] = []

    def read(self, selector: Callable[[], T], *, otherwise: T) -> T:
        """What the selector returns, or `otherwise` when one of the six databases beside db_core is away."""
        try:
            return selector()
        except OperationalError as error:
            alias = away(error)
            if alias in ("", "default"):
                raise
            if alias not in self.away:
                self.away.append(alias)
            return otherwise

    @property
    def sentences(self) -> list[str]:
        """One sentence for each part that was away."""
        return [sentence(alias) for alias in self.away]
