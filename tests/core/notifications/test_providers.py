"""SMS and chat by any HTTP service: what is sent, what is kept, what is refused."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.errors import InvalidInput, NotFound, PermissionRefused
from core.http import AddressNotAllowed
from core.models import MessageProvider, NotificationPreferences, OutgoingMessage
from core.notifications import channels, notify
from core.notifications.sending import send_waiting
from core.tenancy import every_tenant, tenant_scope


@pytest.fixture
def values(receiver):
    return {
        "url": receiver.url,
        "method": "POST",
        "body": '{"to": "{recipient}", "text": ["{title}: {message}", 7], "kept": "{other}"}',
        "headers": "X-Sender: Boutique",
        "secret_header": "Authorization: Bearer top-secret",
    }


def save(people, values, by=None, **changes):
    channels.save_provider(
        by=by or people.admin,
        tenant_id=people.tenant.pk,
        channel=changes.pop("channel", "sms"),
        name=changes.pop("name", "http"),
        values={**values, **changes},
    )


def tell(people):
    NotificationPreferences.objects.create(user=people.viewer, channels={"system": ["sms"]}, phone="+33600000000")
    return notify(
        "system", tenant_id=people.tenant.pk, users=[people.viewer], title='A "title" {recipient}', message="Text"
    )


def sent():
    with every_tenant():
        return send_waiting()


def test_a_message_goes_out_as_the_organisation_wrote_it(people, values, receiver):
    save(people, values)
    assert tell(people) == 1
    assert sent() == 1
    [got] = receiver.received
    assert json.loads(got.body) == {
        "to": "+33600000000",
        "text": ['A "title" {recipient}: Text', 7],
        "kept": "{other}",
    }
    assert (got.headers["X-Sender"], got.headers["Authorization"]) == ("Boutique", "Bearer top-secret")


def test_it_is_tried_again_when_the_service_is_busy(people, values, receiver):
    save(people, values)
    tell(people)
    receiver.will(503, 202)
    sent()
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        sent()
    [message] = OutgoingMessage.objects.all()
    assert (message.status, message.attempts) == ("delivered", 2)


def test_a_refusal_is_the_end(people, values, receiver):
    save(people, values)
    tell(people)
    receiver.will(401)
    sent()
    [message] = OutgoingMessage.objects.all()
    assert (message.status, message.attempts) == ("failed", 1)
    assert "401" in message.error


def test_a_provider_that_was_removed_sends_nothing(people, values, receiver):
    save(people, values)
    tell(people)
    channels.delete_provider(by=people.admin, tenant_id=people.tenant.pk, channel="sms")
    sent()
    assert (OutgoingMessage.objects.get().status, receiver.received) == ("failed", [])


def test_a_test_tells_how_it_went(people, values, receiver):
    save(people, values)
    receiver.will(500, 200)
    options = {"by": people.admin, "tenant_id": people.tenant.pk, "channel": "sms", "recipient": "+33611111111"}
    assert "500" in channels.try_provider(**options)
    assert channels.try_provider(**options) == ""
    assert json.loads(receiver.received[1].body)["to"] == "+33611111111"


def test_the_secret_is_masked_kept_and_encrypted(people, values):
    save(people, values)
    facts = channels.providers_of(people.tenant.pk)["sms"]
    assert "top-secret" not in str(facts)
    save(people, values, secret_header="", headers="X-Sender: Other")
    with tenant_scope(people.tenant.pk):
        row = MessageProvider.objects.get()
    assert "top-secret" in row.configuration
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT configuration FROM core_messageprovider")
        assert "top-secret" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"url": "http://10.0.0.1/"}, AddressNotAllowed),
        ({"url": ""}, InvalidInput),
        ({"method": "DELETE"}, InvalidInput),
        ({"body": "{nonsense"}, InvalidInput),
        ({"headers": "no header"}, InvalidInput),
        ({"headers": "X-A: b\x00c"}, InvalidInput),
        ({"secret_header": "nonsense"}, InvalidInput),
        ({"body": '"' + "x" * 5000 + '"'}, InvalidInput),
        ({"channel": "email"}, InvalidInput),
        ({"name": "pigeon"}, InvalidInput),
    ],
)
def test_wrong_settings_are_refused(people, values, changes, error):
    with pytest.raises(error):
        save(people, values, **changes)
    assert channels.providers_of(people.tenant.pk) == {}


def test_a_manager_and_a_stranger_may_not(people, values):
    for person in (people.manager, people.stranger):
        with pytest.raises(PermissionRefused):
            save(people, values, by=person)
    assert channels.providers_of(people.tenant.pk) == {}
    save(people, values)
    assert channels.providers_of(people.elsewhere.pk) == {}
    with pytest.raises(NotFound):
        channels.delete_provider(by=people.stranger, tenant_id=people.elsewhere.pk, channel="sms")


def test_settings_whose_key_is_gone_can_be_entered_again(people, values, receiver, settings):
    save(people, values)
    tell(people)
    settings.ENCRYPTION_KEYS = ["another-key-" + "2" * 40]
    assert channels.providers_of(people.tenant.pk)["sms"].values == {}
    sent()
    assert OutgoingMessage.objects.get().status == "failed"
    save(people, values)
    assert channels.providers_of(people.tenant.pk)["sms"].values["url"] == receiver.url
