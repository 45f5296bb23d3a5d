"""The table of functions, its examples, and the page that explains it."""

from pathlib import Path

import polars as pl
import pytest

from imports.feeds.expressions import FUNCTIONS, compile_expression
from imports.feeds.expressions.functions import BY_NAME
from tests.architecture.sources import ROOT

PAGE = Path(ROOT, "docs/expressions.md").read_text(encoding="utf-8")


def computed(text, cells):
    frame = pl.DataFrame({name: [cell] for name, cell in cells.items()}, schema=dict.fromkeys(cells, pl.String))
    compiled = compile_expression(text, columns=frame.columns)
    return frame.with_columns(compiled.as_text().alias("result"))["result"][0]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_example_gives_what_it_says(function):
    assert computed(function.example.formula, function.example.cells) == function.example.result


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_page_explains_the_function(function):
    example = function.example
    result = "empty" if example.result is None else f"`{example.result}`"
    row = f"| `{function.signature}` | {function.summary} | `{example.formula}` | {result} |"
    assert row in PAGE


def test_the_page_explains_nothing_that_is_not_there():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and "(" in line.split("|")[1]]
    assert len(rows) == len(FUNCTIONS)


def test_other_names_lead_to_the_same_function():
    assert BY_NAME["coalesce"] is BY_NAME["first"]
    assert "`coalesce`" in PAGE


@pytest.mark.parametrize(
    ("text", "cells", "result"),
    [
        ("number(a, ',')", {"a": "1.234"}, "1234"),
        ("number(a, '.')", {"a": "1.234"}, "1.234"),
        ("number(a)", {"a": "12 x 3"}, None),
        ("upper(a)", {"a": None}, None),
        ("len(a)", {"a": None}, "0"),
        ("left(a, 0)", {"a": "abc"}, None),
        ("mid(a, 9, 1)", {"a": "abc"}, None),
        ("replace(a, 'abc', '')", {"a": "abc"}, None),
        ("replace(a, '.', '$1')", {"a": "a.c"}, "a$1c"),
        ("split(a, ';', 3)", {"a": "x;y"}, None),
        ("split(a, ';', -2)", {"a": "x;y"}, "x"),
        ("join(', ', a, 'b', '')", {"a": None}, "b"),
        ("min(a, b)", {"a": None, "b": "2"}, "2"),
        ("max(a, b)", {"a": None, "b": ""}, None),
        ("if(a > 1, 'x')", {"a": None}, None),
        ("first(a, b)", {"a": " ", "b": "c"}, "c"),
        ("date(a, 'MM/DD/YYYY')", {"a": "12/31/2026"}, "2026-12-31"),
        ("date(a, 'yyyymmdd')", {"a": "20261231"}, "2026-12-31"),
        ("date(a)", {"a": "tomorrow"}, None),
        ("extract(a, '[0-9]+')", {"a": "none"}, None),
        ("trim(a)", {"a": "\u00a0x\u200b"}, "x"),
    ],
)
def test_edges_of_functions(text, cells, result):
    assert computed(text, cells) == result
