"""API of completeness, duplicates and merges."""

import pytest

from catalog.models import CompletenessRun, DuplicatePair, DuplicateRun, Product, ProductMerge
from catalog.services import completeness, duplicates
from tests.factories.catalog import GTIN, merge, row

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def pair(acme, bulk, in_tenant):
    """Two lamps that may be the same."""
    merge(acme, row("1", title="Desk lamp Lisbon brass", price="40", gtin=GTIN))
    merge(bulk, row("2", title="Desk lamp Lisbon, brass", price="41", description="Brass."))
    completeness.follow_changes(in_tenant.tenant.pk)
    duplicates.follow_changes(in_tenant.tenant.pk)
    return DuplicatePair.objects.get()


@pytest.fixture
def call(api, in_tenant):
    """`call("get", path, **query)` by the manager."""
    api.force_login(in_tenant.manager)
    return lambda method, path, **data: getattr(api, method)(
        f"{API}{path}", data, format=None if method == "get" else "json"
    )


def test_statistics_and_products_of_the_completeness(pair, call):
    found = call("get", "/products/stats/completeness").json()
    assert (found["products"], sum(found["grades"].values()), sum(found["distribution"])) == (2, 2, 2)
    assert {each["code"] for each in found["missing"]} >= {"image", "brand"}
    listed = call("get", "/products/stats/completeness/products", missing_field="gtin", max_score=50, grade="F").json()
    assert [each["title"] for each in listed["items"]] == ["Desk lamp Lisbon, brass"]
    assert call("get", "/products/stats/completeness/products", min_score=99).json()["items"] == []
    assert call("get", "/products/stats/completeness/products", grade="E").status_code == 422


def test_all_is_measured_anew(pair, call):
    answer = call("post", "/products/stats/completeness/recalculate")
    assert (answer.status_code, answer.json()["id"]) == (202, str(CompletenessRun.objects.get().pk))


def test_the_score_of_a_product(pair, call):
    found = call("get", f"/products/{pair.first_id}/completeness").json()
    assert found["grade"] == "F"
    assert found["lacking"][0]["points"] == 9
    assert call("get", "/products/00000000-0000-4000-8000-000000000001/completeness").status_code == 404


def test_pairs_are_listed_accepted_and_undone(pair, call):
    (listed,) = call("get", "/duplicates", min_score=50).json()["items"]
    assert listed["id"] == str(pair.pk)
    assert call("get", f"/duplicates/{pair.pk}").json()["evidence"] == pair.evidence
    made = call("post", f"/duplicates/{pair.pk}/accept", choices={"title": "absorbed"}).json()
    assert made["survivor_id"] == listed["survivor_id"]
    assert call("post", f"/duplicates/{pair.pk}/accept").status_code == 409
    assert call("get", "/duplicates").json()["items"] == []
    assert call("post", f"/duplicates/{pair.pk}/undo").json()["state"] == "pending"


def test_a_pair_is_rejected(pair, call):
    assert call("post", f"/duplicates/{pair.pk}/reject").json()["state"] == "rejected"
    assert call("get", "/duplicates", state="rejected").json()["total"] == 1


def test_any_two_products_are_merged_and_parted(pair, call):
    body = {"survivor_id": str(pair.second_id), "absorbed_id": str(pair.first_id)}
    made = call("post", "/products/merge", **body)
    assert made.status_code == 201
    assert call("post", "/products/merge", **body).status_code == 409
    undone = call("post", f"/products/merges/{made.json()['id']}/undo").json()
    assert undone["kept"] == 0
    assert Product.objects.exclude(status="trash").count() == 2
    assert call("post", "/products/merge", **{**body, "choices": {"colour": "absorbed"}}).status_code == 422


def test_runs_over_all_pairs(pair, call):
    run = call("post", "/duplicates/search").json()
    assert call("get", f"/duplicates/runs/{run['id']}").json()["status"] == "pending"
    assert call("post", "/duplicates/bulk-accept", min_score=50).status_code == 422
    assert call("post", "/duplicates/bulk-accept", min_score=95).json()["act"] == "merge"
    assert DuplicateRun.objects.count() == 2


def test_who_may_only_read_changes_nothing(pair, api, in_tenant):
    api.force_login(in_tenant.viewer)
    assert api.get(f"{API}/duplicates").status_code == 200
    for path in (f"/duplicates/{pair.pk}/accept", f"/duplicates/{pair.pk}/reject", "/duplicates/search"):
        assert api.post(f"{API}{path}", {}, format="json").status_code == 403
    assert not ProductMerge.objects.exists()
    assert DuplicatePair.objects.get().state == "pending"
