"""Remembered mappings on files whose columns changed."""

import polars as pl

from imports.feeds.mapping.memory import fingerprint, match_saved
from imports.feeds.mapping.model import FieldMapping, Inherit, Mapping
from imports.feeds.mapping.proposal import propose

KNOWN = ("Réf", "Nom", "Prix", "Extra")
SAVED = Mapping(
    {"supplier_sku": FieldMapping("Réf"), "title": FieldMapping("Nom", (("trim", {}),)), "price": FieldMapping("Prix")},
    ("Extra",),
    Inherit("Extra", ("title",)),
)


def match(*columns):
    values = {
        "Réf": "R",
        "Référence": "R",
        "Nom": "Lampe bleue ",
        "Désignation": "Lampe bleue ",
        "Prix": "1,5",
        "Extra": "x",
    }
    sample = pl.DataFrame({name: [f"{values.get(name, 'z')}{n}" for n in range(9)] for name in columns})
    return match_saved(SAVED, known_columns=KNOWN, columns=columns, proposal=propose(sample))


def test_the_same_columns_need_no_question():
    found = match(*KNOWN)

    assert found.is_same_layout
    assert found.mapping.fields == SAVED.fields
    assert (found.moved, found.new) == ((), ())


def test_moved_columns_are_found_by_name():
    found = match("Nom", "Réf", "Prix", "Extra")

    assert found.is_same_layout
    assert found.moved == ("Réf", "Nom")


def test_a_renamed_column_is_proposed_with_its_transformations():
    found = match("Réf", "Désignation", "Prix", "Extra")

    assert not found.is_same_layout
    assert found.renamed["title"].source == "Désignation"
    assert found.mapping.fields["title"] == FieldMapping("Désignation", (("trim", {}),))
    assert found.new == ("Désignation",)


def test_a_column_that_is_gone_is_missing():
    found = match("Réf", "Nom")

    assert found.missing == ("price",)
    assert "price" not in found.mapping.fields
    assert found.mapping.inherit is None


def test_the_fingerprint_is_that_of_the_names_in_order():
    assert fingerprint(["a", "b"]) == fingerprint(("a", "b")) != fingerprint(["b", "a"])
