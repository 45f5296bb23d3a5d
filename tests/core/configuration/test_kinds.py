"""Each kind accepts what it should, and says in one sentence what is wrong with the rest."""

from decimal import Decimal

import pytest

from core.configuration.kinds import in_words, parsed, typed
from core.configuration.registry import SETTINGS
from core.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("samples")


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("test.switch", True, True),
        ("test.number", 10, 10),
        ("test.rate", "2.50", Decimal("2.5")),
        ("test.rate", 100, Decimal(100)),
        ("test.rate", 0.1, Decimal("0.1")),
        ("test.text", "  Bonjour ", "Bonjour"),
        ("test.text", "", ""),
        ("test.choice", "b", "b"),
        ("test.list", ["a", " b ", "a"], ("a", "b")),
        ("test.list", [], ()),
        ("test.secret", "s3cret", "s3cret"),
    ],
)
def test_good_values_come_back_typed(key, given, value):
    setting = SETTINGS[key]
    assert typed(setting, parsed(setting, given)) == value


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        ("test.switch", "yes", "“yes” is not possible: use true or false."),
        ("test.switch", 1, "“1” is not possible: use true or false."),
        ("test.number", 11, "“11” is not possible: a whole number from 1 to 10 is needed."),
        ("test.number", "7", "“7” is not possible: a whole number from 1 to 10 is needed."),
        ("test.number", True, "“true” is not possible: a whole number from 1 to 10 is needed."),
        ("test.number", 2.5, "“2.5” is not possible: a whole number from 1 to 10 is needed."),
        ("test.rate", "-1", "“-1” is not possible: a number of 0 or more is needed."),
        ("test.rate", "NaN", "“NaN” is not possible: a number of 0 or more is needed."),
        ("test.rate", "much", "“much” is not possible: a number of 0 or more is needed."),
        ("test.rate", [1], "“list” is not possible: a number of 0 or more is needed."),
        ("test.text", "x" * 21, f"“{'x' * 21}” is not possible: a text of 0 to 20 characters in one line is needed."),
        ("test.text", "a\nb", "“a\nb” is not possible: a text of 0 to 20 characters in one line is needed."),
        ("test.choice", "c", "“c” is not possible: use one of a, b."),
        ("test.choice", "", "Use one of a, b."),
        ("test.list", "a", "“a” is not possible: a list of up to 3 texts of up to 200 characters is needed."),
        ("test.list", ["", "b"], "“list” is not possible: a list of up to 3 texts of up to 200 characters is needed."),
        (
            "test.list",
            list("abcd"),
            "“list” is not possible: a list of up to 3 texts of up to 200 characters is needed.",
        ),
        ("test.secret", "x" * 1001, "A text of 0 to 1000 characters in one line is needed."),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(key, given, sentence):
    with pytest.raises(InvalidInput) as refused:
        parsed(SETTINGS[key], given)
    assert str(refused.value) == sentence
    assert refused.value.code == "SETTING_INVALID"


@pytest.mark.parametrize(
    ("key", "kept", "words"),
    [
        ("test.switch", True, "yes"),
        ("test.number", 5, "5 days"),
        ("test.rate", "1234.5", "1,234.5"),
        ("test.choice", "b", "B"),
        ("test.list", ["a", "b"], "a, b"),
    ],
)
def test_values_in_words(key, kept, words):
    assert in_words(SETTINGS[key], kept) == words
