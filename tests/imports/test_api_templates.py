"""Mapping templates and remembered mappings through the API."""

import io

import pytest

from core.tenancy import tenant_scope
from imports.models import ImportRun
from suppliers.models import MappingTemplate, SavedMapping
from tests.imports.pages import FEED, prepared, ready

URL = "/api/v1/mapping-templates"


@pytest.fixture
def admin(api, people):
    api.force_login(people.admin)
    return api


@pytest.fixture
def run(people):
    return ready(people)


@pytest.fixture
def template(admin, run):
    return admin.post(URL, {"run_id": run.pk, "name": "Tarif"}, format="json").json()["template"]


def test_a_run_becomes_a_template(admin, template):
    assert "price" in template["mapped"]
    assert template["sample_count"] == len(template["samples"]) > 1
    listed = admin.get(URL).json()
    assert [item["name"] for item in listed["items"]] == ["Tarif"]
    assert admin.get("/api/v1/imports/templates").json()["items"] == listed["items"]
    assert admin.get(f"{URL}/{template['id']}").json()["mapping"] == template["mapping"]


def test_a_change_of_sample_rows_has_to_be_accepted(admin, template):
    mapping = template["mapping"]
    mapping["fields"]["title"]["transformations"] = [{"name": "suffix", "text": " PRO"}]
    address = f"{URL}/{template['id']}"
    refused = admin.patch(address, {"mapping": mapping}, format="json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "TEMPLATE_SAMPLES_DIFFER")
    assert refused.json()["error"]["details"]["differences"][0]["field"] == "title"
    taken = admin.put(address, {"mapping": mapping, "accept_changes": True}, format="json")
    assert taken.status_code == 200
    assert {each["field"] for each in taken.json()["differences"]} == {"title"}
    assert admin.post(f"{address}/check").json()["differences"] == []


def test_a_recipe_travels_as_yaml(admin, template):
    recipe = admin.get(f"{URL}/{template['id']}/recipe")
    assert recipe["Content-Type"] == "application/yaml"
    text = recipe.content.decode()
    taken = admin.post(f"{URL}/import", {"recipe": text}, format="json")
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "TEMPLATE_NAME_TAKEN")
    copy = admin.post(f"{URL}/import", {"recipe": text, "name": "Copy"}, format="json")
    assert copy.status_code == 201
    assert copy.json()["template"]["samples"] == template["samples"]


def test_a_faulty_recipe_names_the_place(admin, people):
    answer = admin.post(f"{URL}/import", {"recipe": "recipe: 1\nname: x\nmapping: {sku: {column: A}}"}, format="json")
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["path"] == "mapping.sku"
    with tenant_scope(people.tenant.pk):
        assert not MappingTemplate.objects.exists()


def test_a_viewer_reads_and_changes_nothing(api, people, template):
    api.force_login(people.viewer)
    address = f"{URL}/{template['id']}"
    assert api.get(address).status_code == 200
    assert api.patch(address, {"name": "X"}, format="json").status_code == 403
    assert api.delete(address).status_code == 403
    assert api.get(address).json()["name"] == "Tarif"


def test_a_stranger_finds_nothing(api, people, template):
    api.force_login(people.stranger)
    assert api.get(f"{URL}/{template['id']}").status_code == 404
    assert api.get(URL).json()["items"] == []


def test_a_template_is_deleted(admin, template):
    assert admin.delete(f"{URL}/{template['id']}").status_code == 204
    assert admin.get(f"{URL}/{template['id']}").status_code == 404


def test_remembered_mappings_are_listed_and_forgotten(admin, people, run):
    address = f"/api/v1/sources/{run.source_id}/mappings"
    (item,) = admin.get(address).json()["items"]
    assert item["mapping"]["fields"]["title"]["column"] == "Désignation"
    assert admin.delete(f"{address}/{item['id']}").status_code == 204
    assert admin.delete(f"{address}/{item['id']}").status_code == 404
    with tenant_scope(people.tenant.pk):
        assert not SavedMapping.objects.exists()


def test_a_mapping_is_confirmed_and_kept_in_one_request(admin, people):
    run = prepared(people)
    body = {"mapping": run.mapping, "template_name": "Tarif"}
    answer = admin.post(f"/api/v1/imports/{run.pk}/save-mapping", body, format="json").json()
    assert admin.get(f"{URL}/{answer['template_id']}").json()["name"] == "Tarif"
    run.refresh_from_db()
    assert run.stage == ImportRun.Stage.READY


def test_a_look_at_a_file_keeps_nothing(admin, people):
    file = io.BytesIO(FEED.encode("cp1252"))
    file.name = "tarif.csv"
    seen = admin.post("/api/v1/imports/detect-format", {"file": file}, format="multipart").json()
    assert seen["recognition"]["encoding"] == "cp1252"
    assert seen["mapping"]["fields"]["ean"]["column"] == "Code EAN"
    assert seen["rows"][0]["Marque"] == "Bosch"
    with tenant_scope(people.tenant.pk):
        assert not ImportRun.objects.exists()


def test_a_file_that_is_no_table_is_refused_in_the_look(admin, people):
    file = io.BytesIO(b"<!doctype html><html><body>Log in</body></html>")
    file.name = "x.csv"
    assert admin.post("/api/v1/imports/detect-format", {"file": file}, format="multipart").status_code == 422
