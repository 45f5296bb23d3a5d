"""The API of webhooks: who may, what is refused, what is never shown."""

import json

import pytest

from core.configuration.services import change
from core.models import Webhook, WebhookDelivery
from core.outgoing import DeliveryStatus
from core.webhooks import queueing
from core.webhooks.delivering import serve
from tests.core.webhooks.conftest import message, states
from tests.factories.people import UserFactory
from tests.queries import counted_queries

URL = "/api/v1/webhooks"


@pytest.fixture
def admin(api, in_tenant):
    api.force_login(in_tenant.admin)
    return api


def post(api, path="", **body):
    return api.post(f"{URL}{path}", body, format="json")


def wanted(receiver, **changes):
    return {"url": receiver.url, "events": ["thing.made"], **changes}


def test_a_webhook_is_made_and_its_secret_shown_once(admin, receiver):
    answer = post(admin, **wanted(receiver, description="ERP"))
    assert answer.status_code == 201
    made = answer.json()
    assert made["secret"].startswith("whsec_")
    assert (made["is_active"], made["description"], made["is_encrypted"]) == (True, "ERP", False)
    shown = [admin.get(URL), admin.get(f"{URL}/{made['id']}"), admin.get(f"{URL}/{made['id']}/logs")]
    assert not any(made["secret"].encode() in each.content for each in shown)
    assert "secret" not in admin.get(f"{URL}/{made['id']}").json()


def test_the_secret_lies_encrypted(admin, receiver):
    post(admin, **wanted(receiver, secret="a-secret-of-our-own"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM core_webhook")
        [(stored,)] = cursor.fetchall()
    assert "a-secret-of-our-own" not in stored
    assert Webhook.objects.get().secret == "a-secret-of-our-own"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "http://10.0.0.1/"}, "private"),
        ({"url": "ftp://example.org/"}, "http"),
        ({"url": "nonsense"}, "address"),
        ({"url": "https://user:word@127.0.0.1/"}, "password"),
        ({"url": "https://127.0.0.1/" + "x" * 2000}, "2000"),
        ({"events": []}, "event"),
        ({"events": ["thing.made", "thing.unknown"]}, "thing.unknown"),
        ({"secret": "short"}, "16"),
        ({"secret": "accentué-accentué"}, "accents"),
        ({"description": "x" * 201}, "200"),
    ],
)
def test_wrong_input_is_refused_with_a_reason(admin, receiver, changes, sentence):
    answer = post(admin, **wanted(receiver, **changes))
    assert answer.status_code == 422
    assert sentence in answer.json()["error"]["message"]
    assert not Webhook.objects.exists()


def test_changes_keep_what_is_not_named(admin, make, receiver):
    webhook = make(description="ERP", secret="a-secret-of-our-own")
    path = f"{URL}/{webhook.pk}"
    assert admin.patch(path, {"events": ["thing.broken"]}, format="json").json()["events"] == ["thing.broken"]
    webhook.refresh_from_db()
    assert (webhook.description, webhook.secret) == ("ERP", "a-secret-of-our-own")
    assert admin.put(path, wanted(receiver), format="json").json()["description"] == ""
    assert admin.patch(path, {"url": "http://10.0.0.1/"}, format="json").status_code == 422
    webhook.refresh_from_db()
    assert (webhook.url, webhook.secret) == (receiver.url, "a-secret-of-our-own")


def test_switch_rotate_delete(admin, make):
    webhook = make()
    path = f"/{webhook.pk}"
    assert post(admin, f"{path}/toggle").json()["is_active"] is False
    assert post(admin, f"{path}/toggle", is_active=False).json()["stop"] == "person"
    assert post(admin, f"{path}/toggle").json()["is_active"] is True
    secret = post(admin, f"{path}/rotate").json()["secret"]
    webhook.refresh_from_db()
    assert webhook.secret == secret
    assert admin.delete(f"{URL}{path}").status_code == 204
    assert admin.get(f"{URL}{path}").status_code == 404


def test_a_test_tells_what_the_receiver_answered(admin, make, receiver):
    webhook = make(is_active=False)
    receiver.will((418, {}, b"short and stout"), 200)
    answer = post(admin, f"/{webhook.pk}/test").json()
    assert (answer["success"], answer["http_status"], answer["response_body"]) == (False, 418, "short and stout")
    assert "418" in answer["error"]
    assert post(admin, f"/{webhook.pk}/test").json()["success"] is True
    assert json.loads(receiver.received[0].body)["event"] == "webhook.test"
    assert states(webhook) == [("failed", 1, 418), ("delivered", 1, 200)]
    webhook.refresh_from_db()
    assert webhook.failures_in_a_row == 0


