"""API of bulk edits: the same effect in the preview and in the act, by ids and by filters, once, undone; the trash."""

import uuid

import pytest

from catalog.models import Product
from catalog.services import set_status
from core.tenancy import tenant_scope

EDITS = "/api/v1/products/bulk-edit"
RAISE = {"act": "price", "options": {"how": "percent", "amount": "10"}}


@pytest.fixture
def shop(api, people, delivered):
    api.force_login(people.manager)
    return people.tenant.pk


@pytest.fixture
def prices(shop):
    def read():
        with tenant_scope(shop):
            return {title: str(price) for title, price in Product.objects.values_list("title", "price")}

    return read


def post(api, address, **body):
    return api.post(address, body, format="json")


def test_look_do_and_undo(api, shop, prices):
    before = prices()
    selection = {"filters": {"in_stock": True, "price_min": "100"}}
    preview = post(api, f"{EDITS}/preview", **RAISE, **selection).json()
    assert (preview["total"], preview["changed"], preview["left_out"]) == (1, 1, {})
    assert preview["examples"][0]["changes"] == [{"field": "price", "old": "129.90", "new": "142.89"}]
    assert prices() == before
    made = post(api, EDITS, **RAISE, **selection)
    assert (made.status_code, made.json()["status"], made.json()["changed"]) == (201, "completed", 1)
    address = f"{EDITS}/{made.json()['id']}"
    assert api.get(address).json()["done"] == 1
    undone = post(api, f"{address}/undo")
    assert (undone.status_code, undone.json()["undoes"]) == (201, made.json()["id"])
    assert post(api, f"{address}/undo").status_code == 409
    assert prices() == before
    assert [row["act"] for row in api.get(EDITS).json()["items"]] == ["undo", "price"]


def test_a_key_is_used_once(api, shop, prices, delivered):
    key = str(uuid.uuid4())
    answers = [post(api, EDITS, **RAISE, ids=[str(delivered.saw)], key=key).json()["id"] for _call in range(2)]
    assert answers[0] == answers[1]
    assert prices()["Scie circulaire 190 mm"] == "235.4000"


def test_a_filter_that_does_not_exist_changes_nothing(api, shop, prices):
    before = prices()
    answer = post(api, EDITS, **RAISE, filters={"suplier_id": ["x"]})
    assert answer.status_code == 422
    assert "There is no filter “suplier_id”" in answer.content.decode()
    assert prices() == before


BAD = [
    {"act": "price", "options": {"how": "percent", "amount": "x"}, "filters": {}},
    {"act": "gone", "filters": {}},
    {**RAISE},
    {**RAISE, "filters": {}, "ids": []},
    {**RAISE, "ids": []},
    {**RAISE, "filters": {"status": ["gone"]}},
    {**RAISE, "filters": {"created_from": "soon"}},
]


@pytest.mark.parametrize("body", BAD)
def test_what_cannot_be_is_refused_and_changes_nothing(api, shop, prices, body):
    before = prices()
    for address in (EDITS, f"{EDITS}/preview"):
        assert post(api, address, **body).status_code == 422
    assert prices() == before


def test_rights_and_organisations(api, people, shop, prices):
    made = post(api, EDITS, **RAISE, filters={}).json()["id"]
    after = prices()
    api.force_login(people.viewer)
    for address in (EDITS, f"{EDITS}/{made}/undo", f"{EDITS}/{made}/cancel"):
        assert post(api, address, **RAISE, filters={}).status_code == 403
    api.force_login(people.stranger)
    assert post(api, EDITS, **RAISE, filters={}).json()["total"] == 0
    assert api.get(f"{EDITS}/{made}").status_code == 404
    assert post(api, f"{EDITS}/{made}/undo").status_code == 404
    assert prices() == after


def test_what_is_over_is_not_cancelled(api, shop):
    made = post(api, EDITS, **RAISE, filters={}).json()["id"]
    assert post(api, f"{EDITS}/{made}/cancel").status_code == 409


def test_the_trash_is_emptied(api, people, shop, prices, delivered):
    with tenant_scope(shop):
        set_status([delivered.saw], tenant_id=shop, user=people.admin, status="trash")
    api.force_login(people.viewer)
    assert post(api, "/api/v1/products/trash/empty").status_code == 403
    api.force_login(people.admin)
    assert post(api, "/api/v1/products/trash/empty").json()["changed"] == 1
    assert len(prices()) == 2


def test_lists_take_the_same_filters_as_the_page(api, shop):
    def names(query):
        return {item["name"] for item in api.get(f"/api/v1/products?{query}").json()["items"]}

    assert names("has_multiple_suppliers=true") == {"Perceuse GSR 18V-55"}
    assert names("has_images=false&in_stock=true") == {"Chaise « Lisbonne »"}
    assert names("brand=Bosch&brand=Makita&stock_max=10") == {"Scie circulaire 190 mm"}
    assert names("created_from=2020-01-01&status=active&status=draft&kind=simple") == {
        "Perceuse GSR 18V-55",
        "Scie circulaire 190 mm",
        "Chaise « Lisbonne »",
    }
    for wrong in ("status=gone", "created_from=soon", "has_asin=perhaps", "stock_min=many", "supplier_id=x"):
        assert api.get(f"/api/v1/products?{wrong}").status_code == 422
