"""How the change log, frames and the API name the value of an attribute: `attribute:Colour`, `attribute@fr:Colour`."""

from dataclasses import dataclass

PREFIX = "attribute"


@dataclass(frozen=True)
class ValueName:
    """An attribute by its name, and the language of the value ("": that of all languages without one of their own)."""

    name: str
    language: str = ""

    @classmethod
    def of(cls, key: str) -> "ValueName":
        """Read `attribute@fr:Colour`."""
        kind, _colon, name = key.partition(":")
        return cls(name.strip(), kind.partition("@")[2].strip().lower())

    def __str__(self) -> str:
        return f"{PREFIX}@{self.language}:{self.name}" if self.language else f"{PREFIX}:{self.name}"


def is_attribute(key: str) -> bool:
    """Whether the key names the value of an attribute."""
    kind, colon, name = key.partition(":")
    return bool(colon and name) and kind.partition("@")[0] == PREFIX
