"""Numbers in any local style."""

from decimal import Decimal

import polars as pl
import pytest

from imports.feeds.numbers import decimal_style, money_text, parse_number, parse_numbers


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 167 €", "167"),
        ("15 000 Fcfa", "15000"),
        ("49,00 TND", "49.00"),
        ("1,466,29", "1466.29"),
        ("1.58e+03", "1580"),
        ("89,90€", "89.90"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("$1,299.00", "1299.00"),
        ("USD 10.00", "10.00"),
        ("599,00 Kč", "599.00"),
        ("R$ 10,00", "10.00"),
        ("-5,00", "-5.00"),
        ("(5.00)", "-5.00"),
        ("12.50-", "-12.50"),
        ("12,-", "12"),
        (".99", "0.99"),
        ("0,500", "0.500"),
        ("1234,567", "1234.567"),
        ("12.3456", "12.3456"),
        ("12,50 € HT", "12.50"),
        ("12.00 /pc", "12.00"),
    ],
)
def test_a_number_is_read_in_its_local_style(cell, expected):
    assert parse_numbers(pl.Series([cell]))[0] == expected


@pytest.mark.parametrize(
    "cell", ["12,50 € 15,00 €", "12,50 15,00", "12.5015.00", "12 15", "10-20", "Sur devis", "12 mois", "N/A", "", None]
)
def test_a_cell_without_exactly_one_number_is_not_guessed(cell):
    assert parse_numbers(pl.Series([cell], dtype=pl.String))[0] is None


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["1.234", "12,50"], ["1234", "12.50"]),
        (["1,234", "12.50"], ["1234", "12.50"]),
        (["1.234", "2.345"], ["1.234", "2.345"]),
        (["1,234", "2,345"], ["1234", "2345"]),
    ],
)
def test_an_ambiguous_cell_follows_the_style_of_its_column(column, expected):
    assert parse_numbers(pl.Series(column)).to_list() == expected


def test_the_given_decimal_mark_wins():
    assert parse_numbers(pl.Series(["1.234", "1,234"]), decimal=",").to_list() == ["1234", "1.234"]
    assert parse_number("1.234", decimal=",") == Decimal(1234)


def test_no_cell_decides_about_the_style():
    assert decimal_style(pl.Series(["12", "1.234", None])) is None


def test_money_has_two_decimals_or_up_to_four():
    cells = pl.DataFrame({"n": ["12", "12.5", "12.500", "12.3456", "007.10"]})

    assert cells.select(money_text(pl.col("n")))["n"].to_list() == ["12.00", "12.50", "12.50", "12.3456", "7.10"]
