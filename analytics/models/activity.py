"""What is worth showing on the home page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey


class Activity(models.Model):
    """An event worth showing to people; one row per event, however often it is delivered."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant", editable=False)
    app = models.CharField(max_length=20)
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    facts: Any = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-id",)
        indexes = (models.Index(fields=("tenant_id", "-id"), name="analytics_activity_recent"),)
        constraints = (models.UniqueConstraint(fields=("app", "event_id"), name="analytics_activity_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
