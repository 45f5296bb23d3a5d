"""Where the encryption keys come from, and that a changed file needs no restart."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.encryption import SecretUnreadable, decrypted, encrypted, is_current
from core.keyring import current_keys, keys_in, write_keys
from productsmanager.settings import env

FIRST, SECOND = "first-" + "1" * 40, "second-" + "2" * 40


@pytest.fixture
def key_file(tmp_path, settings):
    path = tmp_path / "encryption"
    write_keys(path, [FIRST])
    settings.ENCRYPTION_KEYS_PATH = str(path)
    return path


@pytest.mark.parametrize("text", [f"{FIRST},{SECOND}", f"{FIRST}\n{SECOND}\n", f" {FIRST} , {SECOND} "])
def test_keys_stand_one_a_line_or_between_commas(text):
    assert keys_in(text) == [FIRST, SECOND]


def test_a_short_key_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="Key 2 of ENCRYPTION_KEYS has 5 characters: at least 32"):
        keys_in(f"{FIRST},short")
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS is empty"):
        keys_in(" , ")


def test_the_key_file_is_closed_to_others(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [each.name for each in key_file.parent.iterdir()] == ["encryption"]


def test_a_running_process_follows_the_file(key_file):
    stored = encrypted("hush")
    write_keys(key_file, [SECOND, FIRST])
    assert decrypted(stored) == "hush"
    assert not is_current(stored)
    assert is_current(encrypted("hush"))
    write_keys(key_file, [SECOND])
    with pytest.raises(SecretUnreadable, match="put the old key back"):
        decrypted(stored)


@pytest.mark.parametrize("broken", ["", "short"])
def test_a_broken_or_missing_file_leaves_what_is_known(key_file, broken):
    assert current_keys() == (FIRST,)
    key_file.write_text(broken)
    assert current_keys() == (FIRST,)
    key_file.unlink()
    assert current_keys() == (FIRST,)


def test_without_any_file_the_settings_count(settings, tmp_path):
    settings.ENCRYPTION_KEYS_PATH = str(tmp_path / "missing")
    assert current_keys() == tuple(settings.ENCRYPTION_KEYS)


@pytest.mark.parametrize(
    ("variables", "path"),
    [({}, "default"), ({"KEYS": "value"}, ""), ({"KEYS_FILE": "/run/keys", "KEYS": "value"}, "/run/keys")],
)
def test_the_file_behind_a_secret(monkeypatch, variables, path):
    for name, given in variables.items():
        monkeypatch.setenv(name, given)
    assert env.secret_path("KEYS", "default") == path
