"""Words of suppliers: translated in the mapping, counted where unknown, guessed at."""

import polars as pl
import pytest

from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.mapping.model import Mapping
from imports.feeds.values.proposing import guess_of, guess_of_status, guess_of_stock

FRAME = pl.DataFrame(
    {
        "_row": [1, 2, 3],
        "Marque": ["H.P.", "Bosch", " h p "],
        "Dispo": ["Sous 8 jours", "7", "Nous consulter"],
        "Rayon": ["LAMPES / été", "Outils", None],
    },
    schema_overrides={"_row": pl.UInt32},
)
MAPS = {
    "brand": {"h p": "HP"},
    "stock": {"sous 8 jours": "0", "nous consulter": ""},
    "category": {"lampes ete": "Maison > Lampes"},
}


def test_words_are_translated_before_they_are_cleaned():
    mapping = Mapping.from_json({"fields": {"brand": "Marque", "stock": "Dispo", "category": "Rayon"}})
    mapped = apply_mapping(mapping, FRAME, context=Context(value_maps=MAPS))
    assert mapped["brand"].to_list() == ["HP", "Bosch", "HP"]
    assert mapped["stock"].to_list() == ["0", "7", None]
    assert mapped["category"].to_list() == ["Maison > Lampes", "Outils", None]


@pytest.mark.parametrize(
    ("word", "target"),
    [
        ("En stock magasin", "1"),
        ("Actuellement en rupture", "0"),
        ("nicht auf Lager!", "0"),
        ("disponible sous 48 h", "1"),
        ("sold out until May", "0"),
        ("Palette", None),
    ],
)
def test_stock_words_are_guessed_by_the_known_word_within(word, target):
    guess = guess_of_stock(word)
    assert (guess.target if guess else None) == target


@pytest.mark.parametrize(
    ("word", "target"),
    [
        ("Actif web", "active"),
        ("Article en fin de vie", "archived"),
        ("nicht aktiv (Filiale)", "inactive"),
        ("Brouillon 2", "draft"),
        ("Palette", None),
    ],
)
def test_words_for_the_status_are_guessed_by_the_known_word_within(word, target):
    guess = guess_of_status(word)
    assert (guess.target if guess else None) == target


@pytest.mark.parametrize(
    ("word", "target"),
    [
        ("Boch", "Bosch"),
        ("BOSCH Professional", "Bosch"),
        ("De Longhi", "De'Longhi"),
        ("Stanley", None),
    ],
)
def test_names_are_guessed_by_words_and_letters(word, target):
    guess = guess_of(word, ["Bosch", "De'Longhi", "Facom"])
    assert (guess.target if guess else None) == target
    assert guess is None or 0.6 <= guess.confidence <= 0.95


def test_nothing_is_guessed_when_nothing_is_known():
    assert guess_of("Bosch", []) is None
