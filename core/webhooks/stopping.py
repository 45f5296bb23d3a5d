"""Switching a webhook off: by a person, or because its address does not take deliveries."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from core import audit
from core.databases import atomic
from core.models import Webhook, WebhookDelivery
from core.notifications import notify
from core.outgoing import DeliveryStatus

OFF_CODE = "WEBHOOK_OFF"
ACTS = {
    Webhook.Stop.PERSON: "webhook.stopped",
    Webhook.Stop.FAILURES: "webhook.failed",
    Webhook.Stop.GONE: "webhook.gone",
}
GONE = gettext_noop("%(address)s says that it is gone for good (410). Enter another address, then switch it on again.")
SILENT = gettext_noop("%(address)s did not answer its deliveries. Check the receiver, then switch it on again.")
FAILING = gettext_noop(
    "%(address)s answered its deliveries with HTTP %(status)s until the end. Check the receiver, then switch it on "
    "again."
)


def stop(webhook: Webhook, reason: Webhook.Stop, *, status: int | None = None) -> bool:
    """Switch the webhook off; what still waited has failed (and can be replayed). False when it was off already.

    Unless a person did it, those who manage integrations are told, with the last HTTP `status`.
    """
    now = timezone.now()
    with atomic("core"):
        on = Webhook.objects.filter(pk=webhook.pk, is_active=True)
        if not on.update(is_active=False, stop=reason, stopped_at=now):
            return False
        waiting = WebhookDelivery.objects.filter(webhook=webhook, status=DeliveryStatus.WAITING)
        waiting.update(
            status=DeliveryStatus.FAILED,
            finished_at=now,
            claim_id=None,
            claimed_until=None,
            error="The webhook was switched off before this was delivered.",
            error_code=OFF_CODE,
        )
        audit.record(ACTS[reason], subject=webhook, status=status)
        webhook.refresh_from_db()
        if reason != Webhook.Stop.PERSON:
            _tell(webhook, reason, status)
    return True


def _tell(webhook: Webhook, reason: Webhook.Stop, status: int | None) -> None:
    failed = FAILING if status else SILENT
    notify(
        "webhook_disabled",
        tenant_id=webhook.tenant_id,
        title=gettext_noop("A webhook was switched off"),
        message=GONE if reason == Webhook.Stop.GONE else failed,
        params={"address": webhook.url, "status": status or ""},
        url=f"/settings/webhooks/{webhook.pk}/",
        level="error",
        key=f"webhook-off:{webhook.pk}:{webhook.stopped_at}",
    )
