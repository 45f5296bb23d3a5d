"""Background tasks of analytics: what the outboxes tell, what is counted by the clock, reports."""

from uuid import UUID

from celery import shared_task

from analytics import services
from analytics.services import figures, reports
from core.events import Message
from core.tenancy import tenant_scope


@shared_task
def keep_acts(events: list[Message]) -> None:
    """People, programs and jobs did something that the audit trail keeps."""
    services.keep_acts(events)


@shared_task
def sweep_audit_trail() -> int:
    """Remove acts older than their organisation keeps them; returns how many."""
    return services.sweep_old_acts()


@shared_task
def count_runs(events: list[Message]) -> int:
    """Subscriber of runs: their numbers as they are now."""
    return figures.keep_runs(UUID(event["payload"]["job_id"]) for event in events)


@shared_task
def count_changes(events: list[Message]) -> int:
    """Subscriber of the catalogue: sums of the change log, and the level of the day now and then."""
    tenants = sorted({UUID(event["tenant_id"]) for event in events})
    for tenant_id in tenants:
        figures.count_changes(tenant_id)
        figures.keep_levels(tenant_id, at_once=False)
    return len(tenants)


@shared_task
def keep_levels() -> int:
    """Today's levels of every catalogue; returns how many."""
    return figures.keep_levels_of_all()


@shared_task
def keep_requests() -> int:
    """Requests since the last look; returns how many routes were called."""
    return figures.keep_requests()


@shared_task
def make_report(job_id: str, tenant_id: str) -> None:
    """Make the file of a report, and send it."""
    with tenant_scope(UUID(tenant_id)):
        reports.execute_report(UUID(job_id))


@shared_task
def plan_due_reports() -> int:
    """A report for each schedule whose time has come; returns how many."""
    return reports.plan_reports()


@shared_task
def remove_old_reports() -> int:
    """Remove the files whose time is over; returns how many."""
    return reports.remove_old_files()
