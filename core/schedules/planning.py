"""What is due is moved on by a filtered update: each time is taken exactly once, whoever asks first."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from core import rhythms
from core.databases import atomic
from core.schedules.models import Recurring, RhythmSchedule
from core.tenancy import every_tenant, tenant_scope

logger = logging.getLogger(__name__)
AT_ONCE = 200
Row = TypeVar("Row", bound=Recurring)


@dataclass(frozen=True)
class Plan(Generic[Row]):
    """How the schedules of a table are planned: the time that follows, and what is made of one that is due."""

    model: type[Row]
    following: Callable[[Row, datetime], datetime | None]
    make: Callable[[Row, datetime], Any]


def find_next(row: RhythmSchedule) -> None:
    """Give the row its next time from now on, none when it rests; raises ScheduleInvalid naming the field."""
    rhythm = rhythms.checked(row.rhythm)
    row.next_run_at = rhythms.next_after(rhythm, timezone.now()) if row.is_active else None


def due_rows(model: type[Row], now: datetime) -> QuerySet[Row]:
    """Active rows whose time has come, the longest waiting first; of all tenants in scope."""
    return model.objects.filter(is_active=True, next_run_at__lte=now).order_by("next_run_at", "id")


def move_on(model: type[Recurring], row_id: UUID, *, planned_at: datetime | None, following: datetime | None) -> bool:
    """Take the planned time; False when somebody else did, or when the row was changed meanwhile."""
    waiting = model.objects.filter(pk=row_id, next_run_at=planned_at, is_active=True)
    return bool(waiting.update(next_run_at=following, last_planned_at=planned_at))


def make_due(plan: Plan[Row], now: datetime | None = None) -> int:
    """Make what each row wants whose time has come; returns how many. Missed times are caught up once.

    A row is moved on and what it wants is made in one transaction: both are there, or none.
    """
    now = now or timezone.now()
    with every_tenant():
        rows = list(due_rows(plan.model, now)[:AT_ONCE])
    return sum(_made(plan, row, now) for row in rows)


def _made(plan: Plan[Row], row: Row, now: datetime) -> bool:
    try:
        with tenant_scope(row.tenant_id), atomic(row._meta.app_label):
            following = plan.following(row, now)
            if not move_on(plan.model, row.pk, planned_at=row.next_run_at, following=following):
                return False
            plan.make(row, now)
            return True
    except Exception:  # one schedule's trouble must not keep the others waiting; it is due again in a minute
        logger.exception("%s %s could not be planned", row._meta.verbose_name, row.pk)
        return False
