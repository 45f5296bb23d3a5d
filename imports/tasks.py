"""Background tasks of imports: runs, dry runs, the news of their end, the sweep of work folders."""

from uuid import UUID

from celery import shared_task

from core.events import Message
from core.jobs import JobStatus
from core.tenancy import every_tenant, tenant_scope
from imports.feeds.folder import sweep_folders
from imports.models import Export, ImportRun
from imports.services import work
from imports.services.exports.planning import plan_exports
from imports.services.exports.telling import tell_people
from imports.services.exports.work import execute_export, remove_old_files
from imports.services.fetching import execute_fetch
from imports.services.news import tell_end, tell_fetch, tell_standstill
from imports.services.planning import plan_due
from imports.services.reports import mail_report_of_ended
from imports.services.sheets.work import execute_sheet
from imports.services.silence import find_silent_feeds
from imports.services.statistics import score_everybody, score_suppliers
from imports.services.work import execute_dry_run, execute_run


@shared_task
def run_import(job_id: str, tenant_id: str) -> None:
    """Do a run's work."""
    with tenant_scope(UUID(tenant_id)):
        execute_run(UUID(job_id))


@shared_task
def help_run(run_id: str, tenant_id: str) -> int:
    """Do chunks of a run that another worker leads."""
    with tenant_scope(UUID(tenant_id)):
        return work.help_run(UUID(run_id))


@shared_task
def run_dry_run(job_id: str, tenant_id: str) -> None:
    """Rehearse a run."""
    with tenant_scope(UUID(tenant_id)):
        execute_dry_run(UUID(job_id))


@shared_task
def plan_due_fetches() -> int:
    """Plan a look for each schedule whose time has come; returns how many."""
    return plan_due()


@shared_task
def run_fetch(job_id: str, tenant_id: str) -> None:
    """Look at a source."""
    with tenant_scope(UUID(tenant_id)):
        execute_fetch(UUID(job_id))


@shared_task
def tell_fetch_ended(event: Message) -> int:
    """Subscriber of looks that brought nothing: tell the people they concern."""
    with tenant_scope(UUID(event["tenant_id"])):
        return tell_fetch(event)


@shared_task
def tell_run_waits(event: Message) -> int:
    """Subscriber of runs that wait for a person: tell those who can help."""
    with tenant_scope(UUID(event["tenant_id"])):
        return tell_standstill(event)


@shared_task
def tell_silent_feeds() -> int:
    """Tell of feeds that bring nothing any more; returns how many are silent."""
    return find_silent_feeds()


@shared_task
def tell_run_ended(event: Message) -> int:
    """Subscriber of completed and failed runs: tell the people they concern."""
    with tenant_scope(UUID(event["tenant_id"])):
        return tell_end(event)


@shared_task
def score_supplier(event: Message) -> int:
    """Subscriber of completed and failed runs: the supplier's marks of the day."""
    return score_suppliers([UUID(event["payload"]["supplier_id"])], tenant_id=UUID(event["tenant_id"]))


@shared_task
def score_all_suppliers() -> int:
    """Marks of the day for all suppliers, also of those that fell silent; returns how many."""
    return score_everybody()


@shared_task
def mail_run_report(event: Message) -> int:
    """Subscriber of completed and failed runs: the report to the addresses that the source names."""
    with tenant_scope(UUID(event["tenant_id"])):
        run = ImportRun.objects.select_related("source_file").filter(pk=event["payload"]["job_id"]).first()
        return mail_report_of_ended(run) if run else 0


@shared_task
def run_export(job_id: str, tenant_id: str) -> None:
    """Make the file of an export."""
    with tenant_scope(UUID(tenant_id)):
        execute_export(UUID(job_id))


@shared_task
def tell_export_ended(event: Message) -> int:
    """Subscriber of ended exports: tell the people they concern."""
    with tenant_scope(UUID(event["tenant_id"])):
        return tell_people(event)


@shared_task
def plan_due_exports() -> int:
    """Make an export for each schedule whose time has come; returns how many."""
    return plan_exports()


@shared_task
def remove_old_exports() -> int:
    """Remove files of exports whose time is over; returns how many."""
    with every_tenant():
        return remove_old_files()


@shared_task
def run_sheet(job_id: str, tenant_id: str) -> None:
    """Compare, apply or undo an edited sheet."""
    with tenant_scope(UUID(tenant_id)):
        execute_sheet(UUID(job_id))


@shared_task
def sweep_work_folders() -> int:
    """Remove work folders that no unfinished run or export needs; returns how many."""
    unfinished = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED)
    with every_tenant():
        busy = ImportRun.objects.filter(status__in=(JobStatus.PROCESSING, JobStatus.PAUSED))
        exports = Export.objects.filter(status__in=unfinished)
        return sweep_folders(keep={str(pk) for found in (busy, exports) for pk in found.values_list("pk", flat=True)})
