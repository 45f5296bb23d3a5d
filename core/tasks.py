"""Background tasks of core: the relay of events, stalled jobs, orphans."""

import logging
from collections.abc import Callable
from functools import partial

from celery import shared_task
from django.apps import apps
from django.db import OperationalError

from core.access import grants
from core.databases import own_app_labels
from core.events import relay, sweep_delivered
from core.health import scheduler_beat
from core.jobs import Job, due_again
from core.notifications.tasks import forget_old_notifications as forget_old_notifications
from core.notifications.tasks import send_messages as send_messages
from core.orphans import orphan_report
from core.rest.upkeep import forget_old
from core.signin import tasks as signin_tasks  # noqa: F401 - makes its tasks known
from core.tenancy import every_tenant
from core.tokens.tasks import forget_expired_sign_ins as forget_expired_sign_ins
from core.webhooks.tasks import deliver as deliver
from core.webhooks.tasks import deliver_due as deliver_due
from core.webhooks.tasks import forget_old_deliveries as forget_old_deliveries
from core.webhooks.tasks import queue_deliveries as queue_deliveries

logger = logging.getLogger(__name__)


@shared_task
def relay_events(app_label: str) -> int:
    """Deliver what waits in one app's outbox."""
    with every_tenant():
        return relay(app_label)


@shared_task
def relay_all_events() -> int:
    """Deliver what waits anywhere: catches what a crash or an absent broker left behind."""
    scheduler_beat()
    with every_tenant():
        return sum(_unless_away(partial(relay, app_label)) for app_label in own_app_labels())


@shared_task
def sweep_events() -> int:
    """Remove events that were delivered long ago; returns how many."""
    return sum(_unless_away(partial(sweep_delivered, app_label)) for app_label in own_app_labels())


@shared_task
def resume_stalled_jobs() -> int:
    """Start again what a lost worker or broker left behind, and retries whose time has come."""
    models = [model for model in apps.get_models() if issubclass(model, Job)]
    with every_tenant():
        return sum(_unless_away(partial(due_again, model)) for model in models)


@shared_task
def sweep_api() -> int:
    """Forget answers of repeatable requests and exceeded limits that are old; returns how many."""
    return _unless_away(forget_old)


@shared_task
def sweep_grants() -> int:
    """Remove grants whose object is gone: what a crash between two databases left behind; returns how many."""
    with every_tenant():
        return grants.sweep()


@shared_task
def report_orphans() -> dict[str, int]:
    """Log how many remote keys point to rows that are gone."""
    with every_tenant():
        return orphan_report()


def _unless_away(work: Callable[[], int]) -> int:
    """What the work returns, or 0 when its database is away: that must not hold up the other six."""
    try:
        return work()
    except OperationalError as error:
        logger.warning("left out of this turn: %s", error)
        return 0
