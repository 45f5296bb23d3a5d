"""People through the API."""

import pytest

from core.access import grants
from core.models import CustomRole, Membership, User
from tests.factories.catalog import supplier
from tests.queries import at_most_queries

USERS, ROLES = "/api/v1/users", "/api/v1/roles"


@pytest.fixture
def as_admin(api, people):
    api.force_login(people.admin)
    return api


def test_members_are_listed_and_narrowed(as_admin, people):
    with at_most_queries(7):
        body = as_admin.get(USERS).json()
    assert body["total"] == 3
    assert people.stranger.email not in str(body)
    assert [each["name"] for each in as_admin.get(USERS, {"search": "vera"}).json()["items"]] == ["Vera Viewer"]
    assert [each["name"] for each in as_admin.get(USERS, {"role": "manager"}).json()["items"]] == ["Marc Manager"]
    assert as_admin.get(USERS, {"status": "inactive"}).json()["total"] == 0
    names = [each["name"] for each in as_admin.get(USERS, {"sort_by": "name", "order": "desc"}).json()["items"]]
    assert names == ["Vera Viewer", "Marc Manager", "Alice Admin"]


@pytest.mark.parametrize("address", [USERS, "/api/v1/admin/users"])
def test_a_member_is_added_changed_and_removed(as_admin, people, address):
    values = {"email": "neu@example.org", "name": "Neu", "role": "user", "password": "A-Long-Passphrase-9!"}
    answer = as_admin.post(address, values, format="json")
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["role"], answer.json()["role_label"]) == ("user", "User")
    one = f"{address}/{answer.json()['id']}"
    changed = as_admin.put(one, {"name": "Neuer", "role": "viewer", "is_active": False}, format="json").json()
    assert (changed["name"], changed["role"], changed["is_active"]) == ("Neuer", "viewer", False)
    assert as_admin.patch(one, {"is_active": True}, format="json").json()["is_active"]
    assert as_admin.delete(one).status_code == 204
    assert as_admin.get(one).status_code == 404
    assert User.objects.filter(email="neu@example.org").exists(), "the account is not the organisation's to delete"


def test_an_account_of_elsewhere_gets_an_invitation(as_admin, people):
    values = {"email": people.stranger.email, "password": "A-Long-Passphrase-9!"}
    answer = as_admin.post(USERS, values, format="json")
    assert (answer.status_code, answer.json()) == (202, {"email": people.stranger.email, "status": "invited"})
    assert as_admin.get(USERS).json()["total"] == 3


def test_one_refusal_undoes_all_of_a_change(as_admin, people):
    answer = as_admin.patch(f"{USERS}/{people.admin.pk}", {"name": "X", "role": "viewer"}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "LAST_ADMIN")
    people.admin.refresh_from_db()
    assert people.admin.name == "Alice Admin"


def test_a_stranger_is_not_found(as_admin, people):
    one = f"{USERS}/{people.stranger.pk}"
    answers = [
        as_admin.get(one),
        as_admin.patch(one, {"name": "x"}, format="json"),
        as_admin.delete(one),
        as_admin.patch(f"{one}/roles", {"role": "viewer"}, format="json"),
        as_admin.get(f"{one}/permissions"),
        as_admin.put(f"{one}/permissions", {"overrides": {}}, format="json"),
        as_admin.get(f"{one}/grants"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 7
    assert {answer.json()["error"]["code"] for answer in answers} == {"USER_NOT_FOUND"}


def test_a_role_and_single_rights_are_given(as_admin, people):
    one = f"{USERS}/{people.viewer.pk}"
    assert as_admin.patch(f"{one}/roles", {"role": "manager"}, format="json").json()["role"] == "manager"
    overrides = {"overrides": {"delete:products": True, "read:prices": False}}
    body = as_admin.put(f"{one}/permissions", overrides, format="json").json()
    assert len(body["from_role"]) == len(body["effective"]) == 41
    assert "delete:products" in body["effective"]
    assert body == as_admin.get(f"{one}/permissions").json()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("roles", {"role": "emperor"}, 404),
        ("permissions", {"overrides": {"fly:products": True}}, 422),
        ("permissions", {"overrides": {"read:products": "maybe"}}, 422),
    ],
)
def test_bad_rights_change_nothing(as_admin, people, path, body, status):
    send = as_admin.patch if path == "roles" else as_admin.put
    assert send(f"{USERS}/{people.viewer.pk}/{path}", body, format="json").status_code == status
    member = Membership.objects.get(user=people.viewer)
    assert (member.role, member.overrides) == ("viewer", {})


def test_a_grant_is_given_and_taken(as_admin, people):
    acme, address = supplier(people.tenant), f"{USERS}/{people.viewer.pk}/grants"
    given = {"kind": "supplier", "object_id": str(acme.pk), "permissions": ["write:suppliers", "write:products"]}
    answer = as_admin.post(address, given, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["items"][0]["permissions"] == ["write:products", "write:suppliers"]
    query = f"?kind=supplier&object_id={acme.pk}&permission=write:products"
    assert as_admin.delete(address + query).status_code == 204
    assert [each["permissions"] for each in as_admin.get(address).json()["items"]] == [["write:suppliers"]]
    assert as_admin.delete(f"{address}?kind=supplier&object_id={acme.pk}").status_code == 204
    assert grants.grants_on(acme) == {}


def test_own_roles_live_their_life(as_admin, people):
    answer = as_admin.post(ROLES, {"name": "Buyer", "permissions": ["read:prices"]}, format="json")
    assert answer.status_code == 201
    one = f"{ROLES}/{answer.json()['id']}"
    assert as_admin.patch(one, {"description": "Buys"}, format="json").json()["permissions"] == ["read:prices"]
    assert as_admin.put(one, {"name": "Buyers"}, format="json").json()["permissions"] == []
    assert [each["name"] for each in as_admin.get(ROLES).json()["items"]][4:] == ["Buyers"]
    assert as_admin.delete(one).status_code == 204
    assert not CustomRole.objects.exists()


def test_predefined_roles_are_read_only(as_admin):
    body = as_admin.get(f"{ROLES}/manager").json()
    assert (body["is_predefined"], len(body["permissions"])) == (True, 41)
    for answer in (as_admin.patch(f"{ROLES}/manager", {"name": "x"}, format="json"), as_admin.delete(f"{ROLES}/user")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ROLE_PREDEFINED")


def test_everybody_may_read_the_words_of_the_62(api, people):
    api.force_login(people.viewer)
    body = api.get("/api/v1/permissions").json()
    assert (body["total"], body["items"][0]["code"]) == (62, "read:products")


def test_a_viewer_manages_nobody(api, people):
    api.force_login(people.viewer)
    answer = api.patch(f"{USERS}/{people.viewer.pk}/roles", {"role": "admin"}, format="json")
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "Insufficient permissions. Required: admin:role_assign",
    )
    assert Membership.objects.get(user=people.viewer).role == "viewer"


@pytest.mark.parametrize(
    ("query", "first"), [("", "Admin"), ("?order=desc", "Warehouse"), ("?sort_by=name&order=desc", "Warehouse")]
)
def test_roles_come_in_the_order_asked_for(api, people, query, first):
    api.force_login(people.admin)
    assert api.post("/api/v1/roles", {"name": "Warehouse", "permissions": []}, format="json").status_code == 201
    assert api.get(f"/api/v1/roles{query}").json()["items"][0]["name"] == first
    assert api.get("/api/v1/roles?sort_by=colour").status_code == 422
