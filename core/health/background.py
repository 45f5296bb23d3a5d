"""Background work: workers, the scheduler, the outboxes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.utils import timezone

from core.databases import aliases
from core.events import outbox_states
from core.health.asking import Answer, ask, ask_one
from core.health.postgres import name_of, questions_about
from core.health.store import queue_lengths
from core.jobs.queue import UNREACHABLE, breaker, broker_connection
from core.tenancy import every_tenant

BEAT_KEY, BEAT_KEPT_SECONDS = "scheduler:beat", 24 * 3600
# It beats every minute; one may be on its way and one may wait behind a long task.
LATE_SECONDS = 180
PING_SECONDS = 0.5
OUTBOX = "outbox"


@dataclass(frozen=True)
class OutboxFacts:
    """Events of one database that wait for their subscribers, those given up, and how old the oldest waiting one is."""

    waiting: int
    failed: int
    oldest_seconds: float | None


@dataclass(frozen=True)
class Background:
    """The state of background work; `queues` is None while Redis is away, an outbox while its database is.

    `scheduler_seconds` since its last beat: None when there was none for a day, or Redis is away.
    """

    workers: int
    queues: dict[str, int] | None
    scheduler_seconds: float | None
    outboxes: dict[str, OutboxFacts | None]

    @property
    def scheduler_is_late(self) -> bool:
        """Whether the scheduler should have given a sign of life since."""
        return self.scheduler_seconds is None or self.scheduler_seconds > LATE_SECONDS

    @property
    def known_outboxes(self) -> dict[str, OutboxFacts]:
        """The outboxes whose databases answer, by the name of the database."""
        return {name: facts for name, facts in self.outboxes.items() if facts is not None}

    @property
    def oldest_event_seconds(self) -> float | None:
        """Age of the oldest event that waits anywhere; None when none waits."""
        ages = (facts.oldest_seconds for facts in self.known_outboxes.values())
        return max((age for age in ages if age is not None), default=None)


def workers() -> int:
    """Number of Celery workers that answer within half a second; 0 while Redis is away."""
    return ask_one("workers", _ping).value or 0


def scheduler_beat() -> None:
    """Called every minute by a task: scheduler, queue and a worker did their part."""
    cache.set(BEAT_KEY, time.time(), BEAT_KEPT_SECONDS)


def scheduler_age() -> float | None:
    """Seconds since the scheduler's last beat; None when there was none for a day, or Redis is away."""
    last: float | None = cache.get(BEAT_KEY)
    return None if last is None else round(max(0.0, time.time() - last), 1)


def questions() -> dict[str, Callable[[], Any]]:
    """All that `Background` needs to know."""
    outboxes = questions_about(_outbox, about=OUTBOX)
    return {"workers": _ping, "queues": queue_lengths, "scheduler": scheduler_age, **outboxes}


def look() -> Background:
    """The state of all background work; takes 2.5 s at most."""
    return told(ask(questions()))


def told(answers: Mapping[str, Answer[Any]]) -> Background:
    """What the answers to `questions` say."""
    outboxes = {name: answers[f"{OUTBOX} in {name}"].value for name in map(name_of, aliases())}
    return Background(
        workers=answers["workers"].value or 0,
        queues=answers["queues"].value,
        scheduler_seconds=answers["scheduler"].value,
        outboxes=outboxes,
    )


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
