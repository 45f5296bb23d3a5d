"""What a person does with notifications, and how old ones go."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from core.databases import after_commit, atomic
from core.errors import NotFound
from core.jobs.queue import enqueue
from core.models import Notification, OutgoingMessage, User
from core.notifications.mail import QUEUE, SEND
from core.notifications.selectors import of_reader
from core.outgoing import DeliveryStatus, again

MESSAGES_KEPT_FOR = timedelta(days=30)


def mark_read(notification_id: UUID, *, user: User, tenant_id: UUID | None) -> Notification:
    """The person has seen it; again changes nothing. Raises NotFound for one that is not the person's."""
    row = _own(notification_id, user=user, tenant_id=tenant_id)
    Notification.objects.filter(pk=row.pk, read_at=None).update(read_at=timezone.now())
    row.refresh_from_db()
    return row


def mark_unread(notification_id: UUID, *, user: User, tenant_id: UUID | None) -> None:
    """The person wants to see it again; raises NotFound for one that is not the person's."""
    row = _own(notification_id, user=user, tenant_id=tenant_id)
    Notification.objects.filter(pk=row.pk).update(read_at=None)


def mark_all_read(*, user: User, tenant_id: UUID | None) -> int:
    """Everything the person sees in this organisation is read; returns how many were not."""
    return of_reader(user, tenant_id=tenant_id).filter(read_at=None).update(read_at=timezone.now())


def delete(notification_id: UUID, *, user: User, tenant_id: UUID | None) -> None:
    """Remove a notification; raises NotFound for one that is not the person's."""
    _own(notification_id, user=user, tenant_id=tenant_id).delete()


def delete_read(*, user: User, tenant_id: UUID | None) -> int:
    """Remove what the person has read; returns how many."""
    return _deleted(of_reader(user, tenant_id=tenant_id).filter(read_at__isnull=False))


def send_again(messages: QuerySet[OutgoingMessage]) -> int:
    """Give those of the messages that failed their attempts back, and send them; returns how many."""
    with atomic("core"):
        count = again(messages.filter(status=DeliveryStatus.FAILED))
        if count:
            after_commit("core", lambda: enqueue(SEND, queue=QUEUE))
    return count


def forget_old() -> int:
    """Remove expired notifications, and messages whose end is long past; returns how many rows."""
    now = timezone.now()
    ended = OutgoingMessage.objects.exclude(status=DeliveryStatus.WAITING)
    return _deleted(Notification.objects.filter(expires_at__lte=now)) + _deleted(
        ended.filter(created_at__lte=now - MESSAGES_KEPT_FOR)
    )


def _own(notification_id: UUID, *, user: User, tenant_id: UUID | None) -> Notification:
    row = of_reader(user, tenant_id=tenant_id).filter(pk=notification_id).first()
    if row is None:
        raise NotFound(code="NOTIFICATION_NOT_FOUND")
    return row


def _deleted(rows: QuerySet[Any]) -> int:
    return rows.delete()[0]
