"""Failed attempts are counted per address, known or not, before the password is looked at.

An attempt is taken first and given back when it turns out to be none: so many requests at once cannot try more
passwords than one after another could. Attempts during a lock are refused without being counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.databases import atomic
from core.jobs.queue import enqueue
from core.models import SignInCounter, User
from core.signin import acts
from core.signin.errors import Locked

TELL_LOCK = "core.signin.tasks.tell_lock"


@dataclass(frozen=True)
class Attempt:
    """An attempt that was taken: whose, the how many-eth, and whether it locks the address if it fails."""

    key: str
    failures: int
    locks: bool


@dataclass(frozen=True)
class LockState:
    """How often signing in failed, and until when it is locked; `is_blocked`: until an administrator unlocks."""

    failures: int = 0
    locked_until: datetime | None = None
    is_blocked: bool = False

    @property
    def is_locked(self) -> bool:
        return self.is_blocked or bool(self.locked_until and self.locked_until > timezone.now())


def normalised(email: str) -> str:
    """The address as accounts have it."""
    return email.strip().lower()


def take(email: str) -> Attempt:
    """Count an attempt as failed, for now; raises Locked while the address is locked."""
    now, key = timezone.now(), _key(email)
    with atomic("core"):
        counters = SignInCounter.objects.select_for_update()
        counter, _made = counters.get_or_create(key=key, defaults={"last_attempt_at": now})
        _refuse_locked(counter, now)
        counter.failures += 1
        counter.last_attempt_at = now
        locks = _lock(counter, now)
        counter.save()
    return Attempt(key, counter.failures, locks)


def give_back(attempt: Attempt) -> None:
    """The attempt was neither a failure nor a success (a right password, the code comes next)."""
    with atomic("core"):
        counter = SignInCounter.objects.select_for_update().filter(key=attempt.key).first()
        if counter is None:
            return
        if attempt.locks and counter.failures == attempt.failures:
            counter.locked_until, counter.is_blocked = None, False
        counter.failures = max(0, counter.failures - 1)
        counter.save()


def fail(attempt: Attempt, *, email: str, user: User | None) -> None:
    """The attempt stays counted: write it down, and tell the administrators when it locks the address."""
    acts.record("signin.failed", email=email, user=user)
    if attempt.locks:
        acts.record("signin.locked", email=email, user=user, failures=attempt.failures)
        enqueue(TELL_LOCK, email=email, failures=attempt.failures)


def succeed(attempt: Attempt) -> None:
    """The attempt was a success: earlier failures are forgotten."""
    SignInCounter.objects.filter(key=attempt.key).delete()


def forget(email: str, *, blocked_too: bool) -> bool:
    """Forget the failures of the address; False when there was nothing to forget."""
    found = SignInCounter.objects.filter(key=_key(email))
    return bool((found if blocked_too else found.filter(is_blocked=False)).delete()[0])


def lock_states(emails: Iterable[str]) -> dict[str, LockState]:
    """The state of each address that has failures. One query."""
    keys = {_key(email): email for email in emails}
    found = SignInCounter.objects.filter(key__in=keys)
    return {keys[row.key]: LockState(row.failures, row.locked_until, row.is_blocked) for row in found}


def sweep() -> int:
    """Remove counters that nobody has touched for a month, blocked ones after a year; returns how many."""
    now = timezone.now()
    old = SignInCounter.objects.filter(last_attempt_at__lt=now - timedelta(days=30), is_blocked=False)
    oldest = SignInCounter.objects.filter(last_attempt_at__lt=now - timedelta(days=365))
    return old.delete()[0] + oldest.delete()[0]


def _lock(counter: SignInCounter, now: datetime) -> bool:
    """Lock the counter when its failures reach a step; the step with 0 minutes lasts until an administrator unlocks."""
    minutes = settings.LOCKOUT_STEPS.get(counter.failures)
    if minutes is None:
        return False
    counter.is_blocked = minutes == 0
    counter.locked_until = now + timedelta(minutes=minutes) if minutes else None
    return True


def _refuse_locked(counter: SignInCounter, now: datetime) -> None:
    if counter.is_blocked:
        raise Locked(None)
    if counter.locked_until and counter.locked_until > now:
        raise Locked(counter.locked_until - now)


def _key(email: str) -> str:
    return salted_hmac("core.signin.lockout", normalised(email), algorithm="sha256").hexdigest()
