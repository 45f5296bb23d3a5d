"""Signing in, and working in one of one's organisations."""

import pytest
from django.urls import reverse

from core.models import Membership
from tests.factories.people import PASSWORD, UserFactory


def sign_in(client, email, password=PASSWORD):
    return client.post("/login/", {"username": email, "password": password})


def test_the_address_is_the_login_whatever_its_case(client, people):
    answer = sign_in(client, people.manager.email.upper())
    assert answer.status_code == 302
    assert answer.url == "/dashboard/"


@pytest.mark.parametrize("case", ["wrong password", "unknown", "inactive"])
def test_a_refusal_does_not_tell_what_was_wrong(client, people, case):
    if case == "inactive":
        people.manager.is_active = False
        people.manager.save()
    email = "nobody@example.org" if case == "unknown" else people.manager.email
    answer = sign_in(client, email, "wrong" if case == "wrong password" else PASSWORD)
    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_pages_need_somebody(client, db):
    assert client.post(reverse("choose-tenant")).url.startswith("/login/")


def test_one_switches_between_ones_organisations(client, people):
    Membership.objects.create(tenant=people.elsewhere, user=people.manager, role="viewer")
    client.force_login(people.manager)
    answer = client.post(reverse("choose-tenant"), {"tenant": people.elsewhere.pk, "next": "/products/"})
    assert answer.url == "/products/"
    assert client.session["tenant_id"] == str(people.elsewhere.pk)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_stays_inside(client, people, target):
    client.force_login(people.manager)
    answer = client.post(reverse("choose-tenant"), {"tenant": people.tenant.pk, "next": target})
    assert answer.url == "/dashboard/"


@pytest.mark.parametrize("tenant", ["elsewhere", "nonsense", ""])
def test_a_strange_organisation_does_not_open(client, people, tenant):
    client.force_login(people.manager)
    wanted = people.elsewhere.pk if tenant == "elsewhere" else tenant
    assert client.post(reverse("choose-tenant"), {"tenant": wanted}).status_code == 404


def test_a_super_admin_works_anywhere(client, people):
    client.force_login(UserFactory(is_superuser=True))
    assert client.post(reverse("choose-tenant"), {"tenant": people.elsewhere.pk}).status_code == 302


def test_signing_out_needs_a_post(client, people):
    client.force_login(people.manager)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"
