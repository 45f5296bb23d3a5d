"""Weights, grades, and what the settings refuse."""

import pytest

from catalog.completeness import CRITERIA, Rules, label_of_code, refused_codes, refused_limits, refused_weights
from core.configuration.errors import SettingInvalid
from core.configuration.services import change


def test_the_weights_make_a_hundred():
    points = Rules().points
    assert len(CRITERIA) == 18
    assert sum(points.values()) == pytest.approx(100)
    assert (points["title"], points["image"], points["seo"]) == (9, 5, pytest.approx(20 / 6))


@pytest.mark.parametrize(
    ("score", "grade"), [(100, "A"), (90, "A"), (89, "B"), (70, "C"), (60, "D"), (59, "F"), (0, "F")]
)
def test_grades(score, grade):
    rules = Rules()
    assert rules.grade(score) == grade
    least, most = rules.bounds(grade)
    assert least <= score <= most


@pytest.mark.parametrize("given", ["45, 35", "45, 35, 21", "a, b, c", "", "-5, 85, 20"])
def test_weights_that_do_not_add_up_are_refused(given):
    assert given in refused_weights(given)


def test_weights_may_be_equal():
    assert refused_weights("40,40,20") == ""


@pytest.mark.parametrize("given", ["90, 80, 70", "90, 80, 80, 60", "101, 80, 70, 60", "90, 80, 70, 0"])
def test_grades_that_do_not_fall_are_refused(given):
    assert refused_limits(given)


def test_codes_have_to_be_known_and_some_must_remain():
    assert refused_codes(["icecat"]) == ""
    assert "colour" in refused_codes(["colour"])
    assert refused_codes([each.code for each in CRITERIA])


def test_what_is_lacking_in_words():
    assert label_of_code("attribute:grip", {"grip": "Grip"}) == "Grip"
    assert label_of_code("asin") == "ASIN"


@pytest.mark.django_db
def test_the_setting_refuses_and_keeps_the_old_weights(in_tenant):
    with pytest.raises(SettingInvalid, match="100"):
        change(by=in_tenant.admin, values={"completeness.weights": "50, 30, 30"})
    assert change(by=in_tenant.admin, values={"completeness.weights": "50, 30, 20"}) == ["completeness.weights"]
