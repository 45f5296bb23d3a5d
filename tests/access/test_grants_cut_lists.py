"""Somebody who holds rights on single objects only finds these, and nothing beside them."""

import pytest
from django.urls import reverse

from catalog.models import Category
from catalog.services import edit_product
from core.access import grants
from core.tenancy import tenant_scope
from imports.models import HeldRow, ImportRun
from suppliers.models import Source
from tests.factories.imports import imported
from tests.factories.people import member
from tests.factories.products import make_catalogue

BAD = b"SKU;EAN;Nom\nA1;4006381333932;Feutre\n"


@pytest.fixture
def catalogue(people):
    return make_catalogue(people)


@pytest.fixture
def guest(people):
    """A member without any role."""
    return member(people.tenant, "", name="Gus Guest")


@pytest.fixture
def runs(people, catalogue):
    """A run with a held row for each of two suppliers."""
    with tenant_scope(people.tenant.pk):
        return {code: imported(BAD, tenant_id=people.tenant.pk, supplier=code) for code in ("MARTIN", "WERK")}


def give(people, user, obj_label, object_id, *codes):
    """The permissions on the object."""
    from django.apps import apps

    with tenant_scope(people.tenant.pk):
        grants.grant(user, codes, apps.get_model(obj_label).objects.get(pk=object_id))


def titles(answer):
    return {row.title for row in answer.context["products"]}


@pytest.mark.parametrize("name", ["catalog:products", "suppliers:suppliers", "imports:runs", "imports:quarantine"])
def test_without_any_grant_the_lists_stay_shut(client, guest, name):
    client.force_login(guest)
    assert client.get(reverse(name)).status_code == 403


def test_a_grant_on_a_supplier_shows_its_products(client, api, people, guest, catalogue):
    give(people, guest, "suppliers.Supplier", catalogue.rival, "read:products")
    client.force_login(guest)
    answer = client.get(reverse("catalog:products"))
    assert titles(answer) == {"Perceuse GSR 18V-55"}
    assert "Outillage Martin" not in answer.text
    assert not titles(client.get(reverse("catalog:products"), {"q": "scie"}))
    api.force_login(guest)
    body = api.get("/api/v1/products").json()
    assert (body["total"], [each["id"] for each in body["items"]]) == (1, [str(catalogue.drill)])


@pytest.mark.parametrize("path", ["", "/history", "/fields/title"])
def test_details_ask_for_the_product(api, people, guest, catalogue, path):
    give(people, guest, "catalog.Product", catalogue.saw, "read:products")
    api.force_login(guest)
    assert api.get(f"/api/v1/products/{catalogue.saw}{path}").status_code == 200
    answer = api.get(f"/api/v1/products/{catalogue.drill}{path}")
    assert (answer.status_code, answer.json()["detail"]) == (403, "Insufficient permissions. Required: read:products")


@pytest.mark.parametrize("name", ["product", "offers", "history"])
def test_pages_of_a_product_ask_for_it(client, people, guest, catalogue, name):
    give(people, guest, "catalog.Product", catalogue.saw, "read:products")
    client.force_login(guest)
    assert client.get(reverse(f"catalog:{name}", args=[catalogue.saw])).status_code == 200
    assert client.get(reverse(f"catalog:{name}", args=[catalogue.drill])).status_code == 403


@pytest.mark.parametrize("few", [2_000, 0], ids=["named one by one", "asked row by row"])
def test_a_grant_on_a_category_reaches_those_below(client, people, guest, catalogue, monkeypatch, few):
    monkeypatch.setattr("catalog.rights.FEW", few)
    with tenant_scope(people.tenant.pk):
        tools = Category.objects.get(path="Outillage")
    give(people, guest, "catalog.Category", tools.pk, "read:products")
    client.force_login(guest)
    assert titles(client.get(reverse("catalog:products"))) == {"Perceuse GSR 18V-55", "Scie circulaire 190 mm"}


@pytest.mark.parametrize("few", [2_000, 0], ids=["named one by one", "asked row by row"])
def test_a_grant_on_a_further_category_counts_too(client, api, people, guest, catalogue, monkeypatch, few):
    monkeypatch.setattr("catalog.rights.FEW", few)
    values = {"further_categories": ["Salon > Chaises"]}
    edit_product(catalogue.chair, tenant_id=people.tenant.pk, user=people.admin, values=values)
    with tenant_scope(people.tenant.pk):
        salon = Category.objects.get(path="Salon")
    give(people, guest, "catalog.Category", salon.pk, "read:products", "write:products")
    client.force_login(guest)
    assert titles(client.get(reverse("catalog:products"))) == {"Chaise « Lisbonne »"}
    api.force_login(guest)
    sent = {"values": {"title": "Other"}}
    assert api.patch(f"/api/v1/products/{catalogue.chair}", sent, format="json").status_code == 200
    assert api.patch(f"/api/v1/products/{catalogue.saw}", sent, format="json").status_code == 403


@pytest.mark.parametrize("few", [2_000, 0], ids=["named one by one", "asked row by row"])
def test_several_grants_add_up(client, people, guest, catalogue, monkeypatch, few):
    monkeypatch.setattr("catalog.rights.FEW", few)
    give(people, guest, "suppliers.Supplier", catalogue.rival, "read:products")
    give(people, guest, "catalog.Product", catalogue.chair, "read:products")
    client.force_login(guest)
    assert titles(client.get(reverse("catalog:products"))) == {"Perceuse GSR 18V-55", "Chaise « Lisbonne »"}


