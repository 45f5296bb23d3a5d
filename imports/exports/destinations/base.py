"""The contract of a destination: what it asks for, how it is tried, how a file gets there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from suppliers.fetchers.base import Connection, ConnectionField


@dataclass(frozen=True)
class Package:
    """A finished export on its way."""

    name: str
    path: Path
    size: int
    title: str
    products: int
    page: str
    link: str


class Way(Protocol):
    """One way in which files leave. Errors are `core.errors.Transient` or `Terminal`, with one sentence."""

    fields: Sequence[ConnectionField]

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with the answers beyond single fields: name of a field -> sentence. Asks no server."""
        ...

    def try_out(self, connection: Connection) -> str:
        """See whether a file would arrive; returns what was tried, in one sentence."""
        ...

    def deliver(self, connection: Connection, package: Package) -> str:
        """Bring the file there; returns the place where it is now."""
        ...
