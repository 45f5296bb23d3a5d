"""The books of a run: every row exactly once."""

import pytest

from imports.errors import CountsDisagree
from imports.feeds.tally import Tally


def test_rows_that_add_up_pass():
    tally = Tally()
    tally.add_rows(read=10, created=4, updated=3, unchanged=1, held=1, skipped=1)
    tally.check()


def test_a_row_too_few_is_never_accepted():
    tally = Tally()
    tally.add_rows(read=10, created=9)
    with pytest.raises(CountsDisagree, match="10 rows were read, but 9"):
        tally.check()


def test_findings_are_counted_per_level_and_code():
    tally = Tally()
    tally.add_issues({"warning": {"price_odd": 2}})
    tally.add_issues({"warning": {"price_odd": 1, "stock_odd": 4}, "error": {"gtin_bad": 1}})
    assert tally.changes()["warnings"] == 7
    assert tally.changes()["issue_counts"] == {
        "warning": {"price_odd": 3, "stock_odd": 4},
        "error": {"gtin_bad": 1},
    }
