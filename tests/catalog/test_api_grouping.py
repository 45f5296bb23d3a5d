"""API of brands, categories, tags and taxonomies: a walk through each, and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Brand, Category, Product
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def call(api, acme, in_tenant):
    """`call("get", "/brands")`: the answer to the admin, as JSON."""
    merge(
        acme,
        row("A", brand="Bosch", category="Shoes > Boots", tags="old"),
        row("B", brand="Bosch GmbH", category="Hats"),
    )
    api.force_login(in_tenant.admin)

    def ask(method, path, body=None, *, status=200):
        answer = getattr(api, method)(f"{API}{path}", body, **({"format": "json"} if body is not None else {}))
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    return ask


def test_brands(call):
    made = call("post", "/brands", {"name": "Festool"}, status=201)
    assert call("post", "/brands", {"name": "festool"}, status=409)["error"]["code"] == "BRAND_NAME_TAKEN"
    call("patch", f"/brands/{made['id']}", {"code": "FST"})
    alias = call("post", f"/brands/{made['id']}/aliases", {"spelling": "Fest-Tool AG"}, status=201)
    assert [each["name"] for each in call("get", f"/brands/{made['id']}")["spellings"]] == ["Fest-Tool AG", "Festool"]
    call("delete", f"/brands/{made['id']}/aliases/{alias['id']}", status=204)
    call("delete", f"/brands/{made['id']}", status=204)
    call("get", f"/brands/{made['id']}", status=404)
    assert call("get", "/brands/stats")["total"] == 2
    twins = call("get", "/brands/duplicates")["items"][0]["brands"]
    assert {each["name"] for each in twins} == {"Bosch", "Bosch GmbH"}


def test_brands_are_matched_validated_merged_and_parted(call):
    found = call("post", "/brands/match", {"names": ["BOSCH"]})["items"]["BOSCH"]
    assert (found[0]["name"], found[0]["score"]) == ("Bosch", 1.0)
    bosch, other = Brand.objects.get(name="Bosch").pk, Brand.objects.get(name="Bosch GmbH").pk
    assert {each["name"] for each in call("get", "/brands/pending")["items"]} == {"Bosch", "Bosch GmbH"}
    assert call("post", f"/brands/pending/{bosch}/validate", {"action": "confirm"})["checked"] == 1
    body = {"target_id": str(bosch), "source_ids": [str(other)]}
    job = call("post", "/brands/merge", body, status=201)
    assert (job["status"], job["changed"]) == ("completed", 1)
    assert call("get", "/brands/merge-history")["items"][0]["id"] == job["id"]
    undone = call("post", f"/regroupings/{job['id']}/undo", status=201)
    assert undone["undoes"] == job["id"]
    assert call("post", f"/regroupings/{job['id']}/undo", status=409)["error"]["code"] == "REGROUPING_NOT_UNDOABLE"
    validated = call("post", "/brands/pending/bulk-validate", {"ids": [str(other)], "action": "merge"})
    assert validated == {"checked": 0, "merged": 1}
    assert set(Product.objects.values_list("brand__name", flat=True)) == {"Bosch"}


def test_categories(call):
    hats, shoes = Category.objects.get(path="Hats"), Category.objects.get(path="Shoes")
    made = call("post", "/categories", {"name": "Caps", "parent_id": str(hats.pk)}, status=201)
    assert made["path"] == "Hats > Caps"
    moved = call("patch", f"/categories/{hats.pk}", {"parent_id": str(shoes.pk)})
    assert (moved["path"], moved["former_paths"], moved["products"]) == ("Shoes > Hats", ["Hats"], 1)
    assert call("patch", f"/categories/{shoes.pk}", {"parent_id": made["id"]}, status=409)
    tree = call("get", "/categories/tree")
    assert [each["name"] for each in tree[0]["children"]] == ["Boots", "Hats"]
    assert call("get", f"/categories/{hats.pk}/tree")[0]["name"] == "Hats"
    found = call("get", f"/categories?search=caps&below={shoes.pk}")
    assert [each["path"] for each in found["items"]] == ["Shoes > Hats > Caps"]
    set_to = call("put", f"/categories/{shoes.pk}/attributes", {"attributes": [{"attribute": "size"}]})
    assert set_to["items"][0]["attribute"] == "size"
    assert call("get", f"/categories/{made['id']}/attributes")["items"][0]["inherited_from"] == "Shoes"
    job = call("post", f"/categories/{hats.pk}/merge", {"into": str(shoes.pk)}, status=201)
    assert job["changed"] == 1
    assert call("delete", f"/categories/{shoes.pk}", status=409)["error"]["code"] == "CATEGORY_IN_USE"
    assert call("get", "/categories/stats")["total"] == 3


def test_categories_come_from_a_file(call, api):
    sent = SimpleUploadedFile("tree.csv", b"path\nA > B\n")
    answer = api.post(f"{API}/categories/import", {"file": sent}, format="multipart")
    assert (answer.status_code, answer.json()) == (200, {"made": 2})
    assert b"A > B" in api.get(f"{API}/categories/export").content


def test_tags(call):
    job = call("post", "/tags/change", {"names": ["old"], "target": "new"}, status=201)
    assert job["changed"] == 1
    assert call("get", "/tags")["items"] == [{"name": "new", "products": 1}]
    assert call("get", "/tags/aliases")["items"] == [{"name": "old", "target": "new"}]
    call("post", "/tags/aliases/remove", {"name": "old"}, status=204)
    call("post", "/tags/delete", {"names": ["new"]}, status=201)
    assert call("post", "/tags/delete", {"names": ["new"]}, status=404)["error"]["code"] == "TAG_NOT_FOUND"


def test_taxonomies(call, api):
    made = call("post", "/taxonomies", {"code": "google", "name": "Google", "kind": "google"}, status=201)
    base = f"/taxonomies/{made['id']}"
    sent = SimpleUploadedFile("google.txt", b"1 - Shoes\n2 - Shoes > Boots\n3 - Headgear\n")
    assert api.post(f"{API}{base}/upload", {"file": sent}, format="multipart").json()["made"] == 3
    assert call("post", f"{base}/sync", status=422)["error"]["code"] == "VALUE_DOES_NOT_FIT"
    assert call("post", f"{base}/mappings/auto-match")["active"] == 2
    hats = Category.objects.get(path="Hats")
    found = call("get", f"{base}/categories?search=head")["items"]
    set_to = call("post", f"{base}/mappings", {"category_id": str(hats.pk), "target_id": found[0]["id"]}, status=201)
    assert (set_to["category"], set_to["target"]) == ("Hats", "Headgear")
    body = {"ids": [set_to["id"]], "status": "rejected"}
    assert call("post", "/taxonomies/mappings/status", body) == {"changed": 1}
    assert call("get", f"{base}/mappings?status=rejected")["total"] == 1
    boots = Category.objects.get(path="Shoes > Boots", taxonomy=None)
    best = call("get", f"{base}/mappings/suggestions?category_id={boots.pk}")["items"][0]
    assert (best["path"], best["confidence"]) == ("Shoes > Boots", 100)
    call("delete", f"/taxonomies/mappings/{set_to['id']}", status=204)
    call("patch", base, {"name": "Google 2"})
    call("delete", base, status=204)
    assert call("get", "/taxonomies")["items"] == []
