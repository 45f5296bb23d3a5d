"""The bell, the list and the preferences as pages; other people's notifications are not there."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.models import MessageProvider, Notification
from core.notifications import notify
from core.notifications.preferences import preferences_of
from core.tenancy import tenant_scope
from tests.queries import counted_queries


@pytest.fixture
def told(people):
    common = {"tenant_id": people.tenant.pk, "users": [people.viewer]}
    notify("system", title=gettext_noop("Suppliers"), message="%(count)s rows", params={"count": 1234}, **common)
    notify("system", title="Leads", url="/suppliers/", **common)
    notify("system", title="Away", url="https://evil.example/", **common)


@pytest.fixture
def viewer(client, people, told):
    client.force_login(people.viewer)
    return client


def titled(title):
    return Notification.objects.get(title=title)


def test_the_bell_counts_what_is_unread(viewer, people):
    assert b">3<" in viewer.get("/notifications/bell/").content
    viewer.post("/notifications/read-all/")
    assert viewer.get("/notifications/bell/").content.strip() == b""


def test_the_bell_is_cheap(viewer):
    viewer.get("/notifications/bell/")
    with counted_queries() as queries:
        viewer.get("/notifications/bell/")
    assert str(queries).count('FROM "core_notification"') == 1


def test_a_page_with_a_bell_asks_nothing_by_itself(viewer):
    with counted_queries() as queries:
        viewer.get("/profile/")
    assert "core_notification" not in str(queries)


@pytest.mark.parametrize(("headers", "is_over"), [({"X-Background": "yes"}, True), ({}, False)])
def test_a_bell_that_asks_by_itself_keeps_no_session_alive(viewer, headers, is_over):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        viewer.get("/notifications/")
        clock.shift(timedelta(minutes=20))
        viewer.get("/notifications/bell/", headers=headers)
        clock.shift(timedelta(minutes=15))
        assert (viewer.get("/notifications/").status_code == 302) is is_over


def test_the_list_speaks_the_reader_s_language(viewer, people):
    page = viewer.get("/notifications/").content.decode()
    assert "Suppliers" in page
    assert "1,234 rows" in page
    people.viewer.language = "fr"
    people.viewer.save()
    assert "Fournisseurs" in viewer.get("/notifications/").content.decode()


def test_opening_reads_and_leads_inside_only(viewer):
    leads, away = titled("Leads"), titled("Away")
    assert viewer.get(f"/notifications/{leads.pk}/open/").url == "/suppliers/"
    assert viewer.get(f"/notifications/{away.pk}/open/").url == "/notifications/"
    leads.refresh_from_db()
    assert leads.read_at is not None


def test_mark_delete_and_clear(viewer, people):
    leads = titled("Leads")
    viewer.post(f"/notifications/{leads.pk}/mark/", {"read": "yes"})
    assert "Leads" not in viewer.get("/notifications/?show=unread").content.decode()
    viewer.post(f"/notifications/{leads.pk}/mark/", {"read": "no"})
    leads.refresh_from_db()
    assert leads.read_at is None
    viewer.post(f"/notifications/{leads.pk}/delete/")
    viewer.post("/notifications/read-all/")
    viewer.post("/notifications/delete-read/")
    assert Notification.objects.count() == 0


def test_another_person_finds_nothing(client, people, told):
    client.force_login(people.manager)
    row = titled("Leads")
    assert client.get(f"/notifications/{row.pk}/open/").status_code == 404
    for act in ("mark", "delete"):
        assert client.post(f"/notifications/{row.pk}/{act}/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None
    assert "Leads" not in client.get("/notifications/latest/").content.decode()


def test_nobody_is_led_to_the_login(client, told):
    for path in ("/notifications/", "/notifications/bell/", "/notifications/latest/", "/profile/notifications/"):
        assert "/login/" in client.get(path).url


def test_a_page_whose_session_is_over_keeps_what_was_typed_into_it(client, told):
    fragment = {"HX-Request": "true"}
    assert client.get("/notifications/bell/", headers=fragment).status_code == 204
    assert client.get("/notifications/latest/", headers=fragment)["HX-Refresh"] == "true"


def test_preferences_are_saved_as_ticked(viewer, people):
    wanted = ["low_stock:email", "import_failed:bell", "nonsense:bell", "system:pigeon"]
    answer = viewer.post("/profile/notifications/", {"wanted": wanted, "phone": "+33612345678"})
    assert answer.status_code == 302
    chosen = {item.kind: item.channels for item in preferences_of(people.viewer).items}
    assert (chosen["low_stock"], chosen["import_failed"], chosen["import_completed"]) == (["email"], ["bell"], [])
    assert chosen["system"] == ["bell"]


def test_a_wrong_number_is_told_beside_its_field(viewer, people):
    answer = viewer.post("/profile/notifications/", {"phone": "12"})
    assert (answer.status_code, "mobile number" in answer.content.decode()) == (422, True)
    assert preferences_of(people.viewer).phone == ""


def test_providers_are_for_those_who_manage_integrations(client, people, receiver):
    path = "/settings/messaging/sms/"
    values = {"url": receiver.url, "method": "POST", "body": '{"to": "{recipient}"}', "is_active": "on"}
    for person in (people.viewer, people.manager, people.stranger):
        client.force_login(person)
        if person is people.stranger:
            assert receiver.url not in client.get(path).content.decode()
        else:
            assert client.post(path, values).status_code == 403
    client.force_login(people.admin)
    assert client.post(path, {**values, "body": "{"}).status_code == 422
    assert client.post(path, values).status_code == 302
    client.post(f"{path}test/", {"recipient": "+33600000000"})
    assert len(receiver.received) == 1
    client.post(f"{path}delete/")
    with tenant_scope(people.tenant.pk):
        assert not MessageProvider.objects.exists()
    assert client.get("/settings/messaging/email/").status_code == 404
