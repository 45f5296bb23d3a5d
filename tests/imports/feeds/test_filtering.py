"""Filters before the import: which rows they keep out, and what is refused as a filter."""

import polars as pl
import pytest

from core.errors import InvalidInput
from imports.feeds.explanations import explain
from imports.feeds.filtering import check_filters, describe, filtered_rows, read_filters

MAPPED = pl.DataFrame(
    {"_row": [2, 3, 4], "brand": ["Bosch", "Makita", None], "price": ["5", "15.50", None], "title": ["A", "B", "C"]}
)
ROWS = pl.DataFrame({"_row": [2, 3, 4], "Marque": ["BOSCH ", "Makita", ""], "Remise": ["5,0", "15 %", None]})


def kept_out(*filters):
    """Rows that the filters keep out: row number -> number of the filter."""
    numbers = filtered_rows(MAPPED, ROWS, read_filters(list(filters)))
    return {row: number for row, number in zip(MAPPED["_row"], numbers, strict=True) if number is not None}


@pytest.mark.parametrize(
    ("test", "given", "out"),
    [
        ("equals", {"value": "bosch"}, [2]),
        ("not_equals", {"value": "bosch"}, [3, 4]),
        ("contains", {"value": "AKI"}, [3]),
        ("not_contains", {"value": "aki"}, [2, 4]),
        ("in", {"values": ["bosch", "makita"]}, [2, 3]),
        ("not_in", {"values": ["bosch"]}, [3, 4]),
        ("empty", {}, [4]),
        ("not_empty", {}, [2, 3]),
        ("matches", {"pattern": "^M.k"}, [3]),
    ],
)
def test_rows_are_left_out_by_a_field(test, given, out):
    assert list(kept_out({"action": "exclude", "field": "brand", "test": test, **given})) == out


@pytest.mark.parametrize(("test", "value", "out"), [("less", 10, [2]), ("greater", 10, [3]), ("equals", "5.00", [2])])
def test_numbers_are_compared_as_numbers(test, value, out):
    assert list(kept_out({"action": "exclude", "field": "price", "test": test, "value": value})) == out


def test_a_column_of_the_file_is_looked_at_as_it_came():
    assert list(kept_out({"action": "exclude", "column": "Marque", "test": "equals", "value": "bosch"})) == [2]
    assert list(kept_out({"action": "exclude", "column": "Marque", "test": "empty"})) == [4]
    assert list(kept_out({"action": "exclude", "column": "Remise", "test": "less", "value": 6})) == [2]


def test_an_expression_reads_several_fields():
    assert list(kept_out({"action": "exclude", "test": "expression", "expression": "price > 10 or brand = ''"})) == [
        3,
        4,
    ]
    with pytest.raises(InvalidInput, match="looks at “stock”"):
        kept_out({"action": "keep", "test": "expression", "expression": "stock > 0"})


def test_only_some_rows_are_taken():
    assert list(kept_out({"action": "keep", "field": "brand", "test": "equals", "value": "Bosch"})) == [3, 4]


def test_the_first_filter_that_keeps_a_row_out_is_named():
    cheap = {"action": "exclude", "field": "price", "test": "less", "value": 10}
    bosch = {"action": "keep", "field": "brand", "test": "equals", "value": "makita"}
    assert kept_out(cheap, bosch) == {2: 1, 4: 2}


def test_without_filters_everything_goes_on():
    assert kept_out() == {}


def test_a_filter_on_what_the_file_does_not_have_stops_the_import():
    with pytest.raises(InvalidInput, match="looks at “Rayon”, which this file does not have"):
        kept_out({"action": "exclude", "column": "Rayon", "test": "empty"})
    with pytest.raises(InvalidInput, match="No cheap ones"):
        kept_out({"action": "keep", "field": "stock", "test": "not_empty", "name": "No cheap ones"})


def test_a_filter_without_a_name_is_told_in_words():
    (one,) = read_filters([{"action": "exclude", "field": "brand", "test": "in", "values": ["a", "b"]}])
    assert describe(one) == "Leave out the rows whose Brand is one of “a, b”"


def test_the_finding_names_the_filter():
    assert explain("filtered", row=7, params={"filter": "No spare parts"}) == (
        "Row 7 was left out by the filter “No spare parts”."
    )
    entry = {"action": "keep", "field": "stock", "test": "greater", "value": 0}
    assert "Only take the rows whose Stock is more than “0”" in explain("filtered", row=7, params={"entry": entry})
    assert "“–”" in explain("filtered", row=7, params={"entry": {"action": "?"}})


def test_filters_are_stored_as_they_are_read():
    given = [{"action": "exclude", "column": "Marque", "test": "equals", "value": 5, "name": " x "}]
    stored = check_filters(given)
    assert stored == [{"action": "exclude", "test": "equals", "column": "Marque", "value": "5", "name": "x"}]
    assert check_filters(stored) == stored


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (5, "Filter 1, “-”: received “5”, allowed is an object."),
        ({"action": "drop"}, "“action”: received “drop”, allowed is one of: exclude, keep."),
        ({"action": "keep", "test": "like"}, "“test”: received “like”"),
        ({"action": "keep", "test": "empty"}, "a field of the catalogue, or a column of the file"),
        ({"action": "keep", "test": "empty", "field": "brand", "column": "B"}, "a field of the catalogue, or a column"),
        ({"action": "keep", "test": "equals", "field": "brand"}, "“value”: received “”, allowed is a text."),
        ({"action": "keep", "test": "less", "field": "price", "value": "a"}, "allowed is a number."),
        ({"action": "keep", "test": "empty", "field": "brand", "value": "a"}, "“value”: received “a”"),
        ({"action": "keep", "test": "expression", "expression": "price >"}, "Filter 1: "),
        ({"action": "keep", "test": "empty", "field": "brand", "name": 3}, "at most 120 characters"),
    ],
)
def test_a_wrong_filter_is_refused_with_its_number_and_what_is_allowed(entry, told):
    with pytest.raises(InvalidInput) as refused:
        check_filters([entry])
    assert told in str(refused.value)
