"""Several workers at once, and one that is killed in the middle: each delivery arrives, and only once."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from core.databases import atomic
from core.events import Event, publish
from core.models import Webhook, WebhookDelivery
from core.outgoing import claim
from core.tenancy import every_tenant, tenant_scope
from core.webhooks import delivering, tasks
from core.webhooks.delivering import serve
from tests.core.webhooks.receiver import Receiver
from tests.core.webhooks.receiver import serve as listen
from tests.factories.people import make_people
from tests.factories.webhooks import webhook
from tests.servers import wait_until

COUNT = 12


@pytest.fixture
def receiver(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    made = Receiver()
    server = listen(made)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def hook(transactional_db, receiver):
    people = make_people()
    made = webhook(people.tenant, "supplier.created", url=receiver.url)
    with tenant_scope(people.tenant.pk):
        for number in range(COUNT):
            WebhookDelivery.objects.create(
                webhook=made,
                tenant_id=people.tenant.pk,
                event="supplier.created",
                source_app="suppliers",
                source_event=number,
                part="-",
                body="{}",
                created_at=timezone.now(),
            )
    return made


def at_once(function, workers=4):
    """Run the function in several threads, each with its own connections; their results."""
    results, start = [], threading.Barrier(workers)

    def work():
        start.wait()
        try:
            with every_tenant():
                results.append(function())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_worker_serves_a_webhook_at_a_time_and_in_order(hook, receiver):
    tried = at_once(lambda: serve(hook))
    assert sum(tried) == len(receiver.received) == COUNT
    with every_tenant():
        rows = WebhookDelivery.objects.order_by("attempted_at").values_list("source_event", flat=True)
        assert list(rows) == list(range(COUNT))
        assert serve(hook) == 0


def test_two_workers_never_claim_the_same_delivery(hook):
    def take():
        claimed = []
        while (row := claim(delivering._waiting(hook))) is not None:
            claimed.append(row.pk)
        return claimed

    claims = [pk for claimed in at_once(take) for pk in claimed]
    assert len(claims) == len(set(claims)) == COUNT


def test_due_webhooks_are_found_until_a_worker_has_them(hook, monkeypatch):
    started = []
    monkeypatch.setattr(tasks, "enqueue", lambda name, queue, **identity: started.append(identity["webhook_id"]))
    assert tasks.deliver_due() == 1
    with every_tenant():
        delivering._take(hook)
    assert tasks.deliver_due() == 0
    assert started == [str(hook.pk)]


@pytest.fixture
def open_network(monkeypatch):
    """The worker that starts after this may call the receiver, and is taken for dead after two seconds."""
    monkeypatch.setenv("HTTP_ALLOWED_PRIVATE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("OUTGOING_LEASE_SECONDS", "2")


@pytest.mark.slow
def test_a_real_worker_delivers_what_was_published_and_survives_a_kill(open_network, celery_worker, receiver):
    people = make_people()
    made = webhook(people.tenant, "supplier.created", url=receiver.url)
    celery_worker.kill()
    for _number in range(3):
        with atomic("suppliers"):
            event = Event("supplier.created", people.tenant.pk, people.tenant.pk, {"supplier_id": "1", "name": "A"})
            publish("suppliers", event)
    assert receiver.received == []
    celery_worker.start()
    wait_until(lambda: len(receiver.received) == 3, what="the deliveries after the kill", log=celery_worker.log)
    assert len({got.headers["X-PM-Delivery"] for got in receiver.received}) == 3
    with tenant_scope(people.tenant.pk):
        wait_until(
            lambda: not WebhookDelivery.objects.exclude(status="delivered").exists(), what="the log of the deliveries"
        )
        assert Webhook.objects.get(pk=made.pk).failures_in_a_row == 0


@pytest.mark.slow
def test_a_worker_killed_while_it_sends_loses_nothing(open_network, celery_worker, receiver):
    people = make_people()
    made = webhook(people.tenant, "supplier.created", url=receiver.url)
    receiver.will("hold")
    with atomic("suppliers"):
        event = Event("supplier.created", people.tenant.pk, people.tenant.pk, {"supplier_id": "1", "name": "A"})
        publish("suppliers", event)
    wait_until(lambda: len(receiver.received) == 1, what="the first attempt", log=celery_worker.log)
    celery_worker.kill()
    receiver.will(200)
    celery_worker.start()

    def is_delivered():
        # What beat does every minute.
        tasks.deliver_due()
        with tenant_scope(people.tenant.pk):
            return WebhookDelivery.objects.filter(webhook=made, status="delivered").exists()

    wait_until(is_delivered, what="the second attempt", log=celery_worker.log)
    first, second = receiver.received
    assert first.headers["X-PM-Delivery"] == second.headers["X-PM-Delivery"]
    assert first.body == second.body
