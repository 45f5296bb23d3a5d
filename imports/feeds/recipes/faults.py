"""Faults of a recipe, each with its place in the document."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.errors import InvalidInput
from imports.errors import RecipeInvalid

_SHOWN = 80


@dataclass(frozen=True)
class Place:
    """A path such as `mapping.price.column` or `samples[2].row`."""

    path: str = ""

    def at(self, key: str | int) -> "Place":
        """The place of an entry below this one."""
        if isinstance(key, int):
            return Place(f"{self.path}[{key}]")
        return Place(f"{self.path}.{key}" if self.path else key)

    def fault(self, received: Any, allowed: Any) -> RecipeInvalid:
        """The sentence: where, what was received, what is allowed."""
        shown = "" if received is None else str(received)
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        values = {"path": self.path or "recipe", "received": shown, "allowed": allowed}
        message = _("%(path)s: received “%(received)s”, allowed is %(allowed)s.")
        return RecipeInvalid(message % values, path=self.path)

    @contextmanager
    def names_faults(self) -> Iterator[None]:
        """Faults found by others inside the block get this place."""
        try:
            yield
        except RecipeInvalid:
            raise
        except InvalidInput as error:
            values = {"path": self.path, "reason": str(error)}
            raise RecipeInvalid(_("%(path)s: %(reason)s") % values, path=self.path) from error

    def text(self, value: Any, *, longest: int, required: bool = False) -> str:
        """A text of at most `longest` characters."""
        if value is None and not required:
            return ""
        if not isinstance(value, str) or len(value) > longest or (required and not value.strip()):
            raise self.fault(value, _("a text of at most %s characters") % longest)
        return value

    def table(self, value: Any) -> dict[str, Any]:
        """An object with names; nothing is an empty one."""
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            raise self.fault(value, _("an object (name: value)"))
        return value

    def entries(self, value: Any, *, most: int) -> list[Any]:
        """A list of at most `most` entries; nothing is an empty one."""
        if value in (None, ""):
            return []
        if not isinstance(value, list) or len(value) > most:
            raise self.fault(value, _("a list of at most %s entries") % most)
        return value

    def texts(self, value: Any, *, most: int, longest: int) -> list[str]:
        """A list of texts."""
        entries = self.entries(value, most=most)
        return [self.at(n).text(entry, longest=longest, required=True) for n, entry in enumerate(entries)]

    def refuse_unknown(self, table: Mapping[Any, Any], known: Iterable[str]) -> None:
        """Raise RecipeInvalid for a name that nobody would read: a typing error must not go unseen."""
        names = tuple(known)
        for name in table:
            if name not in names:
                raise self.at(str(name)).fault(name, _("one of: %s") % ", ".join(names))
