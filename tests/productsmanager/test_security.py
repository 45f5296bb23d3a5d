"""What every answer tells browsers, and what production insists on."""

import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings

from tests.databases import ROOT
from tests.factories.people import PASSWORD

SECRETS = {name: name.lower() * 8 for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "JWT_SECRET")}
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "productsmanager.settings.production", "ALLOWED_HOSTS": "shop.example.org"}


@pytest.mark.parametrize("address", ["/login/", "/nowhere/", "/api/v1/suppliers", "/health/live"])
def test_every_answer_has_the_headers(client, db, address):
    answer = client.get(address)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def policy_of(answer):
    """Directive -> its sources."""
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip())
    return {name: set(sources) for name, *sources in parts}


def test_no_cache_on_the_way_keeps_an_answer_and_nobody_one_with_tokens(client, people):
    assert client.get("/api/v1/nothing")["Cache-Control"] == "private, no-cache"
    values = {"email": people.manager.email, "password": PASSWORD}
    answer = client.post("/api/v1/auth/login", values, content_type="application/json")
    assert "access_token" in answer.json()
    assert answer["Cache-Control"] == "no-store"


def test_pages_run_scripts_of_ours_only(client, people):
    client.force_login(people.manager)
    for address in ("/login/", "/products/", "/suppliers/"):
        policy = policy_of(client.get(address))
        assert {source for source in policy["script-src"] if not source.startswith("'nonce-")} == {"'self'"}
        assert {source for source in policy["style-src"] if not source.startswith("'nonce-")} == {"'self'"}
        assert policy["object-src"] == policy["frame-ancestors"] == {"'none'"}


def test_answers_of_the_api_are_data_only(client, db):
    assert set.union(*policy_of(client.get("/api/v1/suppliers")).values()) == {"'none'"}


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, people):
    client.get("/login/")
    client.post("/login/", {"username": people.manager.email, "password": PASSWORD})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert token["httponly"]
    assert token["samesite"] == "Strict"


def test_a_form_without_its_token_is_refused(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.manager)
    assert client.post("/organisation/", {"tenant": people.tenant.pk}).status_code == 403


def test_a_session_without_the_token_cannot_write_through_the_api(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.manager)
    body = {"code": "A", "name": "A"}
    answer = client.post("/api/v1/suppliers", body, content_type="application/json")
    assert answer.status_code == 403
    assert client.get("/api/v1/suppliers").json()["total"] == 0


def test_a_strange_host_is_refused(client, db):
    assert client.get("/login/", headers={"Host": "evil.example"}).status_code == 400


PREFLIGHT = {"Origin": "https://app.example.org", "Access-Control-Request-Method": "GET"}


def test_other_sites_may_not_call_the_api(client, db):
    assert "Access-Control-Allow-Origin" not in client.options("/api/v1/suppliers", headers=PREFLIGHT)


@override_settings(CORS_ALLOWED_ORIGINS=["https://app.example.org"])
def test_a_site_on_the_list_may_without_our_cookies(client, db):
    answer = client.options("/api/v1/suppliers", headers=PREFLIGHT)
    assert answer["Access-Control-Allow-Origin"] == "https://app.example.org"
    assert answer["Access-Control-Max-Age"] == "600"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.options("/login/", headers=PREFLIGHT)


def production(*arguments, **environment):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, **PRODUCTION, **SECRETS, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_settings_of_production_pass_every_check(installation_folder):
    done = production("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SECRETS)
def test_production_does_not_start_without_its_secrets(installation_folder, name):
    done = production("check", **{name: ""})
    assert done.returncode != 0
    assert f"The environment variable {name} is missing" in done.stderr