def test_the_log_has_the_documented_fields(admin, make, in_tenant, receiver):
    webhook = make()
    receiver.will(500)
    queueing.queue([message(in_tenant.tenant)])
    serve(webhook)
    [line] = admin.get(f"{URL}/{webhook.pk}/logs").json()["items"]
    assert {"timestamp", "event", "http_status", "response_time_ms", "retry_count", "error"} <= set(line)
    assert (line["event"], line["http_status"], line["retry_count"]) == ("thing.made", 500, 0)
    assert admin.get(f"{URL}/{webhook.pk}/logs", {"status": "delivered"}).json()["items"] == []
    detail = admin.get(f"{URL}/{webhook.pk}/deliveries/{line['id']}").json()
    assert json.loads(detail["body"])["delivery_id"] == line["id"]
    assert detail["history"][0]["status"] == 500


def test_a_delivery_is_sent_again_under_its_id(admin, make, in_tenant, receiver):
    webhook = make()
    receiver.will(404, 200)
    queueing.queue([message(in_tenant.tenant)])
    serve(webhook)
    [delivery] = WebhookDelivery.objects.all()
    answer = post(admin, f"/{webhook.pk}/deliveries/{delivery.pk}/replay")
    assert (answer.status_code, answer.json()["status"]) == (202, "waiting")
    serve(webhook)
    assert states(webhook) == [("delivered", 1, 200)]
    first, second = receiver.received
    assert (first.body, first.headers["X-PM-Delivery"]) == (second.body, second.headers["X-PM-Delivery"])


def test_all_failed_ones_are_sent_again(admin, make, in_tenant, receiver):
    webhook = make()
    receiver.will(404, 404, 200)
    queueing.queue([message(in_tenant.tenant, number=number) for number in (1, 2)])
    serve(webhook)
    assert post(admin, f"/{webhook.pk}/replay", since="2200-01-01T00:00:00Z").json() == {"count": 0}
    assert post(admin, f"/{webhook.pk}/replay").json() == {"count": 2}
    serve(webhook)
    assert {state for state, _attempts, _status in states(webhook)} == {"delivered"}


def test_a_webhook_that_is_off_sends_nothing_again(admin, make, in_tenant):
    webhook = make()
    queueing.queue([message(in_tenant.tenant)])
    post(admin, f"/{webhook.pk}/toggle")
    [delivery] = WebhookDelivery.objects.all()
    for path in (f"/{webhook.pk}/deliveries/{delivery.pk}/replay", f"/{webhook.pk}/replay"):
        answer = post(admin, path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "WEBHOOK_OFF")
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.FAILED


def test_the_catalogue_shows_fields_and_samples(admin):
    items = {item["name"]: item for item in admin.get(f"{URL}/events").json()["items"]}
    assert {"webhook.test", "import.completed", "product.updated", "supplier.created", "stock.low_alert"} <= set(items)
    for item in items.values():
        assert set(item["sample"]) == set(item["fields"])


CHANGES = [
    ("post", ""),
    ("put", "/{id}"),
    ("patch", "/{id}"),
    ("delete", "/{id}"),
    ("post", "/{id}/test"),
    ("post", "/{id}/toggle"),
    ("post", "/{id}/rotate"),
    ("post", "/{id}/replay"),
]


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_managers_may_look_but_not_touch(api, make, in_tenant, receiver, method, path):
    webhook = make()
    api.force_login(in_tenant.manager)
    assert api.get(URL).json()["total"] == 1
    answer = getattr(api, method)(f"{URL}{path.format(id=webhook.pk)}", wanted(receiver), format="json")
    assert answer.status_code == 403
    assert Webhook.objects.get().updated_at == webhook.updated_at
    assert receiver.received == []


@pytest.mark.parametrize(("method", "path"), [("get", "/{id}"), ("get", "/{id}/logs"), *CHANGES[1:]])
def test_strangers_find_nothing(api, make, in_tenant, receiver, method, path):
    webhook = make()
    api.force_login(in_tenant.stranger)
    answer = getattr(api, method)(f"{URL}{path.format(id=webhook.pk)}", wanted(receiver), format="json")
    assert answer.status_code == 404
    assert api.get(URL).json()["total"] == 0
    assert Webhook.objects.get().updated_at == webhook.updated_at
    assert receiver.received == []


def test_a_super_admin_may_open_the_private_network_for_an_organisation(admin, receiver, settings, in_tenant):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = []
    assert post(admin, **wanted(receiver)).status_code == 422
    change(by=UserFactory(is_superuser=True), tenant_id=in_tenant.tenant.pk, values={"webhooks.allow_private": True})
    made = post(admin, **wanted(receiver)).json()
    assert post(admin, f"/{made['id']}/test").json()["success"] is True


def test_the_list_asks_as_often_for_many_as_for_one(admin, make):
    make()
    with counted_queries() as few:
        admin.get(URL)
    for _number in range(5):
        make()
    with counted_queries() as many:
        admin.get(URL)
    assert many.total <= few.total
