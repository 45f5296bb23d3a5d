"""Deliveries against a real receiver: signed, once, again by the schedule, and switched off in the end."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import Notification, Webhook, WebhookDelivery
from core.outgoing import claim, lease
from core.tenancy import tenant_scope
from core.webhooks import delivering, queueing, services
from core.webhooks.delivering import serve
from tests.core.webhooks.conftest import message, states

SCHEDULE = (1, 5, 15, 60, 360)


def tell(people, *numbers, **payload):
    return queueing.queue([message(people.tenant, number=number, **payload) for number in numbers or (1,)])


def test_a_delivery_is_signed_over_its_raw_body(in_tenant, make, receiver):
    webhook = make(secret="a-secret-of-our-own")
    tell(in_tenant, name="Perceuse à percussion", price="89.90")
    assert serve(webhook) == 1
    [got] = receiver.received
    expected = "sha256=" + hmac.new(b"a-secret-of-our-own", got.body, hashlib.sha256).hexdigest()
    assert got.headers["X-PM-Signature"] == got.headers["X-Webhook-Signature"] == expected
    body = json.loads(got.body)
    assert body["event"] == got.headers["X-PM-Event"] == "thing.made"
    assert body["webhook_id"] == got.headers["X-PM-Webhook"] == str(webhook.pk)
    assert body["data"] == {"name": "Perceuse à percussion", "price": "89.90"}
    [delivery] = WebhookDelivery.objects.all()
    assert body["delivery_id"] == got.headers["X-PM-Delivery"] == str(delivery.pk)
    assert datetime.fromisoformat(body["timestamp"]).tzinfo is not None
    assert (delivery.status, delivery.response_status, delivery.response_body) == ("delivered", 200, "ok")


def test_an_event_relayed_twice_is_delivered_once(in_tenant, make, receiver):
    webhook = make()
    same = message(in_tenant.tenant)
    assert [queueing.queue([same, same]), queueing.queue([same])] == [1, 0]
    serve(webhook)
    assert (serve(webhook), len(receiver.received)) == (0, 1)


def test_only_what_is_wanted_is_queued(in_tenant, make):
    make(events=["webhook.test"])
    make(is_active=False)
    assert tell(in_tenant) == 0
    make(events=["thing.broken", "thing.made"])
    assert tell(in_tenant, 2) == 2


def test_deliveries_leave_in_the_order_of_the_events(in_tenant, make, receiver):
    webhook = make()
    tell(in_tenant, 3, 4, 5)
    serve(webhook)
    sent = [row.source_event for row in WebhookDelivery.objects.order_by("attempted_at")]
    assert sent == [3, 4, 5]


@pytest.mark.parametrize("fault", [500, 503, 408, 429, "hang up"])
def test_a_passing_failure_is_tried_again_by_the_schedule_then_the_webhook_goes_off(in_tenant, make, receiver, fault):
    webhook = make()
    receiver.will(fault)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell(in_tenant)
        assert serve(webhook) == 1
        for minutes in SCHEDULE:
            clock.shift(timedelta(minutes=minutes, seconds=-1))
            assert serve(webhook) == 0
            clock.shift(timedelta(seconds=1))
            assert serve(webhook) == 1
    webhook.refresh_from_db()
    assert [(status, attempts) for status, attempts, _status in states(webhook)] == [("failed", 6)]
    assert (webhook.is_active, webhook.stop, webhook.failures_in_a_row) == (False, Webhook.Stop.FAILURES, 6)
    assert len({got.body for got in receiver.received}) == 1
    assert len({got.headers["X-PM-Delivery"] for got in receiver.received}) == 1
    [told] = Notification.objects.all()
    assert (told.kind, told.user, told.level) == ("webhook_disabled", in_tenant.admin, "error")
    assert tell(in_tenant, 2) == 0


@pytest.mark.parametrize("status", [400, 401, 404, 422, 301])
def test_a_refusal_is_not_tried_again(in_tenant, make, receiver, status):
    webhook = make()
    receiver.will((status, {"Location": "http://elsewhere.example/"}, b""))
    tell(in_tenant)
    serve(webhook)
    webhook.refresh_from_db()
    assert states(webhook) == [("failed", 1, status)]
    assert (webhook.is_active, webhook.failures_in_a_row, len(receiver.received)) == (True, 1, 1)


def test_gone_switches_off_at_once(in_tenant, make, receiver):
    webhook = make()
    receiver.will(410)
    tell(in_tenant, 1, 2)
    serve(webhook)
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.stop) == (False, Webhook.Stop.GONE)
    assert [status for status, _attempts, _status in states(webhook)] == ["failed", "failed"]
    assert len(receiver.received) == 1


def test_success_after_failures_starts_the_count_anew(in_tenant, make, receiver):
    webhook = make()
    receiver.will(500, 204)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell(in_tenant)
        serve(webhook)
        clock.shift(timedelta(minutes=1))
        serve(webhook)
    webhook.refresh_from_db()
    assert states(webhook) == [("delivered", 2, 204)]
    assert (webhook.failures_in_a_row, webhook.is_active) == (0, True)
    [delivery] = WebhookDelivery.objects.all()
    assert [entry["status"] for entry in delivery.history] == [500, 204]


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [("600", 10), ("5", 1), ("999999999", 360), ("Wed, 25 Nov 2026 10:30:00 GMT", 30), ("soon", 1)],
)
def test_retry_after_is_obeyed_within_the_schedule(in_tenant, make, receiver, asked, minutes):
    webhook = make()
    receiver.will((429, {"Retry-After": asked}, b""))
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        tell(in_tenant)
        serve(webhook)
        [delivery] = WebhookDelivery.objects.all()
        assert delivery.next_attempt_at == timezone.now() + timedelta(minutes=minutes)


@pytest.mark.parametrize("fault", ["drip", "drip headers"])
def test_a_receiver_that_drips_is_cut_off(in_tenant, make, receiver, fault, monkeypatch):
    monkeypatch.setattr(delivering, "MOST_READ", 10**9)
    webhook = make()
    receiver.will(fault)
    tell(in_tenant)
    delivery = claim(delivering._waiting(webhook))
    outcome = delivering.attempt(delivery, seconds=0.3)
    assert (outcome.code, outcome.passes) == ("REMOTE_TIMEOUT", True)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("waiting", 1)


def test_a_huge_answer_is_read_in_part(in_tenant, make, receiver):
    webhook = make()
    receiver.will((200, {}, b"\x00" + b"x" * 5_000_000))
    tell(in_tenant)
    serve(webhook)
    [delivery] = WebhookDelivery.objects.all()
    assert delivery.status == "delivered"
    assert delivery.response_body == "\N{REPLACEMENT CHARACTER}" + "x" * 1023


def test_an_address_that_became_private_is_not_called(in_tenant, make, receiver, settings):
    webhook = make()
    tell(in_tenant)
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = []
    serve(webhook)
    [delivery] = WebhookDelivery.objects.all()
    assert (delivery.status, delivery.error_code, receiver.received) == ("failed", "ADDRESS_NOT_ALLOWED", [])


def test_a_redirect_is_not_followed_into_the_private_network(in_tenant, make, receiver):
    webhook = make()
    receiver.will((307, {"Location": "http://169.254.169.254/latest/meta-data"}, b""))
    tell(in_tenant)
    serve(webhook)
    assert states(webhook) == [("failed", 1, 307)]


def test_the_turn_ends_at_an_address_that_is_down(in_tenant, make, receiver):
    webhook = make()
    receiver.will(500)
    tell(in_tenant, 1, 2, 3)
    assert serve(webhook) == 1
    assert [attempts for _state, attempts, _status in states(webhook)] == [1, 0, 0]


def test_a_second_worker_leaves_the_webhook_to_the_first(in_tenant, make, receiver):
    webhook = make()
    tell(in_tenant)
    assert delivering._take(webhook)
    assert serve(webhook) == 0
    assert receiver.received == []
    with time_machine.travel(timezone.now() + lease() + timedelta(seconds=1), tick=False):
        assert serve(webhook) == 1


def test_a_delivery_of_a_killed_worker_is_taken_up_after_its_lease(in_tenant, make, receiver):
    webhook = make()
    tell(in_tenant)
    lost = claim(delivering._waiting(webhook))
    assert serve(webhook) == 0
    with time_machine.travel(timezone.now() + lease() + timedelta(seconds=1), tick=False):
        assert serve(webhook) == 1
        delivering.attempt(lost)
    assert states(webhook) == [("delivered", 2, 200)]


def test_switching_off_ends_what_waits_and_on_again_sends_only_what_is_new(in_tenant, make, receiver):
    webhook = make()
    tell(in_tenant)
    services.switch_webhook(webhook.pk, by=in_tenant.admin, on=False)
    assert serve(webhook) == 0
    services.switch_webhook(webhook.pk, by=in_tenant.admin, on=True)
    tell(in_tenant, 2)
    serve(webhook)
    assert [state for state, _attempts, _status in states(webhook)] == ["failed", "delivered"]
    assert Notification.objects.count() == 0


def test_another_tenant_s_events_stay_there(in_tenant, make, receiver):
    webhook = make()
    assert queueing.queue([message(in_tenant.elsewhere)]) == 0
    with tenant_scope(in_tenant.elsewhere.pk):
        assert Webhook.objects.count() == 0
    assert serve(webhook) == 0


def test_a_secret_that_cannot_be_read_fails_the_delivery_and_nothing_else(in_tenant, make, receiver, settings, client):
    webhook = make()
    settings.ENCRYPTION_KEYS = ["another-key-" + "2" * 40]
    assert tell(in_tenant) == 1
    assert serve(Webhook.objects.defer("secret").get()) == 1
    [delivery] = WebhookDelivery.objects.all()
    assert (delivery.status, delivery.error_code, receiver.received) == ("failed", "SECRET_UNREADABLE", [])
    client.force_login(in_tenant.admin)
    assert "new one" in client.get(f"/settings/webhooks/{webhook.pk}/").content.decode()
    services.rotate_secret(webhook.pk, by=in_tenant.admin)
    services.replay(webhook.pk, delivery.pk, by=in_tenant.admin)
    serve(Webhook.objects.get())
    assert states(webhook) == [("delivered", 1, 200)]


def test_many_events_of_a_batch_wake_one_worker(in_tenant, make, monkeypatch, django_capture_on_commit_callbacks):
    make()
    woken = []
    monkeypatch.setattr(queueing, "enqueue", lambda name, **identity: woken.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(in_tenant, 1, 2, 3) == 3
    assert woken == [queueing.DELIVER]
