"""Sending deliveries: one worker at a time per webhook, in their order, again after 1 min, 5 min, 15 min, 1 h, 6 h."""

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override

from core import http
from core.configuration import value
from core.errors import ProductsManagerError, Transient
from core.models import Webhook, WebhookDelivery
from core.outgoing import DeliveryStatus, claim, due, lease, postpone, settle
from core.webhooks.envelope import headers_of, signature
from core.webhooks.stopping import stop

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))
TIMEOUT_SECONDS = 30.0
MOST_READ = 64 * 1024
MOST_KEPT = 1024
# A worker goes on with other work after so many deliveries or seconds; the rest is taken up behind it.
TURN = 50
TURN_SECONDS = 60.0
PASSING = frozenset({408, 429})
GONE = 410


@dataclass(frozen=True)
class Outcome:
    """How an attempt went: the answer's facts, whether it may pass by itself, and when it asked to come back."""

    status: int | None = None
    body: str = ""
    milliseconds: int | None = None
    error: str = ""
    code: str = ""
    passes: bool = False
    not_before: datetime | None = None

    @property
    def is_success(self) -> bool:
        """Whether the receiver has it."""
        return not self.error


def serve(webhook: Webhook) -> int:
    """Send what is due for the webhook, in its order; returns how many deliveries were tried.

    Nothing when another worker is at it. The turn ends at the first failure that may pass: an address that is down is
    not asked again for each of its deliveries.
    """
    token = _take(webhook)
    if token is None:
        return 0
    tried, end = 0, time.monotonic() + TURN_SECONDS
    try:
        while tried < TURN and time.monotonic() < end and (delivery := _next(webhook, token)) is not None:
            tried += 1
            if attempt(delivery).passes:
                break
    finally:
        Webhook.objects.filter(pk=webhook.pk, served_by=token).update(served_by=None, served_until=None)
    return tried


def has_due(webhook: Webhook) -> bool:
    """Whether something can be sent now: a worker that just ended its turn may have missed it."""
    return due(_waiting(webhook)).exists()


def attempt(delivery: WebhookDelivery, *, seconds: float = TIMEOUT_SECONDS, retries: bool = True) -> Outcome:
    """Send a claimed delivery once and write down how it went."""
    outcome = _sent(delivery, seconds)
    noted = _noted(delivery, outcome)
    if outcome.is_success:
        settle(delivery, DeliveryStatus.DELIVERED, **noted)
        _note_success(delivery)
        return outcome
    again = retries and outcome.passes and delivery.attempts <= len(RETRY_AFTER)
    if again:
        held = postpone(delivery, _next_time(delivery, outcome), **noted)
    else:
        held = settle(delivery, DeliveryStatus.FAILED, **noted)
    if held and retries:
        _note_failure(delivery, outcome, is_last=not again)
    return outcome


def _take(webhook: Webhook) -> uuid.UUID | None:
    token, now = uuid.uuid4(), timezone.now()
    free = Q(served_until=None) | Q(served_until__lt=now)
    taken = Webhook.objects.filter(free, pk=webhook.pk, is_active=True)
    return token if taken.update(served_by=token, served_until=now + lease()) else None


def _next(webhook: Webhook, token: uuid.UUID) -> WebhookDelivery | None:
    """The next due delivery, while the webhook is on and still in this worker's hands."""
    held = Webhook.objects.filter(pk=webhook.pk, served_by=token, is_active=True)
    return claim(_waiting(webhook)) if held.update(served_until=timezone.now() + lease()) else None


def _waiting(webhook: Webhook) -> Any:
    # The secret is read when it is needed: one that cannot be read fails its delivery, not the worker.
    of_webhook = WebhookDelivery.objects.filter(webhook=webhook).select_related("webhook").defer("webhook__secret")
    return of_webhook.order_by("created_at", "source_event", "ordinal")


def _sent(delivery: WebhookDelivery, seconds: float) -> Outcome:
    body, webhook = delivery.body.encode(), delivery.webhook
    # What is kept of an error is in the source language; its code is put into the reader's words.
    try:
        with override(None):
            answer = http.send_once(
                "POST",
                webhook.url,
                content=body,
                headers=headers_of(delivery, signed=signature(webhook.secret, body)),
                seconds=seconds,
                most_bytes=MOST_READ,
                allow_private=value("webhooks.allow_private", tenant_id=webhook.tenant_id),
            )
    except ProductsManagerError as error:
        return Outcome(error=str(error)[:MOST_KEPT], code=error.code, passes=isinstance(error, Transient))
    return _judged(answer)


def _judged(answer: http.Answer) -> Outcome:
    # PostgreSQL holds no NUL in a text.
    body = answer.body[:MOST_KEPT].decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if 200 <= answer.status < 300:
        return Outcome(answer.status, body, answer.milliseconds)
    detail = answer.headers.get("Location", "")[:500] if 300 <= answer.status < 400 else f"HTTP {answer.status}"
    return Outcome(
        answer.status,
        body,
        answer.milliseconds,
        error=detail or f"HTTP {answer.status}",
        code=f"HTTP_{answer.status}",
        passes=answer.status >= 500 or answer.status in PASSING,
        not_before=_asked_time(answer.headers.get("Retry-After", "")) if answer.status in (429, 503) else None,
    )


def _asked_time(header: str) -> datetime | None:
    """The time a Retry-After names, in seconds or as a date."""
    header = header.strip()
    try:
        if header.isdecimal():
            return timezone.now() + timedelta(seconds=min(int(header), int(RETRY_AFTER[-1].total_seconds())))
        asked = parsedate_to_datetime(header)
        return asked if asked.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None


def _next_time(delivery: WebhookDelivery, outcome: Outcome) -> datetime:
    """By the schedule, or later when the receiver asked for it; never later than the schedule's longest wait."""
    now = timezone.now()
    scheduled = now + RETRY_AFTER[delivery.attempts - 1]
    return max(scheduled, min(outcome.not_before or scheduled, now + RETRY_AFTER[-1]))


def _noted(delivery: WebhookDelivery, outcome: Outcome) -> dict[str, Any]:
    now = timezone.now()
    entry = {
        "at": now.isoformat(),
        "status": outcome.status,
        "ms": outcome.milliseconds,
        "code": outcome.code,
        "error": outcome.error,
    }
    return {
        "attempted_at": now,
        "response_status": outcome.status,
        "response_body": outcome.body,
        "response_ms": outcome.milliseconds,
        "error": outcome.error,
        "error_code": outcome.code,
        "history": [*delivery.history, entry][-12:],
    }


def _note_success(delivery: WebhookDelivery) -> None:
    Webhook.objects.filter(pk=delivery.webhook_id).update(failures_in_a_row=0, last_success_at=timezone.now())


def _note_failure(delivery: WebhookDelivery, outcome: Outcome, *, is_last: bool) -> None:
    failed = Webhook.objects.filter(pk=delivery.webhook_id)
    failed.update(failures_in_a_row=F("failures_in_a_row") + 1, last_failure_at=timezone.now())
    if outcome.status == GONE:
        stop(delivery.webhook, Webhook.Stop.GONE, status=outcome.status)
    elif is_last and outcome.passes:
        stop(delivery.webhook, Webhook.Stop.FAILURES, status=outcome.status)
