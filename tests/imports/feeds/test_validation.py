"""Validation: what is held, what is only reported, and what goes on."""

import polars as pl
import pytest

from imports.feeds.validation import CODES, Level, Rules, message_of, propose_identity, validate

EAN, WRONG, IN_STORE, COUPON = "4006381333931", "4006381333932", "2000000000015", "9810000000013"


def rows(**columns):
    height = len(next(iter(columns.values())))
    numbers = pl.Series(range(2, height + 2), dtype=pl.UInt32)
    texts = {name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()}
    return pl.DataFrame({"_row": numbers, **texts, "_raw": [f'{{"n":{n}}}' for n in range(height)]})


def found(validated, row=2):
    return dict(validated.findings.filter(pl.col("row") == row).select("code", "level").iter_rows())


def test_a_correct_row_goes_on_normalised():
    frame = validate(
        rows(
            ean=[EAN], supplier_sku=["A"], title=["Lampe"], price=["12.5"], stock=["007"], image_url=["https://x/a.jpg"]
        )
    ).frame

    assert frame.to_dicts() == [
        {
            "row": 2,
            "key": "supplier_sku:A",
            "gtin": "04006381333931",
            "supplier_sku": "A",
            "title": "Lampe",
            "price": "12.50",
            "stock": "7",
            "image_urls": "https://x/a.jpg",
            "raw": '{"n":0}',
        }
    ]


@pytest.mark.parametrize(
    ("column", "cell", "code", "level"),
    [
        ("ean", WRONG, "ean_checksum_invalid", Level.ERROR),
        ("ean", "ABC", "ean_format_invalid", Level.ERROR),
        ("ean", COUPON, "ean_not_a_product", Level.ERROR),
        ("ean", "3,01762E+12", "ean_scientific_notation", Level.WARNING),
        ("ean", "0000000000000", "ean_placeholder", Level.WARNING),
        ("ean", IN_STORE, "ean_restricted", Level.WARNING),
        ("ean", None, "ean_missing", Level.INFO),
        ("ean", "36000291452", "ean_zero_filled", Level.INFO),
        ("price", "abc", "field_format_invalid", Level.ERROR),
        ("price", "-3", "price_not_positive", Level.ERROR),
        ("price", "0", "price_zero", Level.WARNING),
        ("cost", "abc", "field_format_invalid", Level.WARNING),
        ("stock", "abc", "field_format_invalid", Level.WARNING),
        ("stock", "-3", "stock_negative", Level.WARNING),
        ("stock", "2.5", "stock_rounded", Level.WARNING),
        ("weight", "un peu", "field_format_invalid", Level.WARNING),
        ("currency", "ZZZ", "field_format_invalid", Level.WARNING),
        ("vat_rate", "120", "field_format_invalid", Level.WARNING),
        ("url", "nowhere", "field_format_invalid", Level.WARNING),
        ("asin", "123", "field_format_invalid", Level.WARNING),
        ("status", "bientôt", "field_format_invalid", Level.WARNING),
        ("status", "trash", "field_format_invalid", Level.WARNING),
        ("title", None, "title_missing", Level.WARNING),
        ("title", "x" * 256, "title_too_long", Level.WARNING),
        ("mpn", "x" * 256, "field_too_long", Level.ERROR),
    ],
)
def test_a_doubtful_cell_has_a_code_and_a_level(column, cell, code, level):
    validated = validate(rows(supplier_sku=["A"], **{column: [cell]}))

    assert found(validated)[code] == level
    assert validated.frame.height == (0 if level is Level.ERROR else 1)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("stock", "abc"), ("weight", "-1"), ("cost", "-1"), ("currency", "zz"), ("url", "x"), ("status", "trash")],
)
def test_a_value_that_cannot_be_read_is_left_out_of_the_row(column, cell):
    assert validate(rows(supplier_sku=["A"], **{column: [cell]})).frame[column].to_list() == [None]


