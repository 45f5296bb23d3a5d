"""Background tasks of analytics: what the outboxes tell."""

from celery import shared_task

from analytics import services
from core.events import Message


@shared_task
def keep_acts(events: list[Message]) -> None:
    """People, programs and jobs did something that the audit trail keeps."""
    services.keep_acts(events)


@shared_task
def sweep_audit_trail() -> int:
    """Remove acts older than their organisation keeps them; returns how many."""
    return services.sweep_old_acts()
