"""What a delivery looks like on the wire: the body, made once, and the headers that sign exactly its bytes."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from core.http import USER_AGENT
from core.models import WebhookDelivery


def body_of(event: str, data: Mapping[str, Any], *, at: datetime, webhook_id: UUID, delivery_id: UUID) -> str:
    """The JSON text of the envelope; `at` is when it happened, not when it is sent."""
    envelope = {
        "event": event,
        "timestamp": at,
        "webhook_id": webhook_id,
        "delivery_id": delivery_id,
        "data": data,
    }
    return orjson.dumps(envelope, default=str, option=orjson.OPT_UTC_Z).decode()


def signature(secret: str, body: bytes) -> str:
    """`sha256=` and the HMAC of the raw body under the webhook's secret."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def headers_of(delivery: WebhookDelivery, *, signed: str) -> dict[str, str]:
    """The headers of a delivery; the signature goes under both names that receivers know."""
    return {
        "Content-Type": "application/json",
        "User-Agent": f"{USER_AGENT} (webhooks)",
        "X-PM-Event": delivery.event,
        "X-PM-Delivery": str(delivery.pk),
        "X-PM-Webhook": str(delivery.webhook_id),
        "X-PM-Signature": signed,
        "X-Webhook-Signature": signed,
    }
