"""Pages of templates, and templates, drift and formulas on the mapping page."""

import io

import pytest

from core.tenancy import tenant_scope
from imports.services.recipes import Wishes, keep_as_template
from suppliers.models import MappingTemplate
from tests.imports.pages import FEED, completed, prepared, ready, signed_in, text_of
from tests.imports.test_pages_wizard import FRAGMENT, form_of, lines


@pytest.fixture
def admin(people):
    return signed_in(people.admin)


@pytest.fixture
def template_id(people):
    run = ready(people)
    with tenant_scope(people.tenant.pk):
        return keep_as_template(run, Wishes("Tarif Martin"), by=None)[0]


def names(people):
    with tenant_scope(people.tenant.pk):
        return set(MappingTemplate.objects.values_list("name", flat=True))


def yaml_file(text):
    file = io.BytesIO(text.encode())
    file.name = "recipe.yaml"
    return file


def test_an_empty_list_says_how_to_begin(admin):
    assert "No template yet" in text_of(admin.get("/imports/templates/"))


def test_a_template_is_listed_and_shown_with_its_rows(admin, template_id):
    assert "Tarif Martin" in text_of(admin.get("/imports/templates/?q=martin"))
    page = text_of(admin.get(f"/imports/templates/{template_id}/"))
    for word in ("column “Prix HT”", "all as expected", "Perceuse-visseuse", "108.25", "Export as YAML"):
        assert word in page


def test_the_sheet_renames_and_refuses_a_taken_name(admin, people, template_id):
    address = f"/imports/templates/{template_id}/"
    admin.post(f"{address}act/duplicate/")
    assert names(people) == {"Tarif Martin", "Tarif Martin (copy)"}
    refused = admin.post(address, {"name": "Tarif Martin (copy)"})
    assert refused.status_code == 422
    assert "Another template already has this name" in text_of(refused)
    assert admin.post(address, {"name": "Renamed", "is_default": "on"}).url == address
    assert names(people) == {"Renamed", "Tarif Martin (copy)"}
    admin.post(f"{address}act/delete/")
    assert names(people) == {"Tarif Martin (copy)"}


def test_rows_that_differ_are_shown_and_accepted(admin, people, template_id):
    with tenant_scope(people.tenant.pk):
        row = MappingTemplate.objects.get()
        row.samples[0]["fields"]["price"] = "1.00"
        row.save()
    address = f"/imports/templates/{template_id}/"
    assert "Sample rows become something else than expected" in text_of(admin.get(address))
    admin.post(f"{address}act/accept/")
    assert "all as expected" in text_of(admin.get(address))


def test_a_recipe_is_downloaded_and_comes_in_again(admin, people, template_id):
    answer = admin.get(f"/imports/templates/{template_id}/recipe.yaml")
    assert answer["Content-Disposition"] == 'attachment; filename="tarif-martin.yaml"'
    refused = admin.post("/imports/templates/import/", {"file": yaml_file(text_of(answer))})
    assert (refused.status_code, "already has this name" in text_of(refused)) == (422, True)
    admin.post("/imports/templates/import/", {"file": yaml_file(text_of(answer)), "name": "Copy"})
    assert names(people) == {"Tarif Martin", "Copy"}


def test_a_faulty_recipe_names_the_place(admin, people):
    file = yaml_file("recipe: 1\nname: x\nmapping: {sku: {column: A}}")
    assert "mapping.sku: received" in text_of(admin.post("/imports/templates/import/", {"file": file}))
    binary = io.BytesIO(b"\xff\xfe\x00")
    binary.name = "x.yaml"
    assert "UTF-8" in text_of(admin.post("/imports/templates/import/", {"file": binary}))
    assert names(people) == set()


def test_a_viewer_sees_but_does_not_change(people, template_id):
    viewer, address = signed_in(people.viewer), f"/imports/templates/{template_id}/"
    assert f"{address}act/" not in text_of(viewer.get(address))
    assert viewer.post(address, {"name": "X"}).status_code == 403
    assert viewer.post(f"{address}act/delete/").status_code == 403
    assert viewer.get("/imports/templates/import/").status_code == 403
    assert names(people) == {"Tarif Martin"}


