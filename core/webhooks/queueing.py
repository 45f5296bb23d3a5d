"""From the outbox into the queue: each event becomes a delivery for every webhook that wants it, once."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from core.databases import after_commit, atomic
from core.events import Message
from core.jobs.queue import enqueue
from core.models import Webhook, WebhookDelivery
from core.tenancy import tenant_scope
from core.webhooks.envelope import body_of
from core.webhooks.events import EVENTS, Told, expanded, wanted_of

DELIVER = "core.webhooks.tasks.deliver"
# Slow receivers hold up nothing but other deliveries.
QUEUE = "channels"
ROWS_AT_ONCE = 500


def queue(messages: Iterable[Message]) -> int:
    """Write the deliveries these messages ask for; returns how many are new. The same message again adds nothing.

    Only what some active webhook of the tenant is subscribed to is looked at any further.
    """
    by_tenant: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_tenant[message["tenant_id"]].append(message)
    return sum(_queue_of(UUID(tenant_id), of_tenant) for tenant_id, of_tenant in by_tenant.items())


def _queue_of(tenant_id: UUID, messages: list[Message]) -> int:
    with tenant_scope(tenant_id):
        webhooks = list(Webhook.objects.filter(is_active=True).defer("secret"))
        subscribed = {name for webhook in webhooks for name in webhook.events}
        new: Counter[UUID] = Counter()
        for message in messages:
            new.update(_queue_message(message, webhooks, subscribed))
        for webhook in webhooks:
            if new[webhook.pk]:
                wake(webhook)
    return new.total()


def _queue_message(message: Message, webhooks: list[Webhook], subscribed: set[str]) -> dict[UUID, int]:
    """How many deliveries are new, by webhook."""
    told = [
        each
        for expand, names in wanted_of(message["kind"], subscribed).items()
        for each in expanded(message, expand=expand, names=names)
    ]
    # What was told twice in one message is one thing.
    told = list({(each.event, each.key): each for each in told}.values())
    wanted = {webhook: list(_rows(message, webhook, told)) for webhook in webhooks}
    return {webhook.pk: _insert(webhook, rows) for webhook, rows in wanted.items() if rows}


def _rows(message: Message, webhook: Webhook, told: list[Told]) -> Iterator[WebhookDelivery]:
    at = datetime.fromisoformat(message["at"])
    for ordinal, each in enumerate(told):
        if not EVENTS[each.event].audience & set(webhook.events):
            continue
        delivery_id = uuid.uuid4()
        body = body_of(each.event, each.data, at=at, webhook_id=webhook.pk, delivery_id=delivery_id)
        yield WebhookDelivery(
            id=delivery_id,
            webhook=webhook,
            tenant_id=webhook.tenant_id,
            event=each.event,
            source_app=message["app"],
            source_event=message["id"],
            part=f"{each.event}:{each.key}"[:120],
            ordinal=ordinal,
            body=body,
        )


def _insert(webhook: Webhook, rows: list[WebhookDelivery]) -> int:
    """Write the rows that are not there yet; returns how many were not."""
    with atomic("core"):
        before = _of_message(webhook, rows)
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
        return _of_message(webhook, rows) - before


def _of_message(webhook: Webhook, rows: list[WebhookDelivery]) -> int:
    same = {"source_app": rows[0].source_app, "source_event": rows[0].source_event}
    return WebhookDelivery.objects.filter(webhook=webhook, **same).count()


def wake(webhook: Webhook) -> None:
    """Have a worker serve the webhook once the transaction is committed."""
    identity = {"webhook_id": str(webhook.pk), "tenant_id": str(webhook.tenant_id)}
    after_commit("core", lambda: enqueue(DELIVER, queue=QUEUE, **identity))
