"""Background work: workers, the scheduler, the outboxes."""

import time
from dataclasses import dataclass

from celery import current_app
from django.core.cache import cache
from django.utils import timezone

from core.events import outbox_states
from core.health.asking import ask_one
from core.health.postgres import facts_of_each
from core.jobs.queue import UNREACHABLE, breaker, broker_connection
from core.tenancy import every_tenant

BEAT_KEY, BEAT_KEPT_SECONDS = "scheduler:beat", 24 * 3600
# It beats every minute; one may be on its way and one may wait behind a long task.
LATE_SECONDS = 180
PING_SECONDS = 0.5


@dataclass(frozen=True)
class OutboxFacts:
    """Events of one database that wait for their subscribers, those given up, and how old the oldest waiting one is."""

    waiting: int
    failed: int
    oldest_seconds: float | None


def workers() -> int:
    """Number of Celery workers that answer within half a second; 0 while Redis is away."""
    return ask_one("workers", _ping).value or 0


def scheduler_beat() -> None:
    """Called every minute by a task: scheduler, queue and a worker did their part."""
    cache.set(BEAT_KEY, time.time(), BEAT_KEPT_SECONDS)


def scheduler_seconds() -> float | None:
    """Seconds since the scheduler's last beat; None when it is not known (no beat for a day, or Redis is away)."""
    last: float | None = ask_one("scheduler", lambda: cache.get(BEAT_KEY)).value
    return None if last is None else round(max(0.0, time.time() - last), 1)


def outboxes() -> dict[str, OutboxFacts | None]:
    """Alias -> what waits in that database's outbox; None for a database that is away."""
    return {alias: answer.value for alias, answer in facts_of_each(_outbox, about="outbox").items()}


def oldest_event_seconds(found: dict[str, OutboxFacts | None]) -> float | None:
    """Age of the oldest event that waits anywhere; None when none waits."""
    ages = [facts.oldest_seconds for facts in found.values() if facts and facts.oldest_seconds is not None]
    return max(ages, default=None)


def _ping() -> int:
    if not breaker.allows():
        return 0
    with breaker.watching(*UNREACHABLE), broker_connection() as connection:
        return len(current_app.control.ping(timeout=PING_SECONDS, connection=connection))


def _outbox(app_label: str) -> OutboxFacts:
    with every_tenant():
        (state,) = outbox_states([app_label])
    age = (timezone.now() - state.oldest).total_seconds() if state.oldest else None
    return OutboxFacts(state.waiting, state.failed, None if age is None else round(age, 1))
