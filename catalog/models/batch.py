"""The ledger that makes a batch of a run happen exactly once."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey


class MergeBatch(models.Model):
    """A batch that is done, with the result it gave; written in the same transaction as its rows."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant")
    run_id = models.UUIDField()
    number = models.IntegerField()
    result: Any = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("merged batch")
        verbose_name_plural = _("merged batches")
        constraints = (models.UniqueConstraint(fields=("run_id", "number"), name="catalog_merge_batch_unique"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
