"""Chunks of a run: pieces of work that any worker takes, with a lease each."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey
from imports.models.runs import ImportRun


class RunChunk(models.Model):
    """One chunk of one step; `result` is what the step counted, written in the update that ends it."""

    class Step(models.TextChoices):
        """The steps whose chunks do not depend on each other."""

        CHECK = "check", _("Map and validate")
        MERGE = "merge", _("Merge")

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant", editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    step = models.CharField(_("step"), max_length=5, choices=Step.choices)
    number = models.PositiveIntegerField(_("chunk"))
    rows = models.PositiveIntegerField(_("rows"))
    is_done = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    worker = models.CharField(max_length=200, blank=True)
    result: Any = models.JSONField(default=dict)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("chunk")
        verbose_name_plural = _("chunks")
        ordering = ("step", "number")
        constraints = (models.UniqueConstraint(fields=("run", "step", "number"), name="imports_chunk_once"),)

    def __str__(self) -> str:
        return f"{self.step} {self.number}"
