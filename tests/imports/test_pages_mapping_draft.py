"""The mapping under a person's hands, without a page."""

import pytest
from django.http import QueryDict

from imports.feeds.mapping.fields import TARGETS
from imports.forms.mapping import Draft, Line
from imports.forms.policies import target_groups

COLUMNS = ("Réf.", "Nom", "Prix")
MAPPING = {
    "fields": {
        "supplier_sku": {"column": "Réf.", "transformations": [{"name": "trim"}]},
        "mpn": {"column": "Réf."},
        "attribute:Nom": {"column": "Nom", "mode": "only_new", "default": "?"},
        "price": {"column": "Prix", "decimal": ",", "transformations": [{"name": "round", "decimals": 1}]},
        "currency": {"column": None, "default": "EUR"},
    },
    "inherit": {"by": "Réf.", "fields": ["title"]},
}


def posted(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data[name.replace("_", "-") if name != "lines" else name] = value
    return data


def test_a_mapping_becomes_lines_and_lines_the_mapping():
    draft = Draft.of(MAPPING, COLUMNS)
    assert [line.column for line in draft.lines] == ["Réf.", "Réf.", "Nom", "Prix", None]
    fields = draft.to_json()["fields"]
    assert set(fields) == set(MAPPING["fields"])
    assert fields["price"]["transformations"] == [{"name": "round", "decimals": 1}]
    assert fields["price"]["decimal"] == ","
    assert (fields["attribute:Nom"]["mode"], fields["attribute:Nom"]["default"]) == ("only_new", "?")
    assert draft.to_json()["inherit"] == MAPPING["inherit"]


def test_columns_of_nobody_are_listed():
    assert Draft.of({"fields": {"title": {"column": "Nom"}}}, COLUMNS).unused == ["Réf.", "Prix"]


def test_a_forged_column_or_target_is_left_out():
    data = posted(
        lines="3", l0_column="Nom", l0_target="title", l1_column="Secret", l1_target="price", l2_column="Prix"
    )
    data["l2-target"] = "no_such_field"
    draft = Draft.read(data, columns=COLUMNS, inherit=None)
    assert [(line.column, line.target) for line in draft.lines] == [("Nom", "title"), ("Prix", "")]


@pytest.mark.parametrize(
    ("step", "sent", "read"),
    [
        ("round", {"decimals": "3"}, {"decimals": 3}),
        ("round", {"decimals": "x"}, {"decimals": "x"}),
        ("arithmetic", {"operator": "*", "value": "1,2"}, {"operator": "*", "value": 1.2, "decimals": 2}),
        ("lookup", {"table": "oui = yes\nnon=no"}, {"table": {"oui": "yes", "non": "no"}, "otherwise": "keep"}),
        ("replace", {"find": ";"}, {"find": ";", "with": ""}),
    ],
)
def test_parameters_are_read_by_their_type(step, sent, read):
    data = posted(lines="1", l0_column="Nom", l0_target="title", l0_steps="1", l0_s0_step=step)
    for name, value in sent.items():
        data[f"l0-s0-{name}"] = value
    draft = Draft.read(data, columns=COLUMNS, inherit=None)
    assert draft.lines[0].steps == [(step, read)]


def steps_after(what, **values):
    draft = Draft([Line("Nom", "title", steps=[("trim", {}), ("squeeze", {}), ("strip_html", {})])])
    draft.edit(what, posted(**values))
    return [name for name, _given in draft.lines[0].steps] if draft.lines else []


@pytest.mark.parametrize(
    ("what", "values", "names"),
    [
        ("remove:0:1", {}, ["trim", "strip_html"]),
        ("up:0:2", {}, ["trim", "strip_html", "squeeze"]),
        ("down:0:0", {}, ["squeeze", "trim", "strip_html"]),
        ("up:0:0", {}, ["trim", "squeeze", "strip_html"]),
        ("down:0:2", {}, ["trim", "squeeze", "strip_html"]),
        ("add:0", {"l0_add": "case"}, ["trim", "squeeze", "strip_html", "case"]),
        ("remove:9:9", {}, ["trim", "squeeze", "strip_html"]),
        ("nonsense", {}, ["trim", "squeeze", "strip_html"]),
    ],
)
def test_transformations_are_ordered(what, values, names):
    assert steps_after(what, **values) == names


def test_a_column_serves_two_fields_and_a_line_goes_again():
    draft = Draft([Line("Réf.", "supplier_sku"), Line("Nom", "title")])
    draft.edit("also:0", posted())
    assert [line.column for line in draft.lines] == ["Réf.", "Réf.", "Nom"]
    draft.edit("drop:1", posted())
    draft.edit("drop:1", posted())
    assert [(line.column, line.target) for line in draft.lines] == [("Réf.", "supplier_sku"), ("Nom", "")]


def test_every_field_can_be_chosen_once():
    offered = [name for _label, choices in target_groups() for name, _words in choices]
    assert set(TARGETS) <= set(offered)
    assert len(offered) == len(set(offered))


def test_a_column_that_another_one_needs_is_not_called_unused():
    mapping = {
        "fields": {
            "weight": {
                "column": "poids",
                "transformations": [{"name": "unit", "from": "kg", "to": "kg", "unit_column": "unite"}],
            }
        }
    }
    draft = Draft.of(mapping, columns=["poids", "unite", "remarque"], identity=[])
    assert draft.unused == ["remarque"]
    assert draft.helping == {"unite"}
