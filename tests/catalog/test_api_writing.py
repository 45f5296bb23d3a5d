"""Products made, replaced, thrown away and brought back through the API; what has changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Product
from core.tenancy import tenant_scope
from tests.queries import at_most_queries

URL = "/api/v1/products"
NEW = {"name": "Ponceuse 125 mm", "ean": "4006381333931", "price": "59.9", "currency": "EUR", "brand": "Bosch"}


@pytest.fixture
def admin(api, people, delivered):
    api.force_login(people.admin)
    return api


@pytest.fixture
def drill(delivered):
    return f"{URL}/{delivered.drill}"


def stored(people, product_id) -> Product:
    with tenant_scope(people.tenant.pk):
        return Product.objects.get(pk=product_id)


def count(people) -> int:
    with tenant_scope(people.tenant.pk):
        return Product.objects.count()


def test_a_product_is_made_as_a_draft(admin, people):
    answer = admin.post(URL, {**NEW, "attributes": {"Couleur": "bleu"}, "tags": ["promo"]}, format="json")
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert answer["Location"].endswith(f"{URL}/{body['id']}")
    assert (body["name"], body["status"], body["attributes"]) == ("Ponceuse 125 mm", "draft", {"Couleur": "bleu"})
    product = stored(people, body["id"])
    assert (product.gtin, str(product.price), product.tags) == ("04006381333931", "59.9000", ["promo"])


def test_a_repeated_request_makes_one_product(admin, people):
    before = count(people)
    answers = [admin.post(URL, NEW, format="json", headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert count(people) == before + 1


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({"name": "Sans code"}, 422, "EAN"),
        ({"name": "Faux", "ean": "4006381333932"}, 422, "4006381333932"),
        ({"name": "Faux", "sku": "X", "colour": "red"}, 422, "“colour” is no field of a product"),
        ({"name": "A", "title": "B", "sku": "X"}, 422, "are the same field"),
        ({"name": "A", "sku": "X", "status": "trash"}, 422, "use one of draft"),
        ({"name": "A", "sku": "X", "price": -1}, 422, "greater than or equal to 0"),
        ({"name": "A", "ean": "4059952514475"}, 409, "EAN"),
    ],
    ids=["no-code", "ean", "unknown", "twice", "status", "price", "taken"],
)
def test_what_cannot_be_a_product_is_refused(admin, people, body, code, said):
    before = count(people)
    answer = admin.post(URL, body, format="json")
    assert answer.status_code == code, answer.json()
    assert said in answer.content.decode()
    assert count(people) == before


def test_put_sets_what_it_names_and_leaves_the_rest(admin, people, delivered, drill):
    answer = admin.put(drill, {"price": "99.00", "status": "inactive"}, format="json")
    assert answer.status_code == 200, answer.json()
    product = stored(people, delivered.drill)
    assert (str(product.price), product.status, product.title) == ("99.0000", "inactive", "Perceuse GSR 18V-55")


def test_put_is_all_or_nothing(admin, people, delivered, drill):
    admin.delete(drill)
    answer = admin.put(drill, {"price": "99.00", "status": "active"}, format="json")
    assert answer.status_code == 409
    assert str(stored(people, delivered.drill).price) == "129.9000"


def test_put_with_an_outdated_tag_changes_nothing(admin, people, delivered, drill):
    tag = admin.get(drill)["ETag"]
    assert admin.put(drill, {"price": "99.00"}, format="json", headers={"If-Match": tag}).status_code == 200
    answer = admin.put(drill, {"price": "1.00"}, format="json", headers={"If-Match": tag})
    assert answer.status_code == 412
    assert str(stored(people, delivered.drill).price) == "99.0000"


def test_a_deleted_product_lies_in_the_trash_and_comes_back(admin, people, delivered, drill):
    assert admin.delete(drill).status_code == 204
    assert stored(people, delivered.drill).status == "trash"
    assert admin.delete(drill).status_code == 204
    assert admin.post(f"{drill}/restore").json()["status"] == "active"


def test_another_status(admin, people, delivered, drill):
    assert admin.post(f"{drill}/status", {"status": "inactive"}, format="json").json()["status"] == "inactive"
    assert admin.post(f"{drill}/status", {"status": "gone"}, format="json").status_code == 422
    assert stored(people, delivered.drill).status == "inactive"


def test_a_copy_has_its_own_code(admin, people, drill):
    assert admin.post(f"{drill}/duplicate", {}, format="json").status_code == 422
    answer = admin.post(f"{drill}/duplicate", {"sku": "COPY-1"}, format="json")
    assert answer.status_code == 201, answer.json()
    copy = stored(people, answer.json()["id"])
    assert (copy.title, copy.sku, copy.gtin, copy.status) == ("Perceuse GSR 18V-55", "COPY-1", None, "draft")


@pytest.mark.parametrize("ean", ["4059952514475", "04059952514475"])
def test_a_product_by_its_ean(admin, delivered, ean):
    assert admin.get(f"{URL}/by-ean/{ean}").json()["id"] == str(delivered.drill)


def test_an_ean_that_nobody_has(admin):
    assert admin.get(f"{URL}/by-ean/4006381333931").status_code == 404
    assert admin.get(f"{URL}/by-ean/4006381333932").status_code == 422


def test_who_may_only_read_changes_nothing(api, people, delivered, drill):
    api.force_login(people.viewer)
    before = count(people)
    assert api.post(URL, NEW, format="json").status_code == 403
    assert api.put(drill, {"price": "1"}, format="json").status_code == 403
    assert api.delete(drill).status_code == 403
    assert (count(people), str(stored(people, delivered.drill).price)) == (before, "129.9000")


def test_another_organisation_sees_and_changes_nothing(api, people, delivered, drill):
    api.force_login(people.stranger)
    answers = [api.put(drill, {"price": "1"}, format="json"), api.delete(drill), api.post(f"{drill}/restore")]
    assert {each.status_code for each in answers} <= {403, 404}
    assert api.get(f"{URL}/delta").json() == {"items": [], "cursor": 0, "more": False}
    assert str(stored(people, delivered.drill).price) == "129.9000"


def test_the_delta_tells_each_change_once(admin, delivered, drill):
    start = admin.get(f"{URL}/delta", {"limit": 200}).json()
    assert {item["kind"] for item in start["items"]} == {"created"}
    admin.put(drill, {"price": "99.00"}, format="json")
    admin.put(drill, {"stock": 3}, format="json")
    admin.delete(f"{URL}/{delivered.saw}")
    with at_most_queries(12):
        found = admin.get(f"{URL}/delta", {"cursor": start["cursor"]}).json()
    told = {item["id"]: (item["kind"], item["fields"], item["product"]["status"]) for item in found["items"]}
    assert told == {
        str(delivered.drill): ("updated", ["price", "stock"], "active"),
        str(delivered.saw): ("updated", ["status"], "trash"),
    }
    again = admin.get(f"{URL}/delta", {"cursor": found["cursor"]}).json()
    assert again == {"items": [], "cursor": found["cursor"], "more": False}


def test_the_delta_comes_in_parts(admin, delivered):
    first = admin.get(f"{URL}/delta", {"limit": 1}).json()
    rest = admin.get(f"{URL}/delta", {"cursor": first["cursor"]}).json()
    assert (len(first["items"]), first["more"], rest["more"]) == (1, True, False)
    assert {item["id"] for item in first["items"]} & {item["id"] for item in rest["items"]} == set()


def test_the_delta_since_a_moment(admin, people, delivered):
    everything = admin.get(f"{URL}/delta").json()
    soon = timezone.now() + timedelta(hours=1)
    assert admin.get(f"{URL}/delta", {"updated_since": soon.isoformat()}).json() == {
        "items": [],
        "cursor": everything["cursor"],
        "more": False,
    }
    ago = timezone.now() - timedelta(hours=1)
    assert admin.get(f"{URL}/delta", {"updated_since": ago.isoformat()}).json() == everything
