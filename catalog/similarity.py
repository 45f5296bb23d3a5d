"""How alike two names are, and which names of many are alike: pure, blocked so that it grows with the names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

# A block larger than this holds a piece of text that says nothing ("pro", "int"): it compares nobody.
LARGEST_BLOCK = 60
_PIECE, _LETTERS = 3, 16


@dataclass(frozen=True)
class Pair:
    """Two places in the list of names, and how alike these are, from 0 to 1."""

    left: int
    right: int
    score: float


def similarity(left: str, right: str) -> float:
    """From 0 to 1 for two folded names: typing errors, and a name with a word more ("nike", "nike inc")."""
    if left == right:
        return 1.0
    spelled = JaroWinkler.normalized_similarity(left.replace(" ", ""), right.replace(" ", ""))
    shorter, longer = sorted((left, right), key=len)
    with_more = 0.9 if len(shorter) >= _PIECE and set(shorter.split()) < set(longer.split()) else 0.0
    edited = fuzz.ratio(left, right) / 100
    return max(with_more, min(spelled, (spelled + edited) / 2))


def alike(names: Sequence[str], *, least: float) -> list[Pair]:
    """All pairs of folded names that share a beginning, an end or a word, and are at least so alike; best first."""
    seen: set[tuple[int, int]] = set()
    found: list[Pair] = []
    for members in _blocks(names):
        for place, left in enumerate(members):
            for right in members[place + 1 :]:
                pair = (left, right)
                if pair in seen or not _may_be_alike(names[left], names[right]):
                    continue
                seen.add(pair)
                score = similarity(names[left], names[right])
                if score >= least:
                    found.append(Pair(left, right, round(score, 4)))
    return sorted(found, key=lambda pair: (-pair.score, names[pair.left], names[pair.right]))


def best_of(name: str, choices: Mapping[str, str], *, least: float, limit: int = 5) -> list[tuple[str, float]]:
    """The keys of the choices (key -> folded name) most alike to the name, with their scores; best first."""
    close = process.extract(name, choices, scorer=fuzz.WRatio, limit=limit * 4, score_cutoff=50)
    scored = [(key, round(similarity(name, choice), 4)) for choice, _score, key in close]
    ranked = sorted(((key, score) for key, score in scored if score >= least), key=lambda each: (-each[1], each[0]))
    return ranked[:limit]


def groups(pairs: Iterable[Pair]) -> list[list[int]]:
    """The places that belong together, directly or through others; each group in the order of its places."""
    leader: dict[int, int] = {}

    def of(place: int) -> int:
        while leader.setdefault(place, place) != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for pair in pairs:
        leader[max(of(pair.left), of(pair.right))] = min(of(pair.left), of(pair.right))
    members: dict[int, list[int]] = defaultdict(list)
    for place in sorted(leader):
        members[of(place)].append(place)
    return list(members.values())


def _blocks(names: Sequence[str]) -> Iterable[list[int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for key in _pieces(name):
            blocks[key].append(place)
    return (members for members in blocks.values() if 1 < len(members) <= LARGEST_BLOCK)


def _pieces(name: str) -> set[str]:
    """What alike names have in common: the name less one letter (one typing error), its end, its words."""
    joined = name.replace(" ", "")
    less_one = {joined, *(joined[:place] + joined[place + 1 :] for place in range(min(len(joined), _LETTERS)))}
    pieces = {f"^{joined[: _PIECE + 2]}", f"{joined[-_PIECE - 2 :]}$"}
    return less_one | pieces | {f" {word}" for word in name.split() if len(word) >= _PIECE}


def _may_be_alike(left: str, right: str) -> bool:
    """Names of very different length are alike only when one has a word more."""
    shorter, longer = sorted((len(left), len(right)))
    return longer <= 2 * shorter + _PIECE or bool(set(left.split()) & set(right.split()))
