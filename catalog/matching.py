"""Which category of another tree a category stands for: pure; words first, so that large trees stay quick."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from catalog.similarity import similarity

# Words that hardly anything shares say more: of the others only so many categories are looked at.
MOST_LOOKED_AT = 400
_LEAF, _ABOVE = 0.8, 0.2
_MANY = ("s", "x")


@dataclass(frozen=True)
class Place:
    """A category by its folded names from the top down."""

    id: Any
    names: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return self.names[-1]


class Targets:
    """The categories of a tree, found by the words of their names."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_word: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            for word in _words(place.leaf):
                self._by_word[word].append(place)

    def best(self, place: Place, *, least: int, limit: int = 1) -> list[tuple[Place, int]]:
        """The categories it may stand for, with a confidence from 0 to 100; best first."""
        scored = ((each, confidence(place, each)) for each in self._near(place))
        ranked = sorted((each for each in scored if each[1] >= least), key=lambda each: (-each[1], each[0].names))
        return ranked[:limit]

    def _near(self, place: Place) -> Iterable[Place]:
        found: dict[Any, Place] = {}
        for word in sorted(_words(place.leaf), key=lambda word: len(self._by_word.get(word, ()))):
            for each in self._by_word.get(word, ())[:MOST_LOOKED_AT]:
                found[each.id] = each
        return found.values()


def confidence(own: Place, target: Place) -> int:
    """From 0 to 100: how alike the names are, then how alike what lies above."""
    leaf = similarity(_singular(own.leaf), _singular(target.leaf))
    above = _above(own.names[:-1], target.names[:-1])
    return round(100 * (_LEAF * leaf + _ABOVE * above))


def _above(own: Sequence[str], target: Sequence[str]) -> float:
    if not own or not target:
        return 1.0 if not own and not target else 0.5
    return fuzz.token_set_ratio(_singular(" ".join(own)), _singular(" ".join(target))) / 100


def _singular(text: str) -> str:
    return " ".join(word[:-1] if len(word) > 3 and word.endswith(_MANY) else word for word in text.split())


def _words(text: str) -> set[str]:
    return {word for word in _singular(text).split() if len(word) > 1} or {text}
