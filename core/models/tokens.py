"""Sign-ins of programs: one row per login through the API, renewed by its refresh token."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import Timestamped


class TokenFamily(Timestamped):
    """All tokens that descend from one login: `refresh_id` names the only refresh token that still counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="token_families")
    refresh_id = models.UUIDField(_("refresh token"), editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("ended"), null=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    user_agent = models.CharField(_("program"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("API sign-in")
        verbose_name_plural = _("API sign-ins")
        indexes: ClassVar = [
            models.Index(fields=("user", "expires_at"), name="core_tokens_of_user"),
            models.Index(fields=("expires_at",), name="core_tokens_expired"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d %H:%M}"
