"""Suppliers through the API."""

import pytest

from core.tenancy import tenant_scope
from suppliers.services import create_supplier
from tests.queries import at_most_queries

URL = "/api/v1/suppliers"


@pytest.fixture
def suppliers(people):
    with tenant_scope(people.tenant.pk):
        for code in ("ALPHA", "BETA", "GAMMA"):
            create_supplier(by=people.manager, tenant_id=people.tenant.pk, code=code, name=f"Maison {code.title()}")
    with tenant_scope(people.elsewhere.pk):
        create_supplier(by=None, tenant_id=people.elsewhere.pk, code="SECRET", name="Not yours")


def test_a_list_has_the_shape_of_all_lists(api, people, suppliers):
    api.force_login(people.viewer)
    with at_most_queries(6):
        body = api.get(URL, {"per_page": 2}).json()
    assert [item["code"] for item in body["items"]] == ["ALPHA", "BETA"]
    assert (body["total"], body["page"], body["per_page"]) == (3, 1, 2)


def test_a_search_finds_parts(api, people, suppliers):
    api.force_login(people.viewer)
    assert [item["code"] for item in api.get(URL, {"search": "gam"}).json()["items"]] == ["GAMMA"]


def test_page_size_is_another_name(api, people, suppliers):
    api.force_login(people.viewer)
    assert api.get(URL, {"page_size": 1, "page": 3}).json()["items"][0]["code"] == "GAMMA"


def test_the_list_is_sorted_and_walked_by_cursor(api, people, suppliers):
    api.force_login(people.viewer)
    query = {"sort_by": "code", "order": "desc", "per_page": 2}
    first = api.get(URL, query).json()
    second = api.get(URL, {**query, "after": first["next_cursor"]}).json()
    assert [item["code"] for item in (*first["items"], *second["items"])] == ["GAMMA", "BETA", "ALPHA"]
    assert second["next_cursor"] is None


def test_an_unknown_sort_is_told_with_those_that_are_known(api, people):
    api.force_login(people.viewer)
    answer = api.get(URL, {"sort_by": "secret"})
    assert answer.status_code == 422
    assert "“secret” is not known here: use one of name, code" in answer.json()["error"]["message"]


def test_a_stranger_sees_nothing(api, people, suppliers):
    api.force_login(people.stranger)
    assert [item["code"] for item in api.get(URL).json()["items"]] == ["SECRET"]


def test_a_strange_supplier_is_not_found(api, people, suppliers):
    api.force_login(people.stranger)
    with tenant_scope(people.tenant.pk):
        from suppliers.selectors import supplier_by_code

        ours = supplier_by_code("ALPHA").id
    answer = api.get(f"{URL}/{ours}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "SUPPLIER_NOT_FOUND"


def test_a_manager_adds_a_supplier(api, people):
    api.force_login(people.manager)
    answer = api.post(URL, {"code": "NEW", "name": "Nouveau", "country": "BE"}, format="json")
    assert answer.status_code == 201
    assert answer.json()["country"] == "BE"
    assert api.get(f"{URL}/{answer.json()['id']}").json() == answer.json()


def test_a_taken_code_is_told(api, people, suppliers):
    api.force_login(people.manager)
    answer = api.post(URL, {"code": "ALPHA", "name": "Again"}, format="json")
    assert answer.status_code == 409
    assert "choose a different one" in answer.json()["error"]["message"]


BAD_VALUES = [
    ({"name": "No code"}, "code"),
    ({"code": "sp ace", "name": "x"}, "code"),
    ({"code": "C", "name": "x", "email": "no"}, "email"),
]


@pytest.mark.parametrize(("values", "field"), BAD_VALUES)
def test_bad_values_are_named(api, people, values, field):
    api.force_login(people.manager)
    answer = api.post(URL, values, format="json")
    assert answer.status_code == 422
    assert field in answer.json()["error"]["message"]


def test_a_viewer_may_not_add(api, people):
    api.force_login(people.viewer)
    answer = api.post(URL, {"code": "X", "name": "x"}, format="json")
    assert answer.status_code == 403
    assert "write:suppliers" in answer.json()["detail"]


def test_nobody_gets_nothing(api, people):
    answer = api.get(URL)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "AUTH_TOKEN_MISSING"
    assert answer.json()["error"]["request_id"]


@pytest.mark.parametrize("query", [{"page": 0}, {"per_page": 1000}, {"page": "two"}, {"status": "odd"}])
def test_a_bad_query_is_told(api, people, query):
    api.force_login(people.viewer)
    answer = api.get(URL, query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["error"]["message"]


def test_a_member_of_two_organisations_names_one(api, people, suppliers):
    from core.models import Membership

    Membership.objects.create(tenant=people.elsewhere, user=people.viewer, role="viewer")
    api.force_login(people.viewer)
    there = api.get(URL, headers={"X-Tenant": people.elsewhere.slug}).json()
    assert [item["code"] for item in there["items"]] == ["SECRET"]


def test_the_header_opens_no_strange_organisation(api, people, suppliers):
    api.force_login(people.viewer)
    answer = api.get(URL, headers={"X-Tenant": people.elsewhere.slug})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "TENANT_NOT_FOUND")