# The mapping page


def test_a_draft_is_kept_as_a_template_and_applied_to_another_file(admin, people):
    run = prepared(people)
    address = f"/imports/{run.pk}/mapping/"
    page = admin.get(address)
    number = lines(page)["Marque"]
    data = form_of(page, **{f"l{number}-target": "attribute:", f"l{number}-name": "Fabricant"})
    said = text_of(admin.post(address, data | {"do": "keep", "template_name": "Mine"}, headers=FRAGMENT))
    assert "“Mine” is saved." in said
    other = prepared(people)
    address = f"/imports/{other.pk}/mapping/"
    page = admin.get(address)
    assert "Mine – all columns are there" in text_of(page)
    with tenant_scope(people.tenant.pk):
        chosen = MappingTemplate.objects.get()
    page = admin.post(address, form_of(page, do="apply", template=str(chosen.pk)), headers=FRAGMENT)
    line = page.context["lines"][lines(page)["Marque"]].line
    assert (line.target, line.name) == ("attribute:", "Fabricant")


def test_a_taken_name_asks_before_it_replaces(admin, people, template_id):
    run = prepared(people)
    address = f"/imports/{run.pk}/mapping/"
    data = form_of(admin.get(address), do="keep", template_name="Tarif Martin")
    page = text_of(admin.post(address, data, headers=FRAGMENT))
    assert "Another template already has this name" in page
    assert "Replace the template of this name" in page
    page = text_of(admin.post(address, data | {"template_replace": "on"}, headers=FRAGMENT))
    assert "“Tarif Martin” is saved." in page


def test_guesses_of_a_changed_layout_are_shown_and_taken_back(admin, people):
    completed(people, "Réf.;Nom;Prix\r\n" + "".join(f"A-{n};Lampe {n};{n},50\r\n" for n in range(30)))
    later = "Réf.;Nom;Zone 9;Neuf\r\n" + "".join(f"A-{n};Lampe {n};{n},90;x\r\n" for n in range(30))
    run = prepared(people, later)
    address = f"/imports/{run.pk}/mapping/"
    page = admin.get(address)
    for word in ("The layout has changed", "Zone 9", "Same kind of values:", "Not the same column", "New columns:"):
        assert word in text_of(page)
    number = lines(page)["Zone 9"]
    page = admin.post(address, form_of(page, do=f"clear:{number}"), headers=FRAGMENT)
    assert "Zone 9" in page.context["unused"]
    assert "Without a column now:" in text_of(page)


def test_a_formula_is_tried_and_its_fault_has_a_place(admin, people):
    run = prepared(people)
    address = f"/imports/{run.pk}/mapping/"
    page = admin.post(address, form_of(admin.get(address), do="formula"))
    place = len(page.context["lines"]) - 1
    formula = {f"l{place}-expression": "[Stock] * ", f"l{place}-target": "attribute:", f"l{place}-name": "Double"}
    page = admin.post(address, form_of(page, **formula), headers=FRAGMENT)
    assert page.context["lines"][place].error
    page = admin.post(address, form_of(page, **formula | {f"l{place}-expression": "[Stock] * 2"}), headers=FRAGMENT)
    assert page.context["lines"][place].error == ""
    assert page.context["lines"][place].results[0] == "168"
    last = form_of(page, **formula | {f"l{place}-expression": "[Stock] * 2", "do": "save"})
    admin.post(address, last)
    run.refresh_from_db()
    assert run.mapping["fields"]["attribute:Double"]["expression"] == "[Stock] * 2"


def test_a_formula_of_a_stored_mapping_survives_the_page(admin, people):
    assert "Prix HT" in FEED
    run = prepared(people)
    run.mapping["fields"]["cost"] = {"column": None, "expression": "[Prix HT] * 0.5", "mode": "always"}
    run.save()
    page = admin.get(f"/imports/{run.pk}/mapping/")
    assert [entry.line.expression for entry in page.context["lines"] if entry.line.target == "cost"] == [
        "[Prix HT] * 0.5"
    ]
