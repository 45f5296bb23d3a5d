"""The score of a supplier: pure rules."""

import pytest

from imports.feeds.scoring import Facts, parts_of, score_of, share


def test_nothing_known_is_no_score():
    assert score_of(Facts()) is None


def test_a_perfect_supplier_has_100():
    assert score_of(Facts(age_days=0.2, late_share=0, error_share=0, valid_ean_share=1)) == 100


def test_what_cannot_be_judged_does_not_count():
    assert score_of(Facts(error_share=0.05)) == 50


@pytest.mark.parametrize(("age", "part"), [(0.5, 1.0), (1, 1.0), (4, 0.5), (7, 0.0), (30, 0.0)])
def test_freshness_falls_over_a_week(age, part):
    assert parts_of(Facts(age_days=age)) == {"freshness": part}


def test_changes_are_shown_and_not_judged():
    assert score_of(Facts(error_share=0, price_volatility=0.9, stock_changes=0.9)) == 100


@pytest.mark.parametrize(("part", "whole", "expected"), [(1, 4, 0.25), (None, 4, 0.0), (1, None, None), (5, 4, 1.0)])
def test_a_share_stays_between_nothing_and_all(part, whole, expected):
    assert share(part, whole) == expected
