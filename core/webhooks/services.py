"""Use cases of webhooks: add, change, switch, test, send again, delete."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import Conflict, NotFound
from core.models import User, Webhook, WebhookDelivery
from core.models.webhooks import new_secret
from core.outgoing import DeliveryStatus, again, due, lease
from core.webhooks.checking import checked
from core.webhooks.delivering import Outcome, attempt
from core.webhooks.envelope import body_of
from core.webhooks.events import EVENTS, TEST
from core.webhooks.queueing import wake
from core.webhooks.stopping import stop

MANAGE = "manage:integrations"
MOST_WEBHOOKS = 100
MOST_REPLAYED = 1000
TEST_SECONDS = 10.0
KEPT_FOR = timedelta(days=30)


class WebhookOff(Conflict):
    """A webhook that is off sends nothing."""

    code = "WEBHOOK_OFF"


def create_webhook(
    *, by: User, tenant_id: UUID, url: str, events: Iterable[str], secret: str = "", description: str = "", **more: Any
) -> Webhook:
    """Add a webhook; `is_active` may be given. Its `secret` is the given one, or a new one to be shown now only.

    Raises PermissionRefused without `manage:integrations`, InvalidInput, AddressNotAllowed, Conflict when the
    organisation has a hundred.
    """
    require(by, MANAGE, tenant_id=tenant_id)
    values = checked({"url": url, "events": events, "secret": secret, "description": description, **more}, tenant_id)
    with atomic("core"):
        if Webhook.objects.filter(tenant_id=tenant_id).count() >= MOST_WEBHOOKS:
            message = _("An organisation has at most %(most)s webhooks: delete one that is not needed.")
            raise Conflict(message % {"most": MOST_WEBHOOKS}, code="TOO_MANY_WEBHOOKS")
        webhook = Webhook(tenant_id=tenant_id, **values)
        if not webhook.is_active:
            webhook.stop, webhook.stopped_at = Webhook.Stop.PERSON, timezone.now()
        webhook.save()
        audit.record("webhook.created", subject=webhook, after=_audited(webhook))
    return webhook


def update_webhook(webhook_id: UUID, *, by: User, values: Mapping[str, Any]) -> Webhook:
    """Change url, events, description, secret, is_active; what is not named stays. Raises as `create_webhook`."""
    webhook = get_webhook(webhook_id)
    require(by, MANAGE, webhook)
    changed = checked(values, webhook.tenant_id)
    active = changed.pop("is_active", None)
    before = _audited(webhook)
    with atomic("core"):
        for name, wanted in changed.items():
            setattr(webhook, name, wanted)
        webhook.save(update_fields=[*changed, "updated_at"])
        old, new = audit.changes(before, _audited(webhook))
        if "secret" in changed:
            audit.record("webhook.secret_changed", subject=webhook)
        if new:
            audit.record("webhook.updated", subject=webhook, before=old, after=new)
        if active is not None:
            switch_webhook(webhook_id, by=by, on=active)
    webhook.refresh_from_db()
    return webhook


def switch_webhook(webhook_id: UUID, *, by: User, on: bool) -> Webhook:
    """Switch a webhook on or off; as it is already changes nothing. Raises NotFound, PermissionRefused."""
    webhook = get_webhook(webhook_id)
    require(by, MANAGE, webhook)
    if not on:
        stop(webhook, Webhook.Stop.PERSON)
        return webhook
    with atomic("core"):
        off = Webhook.objects.filter(pk=webhook.pk, is_active=False)
        if off.update(is_active=True, stop="", stopped_at=None, failures_in_a_row=0):
            audit.record("webhook.started", subject=webhook)
    webhook.refresh_from_db()
    return webhook


def rotate_secret(webhook_id: UUID, *, by: User) -> str:
    """Sign with a new secret from now on; returns it, to be shown this once. Raises NotFound, PermissionRefused."""
    secret = new_secret()
    update_webhook(webhook_id, by=by, values={"secret": secret})
    return secret


def delete_webhook(webhook_id: UUID, *, by: User) -> None:
    """Remove a webhook with its deliveries; raises NotFound, PermissionRefused."""
    webhook = get_webhook(webhook_id)
    require(by, MANAGE, webhook)
    with atomic("core"):
        audit.record("webhook.deleted", subject=webhook, before=_audited(webhook))
        webhook.delete()


@dataclass(frozen=True)
class Tested:
    """What the receiver answered to a test."""

    delivery: WebhookDelivery
    outcome: Outcome


def send_test(webhook_id: UUID, *, by: User) -> Tested:
    """Send the event `webhook.test` now, once, also to a webhook that is off; waits for the answer at most 10 seconds.

    Raises NotFound, PermissionRefused. What goes wrong on the way is in the result.
    """
    webhook = get_webhook(webhook_id)
    require(by, MANAGE, webhook)
    now, delivery_id = timezone.now(), uuid.uuid4()
    data = {"message": EVENTS[TEST].sample["message"]}
    with atomic("core"):
        delivery = WebhookDelivery.objects.create(
            id=delivery_id,
            webhook=webhook,
            tenant_id=webhook.tenant_id,
            event=TEST,
            source_app="core",
            source_event=0,
            part=f"{TEST}:{delivery_id}",
            body=body_of(TEST, data, at=now, webhook_id=webhook.pk, delivery_id=delivery_id),
            attempts=1,
            claim_id=uuid.uuid4(),
            # No worker takes it: the test is one attempt, made here.
            claimed_until=now + lease(),
        )
        audit.record("webhook.tested", subject=webhook)
    outcome = attempt(delivery, seconds=TEST_SECONDS, retries=False)
    return Tested(delivery, outcome)


def replay(webhook_id: UUID, delivery_id: UUID, *, by: User) -> WebhookDelivery:
    """Send a delivery again, the same body under the same id; one that waits is sent now.

    Raises NotFound, PermissionRefused, WebhookOff.
    """
    webhook = _replayable(webhook_id, by)
    rows = WebhookDelivery.objects.filter(webhook=webhook, pk=delivery_id)
    delivery = rows.first()
    if delivery is None:
        raise NotFound(code="DELIVERY_NOT_FOUND")
    if delivery.event == TEST:
        raise Conflict(_("A test is not sent again: make another one."), code="DELIVERY_IS_TEST")
    with atomic("core"):
        if not again(rows):
            due_now = rows.filter(status=DeliveryStatus.WAITING, next_attempt_at__gt=timezone.now())
            due_now.update(next_attempt_at=timezone.now())
        audit.record("webhook.replayed", subject=webhook, count=1)
        wake(webhook)
    return rows.get()


def replay_failed(webhook_id: UUID, *, by: User, since: datetime | None = None) -> int:
    """Send again what failed since then (by default: everything kept), oldest first, at most a thousand at once.

    Returns how many. Raises NotFound, PermissionRefused, WebhookOff.
    """
    webhook = _replayable(webhook_id, by)
    failed = WebhookDelivery.objects.filter(webhook=webhook, status=DeliveryStatus.FAILED).exclude(event=TEST)
    if since is not None:
        failed = failed.filter(created_at__gte=since)
    chosen = list(failed.order_by("created_at").values_list("pk", flat=True)[:MOST_REPLAYED])
    with atomic("core"):
        count = again(WebhookDelivery.objects.filter(pk__in=chosen, status=DeliveryStatus.FAILED))
        if count:
            audit.record("webhook.replayed", subject=webhook, count=count)
            wake(webhook)
    return count


def webhooks_with_due_deliveries() -> list[tuple[UUID, UUID]]:
    """(webhook, tenant) of every active webhook that has something to send now and is in no worker's hands."""
    rows = due(WebhookDelivery.objects.filter(webhook__is_active=True))
    free = rows.exclude(webhook__served_until__gt=timezone.now())
    return list(free.order_by().values_list("webhook_id", "tenant_id").distinct())


def forget_old() -> int:
    """Remove deliveries made long ago; returns how many. None of them can still be on its way."""
    return WebhookDelivery.objects.filter(created_at__lte=timezone.now() - KEPT_FOR).delete()[0]


def get_webhook(webhook_id: UUID) -> Webhook:
    """The webhook of the current tenant; raises NotFound."""
    webhook = Webhook.objects.filter(pk=webhook_id).defer("secret").first()
    if webhook is None:
        raise NotFound(code="WEBHOOK_NOT_FOUND")
    return webhook


def _replayable(webhook_id: UUID, by: User) -> Webhook:
    webhook = get_webhook(webhook_id)
    require(by, MANAGE, webhook)
    if not webhook.is_active:
        raise WebhookOff(_("The webhook is off: switch it on, then send again."))
    return webhook


def _audited(webhook: Webhook) -> dict[str, Any]:
    return {"url": webhook.url, "events": webhook.events, "description": webhook.description}
