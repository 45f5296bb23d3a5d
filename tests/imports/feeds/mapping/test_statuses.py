"""The status as a target field: the columns that tell it, and the words in them."""

import polars as pl
import pytest

from catalog.fields import SAID_STATUSES
from catalog.models import Product
from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.mapping.model import Mapping
from imports.feeds.mapping.proposal import propose
from imports.feeds.mapping.statuses import STATUS_PHRASES, status_of
from suppliers.folding import value_key
from suppliers.services.value_maps import STATUSES

ROWS = 24
FLAGS, WORDS, STOCK = ("1", "0"), ("actif", "brouillon", "archivé"), ("en stock", "en rupture")


def proposed(**columns):
    """The column that is proposed for each field, beside codes and titles; `columns`: name -> values in turn."""
    base = {"SKU": [f"A-{n}" for n in range(ROWS)], "Title": [f"Perceuse visseuse {n} sans fil" for n in range(ROWS)]}
    further = {name: [values[n % len(values)] for n in range(ROWS)] for name, values in columns.items()}
    return {field: seen.source for field, seen in propose(pl.DataFrame(base | further)).evidence.items()}


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Actif (0/1)", FLAGS),
        ("Publié", ("1", "0", "-1")),
        ("Statut", WORDS),
        ("Statut du produit", ("en ligne", "hors ligne")),
        ("Cycle de vie", ("actif", "fin de série")),
        ("État", ("Publié", "Dépublié")),
        ("Status", ("active", "draft", "archived")),
        ("status", ("true", "false")),
        ("product_status", ("enabled", "disabled")),
        ("product_online", FLAGS),
        ("is_active", ("TRUE", "FALSE")),
        ("Published", ("Y", "N")),
        ("Lifecycle Status", ("Active", "End of life", "Obsolete")),
        ("Aktiv", ("ja", "nein")),
        ("Artikelstatus", ("aktiv", "Auslaufartikel", "gesperrt")),
        ("Sichtbar", ("ja", "nein")),
        ("Estado", ("Activo", "Descatalogado")),
        ("Stato prodotto", ("attivo", "fuori produzione")),
        ("Gepubliceerd", ("ja", "nee")),
    ],
)
def test_columns_that_tell_the_status_are_proposed(column, values):
    assert proposed(**{column: values})["status"] == column


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Status", STOCK),
        ("État", ("neuf", "occasion")),
        ("Condition", ("new", "used")),
        ("Zustand", ("neu", "gebraucht")),
        ("State", ("Bavaria", "Saxony")),
        ("Visibility", ("Catalog, Search", "Not Visible Individually")),
        ("Active ingredient", ("Ibuprofen", "Paracetamol")),
        ("Archived", FLAGS),
        ("Stock status", ("1", "0")),
        ("Published at", ("2026-01-02", "2026-03-04")),
    ],
)
def test_columns_that_tell_something_else_are_not(column, values):
    assert "status" not in proposed(**{column: values})


def test_a_column_of_stock_words_called_status_is_the_stock():
    assert proposed(Status=STOCK)["stock"] == "Status"


def test_words_come_before_yes_and_no():
    assert proposed(Published=("true",), Status=("active", "draft"))["status"] == "Status"


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("publié", "active"),
        ("PUBLIEE", "active"),
        ("online", "active"),
        ("1", "active"),
        ("1.0", "active"),
        ("Oui", "active"),
        ("ja", "active"),
        ("Sí", "active"),
        ("enabled", "active"),
        ("0", "inactive"),
        ("nein", "inactive"),
        ("FALSE", "inactive"),
        ("nicht veröffentlicht", "inactive"),
        ("disattivato", "inactive"),
        ("Uitgeschakeld", "inactive"),
        ("-1", "draft"),
        ("Brouillon", "draft"),
        ("Entwurf", "draft"),
        ("bozza", "draft"),
        ("discontinued", "archived"),
        ("Fin de série", "archived"),
        ("End-of-Life", "archived"),
        ("Auslaufartikel", "archived"),
        ("descatalogado", "archived"),
        ("supprimé", "archived"),
        ("bientôt", "bientôt"),
        ("trash", "trash"),
        ("  ", None),
    ],
)
def test_words_are_read(cell, status):
    frame = pl.DataFrame({"_row": [2], "S": [cell]}, schema_overrides={"_row": pl.UInt32})
    assert apply_mapping(Mapping.from_json({"fields": {"status": "S"}}), frame)["status"].to_list() == [status]


def test_no_phrase_has_two_meanings_and_none_means_the_trash():
    keys = [(value_key(phrase), status) for status, phrases in STATUS_PHRASES.items() for phrase in phrases]
    assert len(dict(keys)) == len(set(keys))
    assert set(STATUS_PHRASES) == set(SAID_STATUSES) == set(STATUSES) == set(Product.Status.values) - {"trash"}


def test_fixed_values_and_meanings_of_words():
    frame = pl.DataFrame({"_row": [2, 3], "S": ["web seul", None]}, schema_overrides={"_row": pl.UInt32})
    mapping = Mapping.from_json({"fields": {"status": {"column": "S", "default": "Brouillon"}}})
    mapped = apply_mapping(mapping, frame, context=Context(value_maps={"status": {"web seul": "active"}}))
    assert mapped["status"].to_list() == ["active", "draft"]
    fixed = Mapping.from_json({"fields": {"status": {"default": "hors ligne"}}})
    assert apply_mapping(fixed, frame)["status"].to_list() == ["inactive", "inactive"]
    assert status_of("whatever") is None
