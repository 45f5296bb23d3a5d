"""Schedules for somebody who was granted one supplier, or one of its sources: these, and no others."""

import pytest
from django.urls import reverse

from core.access import grants
from imports.models import Fetch
from suppliers.models import Schedule, Source, Supplier
from suppliers.services import create_schedule, create_source, ensure_supplier
from tests.factories.people import member

URL = "/api/v1/schedules"
WAY = {"kind": "http", "connection": {"url": "https://files.example.com/prices.csv"}}


@pytest.fixture
def guest(people):
    """A member without any role."""
    return member(people.tenant, "", name="Gus Guest")


@pytest.fixture
def planned(in_tenant):
    """Name of a source -> its schedule: two sources of one supplier, one of another."""
    made = {}
    for code, name in (("NORD", "Prices"), ("NORD", "Stocks"), ("SUD", "Secret")):
        supplier_id = ensure_supplier(tenant_id=in_tenant.tenant.pk, code=code)
        source_id = create_source(by=None, supplier_id=supplier_id, name=name, **WAY)
        made[name] = Schedule.objects.get(pk=create_schedule(by=None, source_id=source_id))
    return made


def supplier(code="NORD"):
    return Supplier.objects.get(code=code)


def listed(api, guest, **query):
    api.force_login(guest)
    answer = api.get(URL, query)
    return sorted(item["source_name"] for item in answer.json()["items"]) if answer.status_code == 200 else None


def shown(client, guest):
    client.force_login(guest)
    return client.get(reverse("imports:schedules")).content.decode()


def act(client, schedule, name):
    return client.post(reverse("imports:schedule-act", args=[schedule.pk, name])).status_code


def test_without_a_grant_the_list_stays_shut(api, client, guest, planned):
    assert listed(api, guest) is None
    client.force_login(guest)
    assert client.get(reverse("imports:schedules")).status_code == 403


def test_a_granted_supplier_shows_its_schedules_and_no_others(api, client, guest, planned):
    grants.grant(guest, ["read:suppliers"], supplier())
    assert listed(api, guest) == ["Prices", "Stocks"]
    assert api.get(URL).json()["total"] == 2
    assert listed(api, guest, search="secret") == []
    assert listed(api, guest, supplier_id=str(supplier("SUD").pk)) == []
    page = shown(client, guest)
    assert "Prices" in page
    assert "Stocks" in page
    assert "Secret" not in page
    assert "SUD" not in page


def test_a_granted_source_shows_its_own_schedule_alone(api, client, guest, planned):
    grants.grant(guest, ["read:suppliers"], Source.objects.get(name="Stocks"))
    assert listed(api, guest) == ["Stocks"]
    assert "Prices" not in shown(client, guest)


def test_single_schedules_ask_for_the_grant(api, guest, planned):
    grants.grant(guest, ["read:suppliers"], supplier())
    api.force_login(guest)
    assert api.get(f"{URL}/{planned['Prices'].pk}").status_code == 200
    assert api.get(f"{URL}/{planned['Secret'].pk}").status_code == 403


def test_who_may_only_read_changes_and_starts_nothing(api, client, guest, planned):
    grants.grant(guest, ["read:suppliers"], supplier())
    page = shown(client, guest)
    for name in ("pause", "run"):
        assert reverse("imports:schedule-act", args=[planned["Prices"].pk, name]) not in page
        assert act(client, planned["Prices"], name) == 403
    api.force_login(guest)
    one = f"{URL}/{planned['Prices'].pk}"
    for answer in (api.patch(one, {"at": "09:00"}, format="json"), api.post(f"{one}/toggle"), api.delete(one)):
        assert answer.status_code == 403
    assert api.post(f"{one}/run").status_code == 403
    assert Schedule.objects.filter(is_active=True).count() == 3
    assert not Fetch.objects.exists()


def test_who_may_write_and_start_one_supplier_does_so_there_alone(api, client, guest, planned):
    grants.grant(guest, ["read:suppliers", "write:suppliers", "start:imports"], supplier())
    page = shown(client, guest)
    for name in ("pause", "run"):
        assert reverse("imports:schedule-act", args=[planned["Prices"].pk, name]) in page
        assert act(client, planned["Prices"], name) == 302
        assert act(client, planned["Secret"], name) == 403
    planned["Prices"].refresh_from_db()
    planned["Secret"].refresh_from_db()
    assert (planned["Prices"].is_active, planned["Secret"].is_active) == (False, True)
    assert [fetch.source_id for fetch in Fetch.objects.all()] == [planned["Prices"].source_id]
    api.force_login(guest)
    sent = {"frequency": "daily", "at": "05:00"}
    here, there = (str(planned[name].source_id) for name in ("Stocks", "Secret"))
    assert api.post(URL, {**sent, "source_id": here}, format="json").status_code == 201
    assert api.post(URL, {**sent, "source_id": there}, format="json").status_code == 403
    assert api.post(f"{URL}/{planned['Secret'].pk}/toggle").status_code == 403
    assert Schedule.objects.filter(source_id=there, is_active=True).count() == 1


def test_the_last_fetch_is_shown_to_who_may_read_imports_there(client, guest, planned):
    source = Source.objects.get(name="Prices")
    Fetch.objects.create(tenant_id=source.tenant_id, supplier_id=source.supplier_id, source_id=source.pk)
    grants.grant(guest, ["read:suppliers"], supplier())
    assert "#fetch-" not in shown(client, guest)
    grants.grant(guest, ["read:imports"], supplier())
    assert "#fetch-" in shown(client, guest)
