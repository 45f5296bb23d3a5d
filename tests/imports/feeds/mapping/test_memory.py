"""Remembered mappings on files whose columns changed."""

import polars as pl
import pytest

from imports.feeds.mapping.footprints import Footprint, footprint, footprints, likeness
from imports.feeds.mapping.memory import Remembered, columns_of, heal
from imports.feeds.mapping.model import FieldMapping, Inherit, Mapping
from imports.feeds.mapping.proposal import propose
from imports.feeds.mapping.reasons import reason_of

NUMBERS = range(40)
FILE = {
    "Réf": [f"REF-{n:05}" for n in NUMBERS],
    "Nom": [f"Lampe de bureau bleue numéro {n}" for n in NUMBERS],
    "Prix": [f"{10 + n},{50 + n % 40}" for n in NUMBERS],
    "Stock": [str(n % 7) for n in NUMBERS],
    "Poids": [f"{n + 1},5" for n in NUMBERS],
    "Unité": ["kg" if n % 2 else "g" for n in NUMBERS],
    "Extra": ["x"] * 40,
}
UNIT = ("unit", {"from": "kg", "to": "kg", "unit_column": "Unité"})
SAVED = Mapping(
    {
        "supplier_sku": FieldMapping("Réf"),
        "title": FieldMapping("Nom", (("trim", {}),)),
        "price": FieldMapping("Prix", decimal=","),
        "stock": FieldMapping("Stock"),
        "weight": FieldMapping("Poids", (UNIT,)),
        "currency": FieldMapping(default="EUR"),
    },
    ("Extra",),
    Inherit("Réf", ("title",)),
)
FRAME = pl.DataFrame(FILE)
REMEMBERED = Remembered(SAVED, tuple(FILE), footprints(FRAME, columns_of(SAVED)))


def healed(frame, remembered=REMEMBERED):
    return heal(remembered, frame, proposal=propose(frame, decimal=","))


def changed(*, rename=None, drop=(), add=None, order=None):
    frame = FRAME.drop(list(drop)).rename(rename or {})
    frame = frame.with_columns(**(add or {}))
    return frame.select(order) if order else frame


def pairs(found):
    return {rename.old: rename.new for rename in found.renames}


def test_the_same_columns_need_no_question():
    found = healed(FRAME)
    assert found.is_harmless
    assert (found.mapping.fields, found.mapping.inherit) == (SAVED.fields, SAVED.inherit)
    assert (found.is_moved, found.new, found.gone) == (False, (), ())


def test_moved_columns_are_found_by_name():
    found = healed(changed(order=[*reversed(FILE)]))
    assert found.is_harmless
    assert found.is_moved


def test_an_extra_column_and_a_lost_unmapped_one_are_harmless():
    found = healed(changed(drop=["Extra"], add={"Couleur": pl.lit("bleu")}))
    assert found.is_harmless
    assert (found.new, found.gone) == (("Couleur",), ("Extra",))


@pytest.mark.parametrize("old", ["Réf", "Nom", "Prix", "Stock"])
def test_a_column_with_a_name_that_says_nothing_is_found_by_its_values(old):
    found = healed(changed(rename={old: "Zone 7"}))
    assert not found.is_harmless
    assert pairs(found) == {old: "Zone 7"}
    assert found.renames[0].confidence >= 0.8
    field = next(name for name, mapped in SAVED.fields.items() if mapped.column == old)
    assert found.mapping.fields[field].column == "Zone 7"
    assert found.mapping.fields[field].transformations == SAVED.fields[field].transformations


def test_renamed_columns_are_told_apart():
    names = {"Prix": "A", "Stock": "B", "Nom": "C"}
    found = healed(changed(rename=names, add={"D": pl.lit("neuf")}))
    assert pairs(found) == names
    assert found.new == ("D",)


