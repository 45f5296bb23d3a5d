"""Pages of webhooks: what is shown, who may act, what is never shown again."""

import pytest

from core.models import Webhook, WebhookDelivery
from core.outgoing import DeliveryStatus
from core.webhooks import queueing
from core.webhooks.delivering import serve
from tests.core.webhooks.conftest import message, states

LIST = "/settings/webhooks/"


@pytest.fixture
def admin(client, in_tenant):
    client.force_login(in_tenant.admin)
    return client


def content(client, path):
    return client.get(path).content.decode()


@pytest.fixture
def failed(make, in_tenant, receiver):
    """A webhook with a delivery that was refused."""
    webhook = make(description="ERP")
    receiver.will(404, 200)
    queueing.queue([message(in_tenant.tenant, sku="REF-7")])
    serve(webhook)
    return webhook, WebhookDelivery.objects.get()


def test_a_new_webhook_shows_its_secret_once(admin, receiver):
    values = {"url": receiver.url, "events": ["import.completed"], "is_active": "on"}
    answer = admin.post(f"{LIST}new/", values)
    webhook = Webhook.objects.get()
    assert webhook.secret in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    for path in (LIST, f"{LIST}{webhook.pk}/", f"{LIST}{webhook.pk}/edit/"):
        assert webhook.secret not in content(admin, path)


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"url": "http://10.0.0.1/"}, "private network"), ({"events": []}, "required")]
)
def test_what_is_wrong_is_told_beside_its_field(admin, receiver, changes, sentence):
    values = {"url": receiver.url, "events": ["import.completed"], **changes}
    answer = admin.post(f"{LIST}new/", values)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Webhook.objects.exists()


def test_the_log_is_filtered_and_leads_to_the_delivery(admin, failed):
    webhook, delivery = failed
    path = f"{LIST}{webhook.pk}/"
    assert f"deliveries/{delivery.pk}/" in content(admin, path)
    assert f"deliveries/{delivery.pk}/" not in content(admin, f"{path}?status=delivered")
    assert f"deliveries/{delivery.pk}/" in content(admin, f"{path}?status=nonsense&event=nonsense")
    shown = content(admin, f"{path}deliveries/{delivery.pk}/")
    assert "REF-7" in shown
    assert "status 404" in shown
    assert webhook.secret not in shown


def test_a_delivery_is_sent_again(admin, failed):
    webhook, delivery = failed
    admin.post(f"{LIST}{webhook.pk}/deliveries/{delivery.pk}/replay/")
    assert states(webhook) == [("waiting", 0, 404)]
    serve(webhook)
    assert states(webhook) == [("delivered", 1, 200)]


def test_failed_ones_are_sent_again_unless_the_webhook_is_off(admin, failed):
    webhook, _delivery = failed
    admin.post(f"{LIST}{webhook.pk}/switch/", {"on": "no"})
    answer = admin.post(f"{LIST}{webhook.pk}/replay/", follow=True)
    assert "switch it on" in answer.content.decode()
    assert WebhookDelivery.objects.get().status == DeliveryStatus.FAILED
    admin.post(f"{LIST}{webhook.pk}/switch/", {"on": "yes"})
    for since in ("2200-01-01T00:00", "nonsense"):
        admin.post(f"{LIST}{webhook.pk}/replay/", {"since": since})
        assert WebhookDelivery.objects.get().status == DeliveryStatus.FAILED
    admin.post(f"{LIST}{webhook.pk}/replay/", {"since": "2020-01-01T00:00"})
    assert WebhookDelivery.objects.get().status == DeliveryStatus.WAITING


def test_a_test_shows_the_answer(admin, make, receiver):
    webhook = make()
    receiver.will((200, {}, b"thank you"))
    answer = admin.post(f"{LIST}{webhook.pk}/test/", follow=True)
    assert "thank you" in answer.content.decode()
    assert len(receiver.received) == 1


def test_a_new_secret_is_shown_once(admin, make):
    webhook = make(secret="a-secret-of-our-own")
    answer = admin.post(f"{LIST}{webhook.pk}/rotate/").content.decode()
    webhook.refresh_from_db()
    assert webhook.secret != "a-secret-of-our-own"
    assert webhook.secret in answer


ACTS = ("edit/", "test/", "switch/", "rotate/", "replay/", "delete/")


@pytest.mark.parametrize("act", ACTS)
def test_who_may_only_read_changes_nothing(client, in_tenant, make, receiver, act):
    webhook = make()
    client.force_login(in_tenant.manager)
    assert client.get(f"{LIST}{webhook.pk}/").status_code == 200
    assert client.post(f"{LIST}{webhook.pk}/{act}", {"on": "no"}).status_code == 403
    after = Webhook.objects.get()
    assert (after.updated_at, after.secret, after.is_active) == (webhook.updated_at, webhook.secret, True)
    assert receiver.received == []


@pytest.mark.parametrize("act", ["", *ACTS])
def test_strangers_find_nothing(client, in_tenant, make, receiver, act):
    webhook = make()
    client.force_login(in_tenant.stranger)
    path = f"{LIST}{webhook.pk}/{act}"
    assert (client.get(path) if not act else client.post(path, {"on": "no"})).status_code == 404
    assert str(webhook.pk) not in content(client, LIST)
    assert Webhook.objects.get().secret == webhook.secret
    assert receiver.received == []
