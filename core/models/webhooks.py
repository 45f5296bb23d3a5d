"""Outgoing webhooks and their deliveries."""

import secrets
import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.base import Timestamped
from core.encryption import EncryptedTextField
from core.models.people import Tenant
from core.outgoing import DeliveryStatus, Outgoing


def new_secret() -> str:
    """A secret to sign with, for those who bring none."""
    return f"whsec_{secrets.token_urlsafe(32)}"


class Webhook(Timestamped):
    """An address of somebody else's that is told events; switched off by a person or after too many failures."""

    class Stop(models.TextChoices):
        """Why a webhook is off."""

        PERSON = "person", _("Switched off")
        FAILURES = "failures", _("Switched off after too many failures")
        GONE = "gone", _("Switched off: the address is gone for good (410)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="webhooks", editable=False)
    url = models.CharField(_("address"), max_length=2000)
    description = models.CharField(_("description"), max_length=200, blank=True)
    events: Any = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    secret = EncryptedTextField(_("secret"), default=new_secret)
    is_active = models.BooleanField(_("active"), default=True)
    stop = models.CharField(_("why off"), max_length=8, choices=Stop.choices, blank=True)
    stopped_at = models.DateTimeField(_("off since"), null=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(_("last success"), null=True)
    last_failure_at = models.DateTimeField(_("last failure"), null=True)
    # One worker at a time serves a webhook, so that its deliveries leave in their order.
    served_by = models.UUIDField(null=True, editable=False)
    served_until = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("created_at", "id")
        indexes = (models.Index(fields=("tenant",), condition=models.Q(is_active=True), name="core_webhook_active"),)

    def __str__(self) -> str:
        return self.description or self.url


class WebhookDelivery(Outgoing):
    """One event on its way to one webhook; `body` is exactly what is signed and sent, at every attempt."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", editable=False)
    event = models.CharField(_("event"), max_length=60)
    # Where it comes from: the outbox of an app, the event there, and which part of what that event became.
    source_app = models.CharField(max_length=20)
    source_event = models.BigIntegerField()
    part = models.CharField(max_length=120)
    ordinal = models.PositiveIntegerField(default=0)
    body = models.TextField()
    response_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    response_body = models.TextField(blank=True)
    response_ms = models.PositiveIntegerField(_("response time (ms)"), null=True)
    attempted_at = models.DateTimeField(_("last attempt"), null=True)
    error_code = models.CharField(max_length=40, blank=True)
    # The last attempts: {at, status, ms, error}
    history: Any = models.JSONField(default=list)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ("-created_at", "-source_event", "-ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=("webhook", "source_app", "source_event", "part"), name="core_webhook_delivery_once"
            ),
        )
        indexes = (
            models.Index(fields=("webhook", "-created_at"), name="core_webhook_delivery_recent"),
            models.Index(
                fields=("webhook", "next_attempt_at"),
                condition=models.Q(status=DeliveryStatus.WAITING),
                name="core_webhook_delivery_due",
            ),
            models.Index(fields=("created_at",), name="core_webhook_delivery_age"),
        )

    def __str__(self) -> str:
        return f"{self.event} -> {self.webhook_id}"
