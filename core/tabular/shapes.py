"""What one cell looks like, without knowing its column: empty, number, code, date, link, long text, label."""

import re
from functools import lru_cache

EMPTY, NUMBER, CODE, DATE, LINK, LONG, LABEL = "empty", "number", "code", "date", "link", "long", "label"
VALUES = frozenset({NUMBER, CODE, DATE, LINK})

_NUMBER = re.compile(
    r"""^['"]?\s*(?:[-+(]?\s*)?(?:[€$£¥₽]|EUR|USD|GBP|CHF|PLN|CZK|UAH|Fr\.?|Kč|zł|kr\.?)?\s*[-+]?
        (?:\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d+)?(?:[.,]\d+)?(?:[eE][+-]?\d+)?
        \s*(?:%|[€$£¥₽]|EUR|USD|GBP|CHF|PLN|CZK|UAH|DKK|SEK|NOK|HUF|RON|Kč|zł|kr\.?|руб\.?|Fcfa|TND|MAD|HT|TTC|
        kg|g|gr|mg|l|ml|cl|cm|mm|m|m2|lb|lbs|oz|st|stk|pcs|шт\.?)?\)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_CODE = re.compile(r"^'?\d{8,14}$")
_DATE = re.compile(
    r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ]\d{1,2}:\d{2}.*)?$"
    r"|^\d{1,2}:\d{2}(:\d{2})?$"
)
_LINK = re.compile(r"^(?:https?://|ftp://|www\.)\S+|^\S+\.(?:jpe?g|png|webp|gif|pdf)$|^\S+@\S+\.\w+$", re.IGNORECASE)
LONGEST_LABEL = 90
# Beyond these a cell is none, and the patterns would take the square of its length to say so.
LONGEST_NUMBER, LONGEST_LINK = 60, 2_000


@lru_cache(maxsize=16_384)
def shape(cell: str) -> str:
    """Classify one cell."""
    text = cell.strip()
    if not text:
        return EMPTY
    if _CODE.match(text):
        return CODE
    if len(text) > LONGEST_LINK:
        return LONG
    if len(text) <= LONGEST_NUMBER and any(c.isdigit() for c in text) and _NUMBER.match(text):
        return NUMBER
    if _DATE.match(text):
        return DATE
    if _LINK.match(text):
        return LINK
    return LONG if len(text) > LONGEST_LABEL else LABEL
