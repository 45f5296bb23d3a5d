"""The door to values."""

import pytest

from core.configuration import SETTINGS, Kind, Setting, register, value
from core.configuration.registry import Section


def test_a_setting_nobody_changed_has_its_default(people):
    assert value("security.session_idle_minutes", people.tenant.pk) == 30


def test_outside_of_any_organisation_the_default_counts():
    assert value("security.two_factor") == "optional"


def test_an_unknown_key_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="register it"):
        value("security.nonsense")


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ({"kind": Kind.INT, "default": 1, "minimum": 2}, "own default"),
        ({"kind": Kind.INT, "default": 1, "secret": True}, "a secret is a text"),
        ({"kind": Kind.CHOICE, "default": "a"}, "choices belong"),
        ({"kind": "colour", "default": "red"}, "colour"),
        ({"kind": Kind.TEXT, "default": "", "section": "nowhere"}, "nowhere"),
    ],
)
def test_a_wrong_definition_stops_the_start(definition, sentence):
    with pytest.raises(ValueError, match=sentence):
        register(Setting(key="test.wrong", label="Wrong", **definition))
    assert "test.wrong" not in SETTINGS


def test_a_key_has_one_definition():
    first = SETTINGS["security.two_factor"]
    register(first)
    with pytest.raises(ValueError, match="twice"):
        register(Setting(key=first.key, kind=Kind.TEXT, default="", label="Other", section=Section.SECURITY))
    assert SETTINGS[first.key] is first
