"""Notifications of a person, in the person's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.cutting import ListPage, list_page
from core.models import Notification, User
from core.notifications.kinds import KINDS
from core.notifications.texts import in_words


@dataclass(frozen=True)
class NotificationFacts:
    """A notification as its reader sees it."""

    id: UUID
    kind: str
    kind_label: str
    level: str
    title: str
    message: str
    url: str
    is_read: bool
    created_at: datetime
    expires_at: datetime
    metadata: Mapping[str, Any]


def of_reader(user: User, *, tenant_id: UUID | None) -> QuerySet[Notification]:
    """What the person may see while working in this organisation: its news, and those of the account itself."""
    own = Notification.objects.filter(user=user, expires_at__gt=timezone.now())
    return own.filter(Q(tenant_id=tenant_id) | Q(tenant_id=None))


def unread_count(user: User, *, tenant_id: UUID | None) -> int:
    """How many the person has not read. One query on an index of unread ones."""
    return of_reader(user, tenant_id=tenant_id).filter(read_at=None).count()


def notifications(
    user: User, *, tenant_id: UUID | None, unread: bool = False, kind: str = "", **cut: Any
) -> ListPage[NotificationFacts]:
    """The person's notifications, latest first by default; `cut` as `list_page` takes it. Two queries."""
    found = of_reader(user, tenant_id=tenant_id)
    if unread:
        found = found.filter(read_at=None)
    if kind:
        found = found.filter(kind=kind)
    return list_page(found, facts, **{"sort": "-created_at", **cut})


def latest(user: User, *, tenant_id: UUID | None, limit: int = 8) -> list[NotificationFacts]:
    """The last few, for the bell. One query."""
    return [facts(row) for row in of_reader(user, tenant_id=tenant_id).order_by("-created_at", "pk")[:limit]]


def facts(row: Notification) -> NotificationFacts:
    """A row in the words of the active language."""
    kind = KINDS.get(row.kind)
    return NotificationFacts(
        id=row.pk,
        kind=row.kind,
        kind_label=str(kind.label) if kind else row.kind,
        level=row.level,
        title=in_words(row.title, row.params),
        message=in_words(row.message, row.params),
        url=row.url,
        is_read=row.read_at is not None,
        created_at=row.created_at,
        expires_at=row.expires_at,
        metadata=row.metadata,
    )
