"""The further fields that every catalogue knows, by code; attributes of a feed with such a name are these."""

from functools import cache, lru_cache
from itertools import chain

import polars as pl

from catalog import folding
from catalog.attributes import goods, texts, trade
from catalog.attributes.model import GROUPS, Kind, Standard
from catalog.attributes.texts import TRANSLATED_FIELDS

__all__ = ["GROUPS", "STANDARD", "TRANSLATED_FIELDS", "Kind", "Standard", "attribute_key", "key_column", "standard_of"]

STANDARD: dict[str, Standard] = {
    each.code: each
    for each in chain(
        goods.IDENTITY,
        texts.TEXTS,
        trade.STOCK,
        goods.DIMENSIONS,
        goods.DESIGN,
        goods.TECHNICAL,
        goods.COMPLIANCE,
        trade.LIFECYCLE,
        goods.ENVIRONMENT,
        trade.WARRANTY,
        trade.B2B,
        texts.MARKETING,
        texts.SEO,
        texts.LINKS,
    )
}


def _folded(names: list[str]) -> list[str]:
    return pl.Series(names, dtype=pl.String).to_frame("name").select(folding.name_key(pl.col("name")))["name"].to_list()


# On first use, never on import: a worker that forks after polars has started its threads hangs in its first frame.
@cache
def _by_key() -> dict[str, Standard]:
    return dict(zip(_folded(list(STANDARD)), STANDARD.values(), strict=True))


@cache
def _synonyms() -> dict[str, str]:
    known = _by_key()
    return {
        synonym: key for key, each in known.items() for synonym in _folded(list(each.synonyms)) if synonym not in known
    }


def key_column(name: pl.Expr) -> pl.Expr:
    """The keys of attribute names: folded, and another name of a standard attribute is that attribute's."""
    return folding.name_key(name).replace(_synonyms())


@lru_cache(maxsize=8_192)
def attribute_key(name: str) -> str:
    """The key of one name: "Colour", "Couleur" and "color" are all "color"."""
    return str(pl.select(key_column(pl.lit(name))).item())


def standard_of(key: str) -> Standard | None:
    """The standard attribute with this key, if it is one."""
    return _by_key().get(key)
