"""The change log, and what undo needs beside it."""

from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey


class ChangeKind(models.TextChoices):
    """What happened to the row."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("changed")
    REMOVED = "removed", _("removed")


class Change(models.Model):
    """One changed product and act: the values of the changed fields before and after.

    `seq` grows in the order of the commits of a tenant (the writers queue at `services.log`), so a reader that keeps
    the last `seq` misses nothing. A removed product's `old` holds its whole row, so that it can come back.
    """

    Kind = ChangeKind

    seq = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant")
    product_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    actor_label = models.TextField(blank=True, default="", db_default="")
    run_id = models.UUIDField(null=True)
    old: Any = models.JSONField(null=True)
    new: Any = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = (
            models.Index(fields=("tenant_id", "seq"), name="catalog_change_tenant"),
            BrinIndex(fields=("at",), name="catalog_change_time"),
            models.Index(fields=("product_id", "seq"), name="catalog_change_product"),
            models.Index(fields=("run_id", "seq"), condition=models.Q(run_id__isnull=False), name="catalog_change_run"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.product_id}"


class OfferChange(models.Model):
    """What a run did to an offer that undo cannot read from the offer itself: the whole row before.

    `left_run_id` is the offer's `changed_run_id` after the act: while the offer has it, nobody has changed it since.
    """

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant")
    run_id = models.UUIDField()
    offer_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    left_run_id = models.UUIDField()
    old: Any = models.JSONField(null=True)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("offer change")
        verbose_name_plural = _("offer changes")
        indexes = (models.Index(fields=("run_id", "id"), name="catalog_offer_change_run"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.offer_id}"


class UndoKept(models.Model):
    """A field that an undo left alone because somebody changed it after the run; `field` "*" is the whole product."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant")
    undo_run_id = models.UUIDField()
    product_id = models.UUIDField()
    field = models.TextField()
    run_value: Any = models.JSONField(null=True)
    current_value: Any = models.JSONField(null=True)
    changed_by_kind = models.CharField(max_length=12, blank=True, default="")
    changed_by = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField(null=True)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("field kept by an undo")
        verbose_name_plural = _("fields kept by an undo")
        indexes = (models.Index(fields=("undo_run_id", "id"), name="catalog_undo_kept_run"),)

    def __str__(self) -> str:
        return f"{self.product_id} {self.field}"
