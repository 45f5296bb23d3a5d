"""The expression language: what it computes, what it refuses and how it says so."""

from decimal import Decimal

import polars as pl
import pytest

from imports.feeds.expressions import ExpressionError, Type, compile_expression, kinds_of, renamed

CELLS = {
    "prix_ht": ["19,99", "1 234,50 €", None, "sur demande"],
    "Prix HT €": ["1", "2", "3", "4"],
    "marque": ["Sony", " ", "LG", "sony"],
    "stock": ["0", "5", "-3", None],
}
FRAME = pl.DataFrame(CELLS)


def computed(text, frame=FRAME, **options):
    compiled = compile_expression(text, columns=frame.columns, **options)
    return frame.with_columns(compiled.as_text().alias("result"))["result"].to_list()


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("round(prix_ht * 1.2, 2)", ["23.99", "1481.4", None, None]),
        ("prix_ht * 1.2", ["23.988", "1481.4", None, None]),
        ("PRIX_HT + [prix ht  €]", ["20.99", "1236.5", None, None]),
        ("[Prix HT €] / stock", [None, "0.4", "-1", None]),
        ("[Prix HT €] % stock", [None, "2", "0", None]),
        ("marque & ' ' & stock", ["Sony 0", " 5", "LG -3", "sony "]),
        ("if(stock > 0, prix_ht, 0)", ["0", "1234.5", "0", "0"]),
        ("stock in (0, 5)", ["true", "true", "false", None]),
        ("marque not in ('Sony', '')", ["false", "false", "true", "true"]),
        ("marque = ''", ["false", "true", "false", "false"]),
        ("not marque = 'Sony' and stock < 1", ["false", "false", "true", None]),
        ("marque = 'Sony' or stock = 5", ["true", "true", "false", None]),
        ("prix_ht > stock", ["true", "true", None, None]),
        ("-2 - -2", ["0"] * 4),
        ("2 + 3 * 4 - 10 / 4", ["11.5"] * 4),
        ("'l''été' & \"5\"\" x\"", ["l'été5\" x"] * 4),
    ],
)
def test_computing(text, results):
    assert computed(text) == results


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.1 + 0.2 = 0.3", "true"),
        ("1.005 * 100", "100.5"),
        ("round(2.675, 2)", "2.68"),
        ("round(-2.5)", "-3"),
        ("1000000.1 - 1000000", "0.1"),
        ("1 / 3 * 3", "0.9999999999"),
        ("99999999999999 + 1", None),
        ("99999999999999 * 99999999999999", None),
        ("1 / 0", None),
        ("0.0000000001 / 99999999999999", "0"),
    ],
)
def test_numbers_are_exact_decimals_and_empty_beyond_their_limits(text, result):
    assert computed(text) == [result] * 4


def test_mapped_fields_are_numbers_when_their_kind_says_so():
    frame = pl.DataFrame({"price": ["12.50", None], "title": ["a", "b"], "attribute:Colour": ["red", None]})
    kinds = kinds_of(frame.columns)
    assert kinds == {"price": Type.NUMBER, "title": Type.CELL, "attribute:Colour": Type.CELL}
    assert computed("price >= 12.5 and [attribute:colour] = 'red'", frame, kinds=kinds) == ["true", None]


def test_the_decimal_mark_of_the_file_settles_ambiguous_cells():
    frame = pl.DataFrame({"prix": ["1.234"]})
    assert computed("prix * 1", frame, decimal=",") == ["1234"]
    assert computed("prix * 1", frame, decimal=".") == ["1.234"]


def test_the_answer_names_type_and_columns():
    compiled = compile_expression("if(stock > 0, prix_ht, 1)", columns=FRAME.columns)
    assert (compiled.type, compiled.columns) == (Type.NUMBER, ("stock", "prix_ht"))
    assert FRAME.select(compiled.expression.alias("x"))["x"].to_list()[1] == Decimal("1234.5")


def test_a_wanted_type_is_given_or_refused():
    assert computed("prix_ht", wanted="number")[0] == "19.99"
    assert computed("1 + 1", wanted="text")[0] == "2"
    with pytest.raises(ExpressionError, match="expected a condition"):
        compile_expression("prix_ht", columns=FRAME.columns, wanted="boolean")


