"""Transformations: what each makes of a cell, and which parameters are refused."""

import polars as pl
import pytest

from core.errors import InvalidInput
from imports.feeds.transformations import Surroundings, all_transformations, compile_chain

FRAME = pl.DataFrame(
    {
        "text": ["  Bosch  GSR ", "<p>a &amp; b</p>", None, "A-B-C"],
        "net": ["1 234,50 €", "2,675", None, "x"],
        "factor": ["2", "0", "1", "1"],
        "weight": ["1.5kg", "800 g", "10", "2 lbs"],
        "day": ["31/12/2025", "2025-01-02 10:00", "1.2.24", None],
    }
)
AROUND = Surroundings(tuple(FRAME.columns))


def apply(column, *steps):
    return FRAME.select(compile_chain(pl.col(column), steps, AROUND)).to_series().to_list()


@pytest.mark.parametrize(
    ("column", "name", "parameters", "expected"),
    [
        ("text", "trim", {}, ["Bosch  GSR", "<p>a &amp; b</p>", None, "A-B-C"]),
        ("text", "squeeze", {}, ["Bosch GSR", "<p>a &amp; b</p>", None, "A-B-C"]),
        ("text", "case", {"to": "upper"}, ["  BOSCH  GSR ", "<P>A &AMP; B</P>", None, "A-B-C"]),
        ("text", "strip_html", {}, ["Bosch GSR", "a & b", None, "A-B-C"]),
        ("text", "prefix", {"text": "x"}, ["x  Bosch  GSR ", "x<p>a &amp; b</p>", None, "xA-B-C"]),
        ("text", "suffix", {"text": "x"}, ["  Bosch  GSR x", "<p>a &amp; b</p>x", None, "A-B-Cx"]),
        ("text", "replace", {"find": "-", "with": "/"}, ["  Bosch  GSR ", "<p>a &amp; b</p>", None, "A/B/C"]),
        ("text", "regex_extract", {"pattern": r"-(\w)-", "group": 1}, [None, None, None, "B"]),
        (
            "text",
            "regex_replace",
            {"pattern": r"(\w)-", "with": "$1"},
            ["  Bosch  GSR ", "<p>a &amp; b</p>", None, "ABC"],
        ),
        ("text", "split", {"separator": "-", "part": -1}, ["Bosch  GSR", "<p>a &amp; b</p>", None, "C"]),
        ("text", "truncate", {"length": 3}, ["  B", "<p>", None, "A-B"]),
        ("text", "default", {"text": "none"}, ["  Bosch  GSR ", "<p>a &amp; b</p>", "none", "A-B-C"]),
        (
            "factor",
            "join",
            {"column": "text", "separator": "+"},
            ["2+  Bosch  GSR ", "0+<p>a &amp; b</p>", "1", "1+A-B-C"],
        ),
        ("net", "number", {}, ["1234.50", "2.675", None, None]),
        ("net", "round", {}, ["1234.50", "2.68", None, None]),
        ("net", "arithmetic", {"operator": "*", "value": 1.2}, ["1481.40", "3.21", None, None]),
        ("net", "arithmetic", {"operator": "/", "column": "factor"}, ["617.25", None, None, None]),
        ("net", "vat", {"direction": "add", "rate": 20}, ["1481.40", "3.21", None, None]),
        ("net", "vat", {"direction": "remove", "rate": 20}, ["1028.75", "2.23", None, None]),
        ("net", "currency", {"rate": 0.5}, ["617.25", "1.34", None, None]),
        ("weight", "unit", {"from": "kg", "to": "g"}, ["1500", "800", "10000", "907.18474"]),
        ("day", "date", {}, ["2025-12-31", "2025-01-02", "2024-02-01", None]),
        ("day", "date", {"order": "month_first"}, [None, "2025-01-02", None, None]),
        ("factor", "lookup", {"table": {"1": "one"}}, ["2", "0", "one", "one"]),
        ("factor", "lookup", {"table": {"1": "one"}, "otherwise": "empty"}, [None, None, "one", "one"]),
        ("factor", "condition", {"operator": "greater", "value": "0", "then": "yes"}, ["yes", "0", "yes", "yes"]),
        (
            "net",
            "expression",
            {"expression": "round(value * factor * 1.2, 2)"},
            ["2962.8", "0", None, None],
        ),
        (
            "text",
            "expression",
            {"expression": "upper(left(trim(value), 5)) & factor"},
            ["BOSCH2", "<P>A 0", "1", "A-B-C1"],
        ),
        (
            "day",
            "expression",
            {"expression": "if(value = '', 'none', date(value))"},
            [
                "2025-12-31",
                "2025-01-02",
                "2024-02-01",
                "none",
            ],
        ),
        ("factor", "condition", {"operator": "is_empty", "column": "net", "then": "?"}, ["2", "0", "?", "1"]),
    ],
)
def test_a_step(column, name, parameters, expected):
    assert apply(column, (name, parameters)) == expected


def test_steps_follow_one_another():
    assert apply(
        "net", ("number", {}), ("arithmetic", {"operator": "+", "value": 1}), ("suffix", {"text": " EUR"})
    ) == [
        "1235.50 EUR",
        "3.68 EUR",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (("nope", {}), "transformation_unknown"),
        (("prefix", {}), "parameter_invalid"),
        (("prefix", {"text": "a", "colour": "b"}), "parameter_unknown"),
        (("truncate", {"length": "3"}), "parameter_invalid"),
        (("case", {"to": "sideways"}), "parameter_invalid"),
        (("join", {"column": "absent", "separator": ""}), "parameter_invalid"),
        (("regex_replace", {"pattern": "(?=a)"}), "parameter_invalid"),
        (("regex_replace", {"pattern": "a" * 1001}), "parameter_invalid"),
        (("lookup", {"table": {"a": 1}}), "parameter_invalid"),
        (("unit", {"from": "kg", "to": "cm"}), "parameter_invalid"),
    ],
)
def test_a_wrong_step_is_refused_before_anything_runs(step, code):
    with pytest.raises(InvalidInput) as refused:
        apply("text", step)

    assert refused.value.code == code


def test_every_transformation_has_a_label_for_itself_and_its_parameters():
    for transformation in all_transformations():
        assert str(transformation.label)
        assert all(str(parameter.label) for parameter in transformation.parameters)


def test_after_a_numeric_step_the_point_is_the_decimal_mark():
    frame = pl.DataFrame({"price": ["1,234", "2.500,125"]})
    around = Surroundings(("price",), ",")
    for step in (("number", {}), ("expression", {"expression": "value * 1"})):
        chain = compile_chain(
            pl.col("price"), [step, ("arithmetic", {"operator": "*", "value": 1, "decimals": 3})], around
        )
        assert frame.select(chain).to_series().to_list() == ["1.234", "2500.125"]


def test_a_long_chain_of_expressions_computes_each_step_once():
    steps = [("expression", {"expression": "value + value - value + 1"})] * 30
    chain = compile_chain(pl.col("factor"), steps, AROUND)
    assert FRAME.select(chain).to_series().to_list() == ["32", "30", "31", "31"]


def test_an_expression_that_cannot_be_understood_is_refused_with_its_place():
    with pytest.raises(InvalidInput, match=r"Character 9: there is no column “factr”\. Did you mean “factor”\?"):
        apply("net", ("expression", {"expression": "value * factr"}))
    with pytest.raises(InvalidInput, match="expected an expression"):
        apply("net", ("expression", {"expression": 5}))
