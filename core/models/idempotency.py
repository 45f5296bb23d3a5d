"""Requests that callers may repeat without fear: what the first of them was answered."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.encryption import EncryptedTextField
from core.models.people import Tenant, User


class IdempotentRequest(models.Model):
    """A POST sent with `Idempotency-Key`; unique per organisation, user, route and key.

    While it runs `status` is empty and `lease_until` says when a crash is assumed; then a repetition takes it over
    under a `claim` of its own. The answer is encrypted: it may tell a secret that is shown only once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(_("route"), max_length=300)
    key = models.CharField(_("key"), max_length=255)
    fingerprint = models.CharField(max_length=64)
    claim = models.UUIDField(default=uuid.uuid4)
    lease_until = models.DateTimeField()
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    body = EncryptedTextField(blank=True, default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("repeatable request")
        verbose_name_plural = _("repeatable requests")
        constraints = (
            models.UniqueConstraint(fields=("tenant", "user", "route", "key"), name="core_idempotent_request_unique"),
        )
        indexes = (models.Index(fields=("created_at",), name="core_idempotent_request_age"),)

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
