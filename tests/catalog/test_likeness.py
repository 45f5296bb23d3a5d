"""Evidence for and against two products being the same."""

import polars as pl
import pytest

from catalog.likeness import Goods, judged, numbers_differ, pairs_to_look_at

DRILL = Goods("03760001234565", "bosch", "gsr18", None, "bosch drill gsr 18v", price=100)


def goods(**changes):
    return Goods(**{**DRILL.__dict__, **changes})


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (goods(gtin="03760001234560"), "gtin_check_digit"),
        (goods(gtin="13760001234562"), "gtin_packaging"),
        (goods(gtin=None, codes=frozenset({"03760001234565"})), "gtin_as_reference"),
        (goods(gtin=None), "reference"),
        (goods(gtin=None, reference=None, words="drill bosch gsr 18v"), "title"),
        (goods(gtin="09999999999994"), "other_gtin"),
        (goods(brand="makita"), "other_brand"),
        (goods(reference="other1"), "other_reference"),
        (goods(words="bosch drill gsr 12v"), "other_numbers"),
        (goods(price=1000), "other_price"),
    ],
)
def test_evidence(other, code):
    assert code in {each.code for each in judged(DRILL, other)[1]}


def test_colours_and_sizes_speak_against_in_any_language():
    shirt = Goods(None, "b", None, None, "shirt lisbon red m")
    score, evidence = judged(shirt, Goods(None, "b", None, None, "shirt lisbon bleu l"))
    assert {"other_colour", "other_size"} <= {each.code for each in evidence}
    assert score < 40
    assert "other_colour" not in {
        each.code for each in judged(shirt, Goods(None, "b", None, None, "shirt lisbon rouge m"))[1]
    }
    assert "other_size" in {
        each.code for each in judged(shirt, Goods(None, "b", None, None, "shirt lisbon", size="s"))[1]
    }


def test_the_score_stays_between_0_and_100_and_nothing_in_common_is_0():
    assert judged(DRILL, DRILL)[0] == 100
    assert judged(DRILL, Goods(None, None, None, None, "chair"))[0] == 0


def test_numbers_differ_only_when_each_has_one_of_its_own():
    assert numbers_differ("18v 2ah", "18v 5ah")
    assert not numbers_differ("18v", "18v 5ah")


def rows(*words, **columns):
    count = len(words)
    names = ("gtin", "brand", "mpn_key", "asin", "sku", "parent")
    data = {name: columns.get(name, [None] * count) for name in names}
    return pl.DataFrame(
        {"id": [str(number) for number in range(count)], "words": list(words), **data},
        schema_overrides=dict.fromkeys(names, pl.String),
    )


def found(products, **options):
    return {pair[:2] for part in pairs_to_look_at(products, **options) for pair in part.iter_rows()}


def test_pairs_are_found_by_codes_and_by_rare_words():
    products = rows(
        "drill one", "saw two", "lamp lisbon", "lamp lisbon brass",
        gtin=["03760001234565", "03760001234560", None, None],
    )  # fmt: skip
    assert found(products) == {(0, 1), (2, 3)}
    assert found(products, only=["2"]) == {(2, 3)}
    assert found(products, only=["9"]) == set()


def test_a_reference_that_is_the_gtin_of_another():
    products = rows("aaa", "bbb", gtin=["03760001234565", None], sku=[None, "3760001234565"])
    assert found(products) == {(0, 1)}


def test_variants_of_one_model_and_their_model_are_no_pairs():
    products = rows("lamp lisbon large", "lamp lisbon larger", "lamp lisbon largest", parent=["9", "9", "0"])
    assert found(products) == {(1, 2)}
