"""Combinations of the values of a model's axes: their keys, titles and SKUs. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod

from catalog.folding import fold

MOST_AXES, MOST_COMBINATIONS = 3, 500
LONGEST_CODE = 12
Combination = tuple[str, ...]
_folded = lru_cache(maxsize=4096)(fold)


def key_of(values: Iterable[str]) -> str:
    """What tells combinations apart: the folded values, in the order of the axes."""
    return "|".join(_folded(value) or value.strip().lower() for value in values)


def combine(choices: Sequence[Sequence[str]]) -> list[Combination]:
    """Every combination of one value of each axis, each once, in the order of the values."""
    found: dict[str, Combination] = {}
    for values in product(*choices):
        found.setdefault(key_of(values), values)
    return list(found.values())


def count_of(choices: Sequence[Sequence[str]]) -> int:
    """How many combinations there are, without making them."""
    return prod(len(values) for values in choices) if choices else 0


def title_of(model: str, values: Combination) -> str:
    """The title of a variant: "Basic T-shirt – S, red"."""
    return f"{model} – {', '.join(values)}"


def skus(prefix: str, combinations: Iterable[Combination], *, taken: Collection[str]) -> dict[Combination, str]:
    """A SKU for each combination, "SHIRT-S-RED"; one that is taken gets a number behind it."""
    used, answer = set(taken), {}
    for values in combinations:
        base = "-".join(filter(None, (prefix, *(_code(value) for value in values))))
        sku = next(name for name in _numbered(base) if name not in used)
        used.add(sku)
        answer[values] = sku
    return answer


def common_title(titles: Sequence[str]) -> str:
    """The words with which all these titles begin; the first title when there are none."""
    shared: list[str] = []
    for words in zip(*(title.split() for title in titles), strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return " ".join(shared).rstrip(" -–,:/(") or (titles[0] if titles else "")


def telling_apart(members: Sequence[Mapping[str, str]]) -> list[str]:
    """The names that every member has and that together tell all of them apart, the fewest: the likely axes."""
    shared = set.intersection(*(set(member) for member in members)) if members else set()
    differing = sorted(name for name in shared if len({key_of([member[name]]) for member in members}) > 1)
    chosen: list[str] = []
    while len(chosen) < MOST_AXES and not _are_apart(members, chosen):
        rest = [name for name in differing if name not in chosen]
        if not rest:
            return []
        chosen.append(max(rest, key=lambda name: _groups(members, [*chosen, name])))
    return chosen if chosen and _are_apart(members, chosen) else []


def _are_apart(members: Sequence[Mapping[str, str]], names: Sequence[str]) -> bool:
    return _groups(members, names) == len(members)


def _groups(members: Sequence[Mapping[str, str]], names: Sequence[str]) -> int:
    return len({key_of(member[name] for name in names) for member in members})


def _code(value: str) -> str:
    return _folded(value).replace(" ", "").upper()[:LONGEST_CODE]


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
