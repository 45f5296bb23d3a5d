"""Rules of a source: what they hold, what they say, and what is refused as a rule."""

import polars as pl
import pytest
from django.utils import translation

from core.errors import InvalidInput
from imports.feeds.validation import Level, Rules, validate
from imports.feeds.validation.rules import KINDS, check_rules, levels_of, read_rules
from imports.feeds.validation.rulewords import RULE_MESSAGES, RULE_TITLES


def rows(**columns):
    height = len(next(iter(columns.values())))
    numbers = pl.Series(range(2, height + 2), dtype=pl.UInt32)
    texts = {name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()}
    return pl.DataFrame({"_row": numbers, **texts, "_raw": [f'{{"n":{n}}}' for n in range(height)]})


def judged(rule, **cells):
    """The rows that one rule finds, by row number, with their sentences."""
    own = read_rules([rule])
    frame = rows(supplier_sku=["A", "B"], title=["Lampe", "Lampe"], **cells)
    found = validate(frame, rules=Rules(own=own, levels=levels_of(own)))
    code = "required_field_missing" if rule["kind"] == "required" else f"rule_{rule['kind']}"
    issues = [*found.issues, *(problem for row in found.held for problem in row.problems)]
    return {issue.row: str(issue.message) for issue in issues if issue.code == code}


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        ({"kind": "required", "field": "brand"}, "Bosch", None),
        ({"kind": "type", "field": "attribute:Note", "type": "number"}, "1 234,5", "beaucoup"),
        ({"kind": "type", "field": "attribute:Note", "type": "whole"}, "12", "12.5"),
        ({"kind": "type", "field": "attribute:Note", "type": "date"}, "31/12/2026", "31/13/2026"),
        ({"kind": "type", "field": "attribute:Note", "type": "date"}, "2026-12-31", "demain"),
        ({"kind": "type", "field": "attribute:Note", "type": "url"}, "https://example.org/a", "example"),
        ({"kind": "type", "field": "attribute:Note", "type": "gtin"}, "4006381333931", "4006381333932"),
        ({"kind": "range", "field": "price", "min": 1, "max": 9}, "9.00", "9.01"),
        ({"kind": "range", "field": "price", "min": 1}, "1", "0.99"),
        ({"kind": "range", "field": "attribute:Note", "max": 10}, "9,5", "10,5"),
        ({"kind": "length", "field": "brand", "min": 2, "max": 5}, "Bosch", "Makita"),
        ({"kind": "pattern", "field": "brand", "pattern": "^B"}, "Bosch", "Makita"),
        ({"kind": "allowed", "field": "brand", "values": ["Bosch", "Wera"]}, "BOSCH", "Makita"),
    ],
)
def test_a_rule_finds_the_row_that_breaks_it(rule, good, bad):
    assert list(judged(rule, **{rule["field"]: [good, bad]})) == [3]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("required", "level", "expression")])
def test_an_empty_cell_breaks_no_other_rule(kind):
    given = {
        "type": {"type": "number"},
        "range": {"min": 1},
        "length": {"min": 1},
        "pattern": {"pattern": "^x"},
        "allowed": {"values": ["x"]},
        "compare": {"operator": "less", "other": "cost"},
    }.get(kind, {})
    assert judged({"kind": kind, "field": "price", **given}, price=[None, None], cost=["1", None]) == {}


@pytest.mark.parametrize(
    ("operator", "broken"),
    [
        ("greater_or_equal", [3]),
        ("greater", [2, 3]),
        ("less_or_equal", []),
        ("less", [2]),
        ("equal", [3]),
        ("different", [2]),
    ],
)
def test_two_fields_are_compared_as_numbers(operator, broken):
    rule = {"kind": "compare", "field": "price", "operator": operator, "other": "cost"}
    assert list(judged(rule, price=["10.0", "9"], cost=["10", "10"])) == broken


def test_texts_are_compared_for_being_the_same():
    rule = {"kind": "compare", "field": "mpn", "operator": "different", "other": "brand"}
    assert list(judged(rule, mpn=["a", "b"], brand=["a", "x"])) == [2]


def test_an_expression_has_to_be_true():
    rule = {"kind": "expression", "expression": "price >= cost * 1.1"}
    found = judged(rule, price=["11", "10"], cost=["10", "10"])
    assert found == {3: "Row 3 does not fulfil “price >= cost * 1.1”. Correct the row or the rule."}
    assert judged(rule, price=["11", "10"]) == {}
    assert judged({"kind": "expression", "expression": "1 = 2"}) != {}


def test_an_expression_may_read_attributes():
    rule = {"kind": "expression", "expression": "[attribute:Note] != 'x'"}
    assert list(judged(rule, **{"attribute:Note": ["a", "x"]})) == [3]


