"""The API of exports: from the wish to the file."""

import json

import pytest
from rest_framework.test import APIClient

from core.apikeys.services import create_key
from core.tenancy import tenant_scope
from imports.models import Export
from imports.services.exports.work import execute_export
from tests.factories.products import make_catalogue

pytestmark = pytest.mark.django_db
EXPORTS = "/api/v1/exports"


@pytest.fixture
def shop(people):
    from catalog.models import Product

    made = make_catalogue(people)
    with tenant_scope(people.tenant.pk):
        Product.objects.update(status="active")
    return made


@pytest.fixture
def manager(people, api):
    api.force_login(people.manager)
    return api


def worked(people):
    """The queued exports, done."""
    with tenant_scope(people.tenant.pk):
        for pk in Export.objects.filter(status="pending").values_list("pk", flat=True):
            execute_export(pk)


def test_from_the_wish_to_the_file(people, shop, manager):
    wish = {
        "format": "csv",
        "filters": {"brand": "Bosch", "in_stock": True},
        "columns": ["ean", {"source": "price", "header": "TTC", "expression": "round(value * 1.2, 2)"}],
        "file_name": "bosch",
    }
    made = manager.post(EXPORTS, wish, format="json")
    assert made.status_code == 201, made.json()
    assert (made.json()["status"], made.json()["download_url"]) == ("pending", None)
    address = f"{EXPORTS}/{made.json()['id']}"
    assert manager.get(f"{address}/download").status_code == 404
    worked(people)
    done = manager.get(address).json()
    assert (done["status"], done["progress"], done["products"], done["file_name"]) == ("completed", 100, 1, "bosch.csv")
    file = manager.get(done["download_url"])
    assert b"".join(file.streaming_content).decode("utf-8-sig") == "ean;TTC\r\n4059952514475;155.88\r\n"
    assert [each["id"] for each in manager.get(EXPORTS, {"status": "completed"}).json()["items"]] == [done["id"]]
    assert manager.delete(address).status_code == 204
    assert manager.get(address).status_code == 404


@pytest.mark.parametrize(("name", "form"), [("csv", "csv"), ("excel", "xlsx"), ("json", "json")])
def test_by_format(people, shop, manager, name, form):
    made = manager.post(f"{EXPORTS}/{name}/products", {"ids": [str(shop.drill)]}, format="json").json()
    assert made["format"] == form
    worked(people)
    assert manager.get(f"{EXPORTS}/{made['id']}").json()["products"] == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"columns": ["titel"]},
        {"columns": [{"source": "title", "colour": "red"}]},
        {"columns": [3]},
        {"filters": {"price_min": "much"}},
        {"format": "pdf"},
        {"options": {"delimiter": "#"}},
        {"rules": {"min_completeness": 200}},
        {"ids": []},
    ],
)
def test_wishes_that_cannot_be_understood(people, shop, manager, wish):
    assert manager.post(EXPORTS, wish, format="json").status_code == 422
    with tenant_scope(people.tenant.pk):
        assert not Export.objects.exists()


def test_stop_and_go_on(people, shop, manager):
    address = f"{EXPORTS}/{manager.post(EXPORTS, {}, format='json').json()['id']}"
    assert manager.post(f"{address}/cancel").json()["status"] == "cancelled"
    assert manager.post(f"{address}/cancel").status_code == 409
    assert manager.post(f"{address}/retry").json()["status"] == "pending"
    worked(people)
    assert manager.post(f"{address}/repeat").json()["status"] == "pending"