def test_writing_needs_the_right_on_this_product(client, api, people, guest, catalogue):
    give(people, guest, "catalog.Product", catalogue.saw, "read:products", "write:products")
    api.force_login(guest)
    values = {"values": {"title": "Other"}}
    assert api.patch(f"/api/v1/products/{catalogue.saw}", values, format="json").status_code == 200
    assert api.patch(f"/api/v1/products/{catalogue.drill}", values, format="json").status_code == 403
    client.force_login(guest)
    assert client.get(reverse("catalog:edit", args=[catalogue.saw])).status_code == 200
    assert client.get(reverse("catalog:edit", args=[catalogue.drill])).status_code == 403
    status = reverse("catalog:status", args=[catalogue.saw])
    assert client.post(status, {"status": "trash"}).status_code == 403, "deleting was not granted"


def test_a_grant_on_a_supplier_shows_this_one_alone(client, api, people, guest, catalogue):
    give(people, guest, "suppliers.Supplier", catalogue.rival, "read:suppliers")
    client.force_login(guest)
    answer = client.get(reverse("suppliers:suppliers"))
    assert [row[0].name for row in answer.context["rows"]] == ["Werkzeug Weber"]
    assert client.get(reverse("suppliers:supplier", args=[catalogue.rival])).status_code == 200
    assert client.get(reverse("suppliers:supplier", args=[catalogue.martin])).status_code == 403
    assert client.get(reverse("suppliers:edit", args=[catalogue.rival])).status_code == 403
    api.force_login(guest)
    assert [each["code"] for each in api.get("/api/v1/suppliers").json()["items"]] == ["WERK"]
    assert api.get(f"/api/v1/suppliers/{catalogue.martin}").status_code == 403


def test_runs_and_held_rows_of_others_stay_hidden(client, api, people, guest, catalogue, runs):
    give(people, guest, "suppliers.Supplier", catalogue.rival, "read:imports")
    mine, other = runs["WERK"], runs["MARTIN"]
    client.force_login(guest)
    assert [run.id for run in client.get(reverse("imports:runs")).context["runs"]] == [mine.pk]
    causes = client.get(reverse("imports:quarantine")).context["causes"]
    assert [(cause.supplier_id, cause.rows) for cause in causes] == [(mine.supplier_id, 1)]
    for name in ("run", "held", "findings", "log", "changes", "source-file"):
        assert client.get(reverse(f"imports:{name}", args=[mine.pk])).status_code == 200, name
        assert client.get(reverse(f"imports:{name}", args=[other.pk])).status_code == 403, name
    with tenant_scope(people.tenant.pk):
        rows = dict(HeldRow.objects.values_list("run_id", "pk"))
    assert client.get(reverse("imports:held-row", args=[rows[mine.pk]])).status_code == 200
    assert client.get(reverse("imports:held-row", args=[rows[other.pk]])).status_code == 403
    download = b"".join(client.get(reverse("imports:held-download", args=["csv"])).streaming_content).decode()
    assert str(rows[mine.pk]) in download
    assert str(rows[other.pk]) not in download
    api.force_login(guest)
    assert [each["id"] for each in api.get("/api/v1/imports").json()["items"]] == [str(mine.pk)]
    for path in ("", "/report", "/errors", "/logs", "/held-rows", "/mapping"):
        assert api.get(f"/api/v1/imports/{mine.pk}{path}").status_code == 200, path
        assert api.get(f"/api/v1/imports/{other.pk}{path}").status_code == 403, path


def test_held_rows_are_discarded_where_it_was_granted(api, people, guest, catalogue, runs):
    give(people, guest, "imports.ImportRun", runs["WERK"].pk, "read:imports", "write:imports")
    api.force_login(guest)
    refused = api.post(f"/api/v1/imports/{runs['MARTIN'].pk}/held-rows/discard", {}, format="json")
    done = api.post(f"/api/v1/imports/{runs['WERK'].pk}/held-rows/discard", {}, format="json")
    assert (refused.status_code, done.status_code, done.json()) == (403, 200, {"discarded": 1})
    with tenant_scope(people.tenant.pk):
        assert dict(HeldRow.objects.values_list("run_id", "state")) == {
            runs["MARTIN"].pk: "open",
            runs["WERK"].pk: "discarded",
        }


def test_the_home_page_tells_nothing_of_others(client, people, guest, catalogue, runs):
    give(people, guest, "suppliers.Supplier", catalogue.rival, "read:imports", "read:products")
    client.force_login(guest)
    home = client.get(reverse("analytics:home"), {"parts": "all"})
    assert home.status_code == 200
    assert "Outillage Martin" not in home.content.decode()


def test_a_source_can_be_granted(client, people, guest, catalogue, runs):
    with tenant_scope(people.tenant.pk):
        source = Source.objects.get(supplier_id=catalogue.rival)
    give(people, guest, "suppliers.Source", source.pk, "read:imports", "read:suppliers")
    client.force_login(guest)
    assert [run.id for run in client.get(reverse("imports:runs")).context["runs"]] == [runs["WERK"].pk]
    feed = reverse("imports:feed-policies", args=[source.pk])
    assert client.get(feed).status_code == 200
    assert client.post(feed, {}).status_code == 403


def test_grants_of_another_organisation_open_nothing(client, people, catalogue):
    give(people, people.stranger, "suppliers.Supplier", catalogue.rival, "read:products")
    client.force_login(people.stranger)
    assert titles(client.get(reverse("catalog:products"))) == set()
    assert client.get(reverse("catalog:product", args=[catalogue.drill])).status_code == 404
    assert ImportRun
