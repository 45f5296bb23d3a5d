"""What people type, understood."""

import pytest

from catalog.search.queries import MOST_WORDS, Query, read_query

MEANT = {
    "": Query(),
    "   ": Query(),
    "Chaise de Bureau": Query(words=("chaise", "bureau"), code="Chaise de Bureau"),
    "de la": Query(words=("de", "la"), code="de la"),
    "Crème brûlée": Query(words=("creme", "brulee"), code="Crème brûlée"),
    "W-77": Query(words=("w", "77"), code="W-77"),
    '"gsr 18V-55" perceuse': Query(words=("perceuse",), phrases=("gsr 18v 55",), code="perceuse"),
    '"not closed': Query(phrases=("not closed",)),
    'perceuse -filaire -"sans fil"': Query(words=("perceuse",), excluded=("filaire", "sans fil"), code="perceuse"),
    "marque:Nike air": Query(words=("air",), fields=(("brand", "Nike"),), code="air"),
    'BRAND:"New Balance"': Query(fields=(("brand", "New Balance"),)),
    "catégorie:Outils ean:376 fournisseur:Martin": Query(
        fields=(("category", "Outils"), ("ean", "376"), ("supplier", "Martin"))
    ),
    "colour:red": Query(words=("colour", "red"), code="colour:red"),
    "-": Query(code="-"),
    "- -- &|!": Query(code="- &|!"),
    "brand:": Query(words=("brand",), code="brand:"),
    "chaise chaise": Query(words=("chaise",), code="chaise chaise"),
}


@pytest.mark.parametrize(("typed", "query"), MEANT.items())
def test_what_is_typed_is_understood(typed, query):
    assert read_query(typed) == query


def test_only_the_first_words_of_a_long_text_count():
    assert len(read_query(" ".join(f"w{number}" for number in range(100))).words) == MOST_WORDS
