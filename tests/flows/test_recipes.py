"""Recipes: a template made of a run holds its sample rows to what they became, and travels as YAML."""

import pytest

from core.access import grants
from core.errors import PermissionRefused
from imports.errors import RecipeInvalid, SamplesDiffer
from imports.services.recipes import (
    Wishes,
    change_template,
    check_template,
    export_recipe,
    import_recipe,
    keep_as_template,
    use_template,
)
from suppliers.errors import TemplateNameTaken
from suppliers.models import MappingTemplate, Supplier
from suppliers.selectors import source_settings, template, value_maps_for
from suppliers.services import Meaning, confirm_values, set_policies
from tests.factories.imports import confirmed, uploaded

FEED = """Réf;Désignation;EAN;Prix HT;Stock;Poids (g)
A-1;Perceuse-visseuse;4059952514475;1 108,25 €;84;1500
A-2;Perceuse à percussion;0088381080361;178,33 €;;
A-3;Clé à molette;4059952514476;12,50 €;5;300
A-4;;3342540838949;24,90 €;41;120
""".encode()


@pytest.fixture
def run(tenant_id):
    return confirmed(uploaded(FEED, tenant_id=tenant_id, supplier="MARTIN"))


@pytest.fixture
def kept(run):
    return keep_as_template(run, Wishes("Tarif Martin"), by=None)[0]


def price_mapping(template_id, **changes):
    mapping = template(template_id).mapping
    mapping["fields"]["price"] |= changes
    return mapping


def test_a_template_of_a_run_has_telling_rows_with_what_they_become(kept):
    found = template(kept)
    states = [sample["state"] for sample in found.samples]
    assert (states.count("imported"), states.count("held")) == (3, 1)
    assert found.samples[0]["row"]["Prix HT"] == "1 108,25 €"
    assert found.samples[0]["fields"]["price"] == "1108.25"
    assert next(each for each in found.samples if each["state"] == "held")["reasons"] == ["ean_checksum_invalid:ean"]
    assert found.mapping["fields"]["price"]["decimal"] == ","
    assert check_template(kept, by=None) == []


def test_a_change_that_alters_a_row_is_refused_with_row_and_field(kept):
    mapping = price_mapping(kept, transformations=[{"name": "vat", "rate": 20, "direction": "add"}])
    with pytest.raises(SamplesDiffer, match=r"row 1, price: “1108\.25” → “1329\.90”") as refused:
        change_template(kept, {"mapping": mapping}, by=None)
    assert refused.value.params["differences"][0] == {"row": 1, "field": "price", "old": "1108.25", "new": "1329.90"}
    assert template(kept).mapping["fields"]["price"]["transformations"] == []
    assert check_template(kept, by=None) == []


def test_an_accepted_change_is_expected_from_then_on(kept):
    mapping = price_mapping(kept, transformations=[{"name": "vat", "rate": 20, "direction": "add"}])
    found = change_template(kept, {"mapping": mapping}, by=None, accept_changes=True)
    assert {each.field for each in found} == {"price"}
    assert template(kept).samples[0]["fields"]["price"] == "1329.90"
    assert check_template(kept, by=None) == []


def test_a_rule_that_holds_a_row_is_a_difference_too(kept):
    rules = [{"kind": "range", "field": "price", "max": 1000}]
    with pytest.raises(SamplesDiffer, match="row 1, state: “imported” → “held”"):
        change_template(kept, {"rules": rules}, by=None)
    assert template(kept).rules == []


def test_a_filter_that_drops_a_row_is_a_difference_too(run, kept):
    set_policies(by=None, source_id=run.source_id, values={"filters": FILTERS})
    with pytest.raises(SamplesDiffer, match="“imported” → “filtered”"):
        keep_as_template(run, Wishes("Tarif Martin", replace=True), by=None)
    keep_as_template(run, Wishes("Tarif Martin", replace=True, accept_changes=True), by=None)
    assert "filtered" in {sample["state"] for sample in template(kept).samples}


FILTERS = [{"action": "exclude", "test": "equals", "field": "supplier_sku", "value": "A-1"}]


def test_a_harmless_change_asks_nothing(kept):
    assert change_template(kept, {"name": "Tarif 2026", "is_default": True}, by=None) == []
    assert template(kept).facts.name == "Tarif 2026"


def test_a_name_is_not_overwritten_unless_asked(run, kept):
    with pytest.raises(TemplateNameTaken):
        keep_as_template(run, Wishes("Tarif Martin"), by=None)
    assert MappingTemplate.objects.count() == 1


def test_the_document_holds_everything_but_secrets(run, kept):
    text = export_recipe(kept, by=None)
    for line in ("recipe: 1", "name: Tarif Martin", "column: Prix HT", "held:", "- ean_checksum_invalid:ean"):
        assert line in text
    assert "secret" not in text
    assert "connection" not in text


