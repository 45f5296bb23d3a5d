"""Limits of the brake: what a source may say."""

import pytest

from core.errors import InvalidInput
from suppliers.brake_limits import LABELS, check_limits, most_of


@pytest.mark.parametrize("name", sorted(LABELS))
def test_a_limit_goes_from_zero_to_its_end(name):
    for value in (0, 1, most_of(name), None):
        check_limits({name: value})


@pytest.mark.parametrize("name", sorted(LABELS))
@pytest.mark.parametrize("value", [-1, 1.5, "20", True], ids=str)
def test_what_is_no_number_of_a_limit_is_refused(name, value):
    with pytest.raises(InvalidInput, match=f"“{name}”.*from 0 to {most_of(name)}, not “{value}”"):
        check_limits({name: value})


def test_a_share_ends_at_100_where_it_would_never_hold_anything():
    for name in ("rows_fewer", "held", "blanks", "gtin", "stock_zero", "missing", "below_cost"):
        with pytest.raises(InvalidInput, match="0 to 100, not “101”"):
            check_limits({name: 101})
    check_limits({"rows_more": 500, "price": 250, "price_jump": 300})


@pytest.mark.parametrize(
    "chosen", [{"rows": 3}, {"enabled": False}, {3: 4}, ["rows_fewer"], "rows_fewer", None], ids=str
)
def test_an_unknown_limit_is_refused_with_those_there_are(chosen):
    with pytest.raises(InvalidInput) as refused:
        check_limits(chosen)
    assert list(refused.value.params["fields"]) == ["brake"]
