"""Background tasks of core: the relay of events, stalled jobs, orphans."""

from celery import shared_task
from django.apps import apps

from core.databases import own_app_labels
from core.events import relay
from core.jobs import Job, due_again
from core.orphans import orphan_report
from core.tenancy import every_tenant


@shared_task
def relay_events(app_label: str) -> int:
    """Deliver what waits in one app's outbox."""
    with every_tenant():
        return relay(app_label)


@shared_task
def relay_all_events() -> int:
    """Deliver what waits anywhere: catches what a crash or an absent broker left behind."""
    with every_tenant():
        return sum(relay(app_label) for app_label in own_app_labels())


@shared_task
def resume_stalled_jobs() -> int:
    """Start again what a lost worker or broker left behind, and retries whose time has come."""
    models = [model for model in apps.get_models() if issubclass(model, Job)]
    with every_tenant():
        return sum(due_again(model) for model in models)


@shared_task
def report_orphans() -> dict[str, int]:
    """Log how many remote keys point to rows that are gone."""
    with every_tenant():
        return orphan_report()
