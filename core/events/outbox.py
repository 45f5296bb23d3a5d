"""The table of events and how one gets into it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.databases import after_commit, alias_of, connection_of
from core.jobs.queue import enqueue


@dataclass(frozen=True)
class Event:
    """Something that happened: `kind` like `import.completed`, told about one aggregate (a run, a product, ...)."""

    kind: str
    tenant_id: UUID
    aggregate_id: UUID
    payload: dict[str, Any] = field(default_factory=dict)


class AbstractOutboxEvent(models.Model):
    """An event before, during and after its delivery; each app has a concrete table `OutboxEvent`.

    Waiting: neither delivered nor failed. `taken_by` names the subscribers that have it while others do not yet.
    """

    id = models.BigAutoField(primary_key=True)
    tenant_id = models.UUIDField(_("organisation"))
    kind = models.CharField(_("kind"), max_length=80)
    aggregate_id = models.UUIDField(_("about"))
    payload = models.JSONField(_("facts"), default=dict)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    failed_at = models.DateTimeField(_("given up"), null=True)
    taken_by: Any = models.JSONField(_("taken by"), default=list)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        abstract = True
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (
            models.Index(
                fields=["id"],
                condition=models.Q(delivered_at__isnull=True, failed_at__isnull=True),
                name="%(app_label)s_outbox_open",
            ),
            models.Index(
                fields=["id"], condition=models.Q(failed_at__isnull=False), name="%(app_label)s_outbox_failed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.aggregate_id}"


def publish(app_label: str, event: Event) -> None:
    """Write the event into the app's outbox, inside the transaction of the change it tells about."""
    if not connection_of(app_label).in_atomic_block:
        raise RuntimeError(f"publish({event.kind}) needs core.databases.atomic({app_label!r}) around it.")
    outbox_of(app_label).objects.create(
        tenant_id=event.tenant_id, kind=event.kind, aggregate_id=event.aggregate_id, payload=event.payload
    )
    wake_after_commit(app_label)


def outbox_of(app_label: str) -> Any:
    """The app's outbox model."""
    return apps.get_model(app_label, "OutboxEvent")


def open_events(app_label: str) -> Any:
    """The events that some subscriber still has to get."""
    return outbox_of(app_label).objects.using(alias_of(app_label)).filter(delivered_at=None, failed_at=None)


def wake_after_commit(app_label: str) -> None:
    """Start the relay once the transaction is committed: once for all its events."""
    waiting: Any = connection_of(app_label).run_on_commit
    if not any(isinstance(function, _Wake) for _savepoints, function, _robust in waiting):
        after_commit(app_label, _Wake(app_label))


@dataclass(frozen=True)
class _Wake:
    app_label: str

    def __call__(self) -> None:
        enqueue("core.tasks.relay_events", app_label=self.app_label)
