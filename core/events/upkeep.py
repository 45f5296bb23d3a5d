"""Looking after the outboxes: what waits, what was given up, delivering again, sweeping."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from core.databases import alias_of, atomic, own_app_labels
from core.events.outbox import open_events, outbox_of, wake_after_commit

KEPT_DAYS = 14
SWEEP_BATCH = 5_000


@dataclass(frozen=True)
class OutboxState:
    """How many events wait, how many of them for their next attempt, how many were given up; the oldest that waits."""

    app: str
    waiting: int
    held: int
    failed: int
    oldest: datetime | None


def outbox_states(app_labels: Iterable[str] = ()) -> list[OutboxState]:
    """The state of each outbox (all seven by default). Two queries each; raises OperationalError for one away."""
    return [_state(app_label) for app_label in (app_labels or own_app_labels())]


def _state(app_label: str) -> OutboxState:
    found = open_events(app_label).aggregate(
        waiting=Count("pk"), held=Count("pk", filter=Q(next_attempt_at__gt=timezone.now())), oldest=Min("created_at")
    )
    failed = outbox_of(app_label).objects.using(alias_of(app_label)).filter(failed_at__isnull=False).count()
    return OutboxState(app_label, found["waiting"], found["held"], failed, found["oldest"])


def redeliver(app_label: str, event_ids: Iterable[int]) -> int:
    """Try the given-up events among these again, from the first attempt on; returns how many."""
    with atomic(app_label):
        given_up = outbox_of(app_label).objects.filter(pk__in=list(event_ids), failed_at__isnull=False)
        count: int = given_up.update(failed_at=None, attempts=0, next_attempt_at=timezone.now())
        if count:
            wake_after_commit(app_label)
    return count


def sweep_delivered(app_label: str, *, days: int = KEPT_DAYS) -> int:
    """Remove events delivered so long ago, in batches; what failed stays until somebody looks. Returns how many."""
    outbox = outbox_of(app_label).objects.using(alias_of(app_label))
    old = outbox.filter(delivered_at__lt=timezone.now() - timedelta(days=days)).order_by("id")
    total = 0
    while True:
        ids = list(old.values_list("pk", flat=True)[:SWEEP_BATCH])
        if not ids:
            return total
        total += outbox.filter(pk__in=ids).delete()[0]
