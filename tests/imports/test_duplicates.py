"""Rows of one file with the same key, over chunk borders."""

import polars as pl
import pytest

from imports.feeds.duplicates import Rule, keys_of, losers_among

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
