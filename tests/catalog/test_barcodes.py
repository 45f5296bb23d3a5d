"""Product codes: readings, repairs that are recorded, and damage that is never guessed away."""

import random

import polars as pl
import pytest

from catalog.barcodes import (
    Kind,
    Problem,
    Repair,
    Usage,
    check_digit,
    describe_prefix,
    expand_upce,
    isbn10_to_isbn13,
    isbn13_to_isbn10,
    normalise,
    normalise_cells,
    parse,
    parse_cell,
)


@pytest.mark.parametrize(
    ("text", "gtin14", "kind"),
    [
        ("4006381333931", "04006381333931", Kind.GTIN13),
        ("036000291452", "00036000291452", Kind.GTIN12),
        ("96385074", "00000096385074", Kind.GTIN8),
        ("10614141000415", "10614141000415", Kind.GTIN14),
        ("9780131103627", "09780131103627", Kind.ISBN13),
        ("'4006381333931", "04006381333931", Kind.GTIN13),
        ('="4006381333931"', "04006381333931", Kind.GTIN13),
        ("978-0-13-110362-7", "09780131103627", Kind.ISBN13),
        ("7 611916 165733", "07611916165733", Kind.GTIN13),
        ("urn:isbn:9780131103627", "09780131103627", Kind.ISBN13),
    ],
)
def test_a_correct_code_is_read_as_written(text, gtin14, kind):
    code = parse(text)

    assert (code.gtin14, code.kind, code.repair, code.problem) == (gtin14, kind, None, None)
    assert code.is_valid_as_written


@pytest.mark.parametrize(
    ("text", "gtin14", "repair"),
    [
        ("36000291452", "00036000291452", Repair.ZERO_FILLED),
        ("04252614", "00042100005264", Repair.UPCE_EXPANDED),
        ("080442957X", "09780804429573", Repair.ISBN10_CONVERTED),
        ("4006381333931.0", "04006381333931", Repair.DECIMALS_REMOVED),
    ],
)
def test_a_repair_is_recorded(text, gtin14, repair):
    code = parse(text)

    assert (code.gtin14, code.repair) == (gtin14, repair)
    assert not code.is_valid_as_written


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, Problem.MISSING),
        ("  ", Problem.MISSING),
        ("4006381333932", Problem.CHECKSUM),
        ("3,01762E+12", Problem.SCIENTIFIC),
        ("9.78043902348e+12", Problem.SCIENTIFIC),
        ("3.017620422003E+12", Problem.SCIENTIFIC),
        ("54398267125.00001", Problem.FORMAT),
        ("ABC123", Problem.FORMAT),
        ("123456", Problem.FORMAT),
        ("0000000000000", Problem.PLACEHOLDER),
        ("1234567890128", Problem.PLACEHOLDER),
        ("does not apply", Problem.PLACEHOLDER),
        ("n/a", Problem.PLACEHOLDER),
    ],
)
def test_an_unusable_cell_says_why(text, problem):
    code = parse(text)

    assert (code.gtin14, code.problem) == (None, problem)


def test_ten_digits_that_fit_two_codes_are_not_guessed():
    both = next(
        body + check_digit(body)
        for body in (f"{number:09}" for number in range(100_000_000, 100_001_000))
        if isbn10_to_isbn13(body + check_digit(body))
    )

    assert parse(both).problem is Problem.AMBIGUOUS


@pytest.mark.parametrize(
    ("body", "usage", "identifies"),
    [
        ("200000000001", Usage.RESTRICTED, False),
        ("020000000001", Usage.RESTRICTED, False),
        ("050000000001", Usage.COUPON, False),
        ("980000000001", Usage.REFUND, False),
        ("981000000001", Usage.COUPON, False),
        ("952000000001", Usage.DEMO, False),
        ("977000000001", Usage.SERIAL, True),
        ("978000000001", Usage.BOOK, True),
        ("301000000001", Usage.RETAIL, True),
    ],
)
def test_the_prefix_says_whether_a_code_identifies(body, usage, identifies):
    code = parse(body + check_digit(body))

    assert (code.usage, code.identifies) == (usage, identifies)


def test_short_codes_have_in_store_prefixes_of_their_own():
    assert parse("2000000" + check_digit("2000000")).usage is Usage.RESTRICTED
    assert parse("9638507" + check_digit("9638507")).usage is Usage.RETAIL


def test_the_prefix_is_described():
    assert describe_prefix("03012345678900") == "GS1 France"


def test_isbn_converts_both_ways_and_979_has_no_short_form():
    assert isbn10_to_isbn13("080442957X") == "9780804429573"
    assert isbn13_to_isbn10("9780804429573") == "080442957X"
    assert isbn13_to_isbn10("9791034304226") is None


@pytest.mark.parametrize(
    ("short", "long"),
    [("04252614", "042100005264"), ("01234531", "012300000451"), ("22345677", None)],
)
def test_upce_expands_only_when_the_check_digit_agrees(short, long):
    assert expand_upce(short) == long


def test_the_first_valid_code_of_a_list_counts():
    assert parse_cell("4006381333932;5901234123457").gtin14 == "05901234123457"
    assert parse_cell("36000291452\n5901234123457").gtin14 == "05901234123457"
    assert parse("4006381333932;5901234123457").problem is Problem.FORMAT


def every_sort_of_cell(number: int, seed: int = 5) -> list[str | None]:
    chance = random.Random(seed)
    oddities = ["n/a", "", None, "080442957X", "97804-3902-3481", "77777777", "12345", "5902687180165.0", "3,0E+12"]
    cells: list[str | None] = []
    for _ in range(number):
        body = "".join(chance.choice("0123456789") for _ in range(chance.choice([6, 7, 9, 10, 11, 12, 12, 13])))
        code = body + (check_digit(body) if chance.random() < 0.7 else "0")
        cells.append(chance.choice([code, code, code.lstrip("0"), f"'{code}", chance.choice(oddities)]))
    return cells


def test_the_column_reader_agrees_with_the_cell_reader():
    cells = every_sort_of_cell(5_000)

    frame = normalise(pl.Series(cells, dtype=pl.String))

    for cell, row in zip(cells, frame.iter_rows(), strict=True):
        code = parse(cell)
        assert row == (code.gtin14, code.kind, code.repair, code.problem, code.usage, code.identifies), cell


def test_columns_without_cells_and_with_lists():
    assert normalise(pl.Series([], dtype=pl.String)).height == 0
    assert normalise(pl.Series([None, None], dtype=pl.String))["problem"].to_list() == ["ean_missing"] * 2
    assert normalise_cells(pl.Series(["1\n5901234123457"]))["gtin"].to_list() == ["05901234123457"]
