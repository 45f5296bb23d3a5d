"""How much two products resemble each other: evidence for and against, a score, and which pairs to look at. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from rapidfuzz import fuzz

from catalog import folding

# Words of products that are common to so many say nothing: pairs are looked for by rarer ones.
MOST_WITH_A_WORD = 40
MOST_OF_A_BLOCK = 60
SHORTEST_WORD, SHORTEST_REFERENCE = 3, 4
# Pairs whose titles resemble each other less are not looked at, unless a code says that they are the same.
LEAST_TITLE = 75
COMPARED_AT_ONCE = 1_000_000
# One colour in several languages; two products that name different ones are two products.
_COLOURS = {
    "black": ("black", "noir", "noire", "schwarz"),
    "white": ("white", "blanc", "blanche", "weiss"),
    "grey": ("grey", "gray", "gris", "grise", "grau", "anthracite"),
    "red": ("red", "rouge", "rot"),
    "blue": ("blue", "bleu", "bleue", "blau", "navy", "marine"),
    "green": ("green", "vert", "verte", "gruen"),
    "yellow": ("yellow", "jaune", "gelb"),
    "orange": ("orange",),
    "pink": ("pink", "rose", "rosa"),
    "purple": ("purple", "violet", "violette", "lila"),
    "brown": ("brown", "brun", "marron", "braun"),
    "beige": ("beige",),
    "silver": ("silver", "argent", "silber"),
    "gold": ("gold", "or", "dore", "doree"),
}
_COLOUR_OF = {word: colour for colour, words in _COLOURS.items() for word in words}
_SIZES = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl"})
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Goods:
    """What of a product counts; `words`: its folded title, `reference`: the key of the manufacturer's."""

    gtin: str | None
    brand: str | None
    reference: str | None
    asin: str | None
    words: str
    codes: frozenset[str] = frozenset()
    colour: str | None = None
    size: str | None = None
    price: float | None = None


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for (points above zero) or against two products being the same."""

    code: str
    points: int


def judged(first: Goods, second: Goods, *, similarity: float | None = None) -> tuple[int, list[Evidence]]:
    """The score from 0 to 100, and what it is made of; the strongest evidence is the base, others add a little.

    `similarity`: that of the titles from 0 to 100, if it is known already.
    """
    titles = fuzz.token_sort_ratio(first.words, second.words) if similarity is None else similarity
    found = sorted(_for(first, second, titles), key=lambda each: -each.points)
    against = list(_against(first, second))
    base = found[0].points if found else 0
    score = base + 4 * (len(found) - 1) + sum(each.points for each in against) if found else 0
    return max(0, min(100, score)), [*found, *against]


def _for(first: Goods, second: Goods, titles: float) -> Iterator[Evidence]:
    if first.gtin and second.gtin and first.gtin[:13] == second.gtin[:13]:
        yield Evidence("gtin_check_digit", 92)
    if first.gtin and second.gtin and first.gtin != second.gtin and first.gtin[1:13] == second.gtin[1:13]:
        yield Evidence("gtin_packaging", 60)
    if first.gtin in second.codes or second.gtin in first.codes:
        yield Evidence("gtin_as_reference", 90)
    if first.asin and first.asin == second.asin:
        yield Evidence("asin", 88)
    if first.reference and first.reference == second.reference:
        same_brand = first.brand is not None and first.brand == second.brand
        yield Evidence("reference", 86 if same_brand else 74)
    if titles >= LEAST_TITLE:
        share = 0.85 if first.brand and first.brand == second.brand else 0.75
        yield Evidence("title", round(titles * share))
    if first.price and second.price and 0.8 <= first.price / second.price <= 1.25:
        yield Evidence("price", 0)


def _against(first: Goods, second: Goods) -> Iterator[Evidence]:
    if first.gtin and second.gtin and first.gtin[:13] != second.gtin[:13]:
        yield Evidence("other_gtin", -25)
    if first.brand and second.brand and first.brand != second.brand:
        yield Evidence("other_brand", -40)
    if first.reference and second.reference and first.reference != second.reference:
        yield Evidence("other_reference", -20)
    if numbers_differ(first.words, second.words):
        yield Evidence("other_numbers", -35)
    if _differ(_colours(first), _colours(second)):
        yield Evidence("other_colour", -40)
    if _differ(_sizes(first), _sizes(second)):
        yield Evidence("other_size", -40)
    if first.price and second.price and not 0.33 <= first.price / second.price <= 3:
        yield Evidence("other_price", -10)


def numbers_differ(first: str, second: str) -> bool:
    """Whether each title names a number that the other does not: "18V 2Ah" and "18V 5Ah", not "18V" and "18V 5Ah"."""
    ours, theirs = (set(_NUMBER.findall(words)) for words in (first, second))
    return bool(ours - theirs and theirs - ours)


def _differ(first: set[str], second: set[str]) -> bool:
    return bool(first and second and not first & second)


def _colours(goods: Goods) -> set[str]:
    words = [*goods.words.split(), *(goods.colour or "").split()]
    return {_COLOUR_OF[word] for word in words if word in _COLOUR_OF}


def _sizes(goods: Goods) -> set[str]:
    if goods.size:
        return {goods.size}
    return {word for word in goods.words.split() if word in _SIZES}


def pairs_to_look_at(products: pl.DataFrame, *, only: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
    """Frames with `a`, `b` (row numbers, a < b) and `titles` (their similarity, null where a code joins the two).

    `products`: `id`, `gtin`, `brand`, `mpn_key`, `asin`, `sku`, `words`, `parent`. Two variants of one model, and a
    model with its variant, are no pair. `only`: ids of which one has to be in each pair. A pair may come twice.
    """
    rows = products.select(
        "id", "brand", "parent", "words", pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), *_codes()
    )
    wanted = None if only is None else rows.filter(pl.col("id").is_in(list(only)))["row"]
    for name in ("gtin_body", "asin_key", "reference_key"):
        found = _joined(rows.select("row", pl.col(name).alias("key")), MOST_OF_A_BLOCK, wanted)
        yield _eligible(found, rows).with_columns(titles=pl.lit(None, pl.Float32))
    yield _eligible(_named_gtins(rows, wanted), rows).with_columns(titles=pl.lit(None, pl.Float32))
    words = rows.select("row", pl.col("words").str.split(" ").list.unique().alias("key")).explode("key")
    words = words.filter(pl.col("key").str.len_chars() >= SHORTEST_WORD)
    two = pl.col("words").str.extract(r"^(\S+ \S+)")
    beginnings = rows.select("row", pl.concat_str(pl.col("brand").fill_null(""), pl.lit("|"), two).alias("key"))
    found = pl.concat([_joined(words, MOST_WITH_A_WORD, wanted), _joined(beginnings, MOST_OF_A_BLOCK, wanted)]).unique()
    for part in _eligible(found, rows).iter_slices(COMPARED_AT_ONCE):
        yield _alike(part, rows)


def _codes() -> list[pl.Expr]:
    """Keys of codes: the digits of a GTIN between packaging and check digit, ASIN, reference, codes that are GTINs."""
    long_enough = pl.col("mpn_key").str.len_chars() >= SHORTEST_REFERENCE
    reference = pl.when(long_enough & pl.col("mpn_key").str.contains(r"\d")).then("mpn_key")
    return [
        pl.col("gtin"),
        pl.col("gtin").str.slice(1, 12).alias("gtin_body"),
        pl.col("asin").str.to_lowercase().alias("asin_key"),
        reference.alias("reference_key"),
        folding.reference_key(pl.col("sku")).alias("sku_key"),
        pl.col("mpn_key"),
    ]


def _joined(keyed: pl.DataFrame, most: int, wanted: pl.Series | None) -> pl.DataFrame:
    """Pairs of rows with the same key, of keys that not too many share."""
    keyed = keyed.drop_nulls()
    if wanted is not None:
        keyed = keyed.join(
            keyed.filter(pl.col("row").is_in(wanted.to_list())).select("key").unique(), on="key", how="semi"
        )
    rare = keyed.filter(pl.len().over("key").is_between(2, most))
    left = rare if wanted is None else rare.filter(pl.col("row").is_in(wanted.to_list()))
    both = left.join(rare, on="key", suffix="_b").filter(pl.col("row") != pl.col("row_b"))
    return _ordered(both, "row", "row_b")


def _named_gtins(rows: pl.DataFrame, wanted: pl.Series | None) -> pl.DataFrame:
    """Pairs in which the SKU or the reference of one is the GTIN of the other."""
    named = pl.concat([rows.select("row", pl.col(name).alias("key")) for name in ("sku_key", "mpn_key")]).drop_nulls()
    named = named.filter(pl.col("key").str.contains(r"^\d{8,14}$")).with_columns(pl.col("key").str.zfill(14))
    both = named.join(rows.select(pl.col("row").alias("row_b"), pl.col("gtin").alias("key")).drop_nulls(), on="key")
    if wanted is not None:
        both = both.filter(pl.col("row").is_in(wanted.to_list()) | pl.col("row_b").is_in(wanted.to_list()))
    return _ordered(both.filter(pl.col("row") != pl.col("row_b")), "row", "row_b")


def _ordered(both: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    return both.select(a=pl.min_horizontal(first, second), b=pl.max_horizontal(first, second)).unique()


def _eligible(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Without variants of one model, and without a model and its variant."""
    parents, ids = rows["parent"], rows["id"]
    joined = pairs.with_columns(
        parent_a=parents.gather(pairs["a"]),
        parent_b=parents.gather(pairs["b"]),
        id_a=ids.gather(pairs["a"]),
        id_b=ids.gather(pairs["b"]),
    )
    related = (
        (pl.col("parent_a") == pl.col("parent_b"))
        | (pl.col("parent_a") == pl.col("id_b"))
        | (pl.col("parent_b") == pl.col("id_a"))
    )
    return joined.filter(~related.fill_null(False)).select("a", "b")


def _alike(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose titles resemble each other and do not name different numbers."""
    words = rows["words"]
    # Sorted once, the plain ratio of two titles is the one of their words in any order.
    in_order = words.str.split(" ").list.sort().list.join(" ")
    titles = zip(in_order.gather(pairs["a"]).to_list(), in_order.gather(pairs["b"]).to_list(), strict=True)
    scores = [fuzz.ratio(first, second, score_cutoff=LEAST_TITLE) for first, second in titles]
    alike = pairs.with_columns(titles=pl.Series(scores, dtype=pl.Float32)).filter(pl.col("titles") >= LEAST_TITLE)
    numbers = words.str.extract_all(r"\d+")
    ours, theirs = numbers.gather(alike["a"]), numbers.gather(alike["b"])
    differ = pl.select(
        pl.Series(ours).list.set_difference(theirs).list.len().gt(0)
        & pl.Series(theirs).list.set_difference(ours).list.len().gt(0)
    ).to_series()
    return alike.filter(~differ)
