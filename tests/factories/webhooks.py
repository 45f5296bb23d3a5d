"""Webhooks of a tenant, and what is on its way to them."""

import json
from typing import Any

from core.events import relay
from core.models import Webhook, WebhookDelivery
from core.tenancy import every_tenant, tenant_scope


def webhook(tenant: Any, *events: str, **changes: Any) -> Webhook:
    """An active webhook that is told these events; nothing listens at its address."""
    values = {"url": "https://hooks.example.org/in", "events": list(events), **changes}
    with tenant_scope(tenant.pk):
        return Webhook.objects.create(tenant_id=tenant.pk, **values)


def told(hook: Webhook, app: str) -> list[tuple[str, dict[str, Any]]]:
    """(event, data) of everything queued for it, once the app's outbox has been relayed."""
    with every_tenant():
        relay(app)
    with tenant_scope(hook.tenant_id):
        rows = WebhookDelivery.objects.filter(webhook=hook).order_by("created_at", "source_event", "ordinal")
        return [(row.event, json.loads(row.body)["data"]) for row in rows]
