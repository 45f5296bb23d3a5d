"""Words of a file that have no meaning here yet, with how often they come and what they may mean."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from catalog.fields import SAID_STATUSES
from catalog.selectors import brands, categories
from catalog.selectors.unknown import unknown_names
from imports.feeds.mapping.fields import FieldKind, target_of
from imports.feeds.numbers import PLAIN
from imports.feeds.values.proposing import Guess, guess_of, guess_of_status, guess_of_stock
from suppliers.services import takes_words

MOST_WORDS = 200
MOST_KNOWN = 20_000


@dataclass(frozen=True)
class UnknownWord:
    """A value of a field that nobody has given a meaning, how many rows have it, and a guess if there is one."""

    field: str
    value: str
    rows: int
    guess: Guess | None


def unknown_words(mapped: pl.DataFrame, *, tenant_id: UUID) -> list[UnknownWord]:
    """Of a mapped frame: words for stock and status that cannot be read; brands and categories the catalogue does not
    have, though it has others. The most frequent first, at most MOST_WORDS of a field."""
    fields = [name for name in mapped.columns if takes_words(name)]
    return [word for name in fields for word in _of_field(name, mapped[name].drop_nulls(), tenant_id)]


def _of_field(name: str, cells: pl.Series, tenant_id: UUID) -> list[UnknownWord]:
    target = target_of(name)
    if target is not None and target.kind is FieldKind.STOCK:
        return _words(name, cells.filter(~cells.str.contains(PLAIN)), guess_of_stock)
    if target is not None and target.kind is FieldKind.STATUS:
        return _words(name, cells.filter(~cells.is_in(SAID_STATUSES)), guess_of_status)
    if name not in _KNOWN:
        return []
    known = [label for _key, label in _KNOWN[name](tenant_id, limit=MOST_KNOWN)]
    if not known:
        return []
    strange = unknown_names(name, cells.unique().to_list(), tenant_id=tenant_id)
    return _words(name, cells.filter(cells.is_in(strange)), lambda word: guess_of(word, known))


def _words(name: str, cells: pl.Series, guess: Callable[[str], Guess | None]) -> list[UnknownWord]:
    counts = cells.value_counts(sort=True, name="rows").sort(["rows", cells.name], descending=[True, False])
    return [UnknownWord(name, word, rows, guess(word)) for word, rows in counts.head(MOST_WORDS).rows()]


def meanings_in(words: Iterable[UnknownWord]) -> Mapping[str, int]:
    """Field -> how many of its words are unknown."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word.field] = counts.get(word.field, 0) + 1
    return counts


_KNOWN: dict[str, Callable[..., list[tuple[UUID, str]]]] = {"brand": brands, "category": categories}