def test_there_and_back_again_is_the_same(kept, tenant_id):
    before, text = template(kept), export_recipe(kept, by=None)
    copy, found = import_recipe(text, Wishes("Copy"), by=None, tenant_id=tenant_id)
    after = template(copy)
    assert found == []
    for name in ("mapping", "identity", "reading", "rules", "filters", "value_maps", "samples"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.facts.columns == before.facts.columns


def test_a_document_of_the_same_name_asks_before_it_replaces(kept, tenant_id):
    text = export_recipe(kept, by=None).replace("1108.25", "999.00")
    with pytest.raises(TemplateNameTaken):
        import_recipe(text, Wishes(""), by=None, tenant_id=tenant_id)
    with pytest.raises(SamplesDiffer, match=r"“999\.00” → “1108\.25”"):
        import_recipe(text, Wishes("", replace=True), by=None, tenant_id=tenant_id)
    same, found = import_recipe(text, Wishes("", replace=True, accept_changes=True), by=None, tenant_id=tenant_id)
    assert (same, len(found), MappingTemplate.objects.count()) == (kept, 1, 1)


def test_a_source_takes_over_what_it_has_not_decided(run, kept):
    change_template(kept, {"rules": [{"kind": "required", "field": "title"}]}, by=None, accept_changes=True)
    set_policies(by=None, source_id=run.source_id, values={"reading": {"encoding": "utf-8"}})
    use_template(by=None, source_id=run.source_id, template_id=kept)
    source = source_settings(run.source_id)
    assert (source.template_id, source.reading) == (kept, {"encoding": "utf-8"})
    assert source.rules == [{"kind": "required", "field": "title"}]


def test_a_grant_on_the_supplier_is_enough_for_its_templates_only(people, run, kept, tenant_id):
    with pytest.raises(PermissionRefused):
        keep_as_template(run, Wishes("Mine"), by=people.viewer)
    grants.grant(people.viewer, ["write:templates"], Supplier.objects.get(pk=run.supplier_id))
    with pytest.raises(PermissionRefused):
        keep_as_template(run, Wishes("Everybody's"), by=people.viewer)
    with pytest.raises(PermissionRefused):
        change_template(kept, {"name": "X"}, by=people.viewer)
    own, _found = keep_as_template(run, Wishes("Mine", supplier_id=run.supplier_id), by=people.viewer)
    with pytest.raises(PermissionRefused):
        change_template(own, {"supplier_id": None}, by=people.viewer)
    assert set(MappingTemplate.objects.values_list("name", flat=True)) == {"Tarif Martin", "Mine"}


def test_a_faulty_document_keeps_nothing(tenant_id):
    with pytest.raises(RecipeInvalid):
        import_recipe("recipe: 1\nname: x\nmapping: {nonsense: {column: A}}", Wishes(""), by=None, tenant_id=tenant_id)
    assert not MappingTemplate.objects.exists()


def test_value_maps_travel_with_the_recipe(run, kept, tenant_id):
    mapping = template(kept).mapping
    mapping["fields"]["brand"] = {"column": "Désignation"}
    words = {"brand": {"perceuse-visseuse": "Bosch"}}
    change_template(kept, {"mapping": mapping, "value_maps": words}, by=None, accept_changes=True)
    assert template(kept).samples[0]["fields"]["brand"] == "Bosch"
    copy, found = import_recipe(export_recipe(kept, by=None), Wishes("Copy"), by=None, tenant_id=tenant_id)
    assert (found, template(copy).value_maps) == ([], words)
    use_template(by=None, source_id=run.source_id, template_id=copy)
    assert value_maps_for(run.source_id) == {"brand": {"perceuse visseuse": "Bosch"}}


def test_the_meanings_of_a_source_reach_the_source_of_a_colleague(run, tenant_id):
    words = [Meaning("stock", "Sur commande", "0"), Meaning("brand", "H.P.", "HP")]
    confirm_values(by=None, tenant_id=tenant_id, meanings=words[:1], source_id=run.source_id)
    confirm_values(by=None, tenant_id=tenant_id, meanings=words[1:])
    text = export_recipe(keep_as_template(run, Wishes("Tarif Martin"), by=None)[0], by=None)
    assert "sur commande: '0'" in text
    copy, _found = import_recipe(text, Wishes("Copy"), by=None, tenant_id=tenant_id)
    other = uploaded(FEED, tenant_id=tenant_id, supplier="DURAND").source_id
    confirm_values(by=None, tenant_id=tenant_id, meanings=[Meaning("stock", "bientôt", "1")], source_id=other)
    use_template(by=None, source_id=other, template_id=copy)
    assert value_maps_for(other)["stock"] == {"bientot": "1", "sur commande": "0"}