@pytest.mark.parametrize(
    ("text", "position", "sentence"),
    [
        ("", 0, "the expression ends here, but a value is missing"),
        ("prix_h * 2", 0, "no column “prix_h”. Did you mean “prix_ht”?"),
        ("rund(1)", 0, "no function “rund”. Did you mean “round”?"),
        ("1 + (2", 6, "a closing parenthesis is missing"),
        ("1,2", 1, "Decimals are written with a point"),
        ("stock > 0 et stock < 9", 10, "Did you mean “and”?"),
        ("1 < 2 < 3", 6, "found “<”, expected an operator or the end"),
        ("not in", 4, "found “in”, expected a value"),
        ("marque & 'abc", 9, "its closing ' is missing"),
        ("[marque", 0, "its closing ] is missing"),
        ("“a”", 0, "straight quotes"),
        ("stock; 1", 5, "“;” has no meaning"),
        ("marque * 'a'", 9, "found a text, expected a number. Write number(…)"),
        ("if(stock, 1, 2)", 3, "Compare it with something"),
        ("if(1 > 2, 1, 'a')", 13, "needs values of one kind: this is a text, another is a number"),
        ("true < false", 7, "found a condition"),
        ("1 = 'a'", 4, "found a text, expected a number"),
        ("stock < null", 0, "nothing is lower or higher"),
        ("stock in (1, marque)", 13, "“in” takes texts in quotes or numbers"),
        ("round()", 0, "was given 0 values; it is written round(number, decimals?)"),
        ("round(1, 2, 3)", 0, "was given 3 values"),
        ("round(1, stock)", 9, "a whole number from 0 to 10"),
        ("left(marque, 1.5)", 13, "a whole number from 0 to 10000"),
        ("split(marque, ' ', 0)", 19, "1 for the first or -1 for the last"),
        ("split(marque, '', 1)", 14, "that is not empty"),
        ("replace(marque, 1, '')", 16, "a text in quotes"),
        ("matches(marque, '(?=a)')", 16, "a valid regular expression"),
        ("matches(marque, '" + "a" * 201 + "')", 16, "at most 200 characters"),
        ("number(marque, ';')", 15, "',' or '.'"),
        ("date(marque, 'DD/MM')", 13, "a date format"),
        ("123456789012345", 0, "at most 14 digits"),
    ],
)
def test_refusals_say_where_and_why(text, position, sentence):
    with pytest.raises(ExpressionError) as refused:
        compile_expression(text, columns=FRAME.columns)
    assert sentence in str(refused.value)
    assert refused.value.params["position"] == position


def test_a_refusal_names_line_and_character():
    with pytest.raises(ExpressionError, match="Line 2, character 3") as refused:
        compile_expression("1 +\n  prx", columns=FRAME.columns)
    assert (refused.value.params["line"], refused.value.params["column"]) == (2, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 " * 1_001, "at most 2000 characters"),
        ("not " * 60 + "true", "at most 50 levels"),
        ("1+" * 400 + "1", "at most 50 levels"),
        ("min(" + ",".join(["1"] * 600) + ")", "at most 500 parts"),
    ],
)
def test_expressions_have_limits(text, sentence):
    with pytest.raises(ExpressionError, match=sentence):
        compile_expression(text, columns=())


def test_deep_parentheses_do_no_harm():
    assert computed("(" * 900 + "1" + ")" * 900) == ["1"] * 4


def test_columns_that_differ_in_case_only_are_written_as_in_the_file():
    frame = pl.DataFrame({"REF": ["1"], "ref": ["2"]})
    assert computed("ref & REF", frame) == ["21"]
    with pytest.raises(ExpressionError, match=r"“Ref” may be \[REF\] / \[ref\]"):
        compile_expression("Ref", columns=frame.columns)


def test_the_value_of_a_cell_has_a_name_only_where_there_is_one():
    with pytest.raises(ExpressionError, match="no column “value”"):
        compile_expression("value", columns=["a"])


def test_columns_get_new_names_in_an_expression():
    text = "round(Prix * 1.2, 2) & if([stock] in (1, 2), '', prix)"
    assert renamed(text, {"prix": "Prix HT", "STOCK": "and"}) == (
        "round([Prix HT] * 1.2, 2) & if([and] in (1, 2), '', [Prix HT])"
    )
