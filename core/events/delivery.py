"""Handing events over: each subscriber for itself, so that one in trouble holds up nobody else.

An event is delivered when every subscriber has it. When one fails, the event remembers who has it and waits; for that
subscriber the later events about the same thing wait behind it. What waits is not looked at before its time, so that
it never stands in the way of the others.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from core.databases import alias_of, atomic, connection_of
from core.errors import Transient
from core.events.outbox import open_events, outbox_of, wake_after_commit
from core.events.subscriptions import Message, Subscriber, subscribers
from core.jobs.retry import RETRY_MINUTES

logger = logging.getLogger(__name__)
RELAY_BATCH = 500
# A turn ends after so many batches; the next one is started behind it.
MOST_BATCHES = 40
# What a database, Redis or network that is away raises: tried again for as long as it takes.
PASSING = (OperationalError, InterfaceError, Transient, OSError)
PASSING_MINUTES = 1


def relay(app_label: str) -> int:
    """Hand the app's due events to their subscribers, oldest first; returns how many were delivered.

    One relay per app at a time; one that finds another at work leaves the rest to it. A subscriber that fails for good
    reasons of its own is tried again after 1, 5, 15, 60, 240 minutes and then given up (`failed_at`); one whose
    database is away is tried until it is back.
    """
    delivered = 0
    away: dict[str, datetime] = {}
    for _turn in range(MOST_BATCHES):
        # Asked anew after each commit: an event written meanwhile may have found the lock taken.
        if not _due(app_label).exists():
            return delivered
        done = _one_batch(app_label, away)
        if done is None:
            return delivered
        delivered += done
    with atomic(app_label):
        wake_after_commit(app_label)
    return delivered


def _due(app_label: str) -> Any:
    return open_events(app_label).filter(next_attempt_at__lte=timezone.now()).order_by("id")


def _one_batch(app_label: str, away: dict[str, datetime]) -> int | None:
    """How many events were delivered; None when another relay is at work on this outbox.

    The lock and the marks belong to one transaction: after a crash in the middle the batch is handed over again.
    """
    with atomic(app_label):
        with connection_of(app_label).cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"relay:{app_label}"])
            if not cursor.fetchone()[0]:
                return None
        batch = _Batch(app_label, list(_due(app_label)[:RELAY_BATCH]), away)
        batch.hand_over()
        return batch.note_outcome()


@dataclass
class _Trouble:
    """Why an event is not with a subscriber: it raised (`error`), or waits behind another until `not_before`."""

    subscriber: str
    error: Exception | None = None
    not_before: datetime | None = None


@dataclass
class _Batch:
    app_label: str
    events: list[Any]
    away: dict[str, datetime]
    missing: dict[int, list[_Trouble]] = field(default_factory=dict)

    def hand_over(self) -> None:
        """Give each subscriber what it wants of the batch."""
        waiting = _waiting_before(self.app_label, self.events)
        for subscriber in subscribers():
            wanted = [each for each in self.events if _is_for(subscriber, each)]
            if wanted:
                self._serve(subscriber, wanted, _behind(subscriber, waiting))

    def note_outcome(self) -> int:
        """Write down what became of each event; returns how many were delivered."""
        outbox = outbox_of(self.app_label).objects.using(alias_of(self.app_label))
        done = [each.pk for each in self.events if each.pk not in self.missing]
        outbox.filter(pk__in=done).update(delivered_at=timezone.now())
        raised, waiting = [], defaultdict(list)
        for each in (each for each in self.events if each.pk in self.missing):
            troubles = self.missing[each.pk]
            if any(trouble.error for trouble in troubles):
                _note_errors(each, troubles)
                raised.append(each)
            else:
                until = max(trouble.not_before for trouble in troubles if trouble.not_before)
                waiting[until, tuple(_taken_by(each, troubles))].append(each.pk)
        outbox.bulk_update(raised, ["attempts", "next_attempt_at", "failed_at", "taken_by", "last_error"])
        for (until, taken_by), ids in waiting.items():
            outbox.filter(pk__in=ids).update(next_attempt_at=until, taken_by=list(taken_by))
        return len(done)

    def _serve(self, subscriber: Subscriber, wanted: list[Any], behind: dict[UUID, datetime]) -> None:
        size = len(wanted) if subscriber.takes_batches else 1
        for start in range(0, len(wanted), size):
            self._give(subscriber, wanted[start : start + size], behind)

    def _give(self, subscriber: Subscriber, events: list[Any], behind: dict[UUID, datetime]) -> None:
        free = self._without_held(subscriber, events, behind)
        error = self._attempt(subscriber, free) if free else None
        if error is None:
            return
        if len(free) > 1 and not isinstance(error, PASSING):
            # One of many may be the one that cannot be taken: find it, and let the others through.
            for each in free:
                self._give(subscriber, [each], behind)
        else:
            self._fail(subscriber, free, error, behind)

    def _without_held(self, subscriber: Subscriber, events: list[Any], behind: dict[UUID, datetime]) -> list[Any]:
        free = []
        for each in events:
            until = self.away.get(subscriber.task_name) or behind.get(each.aggregate_id)
            if until is None:
                free.append(each)
            else:
                self._miss(each, _Trouble(subscriber.task_name, not_before=until))
        return free

    def _attempt(self, subscriber: Subscriber, events: list[Any]) -> Exception | None:
        try:
            # A savepoint: what fails in the outbox's own database must not take the marks with it.
            with atomic(self.app_label):
                subscriber.take([_message(self.app_label, each) for each in events])
        except Exception as error:  # whatever it is: it concerns this subscriber only, and is kept with the event
            _told(subscriber, events, error)
            return error
        return None

    def _fail(self, subscriber: Subscriber, events: list[Any], error: Exception, behind: dict[UUID, datetime]) -> None:
        if isinstance(error, PASSING):
            self.away[subscriber.task_name] = timezone.now() + timedelta(minutes=PASSING_MINUTES)
            _drop_broken_connections()
        for each in events:
            self._miss(each, _Trouble(subscriber.task_name, error=error))
            behind[each.aggregate_id] = timezone.now() + timedelta(minutes=_minutes(each, error))

    def _miss(self, event: Any, trouble: _Trouble) -> None:
        self.missing.setdefault(event.pk, []).append(trouble)


def _is_for(subscriber: Subscriber, event: Any) -> bool:
    return subscriber.wants(event.kind) and subscriber.task_name not in event.taken_by


def _waiting_before(app_label: str, events: list[Any]) -> list[Any]:
    """Earlier events about the same things whose next attempt is not due yet."""
    about = {each.aggregate_id for each in events}
    later = open_events(app_label).filter(next_attempt_at__gt=timezone.now())
    if not about or not later.exists():
        return []
    return list(later.filter(aggregate_id__in=about, pk__lt=events[-1].pk).order_by("id"))


def _behind(subscriber: Subscriber, waiting: Iterable[Any]) -> dict[UUID, datetime]:
    """Until when the subscriber has to wait for what."""
    return {each.aggregate_id: each.next_attempt_at for each in waiting if _is_for(subscriber, each)}


def _taken_by(event: Any, troubles: list[_Trouble]) -> list[str]:
    wanting = [each.task_name for each in subscribers() if each.wants(event.kind)]
    return sorted({*event.taken_by, *wanting} - {trouble.subscriber for trouble in troubles})


def _note_errors(event: Any, troubles: list[_Trouble]) -> None:
    errors = [(trouble.subscriber, trouble.error) for trouble in troubles if trouble.error is not None]
    name, error = errors[-1]
    event.taken_by = _taken_by(event, troubles)
    event.last_error = f"{name}: {type(error).__name__}: {error}"
    event.next_attempt_at = timezone.now() + timedelta(minutes=max(_minutes(event, each) for _name, each in errors))
    if all(isinstance(each, PASSING) for _name, each in errors):
        return
    if event.attempts >= len(RETRY_MINUTES):
        event.failed_at = timezone.now()
    event.attempts += 1


def _minutes(event: Any, error: Exception) -> int:
    if isinstance(error, PASSING):
        return PASSING_MINUTES
    return RETRY_MINUTES[min(event.attempts, len(RETRY_MINUTES) - 1)]


def _message(app_label: str, event: Any) -> Message:
    return {
        "app": app_label,
        "id": event.pk,
        "kind": event.kind,
        "tenant_id": str(event.tenant_id),
        "aggregate_id": str(event.aggregate_id),
        "at": event.created_at.isoformat(),
        "payload": event.payload,
    }


def _told(subscriber: Subscriber, events: list[Any], error: Exception) -> None:
    if isinstance(error, PASSING):
        logger.warning("%s cannot take %s events now: %s", subscriber.task_name, len(events), error)
    else:
        logger.error("%s did not take %s", subscriber.task_name, events[0], exc_info=error)


def _drop_broken_connections() -> None:
    """A connection that broke under a subscriber is made anew; the outbox's own is in its transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
