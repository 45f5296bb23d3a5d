"""Mappings as data, applied to frames."""

import json

import polars as pl
import pytest

from core.errors import InvalidInput
from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.mapping.model import FieldMapping, Inherit, Mapping


def source(**columns):
    height = len(next(iter(columns.values())))
    return pl.DataFrame({"_row": pl.Series(range(2, height + 2), dtype=pl.UInt32), **columns})


def mapped(fields, frame, **options):
    return apply_mapping(Mapping(fields=fields), frame, **options)


@pytest.mark.parametrize(
    ("field", "cells", "expected"),
    [
        ("price", ["49,00 TND", " 167 € ", "x"], ["49.00", "167", "x"]),
        ("stock", ["en stock", "rupture", "50+", "1 200", "abc", "Lieferbar"], ["1", "0", "50", "1200", "abc", "1"]),
        ("weight", ["1.37kg", "800 g", "2", "un peu"], ["1.37", "0.8", "2", "un peu"]),
        ("category", ["A->B", "A » B", "A / B"], ["A > B", "A > B", "A / B"]),
        ("currency", ["eur", "€", "Kč"], ["EUR", "EUR", "CZK"]),
        (
            "image_url",
            ["a.jpg, b.jpg", "https://x/a,b.jpg", "https://x/a|https://x/b"],
            ["a.jpg\nb.jpg", "https://x/a,b.jpg", "https://x/a\nhttps://x/b"],
        ),
        ("supplier_sku", ["'0012", "  A 1 "], ["0012", "A 1"]),
        ("title", ["  ", " Lampe "], [None, "Lampe"]),
    ],
)
def test_each_target_is_cleaned_without_being_told(field, cells, expected):
    assert mapped({field: FieldMapping("c")}, source(c=cells))[field].to_list() == expected


def test_the_source_row_travels_along_as_json():
    frame = mapped({"title": FieldMapping("Nom")}, source(Nom=["Lampe"], Autre=[None]))

    assert json.loads(frame["_raw"][0]) == {"Nom": "Lampe", "Autre": None}
    assert frame["_row"].to_list() == [2]


def test_transformations_come_before_cleaning_and_defaults_after():
    field = FieldMapping("p", (("arithmetic", {"operator": "*", "value": 2}),), default="1")

    assert mapped({"price": field}, source(p=["12,50 €", None]))["price"].to_list() == ["25.00", "1"]


def test_a_decimal_result_is_not_read_again_in_the_local_style():
    field = FieldMapping("p", (("round", {"decimals": 3}),), decimal=",")

    assert mapped({"price": field}, source(p=["1,234", "2,5"]))["price"].to_list() == ["1.234", "2.500"]


def test_a_field_that_is_never_taken_gives_no_column():
    assert "title" not in mapped({"title": FieldMapping("t", mode="never")}, source(t=["a"])).columns


def test_the_currency_of_the_price_cells_counts_when_no_column_gives_it():
    frame = mapped({"price": FieldMapping("p")}, source(p=["599 CZK", "12,00", "$ 5"]))

    assert frame["currency"].to_list() == ["CZK", None, "USD"]


def test_a_column_that_is_gone_is_named():
    with pytest.raises(InvalidInput, match="Prix") as refused:
        mapped({"price": FieldMapping("Prix")}, source(Nom=["a"]))

    assert refused.value.code == "column_missing"


def variants():
    return source(
        Handle=["a", "a", None, "b", "b"], Title=["Gant", None, None, "Veste", None], Brand=["B", None, None, None, "C"]
    )


def test_variants_inherit_texts_and_say_from_which_row():
    fields = {"title": FieldMapping("Title"), "brand": FieldMapping("Brand"), "parent_ref": FieldMapping("Handle")}
    frame = apply_mapping(Mapping(fields, inherit=Inherit("Handle", ("title", "brand"))), variants())

    assert frame["title"].to_list() == ["Gant", "Gant", None, "Veste", "Veste"]
    assert frame["brand"].to_list() == ["B", "B", None, None, "C"]
    assert frame["_inherited_from"].to_list() == [None, 2, None, None, 5]


@pytest.mark.parametrize("by", ["Handle", None])
def test_a_product_continues_in_the_next_chunk(by):
    handle = ["a", "a", "a"] if by else ["a", None, None]
    frame = source(Handle=handle, Title=["Gant", None, None])
    fields = {"title": FieldMapping("Title"), "parent_ref": FieldMapping("Handle")}
    mapping, context = Mapping(fields, inherit=Inherit(by, ("title",))), Context()

    parts = [apply_mapping(mapping, frame.slice(start, 1), context=context) for start in range(3)]

    assert pl.concat(parts)["title"].to_list() == ["Gant", "Gant", "Gant"]
    assert pl.concat(parts)["_inherited_from"].to_list() == [None, 2, 2]


def test_a_mapping_survives_json():
    mapping = Mapping(
        {"title": FieldMapping("Nom", (("trim", {}),), "x", "only_new"), "price": FieldMapping("P", decimal=",")},
        ("Col",),
        Inherit("Handle", ("title",)),
    )

    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"fields": []},
        {"version": 9, "fields": {}},
        {"fields": {"colour": {"column": "c"}}},
        {"fields": {"title": {"column": None}}},
        {"fields": {"title": {"column": "c", "mode": "sometimes"}}},
        {"fields": {"title": {"column": "c", "transformations": ["trim"]}}},
    ],
)
def test_a_malformed_mapping_is_refused(data):
    with pytest.raises(InvalidInput):
        Mapping.from_json(data)


def test_a_short_mapping_names_only_the_column():
    assert Mapping.from_json({"fields": {"title": "Nom"}}).fields["title"] == FieldMapping("Nom")


def test_weights_are_converted_by_the_unit_beside_them():
    step = ("unit", {"from": "kg", "to": "kg", "unit_column": "weight_unit"})
    frame = source(weight=["14500", "1,5", "2", "800 g", "3", None], weight_unit=["g", "KG", None, "kg", "Stk", "g"])

    found = mapped({"weight": FieldMapping("weight", transformations=(step,), decimal=",")}, frame)["weight"]

    assert found.to_list() == ["14.5", "1.5", "2", "0.8", "3 Stk", None]


def test_the_unit_column_survives_storage():
    step = ("unit", {"from": "kg", "to": "kg", "unit_column": "weight_unit"})
    mapping = Mapping(fields={"weight": FieldMapping("weight", transformations=(step,))})

    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping
