"""Refusals are acts: by page and API, once a minute, and never at the cost of the request."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.audit import RECORDED
from core.models import OutboxEvent
from suppliers.services import create_supplier
from tests.away import database_away

PAGE, API = "/activity/", "/api/v1/audit"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


def refusals():
    acts = [event.payload for event in OutboxEvent.objects.filter(kind=RECORDED).order_by("id")]
    return [act for act in acts if act["code"] == "access.denied"]


def test_a_refused_page_is_an_act(client, people):
    client.force_login(people.viewer)
    headers = {"User-Agent": "Browser", "X-Request-ID": "request-7"}
    assert client.get(f"{PAGE}?token=secret", headers=headers).status_code == 403
    (act,) = refusals()
    assert act["details"]["path"] == PAGE
    assert (act["details"]["method"], act["details"]["permission"]) == ("GET", "admin:access")
    assert act["actor"]["user_id"] == str(people.viewer.pk)
    assert (act["actor"]["user_agent"], act["actor"]["request_id"]) == ("Browser", "request-7")
    assert OutboxEvent.objects.get(kind=RECORDED).tenant_id == people.tenant.pk
    assert "secret" not in str(act)


def test_a_refused_call_is_an_act(api, people):
    api.force_login(people.viewer)
    assert api.get(API).status_code == 403
    (act,) = refusals()
    assert (act["details"]["path"], act["details"]["permission"]) == (API, "admin:access")
    assert act["actor"]["user_id"] == str(people.viewer.pk)
    assert OutboxEvent.objects.get(kind=RECORDED).tenant_id == people.tenant.pk


def test_the_same_refusal_is_told_once_a_minute(client, people):
    for person in (people.viewer, people.viewer, people.manager, people.viewer):
        client.force_login(person)
        client.get(PAGE)
    client.get("/settings/users/")
    assert [act["actor"]["name"] for act in refusals()] == [
        people.viewer.email,
        people.manager.email,
        people.viewer.email,
    ]


def test_what_another_organisation_owns_does_not_exist_and_is_no_refusal(client, in_tenant):
    supplier_id = create_supplier(by=None, tenant_id=in_tenant.tenant.pk, code="OURS", name="Ours")
    client.force_login(in_tenant.stranger)
    assert client.get(reverse("suppliers:supplier", args=[supplier_id])).status_code == 404
    assert refusals() == []


def test_without_a_cache_every_refusal_is_told(client, people, monkeypatch):
    monkeypatch.setattr("core.audit.denied.cache.get", lambda *given, **options: None)
    client.force_login(people.viewer)
    client.get(PAGE)
    client.get(PAGE)
    assert len(refusals()) == 2


def test_a_refusal_that_cannot_be_written_is_still_a_refusal(client, people, monkeypatch, caplog):
    def away(*given, **options):
        with database_away("suppliers"):
            create_supplier(by=None, tenant_id=people.tenant.pk, code="X", name="X")

    monkeypatch.setattr("core.audit.denied.record", away)
    client.force_login(people.viewer)
    assert client.get(PAGE).status_code == 403
    assert refusals() == []
    assert "could not be recorded" in caplog.text


def test_django_s_own_refusals_are_acts_too(client, people):
    people.viewer.is_staff = True
    people.viewer.last_login = timezone.now()
    people.viewer.save()
    client.force_login(people.viewer)
    assert client.get(reverse("admin:core_user_changelist")).status_code == 403
    (act,) = refusals()
    assert act["actor"]["user_id"] == str(people.viewer.pk)
