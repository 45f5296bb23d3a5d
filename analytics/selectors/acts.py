"""Questions to the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from analytics.models import AuditEntry
from core.cutting import ListPage, list_page
from core.models import Membership
from core.tenancy import every_tenant, tenant_scope

NEWEST_FIRST = "-at"
EXPORT_BATCH = 2_000


@dataclass(frozen=True)
class TrailFilters:
    """What narrows the trail; empty values do not. Days are those of the current time zone.

    `subject` is an object's id, or a part of its name; `installation` asks for the acts that concern no organisation.
    """

    since: date | None = None
    until: date | None = None
    person: UUID | None = None
    actor_kind: str = ""
    category: str = ""
    code: str = ""
    subject: str = ""
    request_id: str = ""
    installation: bool = False


@dataclass(frozen=True)
class ActFacts:
    """One act as it stands in the trail."""

    id: int
    at: datetime
    code: str
    category: str
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    subject_type: str
    subject_id: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]
    details: dict[str, Any]
    address: str
    user_agent: str
    request_id: str


def trail(
    tenant_id: UUID,
    filters: TrailFilters,
    *,
    sort: str = NEWEST_FIRST,
    page: int = 1,
    per_page: int = 50,
    after: str = "",
    counted: bool = False,
) -> ListPage[ActFacts]:
    """Acts of the organisation, by `at` or `-at`; `after` is the cursor of the page before. One query, or two.

    Raises InvalidInput for a damaged cursor.
    """
    with _scope(tenant_id, filters):
        found = _found(filters)
        return list_page(found, _facts, sort=sort, page=page, per_page=per_page, after=after, counted=counted)


def whole_trail(tenant_id: UUID, filters: TrailFilters) -> Iterator[ActFacts]:
    """Every act that fits, newest first, read in pieces: for exports of any length in constant memory."""
    cursor: str | None = ""
    while cursor is not None:
        found = trail(tenant_id, filters, per_page=EXPORT_BATCH, after=cursor)
        yield from found.items
        cursor = found.next_cursor


def people_of(tenant_id: UUID) -> list[tuple[UUID, str]]:
    """Ids and e-mail addresses of the organisation's people, also of those who are no longer active. One query."""
    members = Membership.objects.filter(tenant_id=tenant_id).order_by("user__email")
    return list(members.values_list("user_id", "user__email"))


def _scope(tenant_id: UUID, filters: TrailFilters) -> Any:
    return every_tenant() if filters.installation else tenant_scope(tenant_id)


def _found(filters: TrailFilters) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.filter(tenant_id=None) if filters.installation else AuditEntry.objects.all()
    exact = {
        "actor_id": filters.person,
        "actor_kind": filters.actor_kind,
        "category": filters.category,
        "code": filters.code,
        "request_id": filters.request_id,
        "at__gte": _midnight(filters.since),
        "at__lt": _midnight(filters.until and filters.until + timedelta(days=1)),
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.subject:
        rows = rows.filter(Q(subject_id=filters.subject) | Q(subject__icontains=filters.subject))
    return rows


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _facts(row: AuditEntry) -> ActFacts:
    return ActFacts(**{name: getattr(row, name) for name in ActFacts.__dataclass_fields__})
