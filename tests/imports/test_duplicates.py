"""Rows of one file with the same key, over chunk borders."""

import polars as pl
import pytest

from imports.feeds.duplicates import Rule, keys_of, losers_among
from imports.feeds.repeats import UNIQUE_SCHEMA, repeats_among
from imports.feeds.validation.model import Level
from imports.feeds.validation.rules import Rule as SourceRule

RULES = [SourceRule(number, "unique", Level.ERROR, given={"field": "mpn"}) for number in (1, 2)]
KEYS = {1: [(2, "a"), (3, "b"), (4, "a")], 2: [(5, "c"), (6, "a"), (7, "b")]}


def losers(rule: Rule) -> list[tuple[int, int, int]]:
    frames = [
        (number, keys_of(pl.DataFrame(rows, schema={"row": pl.UInt32, "key": pl.String}, orient="row")))
        for number, rows in KEYS.items()
    ]
    return sorted(losers_among(frames, rule=rule).frame.rows())


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule.LAST, [(1, 2, 6), (1, 3, 7), (1, 4, 6)]),
        (Rule.FIRST, [(1, 4, 2), (2, 6, 2), (2, 7, 3)]),
        (Rule.HOLD, [(1, 2, 2), (1, 3, 3), (1, 4, 2), (2, 6, 2), (2, 7, 3)]),
    ],
)
def test_the_rule_decides_over_the_whole_file(rule, expected):
    assert losers(rule) == expected


def test_a_file_without_rows_has_no_losers():
    assert losers_among([], rule=Rule.LAST).count == 0


def test_rows_that_share_one_of_the_two_hashes_are_not_the_same():
    frame = pl.DataFrame(
        {"row": [2, 3, 4], "h1": [7, 7, 8], "h2": [1, 2, 2]},
        schema={"row": pl.UInt32, "h1": pl.UInt64, "h2": pl.UInt64},
    )
    assert losers_among([(1, frame)], rule=Rule.LAST).count == 0


def test_a_value_is_a_repeat_only_under_one_and_the_same_rule():
    rows = [(2, 1, 7, 7), (2, 2, 7, 7), (3, 2, 8, 8), (4, 2, 8, 8), (5, 2, 8, 9)]
    frame = pl.DataFrame(rows, schema=UNIQUE_SCHEMA, orient="row")
    found = repeats_among([(1, frame)], RULES, columns={})
    assert sorted(found.of_chunk(1).rows()) == [(3, 2, 4), (4, 2, 3)]
