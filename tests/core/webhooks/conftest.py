"""A receiver, a webhook that points to it, and events to tell it."""

import uuid

import pytest
from django.utils import timezone

from core.events import subscribe
from core.models import WebhookDelivery
from core.webhooks import Told, WebhookEvent, checking, events, queueing, services
from core.webhooks.events import QUEUE_TASK
from tests.core.webhooks.receiver import Receiver, serve

KIND = "tests.made"
NAMES = ("thing.made", "thing.broken")


def expand(message, names):
    """The event of each name somebody wants, with what the payload says."""
    return [Told(name, message["payload"], key=str(number)) for number, name in enumerate(NAMES)]


@pytest.fixture
def receiver(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    made = Receiver()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    """Two events of the tests beside the product's own."""
    known = {name: WebhookEvent(name, "Tests", name, {}, {}, kind=KIND, expand=f"{__name__}.expand") for name in NAMES}
    monkeypatch.setattr(events, "EVENTS", {**events.EVENTS, **known})
    monkeypatch.setattr(queueing, "EVENTS", events.EVENTS)
    monkeypatch.setattr(checking, "EVENTS", events.EVENTS)
    subscribe(KIND, QUEUE_TASK, batch=True)


@pytest.fixture
def make(in_tenant, receiver):
    """A webhook of the tenant; the values may be changed."""

    def made(**changes):
        values = {"url": receiver.url, "events": list(NAMES[:1]), **changes}
        return services.create_webhook(by=in_tenant.admin, tenant_id=in_tenant.tenant.pk, **values)

    return made


def message(tenant, *, number=1, kind=KIND, app="suppliers", **payload):
    """An event as the relay hands it over."""
    return {
        "app": app,
        "id": number,
        "kind": kind,
        "tenant_id": str(tenant.pk),
        "aggregate_id": str(uuid.uuid4()),
        "at": timezone.now().isoformat(),
        "payload": payload,
    }


def states(webhook):
    """(status, attempts, HTTP status) of each delivery, in their order."""
    rows = WebhookDelivery.objects.filter(webhook=webhook).order_by("created_at", "source_event", "ordinal")
    return [(row.status, row.attempts, row.response_status) for row in rows]
