"""Mistyped words meet those that are meant, in their own tenant only."""

from uuid import UUID

import pytest

from catalog.search.spelling import keys, mistakes

TENANT, OTHER = UUID(int=1), UUID(int=2)
MEETING = [
    ("nkie", "nike"),
    ("bosh", "bosch"),
    ("makitta", "makita"),
    ("perceuze", "perceuse"),
    ("preceuse", "perceuse"),
    ("pereuses", "perceuse"),
    ("tondeuze", "tondeuse"),
    ("chiase", "chaise"),
    ("screwdrvier", "screwdriver"),
]


@pytest.mark.parametrize(("typed", "meant"), MEETING)
def test_a_mistyped_word_meets_the_one_that_is_meant(typed, meant):
    assert set(keys(typed, TENANT)) & set(keys(meant, TENANT))
    assert mistakes(typed, meant) <= 2


def test_short_words_meet_only_themselves():
    assert not set(keys("saw", TENANT)) & set(keys("sow", TENANT))


def test_tenants_do_not_meet():
    assert not set(keys("perceuse", TENANT)) & set(keys("perceuse", OTHER))


def test_keys_are_integers_of_the_database():
    assert all(-(2**31) <= key < 2**31 for key in keys("wheelbarrow", TENANT))
