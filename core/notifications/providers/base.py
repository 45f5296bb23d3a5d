"""The contract of a provider of SMS or chat messages: a name, its form fields, and `send`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Field:
    """A setting of a provider; a secret one is never shown again."""

    name: str
    label: Any
    help_text: Any = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    multiline: bool = False


@dataclass(frozen=True)
class Message:
    """What is sent, in the reader's words."""

    title: str
    text: str
    recipient: str


class Provider(ABC):
    """One way out; its module registers it by a line in the table of `core.notifications.providers`."""

    name: ClassVar[str]
    label: ClassVar[Any]
    fields: ClassVar[tuple[Field, ...]]

    @abstractmethod
    def check(self, configuration: Mapping[str, str]) -> None:
        """Raise InvalidInput, naming the field, for settings that cannot work."""

    @abstractmethod
    def send(self, message: Message, *, configuration: Mapping[str, str]) -> None:
        """Send it; raises Transient for what passes by itself, Terminal or Refused for what does not."""