def test_what_was_left_out_is_told(people, shop, manager):
    wish = {"columns": [{"source": "ean", "header": "EAN", "required": True}]}
    made = manager.post(EXPORTS, wish, format="json").json()
    worked(people)
    (reason,) = manager.get(f"{EXPORTS}/{made['id']}").json()["excluded_reasons"]
    assert (reason["reason"], reason["detail"], reason["products"]) == ("missing", "EAN", 1)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_streams(shop, manager, form):
    answer = manager.get(f"{EXPORTS}/stream/{form}/products", {"template": "price_stock", "brand": "Bosch"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    if form == "json":
        assert [json.loads(line)["price"] for line in text.splitlines()] == [129.9]
    else:
        assert text.splitlines()[1].startswith("4059952514475;")
    assert manager.get(f"{EXPORTS}/stream/xml/products").status_code == 404


def test_platforms(manager):
    codes = [each["code"] for each in manager.get(f"{EXPORTS}/platforms").json()["items"]]
    assert codes == ["standard", "full", "price_stock", "shopify", "woocommerce", "prestashop", "amazon", "google"]


def test_schedules(people, shop, manager):
    body = {"name": "Nightly", "frequency": "daily", "at": "06:30", "export": {"template": "price_stock"}}
    made = manager.post(f"{EXPORTS}/schedules", body, format="json")
    assert made.status_code == 201, made.json()
    address = f"{EXPORTS}/schedules/{made.json()['id']}"
    assert made.json()["words"].startswith("Daily")
    assert manager.post(f"{address}/toggle").json()["is_active"] is False
    assert manager.patch(address, {"at": "07:00"}, format="json").json()["at"] == "07:00:00"
    changed = manager.patch(address, {"export": {"template": "standard"}}, format="json").json()
    assert changed["template"] == "standard"
    assert manager.post(f"{address}/run").status_code == 202
    assert manager.get(f"{EXPORTS}/schedules").json()["total"] == 1
    assert manager.delete(address).status_code == 204
    wrong = {"name": "X", "frequency": "cron", "cron": "x", "export": {}}
    assert manager.post(f"{EXPORTS}/schedules", wrong, format="json").status_code == 422


def test_templates_and_destinations(people, shop, manager):
    body = {"name": "Mine", "template": "standard", "columns": ["title", "price"]}
    template = manager.post(f"{EXPORTS}/templates", body, format="json").json()
    address = f"{EXPORTS}/templates/{template['id']}"
    assert [column["source"] for column in template["columns"]] == ["title", "price"]
    assert manager.patch(address, {"name": "Ours", "is_shared": True}, format="json").json()["name"] == "Ours"
    made = manager.post(EXPORTS, {"template": template["id"]}, format="json")
    assert made.json()["template_name"] == "Ours"
    assert manager.delete(address).status_code == 204
    body = {
        "name": "Shop",
        "kind": "s3",
        "connection": {"bucket": "b", "access_key": "a"},
        "secrets": {"secret_key": "x"},
    }
    hook = manager.post(f"{EXPORTS}/destinations", body, format="json").json()
    assert hook["connection"]["secret_key"] == "••••••••"
    address = f"{EXPORTS}/destinations/{hook['id']}"
    assert manager.patch(address, {"name": "Bucket"}, format="json").json()["name"] == "Bucket"
    assert manager.delete(address).status_code == 204


def test_options_of_another_kind_are_refused(people, shop, manager):
    for options in ({"list_separator": 5}, {"sheet_name": {"a": 1}}, {"list_separator": "x" * 41}):
        answer = manager.post(EXPORTS, {"options": options}, format="json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "EXPORT_OPTIONS_INVALID")
    with tenant_scope(people.tenant.pk):
        assert not Export.objects.exists()


def test_a_key_that_is_not_for_products_takes_none_home(people, shop, manager):
    done = manager.post(EXPORTS, {}, format="json").json()
    worked(people)
    scopes = ["read:exports", "write:exports", "write:products"]
    made = create_key(by=people.admin, tenant_id=people.tenant.pk, name="Till", scopes=scopes)
    key = APIClient(headers={"X-API-Key": made.secret})
    assert manager.get(f"{EXPORTS}/{done['id']}").status_code == 200
    for method, path in (
        ("post", EXPORTS),
        ("get", f"{EXPORTS}/{done['id']}/download"),
        ("post", f"{EXPORTS}/{done['id']}/repeat"),
    ):
        assert getattr(key, method)(path).status_code in (403, 404), path
    assert key.get(EXPORTS).json()["items"] == []
    with tenant_scope(people.tenant.pk):
        assert Export.objects.count() == 1


def test_a_filter_that_does_not_exist_exports_nothing(people, shop, manager):
    answer = manager.post(EXPORTS, {"format": "csv", "filters": {"suplier_id": ["x"]}}, format="json")
    assert answer.status_code == 422
    assert "There is no filter “suplier_id”" in answer.content.decode()
    with tenant_scope(people.tenant.pk):
        assert not Export.objects.exists()
