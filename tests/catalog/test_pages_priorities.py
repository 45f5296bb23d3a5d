"""The page and the API of priorities."""

import pytest

from catalog.models import Product
from suppliers.models import FieldPriority
from suppliers.selectors import field_priorities
from tests.factories.catalog import GTIN, merge, row

pytestmark = pytest.mark.django_db
PAGE = "/suppliers/priorities/"


@pytest.fixture
def rivals(acme, bulk):
    merge(acme, row("a", gtin=GTIN, title="Acme", **{"attribute:Colour": "red"}))
    merge(bulk, row("b", gtin=GTIN, title="Bulk"))
    return acme, bulk


@pytest.fixture
def browser(client, in_tenant):
    client.force_login(in_tenant.manager)
    return client


def read(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_field_follows_the_priority_until_it_has_an_order(browser, rivals):
    assert "No field has one" in read(browser)
    page = read(browser, field="title")
    assert "This field follows the priority of the suppliers." in page
    assert "would change" not in page


def test_a_draft_says_what_would_change_and_changes_nothing(browser, rivals):
    acme, bulk = rivals
    draft = f"{bulk.pk},{acme.pk}"
    page = read(browser, field="title", order=draft)
    assert "1 product would change." in page
    assert f"order={acme.pk},{bulk.pk}" in page
    assert "No product would change now." in read(browser, field="title", order=str(acme.pk))
    assert "No product would change now." in read(browser, field="attribute:Colour", order=draft)
    assert not FieldPriority.objects.exists()
    assert Product.objects.get().title == "Acme"


def test_an_order_is_saved_and_taken_back(browser, rivals, in_tenant):
    acme, bulk = rivals
    saved = browser.post(PAGE, {"field": "title", "order": f"{bulk.pk},{acme.pk}"}, follow=True)
    assert "The order is saved" in saved.content.decode()
    assert list(field_priorities(in_tenant.tenant.pk)["title"]) == [bulk.pk, acme.pk]
    browser.post(PAGE, {"field": "title", "order": ""})
    assert field_priorities(in_tenant.tenant.pk) == {}


@pytest.mark.parametrize("field", ["currency", "locks", "nonsense"])
def test_a_field_without_orders_is_refused(browser, rivals, in_tenant, field):
    answer = browser.post(PAGE, {"field": field, "order": str(rivals[0].pk)}, follow=True)
    assert "is no field with an order of suppliers" in answer.content.decode()
    assert field_priorities(in_tenant.tenant.pk) == {}


def test_strange_addresses_show_the_page(browser, rivals):
    assert "Order for" not in read(browser, field="nonsense", order="x")
    assert "Order for" in read(browser, field="title", order=f"x,{GTIN},00000000-0000-4000-8000-000000000000")


def test_who_may_only_read_sees_no_buttons(client, rivals, in_tenant):
    client.force_login(in_tenant.viewer)
    page = read(client, field="title", order=str(rivals[1].pk))
    assert "Save the order" not in page
    assert client.post(PAGE, {"field": "title", "order": ""}).status_code == 403


def test_api(api, rivals, in_tenant):
    acme, bulk = (str(each.pk) for each in rivals)
    client = api
    client.force_login(in_tenant.manager)
    address = "/api/v1/suppliers/priorities"
    assert client.get(address).json() == {"items": []}
    assert client.get(f"{address}/title").json() == {"field": "title", "supplier_ids": []}
    answer = client.put(f"{address}/title", {"supplier_ids": [bulk, acme]}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"field": "title", "supplier_ids": [bulk, acme]})
    assert client.get(address).json() == {"items": [answer.json()]}
    for body, status in (({"supplier_ids": [bulk, bulk]}, 422), ({"supplier_ids": [GTIN]}, 422), ({}, 422)):
        assert client.put(f"{address}/title", body, format="json").status_code == status
    unknown = {"supplier_ids": ["00000000-0000-4000-8000-000000000000"]}
    assert client.put(f"{address}/title", unknown, format="json").status_code == 404
    assert client.get(f"{address}/currency").json()["error"]["code"] == "UNKNOWN_FIELD"
    assert client.get(address).json() == {"items": [answer.json()]}
    assert client.put(f"{address}/title", {"supplier_ids": []}, format="json").status_code == 200
    assert client.get(address).json() == {"items": []}
