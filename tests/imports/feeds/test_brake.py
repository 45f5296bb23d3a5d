"""The brake's judgement: profiles against profiles, without a database."""

import polars as pl
import pytest
from django.utils.translation import override

from imports.feeds.brake import judge, judge_missing, judge_sample, sentence_of
from imports.feeds.feed_profile import added, counts_of, profile_of
from suppliers.brake_limits import BrakeLimits

LIMITS = BrakeLimits()


def profile(rows=1000, *, price=100.0, held=0.0, blank=0.0, stock_zero=0.1, gtin=0.9):
    return {
        "rows": rows,
        "keys": rows,
        "held": held,
        "blanks": {"brand": blank},
        "gtin": gtin,
        "stock_zero": stock_zero,
        "price": {"p5": price / 10, "p25": price / 2, "p50": price, "p75": price * 2, "p95": price * 5},
    }


USUAL = [profile()] * 5


def codes(found):
    return [one.code for one in found]


def test_a_file_like_those_before_passes():
    assert judge(profile(rows=990, price=103.0), USUAL, LIMITS) == []


def test_a_first_file_always_passes():
    assert judge(profile(rows=1), [], LIMITS) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"rows": 10}, "rows_fewer"),
        ({"rows": 5000}, "rows_more"),
        ({"held": 0.4}, "held"),
        ({"blank": 0.5}, "blanks"),
        ({"gtin": 0.2}, "gtin"),
        ({"stock_zero": 0.9}, "stock_zero"),
        ({"price": 1.0}, "price"),
        ({"price": 10_000.0}, "price"),
    ],
)
def test_a_file_outside_a_limit_is_told_with_numbers(changed, code):
    found = judge(profile(**changed), USUAL, LIMITS)
    assert codes(found) == [code]
    text = sentence_of(found[0].to_json())
    assert "%(" not in text
    assert text != code


@pytest.mark.parametrize(("language", "written"), [("en", ["4.88", "1,250.5"]), ("fr", ["4,88", "1 250,5"])])
def test_numbers_are_written_as_the_reader_writes_them(language, written):
    evidence = {"code": "price", "measured": 4.8826, "normal": 1250.504, "limit": 30, "details": {"quantile": "50 %"}}
    with override(language):
        text = " ".join(sentence_of(evidence).split())
    assert [number for number in written if number not in text] == []


def test_shares_that_get_better_pass():
    assert (
        judge(profile(held=0.0, gtin=1.0, stock_zero=0.0), [profile(held=0.5, gtin=0.4, stock_zero=0.9)] * 5, LIMITS)
        == []
    )


def test_the_limits_are_wider_while_little_is_known():
    assert judge(profile(rows=500), USUAL[:1], LIMITS) == []
    assert codes(judge(profile(rows=500), USUAL, LIMITS)) == ["rows_fewer"]
    assert codes(judge(profile(rows=10), USUAL[:1], LIMITS)) == ["rows_fewer"]


def test_one_odd_file_among_those_before_changes_little():
    assert judge(profile(), [*USUAL, profile(rows=10, price=1.0)], LIMITS) == []


def test_a_source_overrules_limits_and_unknown_ones_are_passed_over():
    limits = BrakeLimits.of({"rows_fewer": 95, "enabled": True, "nonsense": 3})
    assert judge(profile(rows=60), USUAL, limits) == []


def test_few_rows_are_left_to_chance():
    assert judge(profile(rows=2), [profile(rows=8)] * 5, LIMITS) == []


def sample(rows, *, new_price, new_stock):
    numbers = range(1, rows + 1)
    compared = pl.DataFrame(
        {
            "row": pl.Series(numbers, dtype=pl.Int64),
            "state": ["changed"] * rows,
            "product_match": ["offer"] * rows,
            "old:price": ["10.00"] * rows,
            "new:price": [new_price] * rows,
            "old:stock": ["4"] * rows,
            "new:stock": [new_stock] * rows,
        }
    )
    given = pl.DataFrame(
        {"row": pl.Series(numbers, dtype=pl.UInt32), "price": [new_price] * rows, "cost": ["8"] * rows}
    )
    return compared, given


def test_jumping_prices_vanishing_stock_and_prices_below_cost_are_told():
    assert codes(judge_sample(*sample(40, new_price="2.00", new_stock="0"), LIMITS)) == [
        "price_jumps",
        "stock_to_zero",
        "below_cost",
    ]
    assert judge_sample(*sample(40, new_price="11.00", new_stock="3"), LIMITS) == []
    assert judge_sample(*sample(5, new_price="2.00", new_stock="0"), LIMITS) == []


def test_a_full_import_that_takes_too_much_away_is_told():
    assert codes(judge_missing(30, 100, LIMITS)) == ["missing"]
    assert judge_missing(10, 100, LIMITS) == []


def test_a_profile_is_the_same_in_one_chunk_and_in_many():
    frame = pl.DataFrame(
        {
            "row": pl.Series(range(1000), dtype=pl.UInt32),
            "key": [f"k{n}" for n in range(1000)],
            "gtin": [None if n % 4 else "0" * 14 for n in range(1000)],
            "price": [str(n + 1) for n in range(1000)],
            "stock": ["0" if n % 5 == 0 else "3" for n in range(1000)],
        }
    )
    whole = counts_of(frame, rows=1000, held=0)
    parts = [counts_of(frame.slice(first, 250), rows=250, held=0) for first in range(0, 1000, 250)]
    assert added(parts) == added([whole])
    found = profile_of(added(parts), repeated=0)
    assert (found["rows"], found["gtin"], found["stock_zero"]) == (1000, 0.25, 0.2)
    assert found["price"]["p50"] == pytest.approx(500, rel=0.03)
    assert found["price"]["p95"] == pytest.approx(950, rel=0.03)


@pytest.mark.parametrize("name", ["held", "stock_zero", "gtin"])
def test_a_limit_of_zero_holds_every_move_and_no_standstill(name):
    limits = BrakeLimits(**{name: 0})
    moved = profile(**{name: 0.5 if name == "gtin" else 0.3})
    assert codes(judge(moved, USUAL, limits)) == [name]
    assert judge(profile(), USUAL, limits) == []
