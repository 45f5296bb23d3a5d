"""The frame: error pages that need nothing, appearance, sign-in, the style guide."""

import pytest
from django.test import RequestFactory

from core import pages
from tests.away import database_away
from tests.factories.people import UserFactory

ERROR_PAGES = [
    (pages.bad_request, 400),
    (pages.permission_denied, 403),
    (pages.csrf_failed, 403),
    (pages.page_not_found, 404),
    (pages.server_error, 500),
    (pages.unavailable, 503),
]


@pytest.mark.parametrize(("view", "status"), ERROR_PAGES)
def test_error_page_needs_no_database_and_shows_the_request_id(db, view, status):
    request = RequestFactory().get("//evil.example/")
    request.request_id = "abc-123"
    with database_away("default"):
        response = view(request)
    text = response.content.decode()
    assert response.status_code == status
    assert "abc-123" in text
    assert 'href="//' not in text


def test_unknown_address_is_a_page_of_ours(client, db):
    response = client.get("/no/such/page")
    assert response.status_code == 404
    assert response["X-Request-ID"] in response.content.decode()


def test_appearance_is_remembered_and_can_be_automatic_again(client, db):
    response = client.post("/appearance/", {"theme": "dark", "next": "/login/"})
    assert response.url == "/login/"
    assert response.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in client.get("/login/").content.decode()
    client.post("/appearance/", {"theme": "anything"})
    assert "data-theme" not in client.get("/login/").content.decode()


def test_appearance_never_leads_elsewhere(client, db):
    assert client.post("/appearance/", {"theme": "dark", "next": "https://evil.example/"}).url == "/"


def test_styleguide_is_for_staff(client, people):
    assert client.get("/styleguide/").status_code == 404
    client.force_login(people.manager)
    assert client.get("/styleguide/").status_code == 404
    people.manager.is_staff = True
    people.manager.save()
    response = client.get("/styleguide/")
    assert response.status_code == 200
    assert people.tenant.name in response.content.decode()


@pytest.mark.parametrize(("language", "word"), [("fr", "Se connecter"), ("en", "Sign in")])
def test_login_speaks_the_visitors_language(client, db, language, word):
    assert word in client.get("/login/", headers={"accept-language": language}).content.decode()


def test_failed_login_says_what_to_do(client, people):
    answer = client.post("/login/", {"username": people.manager.email, "password": "wrong"}).content.decode()
    assert "do not belong together" in answer


@pytest.mark.parametrize("is_superuser", [True, False])
def test_without_any_organisation_a_super_admin_is_led_to_the_first(client, db, is_superuser):
    client.force_login(UserFactory(is_superuser=is_superuser, is_staff=is_superuser))
    response = client.get("/dashboard/")
    assert response.status_code == 403
    assert ('href="/admin/core/tenant/add/"' in response.content.decode()) is is_superuser
