"""Frames out of db_catalog, at once and in pieces."""

import pytest

from catalog import bulk

pytestmark = pytest.mark.django_db(databases=["catalog"])
NUMBERS = """
SELECT n, '"two" , ' || chr(10) || 'lines', CASE WHEN n > 1 THEN '' END FROM generate_series(1, %(last)s) AS n
"""
COLUMNS = ("n", "text", "empty")


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(bulk, "PACK_ROWS", 2)
    monkeypatch.setattr(bulk, "PIECE_PACKS", 2)


def pieces(last):
    return bulk.copy_out_pieces(NUMBERS, {"last": last}, columns=COLUMNS)


@pytest.mark.parametrize(("last", "count"), [(0, 0), (4, 1), (9, 3)])
def test_a_large_result_comes_in_pieces(last, count):
    heights = [piece.height for piece in pieces(last)]
    assert (sum(heights), len(heights)) == (last, count)
    assert all(height <= 4 for height in heights)


def test_the_pieces_are_what_comes_at_once():
    whole = bulk.copy_out(NUMBERS, {"last": 9}, columns=COLUMNS).fill_null("")
    assert sorted(row for piece in pieces(9) for row in piece.rows()) == sorted(whole.rows())
    assert whole.row(0) == ("1", '"two" , \nlines', "")


def test_the_connection_is_free_when_only_the_first_piece_was_wanted():
    taken = pieces(1_000)
    next(taken)
    taken.close()
    assert bulk.copy_out("SELECT 1", {}, columns=("n",))["n"].to_list() == ["1"]
