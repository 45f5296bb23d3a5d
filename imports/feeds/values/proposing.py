"""Guesses at what a word means: by the words it shares with a known one, and by letters where it is misspelt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from imports.feeds.mapping.statuses import STATUS_PHRASES
from imports.feeds.mapping.words import IN_STOCK_WORDS, OUT_OF_STOCK_WORDS
from suppliers.folding import value_key

LEAST = 0.6
_CERTAIN = 0.95


@dataclass(frozen=True)
class Guess:
    """The value that is probably meant, and how sure that is, from 0 to 1."""

    target: str
    confidence: float


def guess_of(word: str, known: Sequence[str]) -> Guess | None:
    """The known name most like the word, None when none is."""
    wanted = value_key(word)
    rated = [(likeness(wanted, value_key(name)), name) for name in known]
    score, name = max(rated, key=lambda pair: pair[0], default=(0.0, ""))
    return Guess(name, round(min(score, _CERTAIN), 2)) if score >= LEAST else None


def guess_of_stock(word: str) -> Guess | None:
    """1 or 0, when the word contains one of the built-in words for it ("en stock magasin"), the longest counts."""
    return _within(word, _STOCK)


def guess_of_status(word: str) -> Guess | None:
    """The status, when the word contains one of the built-in words for it ("actif web"), the longest counts."""
    return _within(word, _STATUS)


def _within(word: str, known: Sequence[tuple[str, str]]) -> Guess | None:
    wanted = f" {value_key(word)} "
    found = [(len(key), target) for key, target in known if f" {key} " in wanted]
    if not found:
        return None
    length, target = max(found)
    return Guess(target, round(min(_CERTAIN, 0.5 + length / len(wanted.strip()) / 2), 2))


def likeness(one: str, two: str) -> float:
    """How alike two folded names are: the share of words in common, or of letters in their order."""
    if not one or not two:
        return 0.0
    words, others = set(one.split()), set(two.split())
    shared = 2 * len(words & others) / (len(words) + len(others))
    if min(len(one), len(two)) * 2 < max(len(one), len(two)):
        return shared
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return shared if matcher.quick_ratio() < max(shared, LEAST) else max(shared, matcher.ratio())


def _keys(phrases: Iterable[str], target: str) -> list[tuple[str, str]]:
    return [(key, target) for key in {value_key(phrase) for phrase in phrases} if len(key) > 2]


_STATUS = tuple(pair for status, phrases in STATUS_PHRASES.items() for pair in _keys(phrases, status))
_STOCK = (*_keys(IN_STOCK_WORDS, "1"), *_keys(OUT_OF_STOCK_WORDS, "0"))
