"""Folding: one spelling for all ways to write the same name, as column expressions and for single values."""

import re
import unicodedata

import polars as pl

# Characters that decomposition leaves alone although people take them for others.
_LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_REPLACED = str.maketrans(_LETTERS)
_NO_WORD = re.compile(r"[\W_]+")
# Long enough to find a product by, short enough for a word of PostgreSQL's text search (2 KB).
SEARCHED_CHARACTERS = 400


def _plain(text: pl.Expr) -> pl.Expr:
    bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase()
    return bare.str.replace_many(list(_LETTERS), list(_LETTERS.values()))


def words(text: pl.Expr) -> pl.Expr:
    """Lower-case words of letters and digits without accents: "Crème brûlée (x2)" -> "creme brulee x2"."""
    return _plain(text.str.head(SEARCHED_CHARACTERS)).str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def name_key(text: pl.Expr) -> pl.Expr:
    """The key of a name (a brand, an attribute): letters and digits only; a name without any stands for itself."""
    plain = _plain(text)
    key = plain.str.replace_all(r"[^\p{L}\p{N}]+", "")
    return pl.when(key != "").then(key).otherwise(plain.str.strip_chars())


def reference_key(text: pl.Expr) -> pl.Expr:
    """The key of a manufacturer's reference: letters and digits only, null when there is none."""
    key = _plain(text).str.replace_all(r"[^\p{L}\p{N}]+", "")
    return pl.when(key != "").then(key)


def path_key(text: pl.Expr) -> pl.Expr:
    """The key of a category path: "Maison  >  Été" -> "maison>ete"."""
    spaced = _plain(text).str.replace_all(r"\s+", " ").str.strip_chars()
    return spaced.str.replace_all(r" ?> ?", ">")


def fold(text: str) -> str:
    """The same words of one text, for what people type: a fiftieth of the time that a column of one row takes."""
    decomposed = unicodedata.normalize("NFKD", text[:SEARCHED_CHARACTERS])
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] != "M")
    return _NO_WORD.sub(" ", bare.lower().translate(_REPLACED)).strip()


def search_text(title: pl.Expr, brand: pl.Expr, mpn: pl.Expr) -> pl.Expr:
    """What a product is found by; it begins with the title, so that lists can be sorted by it.

    A reference of several parts ("GSR 18V-55") occurs in one piece, too: people leave out what is between.
    """
    reference = words(mpn)
    in_one = reference.str.replace_all(" ", "", literal=True)
    pieces = pl.when(in_one != reference).then(in_one)
    return pl.concat_str(words(title), words(brand), reference, pieces, separator=" ", ignore_nulls=True)
