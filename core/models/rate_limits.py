"""Who asked more often than allowed."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.people import Tenant


class RateLimitViolation(models.Model):
    """The first refusal of a caller in a tier and minute; the others of that minute leave no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.CharField(_("caller"), max_length=120)
    tier = models.CharField(_("tier"), max_length=40)
    minute = models.DateTimeField(_("minute"))
    limit = models.PositiveIntegerField(_("limit"))
    address = models.CharField(_("address"), max_length=64, blank=True)
    path = models.CharField(_("path"), max_length=300, blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        db_table = "rate_limit_violations"
        verbose_name = _("exceeded limit")
        verbose_name_plural = _("exceeded limits")
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=("identity", "tier", "minute"), name="rate_limit_violation_unique"),
        )
        indexes = (models.Index(fields=("-at",), name="rate_limit_violation_age"),)

    def __str__(self) -> str:
        return f"{self.identity} {self.tier}"
