"""Readers of the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from productsmanager.settings import env


def test_a_missing_variable_is_named(monkeypatch):
    monkeypatch.delenv("PM_TEST", raising=False)
    with pytest.raises(ImproperlyConfigured, match="PM_TEST is missing"):
        env.text("PM_TEST")


def test_a_default_fills_in(monkeypatch):
    monkeypatch.setenv("PM_TEST", "  ")
    assert env.text("PM_TEST", "default") == "default"


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    monkeypatch.setenv("PM_TEST_FILE", str(tmp_path / "secret"))
    assert env.secret("PM_TEST") == "s3cret"


def test_an_unreadable_secret_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PM_TEST_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="PM_TEST_FILE names"):
        env.secret("PM_TEST")


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)]
)
def test_words_for_yes_and_no(monkeypatch, written, meant):
    monkeypatch.setenv("PM_TEST", written)
    assert env.boolean("PM_TEST", default=not meant) is meant


def test_other_words_are_refused(monkeypatch):
    monkeypatch.setenv("PM_TEST", "maybe")
    with pytest.raises(ImproperlyConfigured, match="true, false"):
        env.boolean("PM_TEST", default=True)


def test_numbers(monkeypatch):
    monkeypatch.setenv("PM_TEST", "42")
    assert env.integer("PM_TEST", 1) == 42
    monkeypatch.setenv("PM_TEST", "4.2")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.integer("PM_TEST", 1)


def test_lists_are_cut_at_commas(monkeypatch):
    monkeypatch.setenv("PM_TEST", "a, b,,c ")
    assert env.words("PM_TEST") == ["a", "b", "c"]


def test_names_with_numbers(monkeypatch):
    monkeypatch.setenv("PM_TEST", "A=1, B = 2")
    assert env.numbers("PM_TEST") == {"A": 1, "B": 2}
    monkeypatch.setenv("PM_TEST", "A=one")
    with pytest.raises(ImproperlyConfigured, match="PM_TEST is 'A=one': NAME=NUMBER"):
        env.numbers("PM_TEST")
    monkeypatch.delenv("PM_TEST")
    assert env.numbers("PM_TEST") == {}
