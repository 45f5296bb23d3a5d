"""Notifications of people, what they want to hear of, and the messages that leave for them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.encryption import EncryptedTextField
from core.models.people import Tenant, User
from core.outgoing import DeliveryStatus, Outgoing

KEPT_FOR = timedelta(days=7)


def expiry() -> datetime:
    """When a notification of now goes away by itself."""
    return timezone.now() + KEPT_FOR


class Level(models.TextChoices):
    """How much a notification matters."""

    INFO = "info", _("Info")
    SUCCESS = "success", _("Success")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")


class Channel(models.TextChoices):
    """The ways to a person."""

    BELL = "bell", _("Bell")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    CHAT = "chat", _("Chat")


class Notification(models.Model):
    """What one person is told at the bell.

    `title` and `message` are the source texts, `params` the values they name: each reader's language is put in when
    they are read. `key` makes the same news reach a person once. Without a tenant it concerns the account itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.INFO)
    title = models.TextField(_("title"))
    message = models.TextField(_("message"), blank=True)
    params: Any = models.JSONField(default=dict)
    url = models.CharField(_("address"), max_length=500, blank=True)
    metadata: Any = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True, editable=False)
    read_at = models.DateTimeField(_("read"), null=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(default=expiry)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("-created_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("user", "key"), condition=~models.Q(key=""), name="core_notification_once"),
        )
        indexes = (
            models.Index(fields=("user", "-created_at"), name="core_notification_recent"),
            models.Index(
                fields=("user", "tenant"), condition=models.Q(read_at__isnull=True), name="core_notification_unread"
            ),
            models.Index(fields=("expires_at",), name="core_notification_expiry"),
        )

    def __str__(self) -> str:
        return self.title


class NotificationPreferences(models.Model):
    """What a person wants to hear of, by which channels, and where SMS and chat reach the person."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="notification_preferences"
    )
    # kind -> channels; a kind that is not named goes the usual ways
    channels: Any = models.JSONField(default=dict)
    phone = models.CharField(_("mobile number"), max_length=32, blank=True)
    chat = models.CharField(_("name in the chat"), max_length=120, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("notification preferences")
        verbose_name_plural = _("notification preferences")

    def __str__(self) -> str:
        return str(self.user)


class OutgoingMessage(Outgoing):
    """An e-mail, SMS or chat message on its way; the table is the queue."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, null=True, related_name="+")
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    recipient = models.CharField(_("recipient"), max_length=320)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    # The key of a kept file (core.files) that goes with an e-mail, and the name it gets there.
    attachment_key = models.CharField(max_length=250, blank=True, default="", editable=False)
    attachment_name = models.CharField(max_length=120, blank=True, default="", editable=False)
    key = models.CharField(max_length=160, blank=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "id")
        constraints = (models.UniqueConstraint(fields=("key",), condition=~models.Q(key=""), name="core_message_once"),)
        indexes = (
            models.Index(
                fields=("next_attempt_at",), condition=models.Q(status=DeliveryStatus.WAITING), name="core_message_due"
            ),
            models.Index(fields=("created_at",), name="core_message_age"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient}"


class MessageProvider(models.Model):
    """How an organisation's SMS or chat messages leave: a provider and its settings, secrets encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="message_providers", editable=False)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    provider = models.CharField(_("provider"), max_length=40)
    # JSON of all fields, secret or not: one ciphertext
    configuration = EncryptedTextField(blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("message provider")
        verbose_name_plural = _("message providers")
        constraints = (models.UniqueConstraint(fields=("tenant", "channel"), name="core_message_provider_unique"),)

    def __str__(self) -> str:
        return f"{self.channel}: {self.provider}"
