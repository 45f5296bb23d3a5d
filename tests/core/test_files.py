"""Files go under relative keys and come back whole."""

import hashlib
import io

import pytest

from core.files import delete, local_path, open_file, store

CONTENT = b"sku;price\n1;2,50\n" * 1000


def test_a_stored_file_comes_back(db):
    stored = store("feeds", "../../etc/Prix été.csv", io.BytesIO(CONTENT))
    assert stored.size == len(CONTENT)
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert stored.key.startswith("feeds/")
    assert ".." not in stored.key
    assert stored.key.endswith("Prix_t_.csv")
    with open_file(stored.key) as file:
        assert file.read() == CONTENT
    with local_path(stored.key) as path:
        assert path.read_bytes() == CONTENT


def test_deleting_twice_is_fine(db):
    stored = store("feeds", "a.csv", io.BytesIO(b"x"))
    delete(stored.key)
    delete(stored.key)
    with pytest.raises(FileNotFoundError):
        open_file(stored.key)


def test_a_name_without_harmless_characters_still_gets_one(db):
    assert store("feeds", "日本.", io.BytesIO(b"x")).key.rsplit("/", 1)[1]