def test_a_held_row_keeps_its_cells_and_all_its_errors():
    held = validate(rows(supplier_sku=["A", "B"], ean=[WRONG, EAN], price=["-3", "1"])).held

    assert [(row.row, row.raw) for row in held] == [(2, '{"n":0}')]
    assert [problem.code for problem in held[0].problems] == ["ean_checksum_invalid", "price_not_positive"]


def test_codes_that_do_not_identify_are_no_gtin():
    frame = validate(rows(supplier_sku=["A", None], ean=[IN_STORE, IN_STORE])).frame

    assert frame["gtin"].to_list() == [None, None]
    assert frame["key"].to_list() == ["supplier_sku:A", f"ean:0{IN_STORE}"]


def test_a_row_without_sku_or_barcode_is_held():
    validated = validate(rows(supplier_sku=[None, None], ean=[None, EAN], title=["a", "b"]))

    assert found(validated)["identity_missing"] == Level.ERROR
    assert validated.frame["key"].to_list() == ["ean:04006381333931"]


def test_rows_without_title_go_on_and_are_listed():
    validated = validate(rows(supplier_sku=["A", "B"], title=["x", None]))

    assert validated.untitled.to_list() == [3]
    assert validate(rows(supplier_sku=["A", "B"], stock=["1", "2"])).untitled.to_list() == [2, 3]


def test_a_stock_feed_has_nothing_to_complain_about():
    assert validate(rows(supplier_sku=["A", "B"], stock=["1", "2"])).findings.is_empty()


def test_rules_of_the_source():
    rules = Rules(required=("brand",), min_price=1, max_price=10, levels={"ean_checksum_invalid": Level.WARNING})

    validated = validate(
        rows(supplier_sku=["A", "B"], price=["0.5", "5"], brand=[None, "x"], ean=[EAN, WRONG]), rules=rules
    )

    assert found(validated) == {"required_field_missing": "error", "price_out_of_range": "error"}
    assert found(validated, 3)["ean_checksum_invalid"] == Level.WARNING
    assert validated.frame["row"].to_list() == [3]


def test_one_barcode_under_several_keys_is_reported():
    validated = validate(rows(supplier_sku=["A", "B", "C"], ean=[EAN, EAN, "5901234123457"]))

    assert validated.counts == {"ean_repeated": 2}


def test_inherited_titles_are_reported():
    frame = rows(supplier_sku=["A"], title=["Gant"]).with_columns(pl.Series("_inherited_from", [7], dtype=pl.UInt32))

    issue = validate(frame).issues[0]

    assert (issue.code, issue.params) == ("title_inherited", {"from": 7})
    assert "7" in str(issue.message)


def test_messages_name_row_column_and_value():
    issue = validate(rows(supplier_sku=["A"], ean=[WRONG]), columns={"ean": "Code EAN"}).held[0].problems[0]

    assert all(text in str(issue.message) for text in ("2", "Code EAN", WRONG))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence(code):
    values = {"row": 1, "column": "c", "value": "v", "length": 1, "allowed": 1, "from": 1, "gtin": "1"}

    assert "1" in str(message_of(code, "price", values))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"supplier_sku": ["A", "B"], "ean": [EAN, None]}, ("supplier_sku",)),
        ({"supplier_sku": ["A"] * 60, "ean": [f"{n}" for n in range(60)]}, ("supplier_sku",)),
        ({"supplier_sku": ["A", "A"], "ean": [EAN, "5901234123457"]}, ("ean",)),
        ({"brand": ["X", "X"], "mpn": ["1", "2"]}, ("brand", "mpn")),
        ({"url": ["https://x/1", "https://x/2"]}, ("url",)),
    ],
)
def test_the_key_is_proposed_from_the_data(columns, expected):
    keyed = validate(rows(**columns), rules=Rules(levels={"ean_format_invalid": Level.WARNING}))

    assert propose_identity(keyed.frame).fields == expected


def test_the_fields_of_the_source_make_the_key_together():
    frame = validate(rows(supplier_sku=["A", "B"], ean=[EAN, None]), identity=("supplier_sku", "ean")).frame

    assert frame["key"].to_list() == ["supplier_sku+ean:A␟04006381333931"]
