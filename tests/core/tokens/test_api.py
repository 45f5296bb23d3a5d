"""Signing in through the API."""

import pytest

from core.models import Membership, User
from tests.factories.people import PASSWORD

LOGIN, REFRESH, LOGOUT = "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout"


def login(api, person, password=PASSWORD):
    return api.post(LOGIN, {"email": person.email, "password": password}, format="json")


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_program_signs_in_reads_renews_and_signs_out(api, people):
    answer = login(api, people.manager)
    assert answer.status_code == 200
    tokens = answer.json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 7200)
    assert api.get("/api/v1/suppliers", headers=bearer(tokens["access_token"])).status_code == 200
    renewed = api.post(REFRESH, {"refresh_token": tokens["refresh_token"]}, format="json").json()
    body = {"refresh_token": renewed["refresh_token"]}
    assert api.post(LOGOUT, body, format="json", headers=bearer(renewed["access_token"])).status_code == 204
    refused = api.get("/api/v1/suppliers", headers=bearer(renewed["access_token"]))
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "AUTH_TOKEN_INVALID")
    assert api.post(REFRESH, body, format="json").status_code == 401


def test_the_access_token_alone_is_enough_to_sign_out(api, people):
    tokens = login(api, people.manager).json()
    headers = bearer(tokens["access_token"])
    assert api.post(LOGOUT, headers=headers).status_code == 204
    assert api.get("/api/v1/suppliers", headers=headers).status_code == 401


@pytest.mark.parametrize("case", ["wrong", "unknown", "inactive"])
def test_a_refusal_does_not_tell_what_was_wrong(api, people, case):
    if case == "inactive":
        User.objects.filter(pk=people.manager.pk).update(is_active=False)
    email = "nobody@example.org" if case == "unknown" else people.manager.email
    password = "wrong" if case == "wrong" else PASSWORD
    answer = api.post(LOGIN, {"email": email, "password": password}, format="json")
    assert answer.status_code == 401
    assert "do not belong together" in answer.json()["error"]["message"]


def test_a_body_without_password_is_explained(api, db):
    answer = api.post(LOGIN, {"email": "somebody@example.org"}, format="json")
    assert answer.status_code == 422
    assert "password" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "AUTH_TOKEN_MISSING"),
        ("Bearer nonsense", "AUTH_TOKEN_INVALID"),
        ("Bearer", "AUTH_TOKEN_INVALID"),
        ("Bearer a b", "AUTH_TOKEN_INVALID"),
        ("Basic dXNlcjpwYXNz", "AUTH_TOKEN_MISSING"),
    ],
)
def test_a_missing_and_a_wrong_token_are_told_apart(api, db, header, code):
    answer = api.get("/api/v1/suppliers", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, code)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_rights_are_those_of_now_not_of_the_token(api, people):
    headers = bearer(login(api, people.manager).json()["access_token"])
    body = {"code": "A", "name": "A"}
    assert api.post("/api/v1/suppliers", body, format="json", headers=headers).status_code == 201
    Membership.objects.filter(user=people.manager).update(role="viewer")
    answer = api.post("/api/v1/suppliers", {**body, "code": "B"}, format="json", headers=headers)
    assert answer.status_code == 403


def test_signing_out_needs_somebody(api, db):
    assert api.post(LOGOUT).status_code == 401


def test_somebody_without_an_organisation_can_sign_out(api, people):
    tokens = login(api, people.manager).json()
    Membership.objects.filter(user=people.manager).delete()
    assert api.post(LOGOUT, headers=bearer(tokens["access_token"])).status_code == 204
