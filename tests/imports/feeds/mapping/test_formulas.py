"""Fields that are calculated: applied, checked against the file, kept by the columns' exact names."""

import polars as pl
import pytest

from core.errors import InvalidInput
from imports.errors import ExpressionError
from imports.feeds.layout import check_mapping
from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.mapping.formulas import check_formulas
from imports.feeds.mapping.memory import columns_of, renamed
from imports.feeds.mapping.model import Mapping

FRAME = pl.DataFrame(
    {"_row": [1, 2], "Ref": ["A1", "B2"], "Prix HT": ["10,50", None], "TVA": ["20", "5,5"], "Nom": ["x", "y"]},
    schema_overrides={"_row": pl.UInt32},
)
COLUMNS = FRAME.columns[1:]


def mapping_of(**fields):
    return Mapping.from_json({"fields": fields})


def applied(mapping):
    return apply_mapping(mapping, FRAME, context=Context(decimal=","))


def test_a_field_may_be_calculated_from_several_columns():
    price = {"expression": "round([Prix HT] * (1 + TVA / 100), 2)"}
    title = {"expression": "join(' ', nom, ref)", "transformations": [{"name": "case", "to": "upper"}]}
    mapped = applied(mapping_of(supplier_sku="Ref", price=price, title=title))
    assert mapped["price"].to_list() == ["12.6", None]
    assert mapped["title"].to_list() == ["X A1", "Y B2"]


def test_a_calculated_field_has_its_default_where_nothing_comes_out():
    mapped = applied(
        mapping_of(price={"expression": "[Prix HT] * 2", "default": "5"}, currency={"expression": "'EUR'"})
    )
    assert mapped["price"].to_list() == ["21", "5"]
    assert mapped["currency"].to_list() == ["EUR", "EUR"]


def test_the_number_of_the_row_is_no_column_of_the_file():
    with pytest.raises(ExpressionError, match="no column “_row”"):
        applied(mapping_of(title={"expression": "_row & ''"}))


def test_it_is_kept_and_read_again():
    mapping = mapping_of(title={"expression": "upper(Nom)"})
    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"column": "Nom", "expression": "upper(Nom)"}, "a column or an expression, not both"),
        ({"expression": 5}, "“expression” is a text"),
        ({"expression": ""}, "a column, an expression or a default value is needed"),
    ],
)
def test_what_is_no_origin_is_refused(entry, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        mapping_of(title=entry)


def test_columns_get_their_exact_names():
    steps = [{"name": "expression", "expression": "VALUE & tva"}]
    mapping = mapping_of(title={"expression": "nom & [prix  ht]"}, brand={"column": "Nom", "transformations": steps})
    checked = check_formulas(mapping, COLUMNS)
    assert checked.fields["title"].expression == "Nom & [Prix HT]"
    assert checked.fields["brand"].transformations == (("expression", {"expression": "value & TVA"}),)
    assert columns_of(checked) == ["Nom", "Prix HT", "TVA"]


def test_a_mapping_with_a_wrong_expression_is_refused_by_field_and_place():
    mapping = mapping_of(supplier_sku="Ref", title={"expression": "upper(Nam)"})
    with pytest.raises(ExpressionError, match="“title”: Character 7") as refused:
        check_mapping(mapping, {"columns": COLUMNS}, identity=())
    assert (refused.value.params["field"], refused.value.params["position"]) == ("title", 6)


def test_columns_of_expressions_count_as_used():
    mapping = mapping_of(supplier_sku="Ref", title={"expression": "join(' ', Nom, TVA)"})
    assert check_mapping(mapping, {"columns": COLUMNS}, identity=()).mapping.ignored == ("Prix HT",)


def test_a_renamed_column_is_renamed_in_expressions_too():
    mapping = mapping_of(title={"expression": "Nom & TVA"}, brand={"expression": "upper(Ref)"})
    healed = renamed(mapping, {"Nom": "Désignation 2"}, kept={"TVA"})
    assert healed.fields["title"].expression == "[Désignation 2] & TVA"
    assert "brand" not in healed.fields
