"""What has to arrive somewhere else: rows that workers claim one at a time, each under a lease, until they are done.

The table is the queue. A claim is a filtered update under SKIP LOCKED, so that two workers never send one row; a worker
that dies leaves a lease that runs out, and the next look at due work takes the row again.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.databases import atomic


def lease() -> timedelta:
    """How long a silent worker keeps a row before another may take it: longer than any attempt."""
    return timedelta(seconds=settings.OUTGOING_LEASE_SECONDS)


class DeliveryStatus(models.TextChoices):
    """Waiting ones are tried when their time has come; the other two are the end."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


class Outgoing(models.Model):
    """A row of such a queue; `attempts` counts those that were begun."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(_("status"), max_length=9, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claim_id = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    error = models.TextField(_("error"), blank=True)
    replays = models.PositiveSmallIntegerField(_("replays"), default=0)

    class Meta:
        abstract = True


R = TypeVar("R", bound=Outgoing)


def due(rows: models.QuerySet[R], *, now: datetime | None = None) -> models.QuerySet[R]:
    """Those of the rows that may be tried now and are in nobody's hands."""
    now = now or timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return rows.filter(free, status=DeliveryStatus.WAITING, next_attempt_at__lte=now)


def claim(rows: models.QuerySet[R]) -> R | None:
    """Take the first due row (in the queryset's order) for the length of a lease; None when nothing is due."""
    now = timezone.now()
    with atomic("core"):
        row = due(rows, now=now).select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return None
        row.claim_id, row.claimed_until, row.attempts = uuid.uuid4(), now + lease(), row.attempts + 1
        row.save(update_fields=["claim_id", "claimed_until", "attempts"])
    return row


def settle(row: R, status: DeliveryStatus, **changes: Any) -> bool:
    """End the claimed row; False when the lease was lost to another worker, which then decides."""
    return _release(row, status=status, finished_at=timezone.now(), **changes)


def postpone(row: R, until: datetime, **changes: Any) -> bool:
    """Give the claimed row back until that time; False when the lease was lost to another worker."""
    return _release(row, next_attempt_at=until, **changes)


def again(rows: models.QuerySet[R]) -> int:
    """Put ended rows back to the start, with all their attempts before them; returns how many."""
    ended = rows.exclude(status=DeliveryStatus.WAITING)
    return ended.update(
        status=DeliveryStatus.WAITING,
        attempts=0,
        next_attempt_at=timezone.now(),
        finished_at=None,
        claim_id=None,
        claimed_until=None,
        replays=F("replays") + 1,
    )


def _release(row: R, **changes: Any) -> bool:
    held = type(row)._base_manager.filter(pk=row.pk, claim_id=row.claim_id, status=DeliveryStatus.WAITING)
    if not held.update(claim_id=None, claimed_until=None, **changes):
        return False
    row.refresh_from_db()
    return True
