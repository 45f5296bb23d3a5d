"""Background tasks of analytics: what the outboxes tell."""

from typing import Any

from celery import shared_task

from analytics import services
from core.events import Message


@shared_task
def record_import(event: dict[str, Any]) -> bool:
    """Something happened to an import run."""
    return services.record_activity(app="imports", event=event)


@shared_task
def record_supplier(event: dict[str, Any]) -> bool:
    """A supplier was added or changed."""
    return services.record_activity(app="suppliers", event=event)


@shared_task
def keep_acts(events: list[Message]) -> None:
    """People, programs and jobs did something that the audit trail keeps."""
    services.keep_acts(events)
