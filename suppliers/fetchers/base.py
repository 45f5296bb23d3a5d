"""The contract of a fetcher: what it asks for, what it finds, what it brings.

A fetcher knows nothing of tenants, databases or imports. It raises `core.errors.Transient` for what may pass (the run
is tried again), `core.errors.Terminal` for what will not, both with one sentence that names the server and the remedy.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import IO, Any, Protocol


class InputType(StrEnum):
    """How a field of a connection is asked for."""

    TEXT = "text"
    URL = "url"
    HOST = "host"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    LINES = "lines"


LONGEST_SECONDS = 3600


@dataclass(frozen=True)
class ConnectionField:
    """One thing a fetcher asks for; a secret one is kept encrypted and never shown again.

    `shown_for` names another field and the values of it for which this one is asked: `("auth", ("basic",))`.
    """

    name: str
    label: Any
    type: InputType = InputType.TEXT
    is_secret: bool = False
    required: bool = False
    default: Any = ""
    help: Any = ""
    choices: Sequence[tuple[str, Any]] = ()
    shown_for: tuple[str, tuple[str, ...]] | None = None
    least: int = 1
    most: int = 65_535

    def is_asked(self, values: Mapping[str, Any]) -> bool:
        """Whether these values make it a question."""
        return self.shown_for is None or values.get(self.shown_for[0]) in self.shown_for[1]


@dataclass(frozen=True)
class Connection:
    """The answers to a fetcher's fields, and the seconds that one listing or one file may take.

    `learned` takes what the server was known by at the first contact (`host_key`): whoever connects keeps it.
    """

    values: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    seconds: float = LONGEST_SECONDS
    learned: dict[str, Any] = field(default_factory=dict, compare=False)

    def text(self, name: str) -> str:
        """A value without blanks around it; empty when there is none."""
        return str(self.values.get(name) or "").strip()

    def number(self, name: str, default: int) -> int:
        """A value as a number."""
        return int(self.values.get(name) or default)


@dataclass(frozen=True)
class RemoteFile:
    """A file as its server lists it; what the server does not tell is None. `path` is what `fetch` needs."""

    name: str
    path: str = ""
    size: int | None = None
    modified_at: datetime | None = None

    @property
    def signature(self) -> str:
        """The same as long as name, size and date are."""
        facts = f"{self.path or self.name}|{self.size}|{self.modified_at.isoformat() if self.modified_at else ''}"
        return hashlib.sha256(facts.encode()).hexdigest()

    @property
    def is_dated(self) -> bool:
        """Whether the signature tells a changed file from the same one."""
        return self.size is not None and self.modified_at is not None


@dataclass(frozen=True)
class Validators:
    """What a server told about the file that was brought last, to ask whether it has changed since."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What was brought: its name (perhaps a better one than the listing's), bytes, and validators for the next time."""

    name: str
    size: int
    validators: Validators = field(default_factory=Validators)


class Asking(Protocol):
    """Whatever needs answers to reach a server."""

    fields: Sequence[ConnectionField]

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with the answers beyond single fields: name of a field -> sentence. Asks no server."""
        ...


class Fetcher(Asking, Protocol):
    """One way in which files arrive."""

    def listing(self, connection: Connection) -> list[RemoteFile]:
        """The files that fit the connection's pattern, newest first; empty when there is none."""
        ...

    def fetch(
        self, connection: Connection, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
    ) -> Fetched | None:
        """Write the file to `target`; None when the server says that it has not changed since `known`.

        Raises SourceFileTooLarge beyond `limit` bytes, before more than that is written.
        """
        ...
