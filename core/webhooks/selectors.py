"""Webhooks and their deliveries, for pages and API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.cutting import ListPage, list_page
from core.encryption import MASK
from core.errors import NotFound
from core.models import Webhook, WebhookDelivery
from core.outgoing import DeliveryStatus
from core.webhooks.envelope import headers_of
from core.webhooks.words import in_words

HEALTH_DAYS = 7


@dataclass(frozen=True)
class WebhookFacts:
    """A webhook with its health; the secret is never part of it."""

    id: UUID
    url: str
    description: str
    events: list[str]
    is_active: bool
    is_encrypted: bool
    stop: str
    stop_label: str
    stopped_at: datetime | None
    failures_in_a_row: int
    last_success_at: datetime | None
    last_failure_at: datetime | None
    created_at: datetime
    updated_at: datetime
    # Of the last seven days; None where nobody asked for them.
    delivered: int | None = None
    failed: int | None = None
    waiting: int | None = None

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.description or self.url


@dataclass(frozen=True)
class DeliveryFacts:
    """A line of the log; `retry_count` leaves the first attempt out."""

    id: UUID
    webhook_id: UUID
    event: str
    status: str
    status_label: str
    timestamp: datetime
    http_status: int | None
    response_time_ms: int | None
    retry_count: int
    error: str
    error_code: str
    attempts: int
    replays: int
    attempted_at: datetime | None
    next_attempt_at: datetime | None


@dataclass(frozen=True)
class AttemptFacts:
    """One attempt of a delivery."""

    at: datetime
    status: int | None
    milliseconds: int | None
    error: str


@dataclass(frozen=True)
class DeliveryDetail:
    """A delivery with what was sent and what came back."""

    delivery: DeliveryFacts
    body: str
    headers: Mapping[str, str]
    response_body: str
    history: list[AttemptFacts] = field(default_factory=list)

    @property
    def data(self) -> Any:
        """The body as a program reads it."""
        return orjson.loads(self.body)


def webhooks(
    *, search: str = "", active: bool | None = None, sort: str = "created_at", page: int = 1, per_page: int = 20
) -> ListPage[WebhookFacts]:
    """The organisation's webhooks with the numbers of the last seven days. Three queries."""
    found = Webhook.objects.defer("secret")
    if search:
        found = found.filter(Q(url__icontains=search) | Q(description__icontains=search))
    if active is not None:
        found = found.filter(is_active=active)
    cut = list_page(found, lambda row: row, sort=sort, page=page, per_page=per_page)
    counts = _counts([row.pk for row in cut.items])
    return ListPage([_facts(row, counts.get(row.pk, {})) for row in cut.items], cut.total, cut.page, cut.per_page)


def webhook(webhook_id: UUID) -> WebhookFacts:
    """One webhook with its numbers; raises NotFound. Two queries."""
    row = Webhook.objects.filter(pk=webhook_id).defer("secret").first()
    if row is None:
        raise NotFound(code="WEBHOOK_NOT_FOUND")
    return _facts(row, _counts([row.pk]).get(row.pk, {}))


def deliveries(
    webhook_id: UUID,
    *,
    event: str = "",
    status: str = "",
    sort: str = "-created_at",
    page: int = 1,
    per_page: int = 20,
    after: str = "",
) -> ListPage[DeliveryFacts]:
    """The log of a webhook, latest first by default; raises NotFound for an unknown webhook. Three queries."""
    if not Webhook.objects.filter(pk=webhook_id).exists():
        raise NotFound(code="WEBHOOK_NOT_FOUND")
    found = WebhookDelivery.objects.filter(webhook_id=webhook_id).defer("body", "response_body", "history")
    if event:
        found = found.filter(event=event)
    if status:
        found = found.filter(status=status)
    return list_page(found, delivery_facts, sort=sort, page=page, per_page=per_page, after=after)


def delivery(webhook_id: UUID, delivery_id: UUID) -> DeliveryDetail:
    """One delivery, as sent and as answered; the signature is shown masked. Raises NotFound."""
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id, pk=delivery_id)
    row = rows.first()
    if row is None:
        raise NotFound(code="DELIVERY_NOT_FOUND")
    headers = headers_of(row, signed=f"sha256={MASK}")
    history = [_attempt(entry) for entry in row.history]
    return DeliveryDetail(delivery_facts(row), row.body, headers, row.response_body, history)


def delivery_facts(row: WebhookDelivery) -> DeliveryFacts:
    """A row as a line of the log."""
    waiting = row.status == DeliveryStatus.WAITING
    return DeliveryFacts(
        id=row.pk,
        webhook_id=row.webhook_id,
        event=row.event,
        status=row.status,
        status_label=str(DeliveryStatus(row.status).label),
        timestamp=row.created_at,
        http_status=row.response_status,
        response_time_ms=row.response_ms,
        retry_count=max(0, row.attempts - 1),
        error=in_words(row.error_code, status=row.response_status, error=row.error),
        error_code=row.error_code,
        attempts=row.attempts,
        replays=row.replays,
        attempted_at=row.attempted_at,
        next_attempt_at=row.next_attempt_at if waiting else None,
    )


def _counts(webhook_ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    since = timezone.now() - timedelta(days=HEALTH_DAYS)
    recent: QuerySet[Any] = WebhookDelivery.objects.filter(webhook_id__in=webhook_ids, created_at__gte=since)
    counted = recent.order_by().values_list("webhook_id", "status").annotate(count=Count("pk"))
    counts: dict[UUID, dict[str, int]] = {webhook_id: {} for webhook_id in webhook_ids}
    for webhook_id, status, count in counted:
        counts[webhook_id][status] = count
    return counts


def _facts(row: Webhook, counts: Mapping[str, int]) -> WebhookFacts:
    return WebhookFacts(
        id=row.pk,
        url=row.url,
        description=row.description,
        events=list(row.events),
        is_active=row.is_active,
        is_encrypted=row.url.startswith("https:"),
        stop=row.stop,
        stop_label=str(Webhook.Stop(row.stop).label) if row.stop else "",
        stopped_at=row.stopped_at,
        failures_in_a_row=row.failures_in_a_row,
        last_success_at=row.last_success_at,
        last_failure_at=row.last_failure_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        delivered=counts.get(DeliveryStatus.DELIVERED, 0),
        failed=counts.get(DeliveryStatus.FAILED, 0),
        waiting=counts.get(DeliveryStatus.WAITING, 0),
    )


def _attempt(entry: Mapping[str, Any]) -> AttemptFacts:
    error = in_words(entry.get("code", ""), status=entry["status"], error=entry["error"])
    return AttemptFacts(datetime.fromisoformat(entry["at"]), entry["status"], entry["ms"], error)
