"""Settings, code and documents hold together."""

import re

import pytest

from core.configuration import SETTINGS
from tests.architecture.sources import ROOT, python_files

# Where a setting is declared counts for nothing.
DECLARATIONS = {"definitions.py", "configuration.py"}
CODE = {path: path.read_text(encoding="utf-8") for path in python_files() if path.name not in DECLARATIONS}
READ = re.compile(r"""\bvalue\(\s*["']([a-z0-9_]+\.[A-Za-z0-9_]+)["']""")
DOCUMENT = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
ENCRYPTING = re.compile(r"\bencrypted\(")


def is_read(key):
    """By its whole name, or by its last part where the section is added (`value(f"security.{name}")`)."""
    section, _dot, name = key.partition(".")
    spellings = [f'"{key}"']
    composed = [text for text in CODE.values() if f'value(f"{section}.{{' in text and f'"{name}"' in text]
    return bool(composed) or any(spelling in text for text in CODE.values() for spelling in spellings)


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_setting_is_read_and_documented(key):
    assert is_read(key)
    assert f"| `{key}` |" in DOCUMENT


def test_every_documented_setting_is_registered():
    assert set(re.findall(r"^\| `([a-z]+\.\w+)` \|", DOCUMENT, re.M)) == set(SETTINGS)


def test_every_key_that_is_read_is_registered():
    read = {key for text in CODE.values() for key in READ.findall(text)}
    assert read - set(SETTINGS) == set()


def test_secrets_are_encrypted_by_their_field_only():
    """The rotation of keys finds fields; a secret encrypted by hand would be left behind."""
    allowed = {ROOT / "core" / "encryption.py"}
    assert [str(path) for path, text in CODE.items() if ENCRYPTING.search(text) and path not in allowed] == []
