"""`notify`: who is told, by which ways, in which language, how often."""

import pytest
from django.utils.translation import gettext_lazy, gettext_noop, override

from core.models import Notification, NotificationPreferences, OutgoingMessage
from core.notifications import notify
from core.notifications.selectors import latest, unread_count


def tell(people, **changes):
    values = {"tenant_id": people.tenant.pk, "title": gettext_noop("Import finished"), **changes}
    if "users" not in values:
        values = {"permission": "read:imports", **values}
    return notify(values.pop("kind", "import_completed"), **values)


def told():
    return set(Notification.objects.values_list("user__name", flat=True))


def test_members_who_hold_the_permission_are_told(people):
    assert tell(people) == 3
    assert told() == {"Alice Admin", "Marc Manager", "Vera Viewer"}
    Notification.objects.all().delete()
    tell(people, permission=None)
    assert told() == {"Alice Admin", "Marc Manager"}
    Notification.objects.all().delete()
    tell(people, permission="manage:integrations")
    assert told() == {"Alice Admin"}


def test_named_people_are_told_and_nobody_else(people):
    assert tell(people, users=[people.viewer]) == 1
    assert told() == {"Vera Viewer"}


def test_named_people_and_those_who_hold_a_permission_are_told_once_each(people):
    assert tell(people, users=[people.viewer, people.admin], permission="manage:integrations") == 2


def test_people_who_left_are_not_told(people):
    people.tenant.memberships.filter(user=people.manager).update(is_active=False)
    people.viewer.is_active = False
    people.viewer.save()
    tell(people)
    assert told() == {"Alice Admin"}


def test_the_reader_s_language_is_chosen_when_it_is_read(people):
    with override("fr"):
        tell(people, title=gettext_lazy("Suppliers"), message="%(count)s rows", params={"count": 3})
        assert latest(people.viewer, tenant_id=people.tenant.pk)[0].title == "Fournisseurs"
    [shown] = latest(people.viewer, tenant_id=people.tenant.pk)
    assert (shown.title, shown.message) == ("Suppliers", "3 rows")


def test_the_same_key_tells_once(people):
    assert tell(people, key="run-1") == 3
    assert tell(people, key="run-1") == 0
    assert tell(people, key="run-2") == 3
    assert unread_count(people.viewer, tenant_id=people.tenant.pk) == 2


def test_e_mail_follows_the_preferences(people):
    NotificationPreferences.objects.create(user=people.viewer, channels={"import_completed": ["email"]})
    assert tell(people, message="%(file)s is in.", params={"file": "a.csv"}, url="/imports/") == 3
    assert "Vera Viewer" not in told()
    [mail] = OutgoingMessage.objects.all()
    assert (mail.recipient, mail.subject, mail.channel) == (people.viewer.email, "Import finished", "email")
    assert "a.csv is in." in mail.text
    assert "http://localhost:8000/imports/" in mail.text
    assert "a.csv is in." in mail.html


def test_a_mail_of_the_same_key_is_queued_once(people):
    for _time in range(2):
        tell(people, kind="import_failed", key="run-1", users=[people.admin])
    assert OutgoingMessage.objects.count() == 1


def test_security_cannot_be_switched_off_at_the_bell(people):
    NotificationPreferences.objects.create(user=people.viewer, channels={"security": []})
    assert tell(people, kind="security", users=[people.viewer], tenant_id=None) == 1
    assert told() == {"Vera Viewer"}
    assert OutgoingMessage.objects.count() == 0


def test_sms_needs_a_provider_and_a_number(people):
    NotificationPreferences.objects.create(
        user=people.viewer, channels={"import_completed": ["sms"]}, phone="+33600000000"
    )
    assert tell(people, users=[people.viewer]) == 0
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"kind": "nonsense"}, {"level": "loud"}])
def test_unknown_kinds_and_levels_are_refused(people, wrong):
    with pytest.raises(ValueError):
        tell(people, **wrong)
    assert told() == set()


def test_the_organisation_s_setting_may_forbid_the_mails(people, monkeypatch):
    monkeypatch.setattr("core.notifications.notifying.value", lambda key, tenant_id: False)
    assert tell(people, kind="import_failed", users=[people.admin]) == 1
    assert OutgoingMessage.objects.count() == 0
