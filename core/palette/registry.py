"""What can be found, kind by kind: an app registers its kinds in `AppConfig.ready`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Score(IntEnum):
    """How well something fits what was typed, best first."""

    CODE = 100
    NAME = 80
    BEGINNING = 60
    WORDS = 40
    CORRECTED = 20


@dataclass(frozen=True)
class Hit:
    """Something that was found: its name, a few words that tell it from others, its page."""

    name: str
    url: str
    score: int = Score.WORDS
    note: str = ""
    id: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Found:
    """The hits of one kind, the best first; `corrected` is the text they were found with when it was mistyped."""

    hits: Sequence[Hit] = field(default_factory=tuple)
    corrected: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: `provider` is the dotted name of a function `(text, *, user, tenant_id, most) -> Found`.

    It gives only what the user may see, and is called in the tenant's scope. `of_nothing`: it has something to offer
    before anything is typed. `is_data` leaves pages out of the API.
    """

    name: str
    label: Any
    one: Any
    icon: str
    provider: str
    is_data: bool = True
    of_nothing: bool = False


_kinds: dict[str, Kind] = {}


def provide(*added: Kind) -> None:
    """Make these kinds be found; the order of registration decides between equal scores."""
    _kinds.update({kind.name: kind for kind in added})


def kinds(*, data_only: bool = False) -> list[Kind]:
    """All kinds, in the order of registration."""
    return [kind for kind in _kinds.values() if kind.is_data or not data_only]
