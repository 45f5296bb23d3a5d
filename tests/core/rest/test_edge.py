"""What every reply of the API has, whoever asks for whatever: one body for errors, limits, ids, compression."""

import gzip
import json

import pytest
from django.db import DataError

from core.rest.tiers import TIERS
from tests.servers import empty_redis

URL = "/api/v1/suppliers"
LIMIT_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
KEYS = {"code", "error_code", "type", "message", "details", "path", "request_id", "timestamp"}


def refusal(answer, status, code):
    """The error of a reply that has to be the unified body of that status and code."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert set(error) == KEYS
    assert error["code"] == error["error_code"] == code
    assert error["request_id"] == answer["X-Request-ID"]
    assert all(answer.has_header(name) for name in LIMIT_HEADERS)
    return error


def test_broken_json(api, people):
    api.force_login(people.manager)
    answer = api.post(URL, b'{"code": ', content_type="application/json")
    assert "not valid JSON" in refusal(answer, 400, "BODY_UNREADABLE")["message"]


@pytest.mark.parametrize("body", [b'{"code": "\\ud800"}', b'{"code": "\xff"}', b"NaN", b"[1,]", b""])
def test_other_bodies_that_are_no_json(api, people, body):
    api.force_login(people.manager)
    assert api.post(URL, body, content_type="application/json").status_code in (400, 422)


def test_a_character_no_database_takes(api, people):
    api.force_login(people.manager)
    answer = api.post(URL, {"code": "A", "name": "x\0"}, format="json")
    assert "U+0000" in refusal(answer, 422, "VALIDATION_FAILED")["message"]
    assert api.post(URL, {"code": "A", "name": r"back\u0000slash"}, format="json").status_code == 201


def test_a_method_that_is_not_known(api, people):
    api.force_login(people.viewer)
    answer = api.delete(URL)
    assert "use one of GET" in refusal(answer, 405, "METHOD_NOT_ALLOWED")["message"]
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_format_that_is_not_given(api, people):
    api.force_login(people.viewer)
    answer = api.get(URL, headers={"Accept": "application/xml"})
    assert "application/json" in refusal(answer, 406, "NOT_ACCEPTABLE")["message"]


def test_a_body_of_a_type_that_is_not_taken(api, people):
    api.force_login(people.manager)
    answer = api.post(URL, b"<a/>", content_type="application/xml")
    assert "send application/json" in refusal(answer, 415, "UNSUPPORTED_MEDIA_TYPE")["message"]


@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/", "/api/v1", "/api/v1/products/not-an-id"])
def test_an_unknown_address(api, db, method, path):
    refusal(getattr(api, method)(path), 404, "NOT_FOUND")


def test_a_body_above_the_limit_is_refused_unread(api, people, settings):
    settings.API_MAX_BODY_BYTES = 1024
    api.force_login(people.manager)
    answer = api.post(URL, {"code": "A", "name": "x" * 2000}, format="json")
    error = refusal(answer, 413, "PAYLOAD_TOO_LARGE")
    assert error["details"] == {"max_bytes": 1024}


def test_a_body_of_unknown_length_is_read_up_to_the_limit(api, people, settings):
    settings.API_MAX_BODY_BYTES = 100
    api.force_login(people.manager)
    body = json.dumps({"code": "A", "name": "x" * 200}).encode()
    answer = api.post(URL, body, content_type="application/json", CONTENT_LENGTH="")
    assert answer.status_code in (413, 422)


def test_an_upload_above_its_own_limit(api, people, settings):
    settings.API_MAX_UPLOAD_BYTES = 100
    api.force_login(people.manager)
    answer = api.post("/api/v1/imports/upload", {"supplier_code": "x" * 200}, format="multipart")
    refusal(answer, 413, "PAYLOAD_TOO_LARGE")


def test_a_form_with_too_many_fields(api, people, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    api.force_login(people.manager)
    answer = api.post("/api/v1/imports/upload", {"a": "1", "b": "2", "c": "3"}, format="multipart")
    refusal(answer, 400, "BAD_REQUEST")


def test_a_value_too_large_for_its_column(api, people, monkeypatch):
    def overflowing(*filters, **options):
        raise DataError("integer out of range")

    monkeypatch.setattr("suppliers.selectors.supplier_list", overflowing)
    api.force_login(people.viewer)
    refusal(api.get(URL), 422, "VALIDATION_CONSTRAINT_VIOLATION")


def test_a_host_that_is_not_ours(api, db):
    refusal(api.get(URL, HTTP_HOST="evil.example"), 400, "BAD_REQUEST")


def test_nobody_is_told_how_to_sign_in(api, db):
    answer = api.get(URL)
    refusal(answer, 401, "AUTH_TOKEN_MISSING")
    assert answer["WWW-Authenticate"]


def test_a_refused_right_repeats_its_sentence(api, people):
    api.force_login(people.viewer)
    answer = api.post(URL, {}, format="json")
    assert answer.json()["detail"] == refusal(answer, 403, "PERMISSION_DENIED")["message"]


def test_ids_come_back(api, db):
    answer = api.get(URL, headers={"X-Correlation-ID": "shop-42-order-7", "X-Request-ID": "request-1234"})
    assert (answer["X-Correlation-ID"], answer["X-Request-ID"]) == ("shop-42-order-7", "request-1234")
    other = api.get(URL, headers={"X-Correlation-ID": "<b>"})
    assert other["X-Correlation-ID"] == other["X-Request-ID"]


def test_head_and_options(api, people):
    api.force_login(people.viewer)
    assert api.head(URL).status_code == 200
    answer = api.options(URL)
    assert (answer.status_code, answer["Allow"]) == (200, "GET, POST, HEAD, OPTIONS")


def test_long_answers_are_compressed(api, people):
    api.force_login(people.manager)
    for number in range(4):
        api.post(URL, {"code": f"S{number}", "name": "Maison"}, format="json")
    answer = api.get(URL, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["total"] == 4
    short = api.get(URL, {"search": "nothing"}, headers={"Accept-Encoding": "gzip"})
    assert not short.has_header("Content-Encoding")


def test_pages_are_not_compressed(client, db):
    assert not client.get("/login/", headers={"Accept-Encoding": "gzip"}).has_header("Content-Encoding")


@pytest.fixture
def counted(redis_socket, settings):
    """Callers are counted, few requests are allowed."""
    from productsmanager.embedded.paths import redis_database, redis_url

    empty_redis(redis_socket)
    settings.RATE_LIMIT_REDIS_URL = redis_database(redis_url(socket=redis_socket), number=3)
    settings.RATE_LIMITS = {"READ_STANDARD": 3, "WRITE_STANDARD": 2, "READ_PUBLIC": 4}
    return settings


def test_too_many_requests(api, people, counted):
    api.force_login(people.manager)
    assert [api.get(URL)["X-RateLimit-Remaining"] for _ in range(3)] == ["2", "1", "0"]
    answer = api.get(URL)
    error = refusal(answer, 429, "RATE_LIMIT_EXCEEDED")
    assert answer["Retry-After"] == str(error["details"]["retry_after"])
    flat = answer.json()
    assert flat["retry_after"] == error["details"]["retry_after"]
    assert flat["message"] == flat["detail"] == error["message"]
    # Writing is another tier, and other people have counts of their own.
    assert api.post(URL, {"code": "A", "name": "A"}, format="json").status_code == 201
    api.force_login(people.viewer)
    assert api.get(URL).status_code == 200


def test_an_api_keys_own_limit(api, people, counted, monkeypatch):
    class Key:
        pk, rate_limit_per_minute = "1", 2

    api.force_authenticate(people.viewer, token=Key())
    answers = [api.get(URL) for _ in range(3)]
    assert [answer["X-RateLimit-Limit"] for answer in answers] == ["2", "2", "2"]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    api.force_authenticate(people.viewer)
    assert api.get(URL).status_code == 200


def test_strangers_are_counted_by_address(api, db, counted):
    assert [api.get("/api/v1/nothing").status_code for _ in range(5)].count(429) == 2
    assert api.get("/api/v1/nothing", REMOTE_ADDR="192.0.2.9").status_code == 404


def test_every_tier_a_view_names_exists():
    from django.urls import get_resolver

    named = {
        tier
        for pattern in _views(get_resolver().url_patterns)
        for tier in getattr(getattr(pattern.callback, "cls", None), "rate_tiers", {}).values()
    }
    assert named <= set(TIERS)


def _views(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern
