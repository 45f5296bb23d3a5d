"""What the first digits of a GTIN say about its use."""

from enum import StrEnum
from functools import cache

from biip.gs1_prefixes import GS1Prefix


class Usage(StrEnum):
    """What codes of a prefix are for."""

    RETAIL = "retail"
    RESTRICTED = "restricted"
    COUPON = "coupon"
    REFUND = "refund"
    DEMO = "demo"
    SERIAL = "serial"
    BOOK = "book"


IDENTIFYING = frozenset({Usage.RETAIL, Usage.SERIAL, Usage.BOOK})
"""Usages whose codes name one product everywhere in the world."""

_RANGES: tuple[tuple[int, int, Usage], ...] = (
    (20, 29, Usage.RESTRICTED),
    (40, 49, Usage.RESTRICTED),
    (50, 59, Usage.COUPON),
    (200, 299, Usage.RESTRICTED),
    (951, 952, Usage.DEMO),
    (977, 977, Usage.SERIAL),
    (978, 979, Usage.BOOK),
    (980, 980, Usage.REFUND),
    (981, 983, Usage.COUPON),
    (990, 999, Usage.COUPON),
)
_GTIN8_PADDING = "000000"


@cache
def usage_of_prefix(prefix: str) -> Usage:
    """The usage of a 3-digit GS1 prefix of the 13-digit form."""
    number = int(prefix)
    return next((usage for low, high, usage in _RANGES if low <= number <= high), Usage.RETAIL)


def usage_of(gtin14: str) -> Usage:
    """The usage of a canonical 14-digit GTIN.

    A GTIN-8 (six leading zeros) has prefixes of its own: those that start with 0 or 2 are in-store codes.
    """
    if gtin14.startswith(_GTIN8_PADDING):
        return Usage.RESTRICTED if gtin14[6] in "02" else Usage.RETAIL
    return usage_of_prefix(gtin14[1:4])


def describe_prefix(gtin14: str) -> str:
    """The English description of the GS1 prefix ("GS1 France"), empty when unknown."""
    source = gtin14[6:] if gtin14.startswith(_GTIN8_PADDING) else gtin14[1:]
    prefix = GS1Prefix.extract(source)
    return prefix.usage if prefix else ""
