"""Attributes, families and values through the API; refusals; other organisations."""

import pytest

from catalog.models import Attribute, AttributeFamily, Product
from core.tenancy import tenant_scope

URL, FAMILIES = "/api/v1/attributes", "/api/v1/families"


@pytest.fixture
def manager(api, people, delivered):
    api.force_login(people.manager)
    return api


def one(api, name):
    return next(each for each in api.get(URL).json()["items"] if each["name"] == name)


def test_the_list_holds_own_and_standard_attributes(manager):
    assert one(manager, "Couleur")["is_standard"]
    assert one(manager, "hs_code")["id"] is None
    own = manager.get(URL, {"standard": "false"}).json()["items"]
    assert [each["name"] for each in own] == ["Couleur"]


def test_an_attribute_is_made_changed_and_deleted(manager):
    given = {"name": "Grip", "kind": "select", "choices": [{"name": "Soft", "labels": {"fr": "Doux"}}]}
    made = manager.post(URL, given, format="json")
    assert (made.status_code, made.json()["choices"]) == (201, given["choices"])
    assert manager.post(URL, given, format="json").json()["error"]["code"] == "ATTRIBUTE_NAME_TAKEN"
    address = f"{URL}/{made.json()['id']}"
    changed = manager.patch(address, {"labels": {"": "Handle"}, "filterable": True}, format="json").json()
    assert (changed["label"], changed["kind"], changed["filterable"]) == ("Handle", "select", True)
    assert manager.delete(address).status_code == 403
    assert manager.get(address).status_code == 200


def test_an_admin_deletes_what_is_unused_and_merges_the_rest(api, people, delivered):
    api.force_login(people.admin)
    made = api.post(URL, {"name": "Hue", "localizable": True}, format="json").json()["id"]
    color = one(api, "Couleur")["id"]
    assert api.delete(f"{URL}/{color}").json()["error"]["code"] == "ATTRIBUTE_IN_USE"
    refused = api.post(f"{URL}/{color}/merge", {"into": made}, format="json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "ATTRIBUTES_DIFFER")
    merged = api.post(f"{URL}/{made}/merge", {"into": color}, format="json")
    assert merged.json() == {"status": "completed", "products": 0}
    assert api.get(f"{URL}/{made}").status_code == 404


def test_families_ask_for_attributes(manager, people):
    given = {"name": "Drills", "attributes": [{"attribute": "couleur", "is_required": True}]}
    made = manager.post(FAMILIES, given, format="json")
    assert made.status_code == 201
    address = f"{FAMILIES}/{made.json()['id']}"
    changed = manager.put(address, {"name": "Machines", "attributes": [{"attribute": "voltage"}]}, format="json").json()
    assert changed["attributes"] == [{"attribute": "voltage", "is_required": False}]
    assert manager.post(FAMILIES, {"name": " "}, format="json").status_code == 422
    unknown = manager.post(FAMILIES, {"name": "x", "attributes": [{"attribute": "nothing"}]}, format="json")
    assert unknown.json()["error"]["code"] == "ATTRIBUTE_NOT_FOUND"
    with tenant_scope(people.tenant.pk):
        assert AttributeFamily.objects.count() == 1


def test_values_are_set_by_attribute_and_language(manager, delivered):
    address = f"/api/v1/products/{delivered.drill}/attributes"
    values = [
        {"attribute": "colour", "language": "en", "value": "blue"},
        {"attribute": "height", "value": "1.2 m"},
        {"attribute": "CE", "value": True},
    ]
    answer = manager.patch(address, {"values": values, "version": 1}, format="json")
    found = {(each["attribute"], each["language"]): each["value"] for each in answer.json()["items"]}
    assert found == {
        ("Couleur", ""): "bleu",
        ("Couleur", "en"): "blue",
        ("height", ""): "120",
        ("CE", ""): "true",
    }
    late = manager.patch(address, {"values": values[:1], "version": 1}, format="json")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "PRODUCT_CHANGED")
    other = manager.patch(address, {"values": [{"attribute": "height", "value": "tall"}]}, format="json")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "VALUE_DOES_NOT_FIT")


def test_another_organisation_sees_and_changes_nothing(api, people, delivered):
    with tenant_scope(people.tenant.pk):
        attribute = Attribute.objects.get().pk
        before = Product.objects.get(pk=delivered.drill).version
    api.force_login(people.stranger)
    assert api.get(f"{URL}/{attribute}").status_code == 404
    assert api.patch(f"{URL}/{attribute}", {"labels": {"": "x"}}, format="json").status_code == 404
    values = {"values": [{"attribute": "color", "value": "x"}]}
    assert api.patch(f"/api/v1/products/{delivered.drill}/attributes", values, format="json").status_code == 404
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=delivered.drill).version == before
