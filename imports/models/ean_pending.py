"""Products without EAN: the queue in which somebody, or a search, finds it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey


class EanPending(TenantModel, Timestamped):
    """A supplier's article without EAN; once resolved, later files of the supplier get the EAN by themselves."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Waiting")
        RESOLVED = "resolved", _("Found")
        DISMISSED = "dismissed", _("Has none")

    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    source_id = RemoteKey("suppliers.Source", verbose_name=_("source"))
    run_id = models.UUIDField(null=True, help_text=_("The run that saw it first."))
    key = models.TextField(help_text=_("Of the supplier's offer."))
    supplier_sku = models.CharField(_("supplier SKU"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    brand = models.CharField(_("brand"), max_length=255, blank=True)
    mpn = models.CharField(_("manufacturer part number"), max_length=255, blank=True)
    resolution_hash = models.CharField(
        max_length=32, help_text=_("Of supplier, title and manufacturer part number: found again in later files.")
    )
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    gtin = models.CharField(_("EAN / GTIN"), max_length=14, blank=True)
    resolved_by_id = RemoteKey("core.User", null=True)
    resolved_at = models.DateTimeField(_("found at"), null=True)

    class Meta:
        verbose_name = _("article without EAN")
        verbose_name_plural = _("articles without EAN")
        ordering = ("-created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tenant_id", "supplier_id", "resolution_hash"), name="imports_ean_pending_once"
            ),
        )
        indexes = (
            models.Index(fields=("tenant_id", "state", "-created_at", "id"), name="imports_ean_pending_queue"),
            models.Index(fields=("tenant_id", "supplier_id", "key"), name="imports_ean_pending_key"),
        )

    def __str__(self) -> str:
        return self.title or self.supplier_sku or self.key
