"""API keys: what programs identify themselves with; only a hash of the key is kept."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.base import Timestamped
from core.models.people import Tenant


class ApiKey(Timestamped):
    """A key of one tenant; it acts as the person it was made for, within its scopes and that person's rights."""

    class Mode(models.TextChoices):
        """What the key may do at all."""

        LIVE = "live", _("Live")
        TEST = "test", _("Test (reads only)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="api_keys", editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    mode = models.CharField(_("kind"), max_length=4, choices=Mode.choices, default=Mode.LIVE)
    prefix = models.CharField(_("begins with"), max_length=20, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    previous_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    scopes: Any = models.JSONField(_("scopes"), default=list)
    networks: Any = models.JSONField(_("allowed addresses"), default=list, blank=True)
    rate_limit_per_minute = models.PositiveIntegerField(_("requests per minute"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    rotated_at = models.DateTimeField(_("last changed"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    last_address = models.GenericIPAddressField(_("last address"), null=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-created_at", "id")
        indexes: ClassVar = [models.Index(fields=("tenant", "-created_at"), name="core_api_keys_of_tenant")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def has_expired(self) -> bool:
        """Whether its last day is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class ApiKeyUsage(models.Model):
    """How often a key was used on a day."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="usage")
    day: "models.DateField[date, date]" = models.DateField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "day"), name="core_api_key_usage_day"),)

    def __str__(self) -> str:
        return f"{self.key} {self.day}: {self.requests}"
