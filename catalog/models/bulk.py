"""Changes of many products at once."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey
from core.jobs import Job


class BulkEdit(Job):
    """One act on many products, or the undoing of one; its id is the `run_id` of its entries in the change log.

    `selection` is {"ids": [...]} or {"filters": {...}}; the products are taken in the order of their ids, `checkpoint`
    names the last one that is done. `key` comes with the form: the same one a second time starts nothing more.
    """

    task_name = "catalog.tasks.run_bulk_edit"
    queue = "catalog"

    class Act(models.TextChoices):
        """What is done to the products."""

        PRICE = "price", _("Price")
        STOCK = "stock", _("Stock")
        STATUS = "status", _("Status")
        CATEGORY = "category", _("Category")
        TAGS = "tags", _("Tags")
        BRAND = "brand", _("Brand")
        SUPPLIER = "supplier", _("Supplier")
        TRASH = "trash", _("Move to the trash")
        RESTORE = "restore", _("Take out of the trash")
        PURGE = "purge", _("Remove for good")
        UNDO = "undo", _("Undo")

    act = models.CharField(_("act"), max_length=8, choices=Act.choices)
    options: Any = models.JSONField(default=dict, blank=True)
    selection: Any = models.JSONField(default=dict, blank=True)
    key = models.UUIDField(null=True, editable=False)
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undoings", editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    unchanged = models.PositiveIntegerField(_("as they were"), default=0, editable=False)
    left_out: Any = models.JSONField(default=dict, editable=False, help_text=_("Reason -> products."))
    outcome: Any = models.JSONField(default=dict, editable=False, help_text=_("What an undoing did, in numbers."))

    class Meta:
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")
        ordering = ("-created_at", "id")
        indexes = (models.Index(fields=("tenant_id", "-created_at"), name="catalog_bulk_recent"),)
        constraints = (
            models.UniqueConstraint(
                fields=("tenant_id", "key"), condition=models.Q(key__isnull=False), name="catalog_bulk_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()} {str(self.pk)[:8]}"


class BulkMark(models.Model):
    """What the marks of a product said before a bulk edit put its own in their place: undoing it sets them back."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = RemoteKey("core.Tenant")
    run_id = models.UUIDField()
    product_id = models.UUIDField()
    marks: Any = models.JSONField(default=dict)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("mark before a bulk edit")
        verbose_name_plural = _("marks before bulk edits")
        indexes = (models.Index(fields=("run_id", "product_id"), name="catalog_bulk_mark_run"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.product_id}"
