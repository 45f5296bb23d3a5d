"""Words that are nearly alike: the keys under which a mistyped word meets the one that is meant.

Two words meet when leaving out one or two letters of their beginnings makes them the same; how far apart they really
are is then measured. Keys are numbers, and those of one tenant meet only each other.
"""

import zlib
from itertools import combinations
from uuid import UUID

from rapidfuzz.distance import OSA

# The beginning that is compared: longer words differ there or hardly at all.
COMPARED_LETTERS = 7
SHORTEST_WORD, LONGEST_WORD = 4, 30
# From so many letters on two of them may be wrong.
TWO_MISTAKES_FROM = 6


def mistakes_allowed(word: str) -> int:
    """How many letters of the word may be wrong, missing, too many or swapped."""
    if len(word) < SHORTEST_WORD:
        return 0
    return 2 if len(word) >= TWO_MISTAKES_FROM else 1


def keys(word: str, tenant_id: UUID) -> list[int]:
    """The keys under which the word is kept and looked for."""
    start = word[:COMPARED_LETTERS]
    shortened = {
        "".join(letter for place, letter in enumerate(start) if place not in left_out)
        for count in range(mistakes_allowed(word) + 1)
        for left_out in combinations(range(len(start)), count)
    }
    return sorted({_number(tenant_id.bytes + each.encode()) for each in shortened})


def mistakes(typed: str, meant: str) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour."""
    return OSA.distance(typed, meant)


def _number(data: bytes) -> int:
    """A signed number of four bytes, as an array of integers takes it."""
    return zlib.crc32(data) - 2**31
