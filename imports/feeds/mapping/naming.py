"""Column names taken apart: words without accents, path segments, locale, currency and number suffixes."""

import re
from dataclasses import dataclass
from functools import lru_cache

from imports.feeds.currencies import CURRENCY_CODES, currency_in
from imports.feeds.wordlists import word_set
from suppliers.folding import fold

_LOCALES = word_set(
    """
    fr en de es it uk us gb nl pl cz cs sk pt br ru ja jp at ch be be_fr ca hu ro se sv da dk fi no gr el tr ua
    bg hr si lt lv ee ie au english french german deutsch francais anglais italiano espanol allemand
    """
)
_NOISE = word_set(
    """
    product products produit produits produkt produkte producto productos prodotto prodotti item items article
    articles artikel articulo articolo variant variants variante variantes the of for de du des la le les l d
    der die das dem del di do da main default primary principal mobile ecommerce web print value values text g
    gmc merchant aw google shopping list offer goods required optional x y z tx custom field in en con con per
    pro zbozi produktu towaru товара товару позиции node data details info
    """
)
_CONTAINERS = word_set(
    """
    product products produit article articles item items variant variants offer offers details data node
    attributes info meta article details product details tradeitem trade item price prices priceinfo root record
    row g content media images image skus sku default first pricing attrs attr attribute param params feature
    features property properties specification specifications specs a additional general feed
    """
)
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])|(?<=[A-Z])(?=[A-Z][a-z]{2,})")
_SEGMENT = re.compile(r"/(?![^\[]*\])")
_PREDICATE = re.compile(r"\[(?:@?(?P<key>[\w:.-]+)=)?['\"](?P<value>[^'\"]*)['\"]\]")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")


@dataclass(frozen=True)
class ColumnName:
    """A column's name as the matcher sees it."""

    raw: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    context: tuple[str, ...]
    combined: tuple[tuple[str, ...], ...]
    currency: str | None
    depth: int

    @property
    def is_positional(self) -> bool:
        """Whether the file gives no name: "#7"."""
        return bool(re.fullmatch(r"#\d+", self.raw))


def split_words(text: str) -> tuple[str, ...]:
    """Folded words; camelCase and letter-digit borders split, so that "EAN13" and "ean_13" are alike."""
    spaced = _CAMEL.sub(" ", text)
    folded = fold(spaced)
    return tuple(re.findall(r"[^\W\d_]+|\d+|%", folded))


@lru_cache(maxsize=4096)
def read_name(raw: str) -> ColumnName:
    """Take a header, an XML path relative to the record or a JSON path apart."""
    segments = _segments(raw)
    readable = [_BRACKETS.sub(" ", segment) if not segment.startswith("'") else segment for segment in segments]
    words_of = [split_words(segment) for segment in readable]
    words = next((words for words in reversed(words_of) if words), ())
    parents = [words for words in words_of[:-1] if words]
    combined = tuple(
        tuple(word for part in parents[-level:] for word in part) + words for level in range(1, len(parents) + 1)
    )
    context = tuple(word for part in parents for word in part if word not in _CONTAINERS)
    return ColumnName(
        raw=raw,
        words=words,
        core=core_words(words),
        context=context,
        combined=combined,
        currency=currency_in(raw),
        depth=len(parents),
    )


def _segments(raw: str) -> list[str]:
    """Path segments, namespace prefixes off; a predicate on a name attribute is the name itself."""
    text = raw.strip().strip("*").strip()
    if _is_path(text):
        parts = _SEGMENT.split(text) if "/" in text else text.split(".")
    elif " / " in text:
        parts = text.split(" / ")
    else:
        parts = [text]
    return [segment for part in parts for segment in _unfold(part)]


def _is_path(text: str) -> bool:
    if "/" in text or text.startswith("@"):
        outside = _PREDICATE.sub("", text)
        return " " not in outside and not re.search(r"[^\w:@/.\[\]\-]", outside) and len(text) > 3
    return bool(re.fullmatch(r"[\w\[\]-]+(?:\.[\w\[\]-]+)+", text)) and not re.search(r"\.$|\b\w\.\w\b", text)


def _unfold(part: str) -> list[str]:
    predicate = _PREDICATE.search(part)
    base = (
        _PREDICATE.sub("", part).rsplit(":", 1)[-1]
        if re.fullmatch(r"@?[\w.-]+:[\w.-]+.*", part)
        else _PREDICATE.sub("", part)
    )
    base = re.sub(r"\[\d*\]$", "", base.lstrip("@"))
    if not predicate:
        return [base]
    value = predicate.group("value")
    return [base, value] if not value.isdigit() else [f"{base} {value}"]


def core_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without noise: entity words, locale and currency suffixes, running numbers; never nothing."""
    kept = [
        word for word in words if word not in _NOISE and word not in _LOCALES and word.upper() not in CURRENCY_CODES
    ]
    while len(kept) > 1 and kept[-1].isdigit() and len(kept[-1]) == 1:
        kept.pop()
    return tuple(kept) or words
