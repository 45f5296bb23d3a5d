"""What every request passes."""

import pytest
from django.db import OperationalError


def test_every_answer_has_a_request_id(client, db):
    assert len(client.get("/health/live")["X-Request-ID"]) == 32


def test_a_callers_request_id_is_kept(client, db):
    assert client.get("/health/live", headers={"X-Request-ID": "order-4711-abc"})["X-Request-ID"] == "order-4711-abc"


@pytest.mark.parametrize("odd", ["short", "with space in it", "x" * 200, "<script>alert(1)</script>"])
def test_an_odd_request_id_is_replaced(client, db, odd):
    assert client.get("/health/live", headers={"X-Request-ID": odd})["X-Request-ID"] != odd


def test_pages_have_a_strict_policy(client, db):
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_back_office_has_a_policy_of_its_own(client, db):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "'unsafe-eval'" in policy


def test_answers_carry_the_usual_headers(client, db):
    answer = client.get("/login/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_database_that_is_away_gives_a_page_with_a_time_to_retry(client, people, monkeypatch):
    def away(*args):
        raise OperationalError("connection refused to /secret/socket")

    monkeypatch.setattr("core.views.switch_tenant", away)
    client.force_login(people.manager)
    answer = client.post("/organisation/", {"tenant": people.tenant.pk})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "secret" not in answer.content.decode()


def test_the_api_says_that_a_database_is_away(api, people, monkeypatch):
    def away(*filters, **options):
        raise OperationalError("connection refused to /secret/socket")

    monkeypatch.setattr("suppliers.selectors.supplier_list", away)
    api.force_login(people.viewer)
    answer = api.get("/api/v1/suppliers")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "DATABASE_CONNECTION_FAILED")
    assert "secret" not in answer.content.decode()


def test_an_unexpected_error_tells_nothing_internal(api, people, monkeypatch):
    monkeypatch.setattr("suppliers.selectors.supplier_list", lambda **options: 1 / 0)
    api.force_login(people.viewer)
    answer = api.get("/api/v1/suppliers")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert "division" not in answer.content.decode()


def test_a_refused_fragment_tells_its_sentence_and_leaves_the_page(client, people):
    client.force_login(people.manager)
    answer = client.post("/organisation/", {"tenant": people.elsewhere.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "not in this organisation" in answer["HX-Trigger"]
    assert answer.content == b""
