"""Events go up: a transactional outbox in every database, relayed at least once and in order per aggregate.

`publish` writes the event in the same transaction as the change. After the commit a relay task is started (and runs
every minute anyway): it hands each event to the subscribed tasks of apps above, which have to be idempotent.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from core.databases import after_commit, alias_of, atomic, connection_of
from core.jobs.queue import enqueue
from core.jobs.retry import RETRY_MINUTES

logger = logging.getLogger(__name__)
RELAY_BATCH = 500
_subscribers: dict[str, list[str]] = defaultdict(list)


@dataclass(frozen=True)
class Event:
    """Something that happened: `kind` like `import.completed`, told about one aggregate (a run, a product, ...)."""

    kind: str
    tenant_id: UUID
    aggregate_id: UUID
    payload: dict[str, Any] = field(default_factory=dict)


class AbstractOutboxEvent(models.Model):
    """An event waiting for, or after, its delivery; each app has a concrete table `OutboxEvent`."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    aggregate_id = models.UUIDField()
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    last_error = models.TextField(blank=True)

    class Meta:
        abstract = True
        indexes = (
            models.Index(
                fields=["id"], condition=models.Q(delivered_at__isnull=True), name="%(app_label)s_outbox_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.aggregate_id}"


def subscribe(kind: str, task_name: str) -> None:
    """Have the Celery task (its dotted name) called for each such event.

    It gets `event={id, kind, tenant_id, aggregate_id, payload}` and has to be idempotent.
    """
    if task_name not in _subscribers[kind]:
        _subscribers[kind].append(task_name)


def publish(app_label: str, event: Event) -> None:
    """Write the event into the app's outbox, inside the transaction of the change it tells about."""
    if not connection_of(app_label).in_atomic_block:
        raise RuntimeError(f"publish({event.kind}) needs core.databases.atomic({app_label!r}) around it.")
    outbox_of(app_label).objects.create(
        tenant_id=event.tenant_id, kind=event.kind, aggregate_id=event.aggregate_id, payload=event.payload
    )
    after_commit(app_label, lambda: enqueue("core.tasks.relay_events", app_label=app_label))


def outbox_of(app_label: str) -> Any:
    """The app's outbox model."""
    return apps.get_model(app_label, "OutboxEvent")


def relay(app_label: str) -> int:
    """Hand waiting events to their subscribers, oldest first; returns how many were delivered.

    One relay per app at a time (advisory lock). An event that fails keeps later events of its aggregate waiting, and is
    tried again after 1, 5, 15, 60, 240 minutes.
    """
    with atomic(app_label), connection_of(app_label).cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"relay:{app_label}"])
        if not cursor.fetchone()[0]:
            return 0
        waiting = outbox_of(app_label).objects.using(alias_of(app_label)).filter(delivered_at=None).order_by("id")
        return _deliver(list(waiting[:RELAY_BATCH]))


def _deliver(events: list[Any]) -> int:
    held: set[UUID] = set()
    delivered = 0
    now = timezone.now()
    for event in events:
        if event.aggregate_id in held or event.next_attempt_at > now or not _hand_over(event):
            held.add(event.aggregate_id)
        else:
            delivered += 1
    return delivered


def _hand_over(event: Any) -> bool:
    message = {
        "id": event.pk,
        "kind": event.kind,
        "tenant_id": str(event.tenant_id),
        "aggregate_id": str(event.aggregate_id),
        "payload": event.payload,
    }
    try:
        for task_name in _subscribers[event.kind]:
            import_string(task_name).run(event=message)
    except Exception as error:  # a subscriber's failure must not stop the others; it is kept and tried again
        logger.exception("event %s was not taken", event)
        minutes = RETRY_MINUTES[min(event.attempts, len(RETRY_MINUTES) - 1)]
        event.attempts += 1
        event.next_attempt_at = timezone.now() + timedelta(minutes=minutes)
        event.last_error = f"{type(error).__name__}: {error}"
        event.save(update_fields=["attempts", "next_attempt_at", "last_error"])
        return False
    event.delivered_at = timezone.now()
    event.save(update_fields=["delivered_at"])
    return True
