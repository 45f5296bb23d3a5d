"""API keys through the API, and the API through API keys."""

import pytest

from core.apikeys import services
from core.models import ApiKey


def key_of(people, **options):
    values = {"name": "Till", "scopes": ["read:suppliers"], **options}
    return services.create_key(by=people.admin, tenant_id=people.tenant.pk, **values)


def test_keys_are_made_listed_changed_rotated_switched_and_removed(api, people):
    api.force_login(people.admin)
    made = api.post("/api/v1/api-keys", {"name": "Till", "scopes": ["read:suppliers"]}, format="json")
    assert made.status_code == 201
    assert made.json()["key"].startswith("pm_live_")
    address = f"/api/v1/api-keys/{made.json()['id']}"
    listed = api.get("/api/v1/api-keys").json()
    assert set(listed) == {"items", "total", "page", "per_page"}
    assert "key" not in listed["items"][0]
    assert api.patch(address, {"name": "Shop"}, format="json").json()["name"] == "Shop"
    rotated = api.post(f"{address}/rotate", {"overlap_hours": 1}, format="json").json()
    assert rotated["key"] != made.json()["key"]
    assert api.post(f"{address}/toggle").json()["is_active"] is False
    assert api.get(f"{address}/stats").json()["total"] == 0
    assert api.delete(address).status_code == 204
    assert api.get(address).json()["error"]["code"] == "API_KEY_NOT_FOUND"


def test_wrong_input_names_the_field(api, people):
    api.force_login(people.admin)
    answer = api.post("/api/v1/api-keys", {"name": "Till", "scopes": ["fly:products"]}, format="json")
    assert answer.status_code == 422
    assert "fly:products" in answer.json()["error"]["message"]


def test_a_program_reads_with_a_key(api, people):
    new = key_of(people)
    assert api.get("/api/v1/suppliers", headers={"X-API-Key": new.secret}).status_code == 200


def test_a_key_does_no_more_than_its_scopes(api, people):
    headers = {"X-API-Key": key_of(people).secret}
    answer = api.post("/api/v1/suppliers", {"code": "A", "name": "A"}, format="json", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Insufficient permissions. Required: write:suppliers"
    assert api.get("/api/v1/products", headers=headers).status_code == 403


def test_a_key_serves_its_own_organisation_only(api, people):
    headers = {"X-API-Key": key_of(people).secret}
    add_elsewhere(api, people)
    assert api.get("/api/v1/suppliers", headers=headers).json()["total"] == 0
    answer = api.get("/api/v1/suppliers", headers={**headers, "X-Tenant": people.elsewhere.slug})
    assert answer.status_code == 404


def test_a_key_of_a_super_admin_stays_within_scopes_and_organisation(api, people):
    people.admin.is_superuser = True
    people.admin.save()
    headers = {"X-API-Key": key_of(people).secret}
    add_elsewhere(api, people)
    assert api.get("/api/v1/products", headers=headers).status_code == 403
    assert api.get("/api/v1/suppliers", headers=headers).json()["total"] == 0
    answer = api.get("/api/v1/suppliers", headers={**headers, "X-Tenant": people.elsewhere.slug})
    assert answer.status_code == 404


def add_elsewhere(api, people):
    """A supplier of the other organisation, which no key of this one may see."""
    api.force_login(people.stranger)
    assert api.post("/api/v1/suppliers", {"code": "SECRET", "name": "S"}, format="json").status_code == 201
    api.logout()


def test_a_test_key_changes_nothing(api, people):
    headers = {"X-API-Key": key_of(people, mode="test", scopes=["write:suppliers", "read:suppliers"]).secret}
    answer = api.post("/api/v1/suppliers", {"code": "A", "name": "A"}, format="json", headers=headers)
    assert answer.json()["error"]["code"] == "API_KEY_TEST_MODE"
    assert api.get("/api/v1/suppliers", headers=headers).json()["total"] == 0


@pytest.mark.parametrize("secret", ["pm_live_" + "0" * 64, "nonsense"])
def test_an_unknown_key_is_told_apart_from_a_missing_right(api, db, secret):
    answer = api.get("/api/v1/suppliers", headers={"X-API-Key": secret})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "API_KEY_INVALID"


def test_the_last_day_of_a_key(api, people):
    new = key_of(people)
    ApiKey.objects.update(is_active=False)
    assert api.get("/api/v1/suppliers", headers={"X-API-Key": new.secret}).status_code == 401
