"""The page and the API of products without EAN."""

import pytest
from rest_framework.test import APIClient

from catalog.models import Product
from core.tenancy import tenant_scope
from imports.models import EanPending
from tests.imports.pages import completed, signed_in, text_of
from tests.queries import at_most_queries

FEED = "Réf.;Désignation;Code EAN;Marque;Prix HT\nA-1;Stylo;4006381333931;Bic;1,50\nA-2;Feutre;;Bic;2,00\n"


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def entry(people):
    completed(people, FEED)
    with tenant_scope(people.tenant.pk):
        return EanPending.objects.get()


def state(people, entry):
    with tenant_scope(people.tenant.pk):
        entry.refresh_from_db()
    return entry.state, entry.gtin


def test_an_ean_is_entered_in_the_line(manager, people, entry):
    page = text_of(manager.get("/ean-pending/"))
    assert "Feutre" in page
    assert "Stylo" not in page
    answer = manager.post(f"/ean-pending/{entry.pk}/", {"ean": "4006381333948"}, follow=True)
    assert "The product has its EAN now" in text_of(answer)
    assert state(people, entry) == ("resolved", "04006381333948")
    assert "Nobody waits for an EAN" in text_of(manager.get("/ean-pending/"))
    assert "04006381333948" in text_of(manager.get("/ean-pending/?state=resolved"))


def test_the_product_in_the_way_is_named_with_a_link(manager, people, entry):
    answer = manager.post(f"/ean-pending/{entry.pk}/", {"ean": "4006381333931"}, follow=True)
    with tenant_scope(people.tenant.pk):
        other = Product.objects.get(title="Stylo")
    assert "Another product has the EAN 4006381333931" in text_of(answer)
    assert f'href="/products/{other.pk}/"' in text_of(answer)
    assert state(people, entry) == ("open", "")


def test_several_are_marked_as_having_none(manager, people, entry):
    chosen = {"selected": [str(entry.pk)]}
    assert "1 product has no EAN." in text_of(manager.post("/ean-pending/act/dismiss/", chosen, follow=True))
    assert state(people, entry)[0] == "dismissed"
    assert "is on the list again" in text_of(manager.post("/ean-pending/act/reopen/", chosen, follow=True))
    assert "No row was chosen" in text_of(manager.post("/ean-pending/act/dismiss/", {}, follow=True))
    assert manager.post("/ean-pending/act/burn/", chosen).status_code == 404


def test_the_list_is_narrowed_and_costs_few_queries(manager, entry):
    assert "Feutre" in text_of(manager.get("/ean-pending/?q=feutre"))
    assert "Nothing matches" in text_of(manager.get("/ean-pending/?q=zzz"))
    with at_most_queries(16):
        manager.get("/ean-pending/")


def test_a_viewer_reads_only_and_the_stranger_nothing(people, entry):
    viewer, stranger = signed_in(people.viewer), signed_in(people.stranger)
    assert 'name="ean"' not in text_of(viewer.get("/ean-pending/"))
    assert viewer.post(f"/ean-pending/{entry.pk}/", {"ean": "4006381333948"}).status_code == 403
    assert viewer.post("/ean-pending/act/dismiss/", {"selected": [str(entry.pk)]}).status_code == 403
    assert stranger.post(f"/ean-pending/{entry.pk}/", {"ean": "4006381333948"}).status_code == 404
    stranger.post("/ean-pending/act/dismiss/", {"selected": [str(entry.pk)]})
    assert state(people, entry) == ("open", "")


def test_the_api_lists_resolves_and_dismisses(people, entry):
    client = APIClient()
    client.force_authenticate(people.manager)
    client.force_login(people.manager)
    listed = client.get("/api/v1/imports/ean-pending").json()
    assert [(item["id"], item["title"]) for item in listed["items"]] == [(str(entry.pk), "Feutre")]
    refused = client.post(f"/api/v1/imports/ean-pending/{entry.pk}/resolve", {"ean": "1"}, format="json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "EAN_INVALID")
    answer = client.post("/api/v1/imports/ean-pending/bulk-delete", {"ids": [str(entry.pk)]}, format="json")
    assert answer.json() == {"dismissed": 1}
    assert client.delete(f"/api/v1/imports/ean-pending/{entry.pk}").status_code == 204
    done = client.post(f"/api/v1/imports/ean-pending/{entry.pk}/resolve", {"ean": "4006381333948"}, format="json")
    assert done.json() == {"id": str(entry.pk), "state": "resolved", "gtin": "04006381333948"}
