"""Whatever is written: understood and computed as the plain reference does, or refused with a place."""

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from imports.feeds.expressions import ExpressionError, compile_expression
from imports.feeds.expressions.parsing import parse
from imports.feeds.expressions.printing import printed
from tests.imports.feeds.expressions.reference import evaluate, text_of
from tests.imports.feeds.expressions.trees import COLUMNS, frames, trees

_SCHEMA = dict.fromkeys(COLUMNS, pl.String)
_PIECES = [
    "prix",
    "[Nom]",
    "1.5",
    "'a'",
    "(",
    ")",
    ",",
    "+",
    "-",
    "*",
    "/",
    "&",
    "=",
    "<",
    "in",
    "not",
    "and",
    "if(",
    "round(",
    "left(",
    "null",
    "true",
]
_JUNK = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join),
)
bounded_effort = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def parsed(tree):
    """The tree with places and sizes; trees beyond the limits of the language are left out."""
    try:
        return parse(printed(tree))
    except ExpressionError:
        assume(condition=False)


@bounded_effort
@given(trees)
def test_printing_and_parsing_gives_the_same_tree(tree):
    assert parsed(tree) == tree


@bounded_effort
@given(trees, frames)
def test_every_expression_computes_what_the_reference_says(tree, rows):
    text = printed(parsed(tree))
    compiled = compile_expression(text, columns=COLUMNS)
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    result = frame.with_columns(compiled.as_text().alias("result"))["result"].to_list()
    assert result == [text_of(evaluate(tree, row)) for row in rows], text


def understood(text):
    """The compiled expression, or the refusal."""
    try:
        return compile_expression(text, columns=COLUMNS)
    except ExpressionError as error:
        return error


@bounded_effort
@given(_JUNK)
def test_nothing_but_a_refusal_comes_of_nonsense(text):
    answer = understood(text)
    if isinstance(answer, ExpressionError):
        assert 0 <= answer.params["position"] <= len(text)
    else:
        frame = pl.DataFrame([{}], schema=_SCHEMA).with_columns(answer.as_text().alias("result"))
        assert frame.height == 1
