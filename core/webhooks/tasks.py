"""Background tasks of webhooks: events into the queue, the queue to its receivers, the end of old deliveries."""

from typing import Any
from uuid import UUID

from celery import shared_task

from core.jobs.queue import enqueue
from core.models import Webhook
from core.tenancy import every_tenant, tenant_scope
from core.webhooks import delivering, queueing, services


@shared_task
def queue_deliveries(events: list[Any]) -> int:
    """Subscriber of the outbox: write the deliveries of these events."""
    return queueing.queue(events)


@shared_task
def deliver(webhook_id: str, tenant_id: str) -> int:
    """Send what is due for one webhook."""
    with tenant_scope(UUID(tenant_id)):
        webhook = Webhook.objects.filter(pk=webhook_id).defer("secret").first()
        if webhook is None:
            return 0
        tried = delivering.serve(webhook)
        if tried and delivering.has_due(webhook):
            enqueue(queueing.DELIVER, queue=queueing.QUEUE, webhook_id=webhook_id, tenant_id=tenant_id)
        return tried


@shared_task
def deliver_due() -> int:
    """Start a worker for each webhook that has something due; catches what a crash or an absent broker left behind."""
    with every_tenant():
        found = services.webhooks_with_due_deliveries()
    for webhook_id, tenant_id in found:
        enqueue(queueing.DELIVER, queue=queueing.QUEUE, webhook_id=str(webhook_id), tenant_id=str(tenant_id))
    return len(found)


@shared_task
def forget_old_deliveries() -> int:
    """Remove deliveries that ended long ago."""
    with every_tenant():
        return services.forget_old()
