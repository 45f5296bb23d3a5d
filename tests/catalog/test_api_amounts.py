"""Prices, stocks, bundles and variants through the API."""

import pytest

from catalog.models import BundleItem, Price, Product, Stock
from core.tenancy import tenant_scope

URL = "/api/v1/products"
HOSTILE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def call(api, people, delivered):
    """`call("put", "drill/stocks/Lyon", {...})`: status and body."""
    api.force_login(people.admin)

    def send(method, path, body=None, **headers):
        name, _slash, rest = path.partition("/")
        pk = getattr(delivered, name, name)
        answer = getattr(api, method)(f"{URL}/{pk}/{rest}", body, format="json", headers=headers)
        return answer.status_code, answer.json() if answer.content else None

    return send


def rows(people, model, *names):
    with tenant_scope(people.tenant.pk):
        return set(model.objects.values_list(*names))


def test_prices(call, people):
    wanted = {"kind": "wholesale", "currency": "eur", "amount": "99.5", "min_quantity": 10, "valid_from": "2026-01-01"}
    status, body = call("post", "drill/prices", wanted)
    assert status == 200
    found = {item["name"]: item for item in body["items"]}
    assert found["EUR/wholesale/10/2026-01-01"]["amount"] == "99.50"
    assert (found["EUR"]["field"], found["CHF"]["field"], body["active"]["amount"]) == ("price", "", "129.90")
    assert call("post", "drill/prices", {**wanted, "valid_from": "2026-02-01"})[1]["error"]["code"] == "PRICES_OVERLAP"
    assert call("post", "drill/prices", {**wanted, "version": 1})[0] == 409
    assert call("post", "drill/prices", {**wanted, "kind": "rent"})[0] == 422
    assert call("delete", "drill/prices/EUR/wholesale/10/2026-01-01") == (204, None)
    assert call("delete", "drill/prices/EUR/wholesale/10/2026-01-01")[0] == 404
    assert call("delete", "drill/prices/nonsense")[0] == 422
    assert rows(people, Price, "currency") == {("CHF",)}


def test_the_active_price(call):
    assert call("get", "drill/prices/active")[1]["amount"] == "129.90"
    assert call("get", "drill/prices/active?currency=CHF&quantity=3")[1]["name"] == "CHF"
    assert call("get", "drill/prices/active?currency=USD")[1]["error"]["code"] == "PRICE_NOT_FOUND"
    assert call("get", f"{HOSTILE}/prices/active")[0] == 404
    assert call("get", f"{HOSTILE}/prices")[0] == 404


def test_stocks(call, people):
    status, body = call("put", "drill/stocks/Paris", {"quantity": 5, "reserved": 1, "sum_up": True})
    assert (status, body["stock"], body["available"]) == (200, 16, 16)
    assert call("put", "drill/stocks/Paris", {"min_stock": 5})[1]["items"][1]["is_low"]
    assert call("put", "drill/stocks/Paris", {"reserved": -1})[0] == 422
    assert call("delete", "drill/stocks/Lyon") == (204, None)
    assert rows(people, Stock, "warehouse", "quantity", "min_stock") == {("Paris", 5, 5)}


def test_a_change_of_what_was_seen_is_refused(api, people, delivered):
    api.force_login(people.admin)
    address = f"{URL}/{delivered.chair}/bundle"
    tag = api.get(address)["ETag"]
    api.put(f"{URL}/{delivered.chair}/stocks/Paris", {"quantity": 1}, format="json")
    answer = api.put(address, {"parts": []}, format="json", headers={"If-Match": tag})
    assert answer.status_code == 412


def test_bundles(call, people, delivered):
    part = {"product_id": str(delivered.saw), "quantity": 2}
    status, body = call("put", "chair/bundle", {"parts": [part]})
    assert (status, body["kind"], body["price_of_parts"], body["allows"]) == (200, "bundle", "428.00", 0)
    assert call("put", "chair/bundle", {"parts": [part, part]})[0] == 422
    circle = {"parts": [{"product_id": str(delivered.chair)}]}
    assert call("put", "saw/bundle", circle)[1]["error"]["code"] == "BUNDLE_CONTAINS_ITSELF"
    assert call("get", "chair/bundle")[1]["parts"][0]["name"] == "Scie circulaire 190 mm"
    call("put", "chair/bundle", {"parts": []})
    assert rows(people, BundleItem, "pk") == set()


def test_variants(call, people, delivered):
    assert call("get", "drill/variants")[1]["variants"] == []
    assert call("put", "drill/variants/axes", {"axes": ["Taille"]})[1]["kind"] == "model"
    asked = {"choices": {"Taille": ["S", "M"]}, "prefix": "GSR"}
    preview = call("post", "drill/variants", {**asked, "preview": True})[1]
    assert (preview["made"], preview["act_id"], [each["sku"] for each in preview["combinations"]]) == (
        2,
        None,
        ["GSR-S", "GSR-M"],
    )
    assert len(rows(people, Product, "pk")) == 3
    made = call("post", "drill/variants", {**asked, "status": "active"})[1]
    assert (made["made"], len(rows(people, Product, "pk"))) == (2, 5)
    first = call("get", "drill/variants")[1]["variants"][0]
    assert (first["values"], first["price"], first["price_is_inherited"]) == (["M"], "129.90", True)
    assert call("delete", f"drill/variants/{first['product_id']}") == (204, None)
    attached = call("post", "drill/variants/attach", {"product_id": first["product_id"], "values": {"Taille": "L"}})
    assert {tuple(each["values"]) for each in attached[1]["variants"]} == {("S",), ("L",)}
    assert call("delete", f"drill/variants/{delivered.chair}")[1]["error"]["code"] == "NOT_POSSIBLE_FOR_THIS_KIND"
    many = {"choices": {"Taille": [str(number) for number in range(500)]}, "prefix": "X"}
    assert call("post", "drill/variants", many)[0] == 422


def test_groups(api, people, delivered):
    api.force_login(people.manager)
    address = f"{URL}/variant-groups"
    assert api.get(address).json() == {"items": [], "next_cursor": None}
    answer = api.post(address, {"references": ["P"]}, format="json").json()
    assert (answer["models"], answer["variants"], answer["refused"]) == (0, 0, {})
    api.force_login(people.viewer)
    assert api.get(address).status_code == 403
