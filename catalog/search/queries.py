"""What people type into a search: words, "phrases", -excluded words and fields such as brand:Nike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.folding import fold

# The name of a field in English and French -> what it is called here.
FIELDS: Mapping[str, str] = {
    "brand": "brand",
    "marque": "brand",
    "category": "category",
    "categorie": "category",
    "catégorie": "category",
    "supplier": "supplier",
    "fournisseur": "supplier",
    "tag": "tag",
    "étiquette": "tag",
    "etiquette": "tag",
    "sku": "sku",
    "ref": "sku",
    "réf": "sku",
    "ean": "ean",
    "gtin": "ean",
    "upc": "ean",
    "asin": "asin",
    "mpn": "mpn",
}
# Words that say nothing about a product; they count only where nothing else is asked.
_FRENCH = "a au aux avec d dans de des du en et l la le les ou par pour sans sur un une"
_ENGLISH = "an and at by for from in of on or the to with"
FILLERS = frozenset(f"{_FRENCH} {_ENGLISH}".split())
MOST_WORDS = 12
_PART = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')


@dataclass(frozen=True)
class Query:
    """`words` are folded, `phrases` folded words in a row, `excluded` both; `code` is the text without the rest.

    `fields` are pairs of a field and its value as typed.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    code: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.words or self.phrases or self.excluded or self.fields or self.code)

    @property
    def text(self) -> str:
        """The words to be found, as one text."""
        return " ".join(self.words)


@dataclass
class _Parts:
    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)


def read_query(text: str) -> Query:
    """The query a text means; anything can be typed, nothing is refused."""
    parts = _Parts()
    for match in _PART.finditer(text.strip()):
        _add(parts, match)
    folded = fold(" ".join(parts.words)).split()[:MOST_WORDS]
    telling = [word for word in folded if word not in FILLERS]
    return Query(
        words=tuple(dict.fromkeys(telling or folded)),
        phrases=tuple(filter(None, map(fold, parts.phrases))),
        excluded=tuple(filter(None, map(fold, parts.excluded))),
        fields=tuple(parts.fields),
        code=" ".join(parts.plain),
    )


def _add(parts: _Parts, match: re.Match[str]) -> None:
    name = FIELDS.get((match["field"] or "").lower(), "")
    value = match["word"] if match["phrase"] is None else match["phrase"]
    if name and value and not match["minus"]:
        parts.fields.append((name, value))
    elif match["minus"] and len(match[0]) > 1:
        parts.excluded.append(match[0][1:])
    elif match["phrase"] is not None and not match["field"]:
        parts.phrases.append(value)
    else:
        parts.words.append(match[0])
        parts.plain.append(match[0])
