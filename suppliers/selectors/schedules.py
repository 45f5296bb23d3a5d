"""Questions about schedules: the list, the next runs, how long a feed is usually silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from core import rhythms
from core.access import require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from core.errors import NotFound
from core.schedules.models import Frequency
from suppliers.models import Schedule, Source
from suppliers.services.schedules import SENT_TO_US

READ = "read:suppliers"
FREQUENCIES = list(Frequency.choices)
OF_SUPPLIERS = {"suppliers.Supplier": "source__supplier__pk"}


@dataclass(frozen=True)
class ScheduleFacts:
    """A schedule with its source, and its rhythm in the reader's words."""

    id: UUID
    tenant_id: UUID
    source_id: UUID
    source_name: str
    supplier_id: UUID
    supplier_name: str
    frequency: str
    interval_minutes: int
    at: time
    weekdays: list[int]
    day_of_month: int
    cron: str
    time_zone: str
    is_active: bool
    # Switched on, but its source or supplier is switched off: nothing is fetched.
    rests: bool
    next_run_at: datetime | None
    last_planned_at: datetime | None
    words: str


@dataclass(frozen=True)
class ExpectedFeed:
    """A feed that should bring something from time to time."""

    tenant_id: UUID
    source_id: UUID
    source_name: str
    supplier_id: UUID
    supplier_name: str
    since: datetime
    alerts: dict[str, Any]
    # The longest usual time between two looks; None without a schedule.
    gap: timedelta | None


def schedule_list(
    *,
    search: str = "",
    supplier_id: UUID | None = None,
    source_id: UUID | None = None,
    active: bool | None = None,
    seen_by: Any = None,
    **cut: Any,
) -> ListPage[ScheduleFacts]:
    """Schedules of the current tenant, the next ones first, those that rest last; `seen_by` sees them. Two queries."""
    found: QuerySet[Schedule] = Schedule.objects.select_related("source__supplier")
    if seen_by is not None:
        found = visible(found, seen_by, READ, through=OF_SUPPLIERS)
    if search:
        found = found.filter(Q(source__name__icontains=search) | Q(source__supplier__name__icontains=search))
    wanted = {"source__supplier_id": supplier_id, "source_id": source_id, "is_active": active}
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    return list_page(found, _facts, sort="next_run_at", **cut)


def schedule(schedule_id: UUID, *, seen_by: Any = None, permission: str = READ) -> ScheduleFacts:
    """One schedule of the current tenant; raises NotFound, PermissionRefused. One query."""
    row = Schedule.objects.select_related("source__supplier").filter(pk=schedule_id).first()
    if row is None:
        raise NotFound(code="SCHEDULE_NOT_FOUND")
    if seen_by is not None:
        require(seen_by, permission, row.source)
    return _facts(row)


def schedules_of(source_id: UUID) -> list[ScheduleFacts]:
    """The schedules of a source, the next one first. One query."""
    return [_facts(row) for row in _of_sources([source_id]).select_related("source__supplier")]


def next_runs(source_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """The next planned look at each of these sources; those without one are absent. One query."""
    rows = _of_sources(source_ids).filter(is_active=True, next_run_at__isnull=False)
    rows = rows.filter(source__is_active=True, source__supplier__is_active=True)
    return dict(rows.order_by().values_list("source_id").annotate(Min("next_run_at")))


def fetchable_sources(*, seen_by: Any = None, permission: str = "write:suppliers") -> list[tuple[UUID, str]]:
    """Sources that something can be fetched from, as (id, "supplier: source"), by name. One query."""
    found: QuerySet[Source] = Source.objects.exclude(kind__in=SENT_TO_US).select_related("supplier")
    if seen_by is not None:
        found = visible(found, seen_by, permission)
    rows = found.order_by("supplier__name", "name", "pk")
    return [(row.pk, f"{row.supplier.name}: {row.name}") for row in rows]


def source_names(source_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of these sources; unknown ids are absent. One query."""
    return dict(Source.objects.filter(pk__in=set(source_ids)).values_list("pk", "name"))


def expected_feeds(now: datetime, *, source_ids: Iterable[UUID] | None = None) -> list[ExpectedFeed]:
    """Active feeds (among these) with an active schedule, or with a limit of silence of their own; two queries."""
    planned = Q(schedules__is_active=True)
    limited = Q(alerts__silent_days__gt=0)
    sources = Source.objects.filter(planned | limited, is_active=True, supplier__is_active=True)
    if source_ids is not None:
        sources = sources.filter(pk__in=set(source_ids))
    rows = sources.select_related("supplier").prefetch_related("schedules").order_by("pk").distinct()
    return [_expected(row, now) for row in rows]


def _expected(row: Source, now: datetime) -> ExpectedFeed:
    planned = [each for each in row.schedules.all() if each.is_active]
    gaps = [gap for each in planned if (gap := rhythms.gap_at(each.rhythm, now))]
    return ExpectedFeed(
        tenant_id=row.tenant_id,
        source_id=row.pk,
        source_name=row.name,
        supplier_id=row.supplier.pk,
        supplier_name=row.supplier.name,
        since=max([row.created_at, *(each.created_at for each in planned)]),
        alerts=row.alerts,
        gap=min(gaps, default=None),
    )


def _of_sources(source_ids: Iterable[UUID]) -> QuerySet[Schedule]:
    return Schedule.objects.filter(source_id__in=set(source_ids))


def _facts(row: Schedule) -> ScheduleFacts:
    source = row.source
    return ScheduleFacts(
        id=row.pk,
        tenant_id=row.tenant_id,
        source_id=source.pk,
        source_name=source.name,
        supplier_id=source.supplier.pk,
        supplier_name=source.supplier.name,
        frequency=row.frequency,
        interval_minutes=row.interval_minutes,
        at=row.at,
        weekdays=list(row.weekdays),
        day_of_month=row.day_of_month,
        cron=row.cron,
        time_zone=row.time_zone,
        is_active=row.is_active,
        rests=row.is_active and not (source.is_active and source.supplier.is_active),
        next_run_at=row.next_run_at,
        last_planned_at=row.last_planned_at,
        words=rhythms.in_words(row.rhythm),
    )
