"""Frames out of db_catalog, at once and in pieces."""

import pytest

from catalog import bulk

pytestmark = pytest.mark.django_db(databases=["catalog"])
NUMBERS = "SELECT n, 'two' || chr(10) || 'lines' FROM generate_series(1, %(last)s) AS n"


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(bulk, "PIECE_ROWS", 2)


def pieces(last):
    return bulk.copy_out_pieces(NUMBERS, {"last": last}, columns=("n", "text"))


@pytest.mark.parametrize(("last", "expected"), [(0, []), (2, [["1", "2"]]), (3, [["1", "2"], ["3"]])])
def test_a_large_result_comes_in_pieces(last, expected):
    assert [piece["n"].to_list() for piece in pieces(last)] == expected


def test_the_pieces_are_what_comes_at_once():
    whole = bulk.copy_out(NUMBERS, {"last": 3}, columns=("n", "text"))
    assert [row for piece in pieces(3) for row in piece.rows()] == whole.rows()
    assert whole["text"].to_list() == ["two\nlines"] * 3


def test_the_connection_is_free_when_only_the_first_piece_was_wanted():
    taken = pieces(1_000)
    next(taken)
    taken.close()
    assert bulk.copy_out("SELECT 1", {}, columns=("n",))["n"].to_list() == ["1"]
