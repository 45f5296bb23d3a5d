"""One spelling for many."""

import unicodedata

import polars as pl
import pytest

from catalog import folding
from catalog.fields import BY_NAME


def fold_with(function, text):
    return pl.select(function(pl.lit(text))).item()


@pytest.mark.parametrize(
    ("function", "text", "expected"),
    [
        (folding.words, "Crème brûlée (x2) Œuf", "creme brulee x2 oeuf"),
        (folding.words, "Straße 12", "strasse 12"),
        (folding.name_key, "L'Oréal  Paris", "lorealparis"),
        (folding.name_key, "***", "***"),
        (folding.reference_key, "AB-12/3 x", "ab123x"),
        (folding.reference_key, " - ", None),
        (folding.path_key, "Maison  >  Été>Jardin", "maison>ete>jardin"),
    ],
)
def test_keys(function, text, expected):
    assert fold_with(function, text) == expected


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("price", "12.50", "12.5"),
        ("price", "0.00", "0"),
        ("price", "100", "100"),
        ("price", "abc", None),
        ("price", "123456789012345678", None),
        ("stock", "-3", "-3"),
        ("stock", "3000000000", None),
        ("gtin", "376000123456", None),
        ("currency", "eur", None),
        ("title", "", None),
    ],
)
def test_canonical_text(field, text, expected):
    assert pl.select(BY_NAME[field].canonical(pl.lit(text))).item() == expected


def test_one_text_is_folded_like_a_column():
    letters = [letter for letter in map(chr, range(0x20, 0x3000)) if unicodedata.category(letter) != "Cn"]
    texts = ["".join(letters[place : place + 50]) for place in range(0, len(letters), 50)]
    texts += ["Crème brûlée (x2) Œuf", "ΟΔΟΣ", "İstanbul", "ﬁne ½ m²", "x" * 1_000, "snake_case", ""]
    assert [folding.fold(text) for text in texts] == pl.Series(texts).to_frame("t").select(folding.words(pl.col("t")))[
        "t"
    ].to_list()