def test_a_rule_about_a_field_that_is_not_mapped_is_not_asked():
    assert judged({"kind": "range", "field": "price", "min": 1}) == {}
    assert judged({"kind": "compare", "field": "price", "operator": "less", "other": "cost"}, price=["1", "2"]) == {}


def test_a_required_field_that_is_not_mapped_fails_everywhere():
    assert list(judged({"kind": "required", "field": "brand"})) == [2, 3]


def test_the_sentence_names_row_column_value_limit_and_rule():
    rule = {"kind": "range", "field": "price", "min": 5, "max": 10, "name": "Our prices"}
    sentence = judged(rule, price=["3", "7"])[2]
    assert sentence == (
        "Row 2, column “price”: “3” is outside the range; allowed is 5 to 10. Correct the cell or the rule."
        " (Rule: Our prices)"
    )


def test_a_comparison_shows_both_values():
    rule = {"kind": "compare", "field": "price", "operator": "greater_or_equal", "other": "cost"}
    assert "“3” has to be at least Purchase price (“4”)" in judged(rule, price=["3", "9"], cost=["4", "4"])[2]


@pytest.mark.parametrize(("level", "held"), [("error", 1), ("warning", 0), ("info", 0)])
def test_the_level_decides_whether_the_row_is_held(level, held):
    own = read_rules([{"kind": "range", "field": "price", "min": 5, "level": level}])
    found = validate(rows(supplier_sku=["A"], title=["x"], price=["1"]), rules=Rules(own=own))
    assert (len(found.held), found.counts["rule_range"]) == (held, 1)


def test_the_level_of_a_builtin_finding_is_overruled():
    own = read_rules([{"kind": "level", "code": "ean_missing", "level": "error"}])
    assert levels_of(own) == {"ean_missing": Level.ERROR}
    found = validate(rows(supplier_sku=["A"], title=["x"], ean=[None]), rules=Rules(levels=levels_of(own)))
    assert len(found.held) == 1


def test_rules_are_stored_as_they_are_read():
    given = [{"kind": "range", "field": "price", "min": 5}, {"kind": "unique", "field": "mpn", "level": "warning"}]
    stored = check_rules(given)
    assert stored[0] == {"kind": "range", "field": "price", "min": 5, "level": "error"}
    assert check_rules(stored) == stored


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("x", "Rule 1, “-”: received “x”, allowed is an object."),
        ({"kind": "magic"}, "“kind”: received “magic”, allowed is one of: required, type"),
        ({"kind": "required"}, "“field”: received “”, allowed is a field: ean"),
        ({"kind": "required", "field": "colour"}, "“field”: received “colour”"),
        ({"kind": "required", "field": "brand", "level": "fatal"}, "“level”: received “fatal”"),
        ({"kind": "required", "field": "brand", "size": 1}, "“size”: received “1”, allowed is one of: kind, name"),
        ({"kind": "required", "field": "brand", "name": "x" * 121}, "at most 120 characters"),
        ({"kind": "range", "field": "price"}, "a lower limit, an upper limit, or both"),
        ({"kind": "range", "field": "price", "min": "a"}, "“min”: received “a”, allowed is a number."),
        ({"kind": "range", "field": "price", "min": 5, "max": 4}, "a limit that is not below the lower one"),
        ({"kind": "length", "field": "title", "max": -1}, "a whole number from 0"),
        ({"kind": "pattern", "field": "title", "pattern": "(?=x)"}, "a regular expression"),
        ({"kind": "allowed", "field": "title", "values": "x"}, "a list of texts"),
        ({"kind": "compare", "field": "price", "operator": "less", "other": "price"}, "another field"),
        ({"kind": "expression", "expression": "price +"}, "Rule 1: "),
        ({"kind": "expression", "expression": "[prix] > 1"}, "there is no column “prix”"),
        ({"kind": "level", "code": "identity_missing", "level": "info"}, "“code”: received “identity_missing”"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_number_and_what_is_allowed(entry, told):
    with pytest.raises(InvalidInput) as refused:
        check_rules([entry])
    assert told in str(refused.value)


def test_the_number_of_the_wrong_rule_is_told():
    with pytest.raises(InvalidInput, match="Rule 2"):
        check_rules([{"kind": "unique", "field": "mpn"}, {"kind": "unique"}])


@pytest.mark.parametrize("data", [{}, "x", None, [{"kind": "unique", "field": "mpn"}] * 101])
def test_rules_are_a_list_of_bearable_length(data):
    with pytest.raises(InvalidInput, match="at most 100"):
        check_rules(data)


def test_every_kind_has_its_words():
    checked = {f"rule_{kind}" for kind in KINDS} - {"rule_required", "rule_level"}
    assert set(RULE_MESSAGES) == set(RULE_TITLES) == checked
    with translation.override("en"):
        assert all(str(kind.label) for kind in KINDS.values())
