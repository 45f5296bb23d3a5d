"""How well a name fits what was typed."""

import pytest

from core.palette import Score, score_of

SCORES = [
    ("Clés d’API", "cles d'api", Score.NAME),
    ("Outillage Martin", "outil", Score.BEGINNING),
    ("Outillage Martin", "mart", Score.WORDS),
    ("Outillage Martin", "martin outil", Score.WORDS),
    ("Outillage Martin", "rtin", 0),
    ("Outillage Martin", "martin rival", 0),
    ("Outillage Martin", "", 0),
    ("Outillage Martin", "!", 0),
]


@pytest.mark.parametrize(("name", "text", "score"), SCORES)
def test_scores(name, text, score):
    assert score_of(name, text) == score