def test_a_later_file_with_other_products_is_recognised_too():
    later = pl.DataFrame(
        {
            "Réf": [f"REF-{n:05}" for n in range(900, 940)],
            "Nom": [f"Chaise pliante en bois modèle {n}" for n in NUMBERS],
            "Tarif": [f"{12 + n},{10 + n % 80}" for n in NUMBERS],
            "Stock": [str(n % 9) for n in NUMBERS],
            "Poids": FILE["Poids"],
            "Unité": FILE["Unité"],
        }
    )
    found = healed(later)
    assert pairs(found) == {"Prix": "Tarif"}
    told = reason_of(found.renames[0].to_json())
    assert "100 % prices, same range" in told
    assert "The name fits too." in told
    assert "the same as before" not in told


def test_the_column_of_a_unit_is_renamed_inside_the_transformation():
    found = healed(changed(rename={"Unité": "UM"}))
    assert pairs(found) == {"Unité": "UM"}
    assert found.mapping.fields["weight"].transformations == (("unit", {**UNIT[1], "unit_column": "UM"}),)


def test_a_field_that_lost_its_column_is_named():
    found = healed(changed(drop=["Prix", "Unité"]))
    assert found.missing == ("price", "weight")
    assert not found.is_harmless


def test_other_values_under_a_new_name_are_no_renaming():
    found = healed(changed(drop=["Prix"], add={"Photo": pl.lit("https://cdn.example.com/") + pl.col("Réf") + ".jpg"}))
    assert found.renames == ()
    assert (found.missing, found.new) == (("price",), ("Photo",))


def test_a_name_that_means_another_field_speaks_against_it():
    found = healed(changed(drop=["Stock"], add={"Largeur": pl.lit("120")}))
    assert "stock" in found.missing


def test_a_column_known_and_not_imported_takes_no_field():
    frame = FRAME.with_columns(Extra=pl.col("Prix"))
    remembered = Remembered(SAVED, tuple(FILE), footprints(frame, columns_of(SAVED)))
    assert healed(frame.drop("Prix"), remembered).missing == ("price",)


def test_without_remembered_values_the_name_alone_speaks():
    remembered = Remembered(SAVED, tuple(FILE))
    found = healed(changed(rename={"Nom": "Désignation", "Prix": "Zone 7"}), remembered)
    assert pairs(found) == {"Nom": "Désignation"}
    assert reason_of(found.renames[0].to_json()) == "The name fits."
    assert found.missing == ("price",)


def test_another_kind_of_file_is_told():
    other = pl.DataFrame({"id": ["1"] * 9, "date": ["2026-01-01"] * 9, "Nom": ["a b"] * 9})
    assert healed(other).is_other


def test_columns_without_names_are_kept_where_their_values_fit():
    plain = {f"#{n}": values for n, values in enumerate(FILE.values(), start=1)}
    mapping = Mapping({"supplier_sku": FieldMapping("#1"), "title": FieldMapping("#2"), "price": FieldMapping("#3")})
    frame = pl.DataFrame(plain)
    remembered = Remembered(mapping, tuple(plain), footprints(frame, columns_of(mapping)))
    shifted = pl.DataFrame(
        {"#1": FILE["Réf"], "#2": ["oui"] * 40, **{f"#{n + 1}": plain[f"#{n}"] for n in range(2, 8)}}
    )
    found = heal(remembered, shifted, proposal=propose(shifted))
    assert pairs(found) == {"#2": "#3", "#3": "#4"}
    assert found.mapping.fields["supplier_sku"].column == "#1"


def test_a_footprint_survives_storage_and_holds_no_value():
    seen = footprint(FRAME["Réf"])
    stored = seen.to_json()
    assert Footprint.from_json(stored) == seen
    assert "REF" not in str(stored)
    assert len(stored["sketch"]) <= 48


def test_likeness_of_an_empty_column_is_low():
    empty = footprint(pl.Series("x", [None] * 40, pl.String))
    assert likeness(footprint(FRAME["Prix"]), empty).score < 0.5
