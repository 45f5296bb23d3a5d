"""What one supplier says about one product."""

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from catalog.models.values import ProductValues
from core.base import TenantModel
from core.fields import RemoteKey


class Offer(TenantModel, ProductValues):
    """A supplier's row; `key` identifies it within the supplier.

    The values are those that compete for the golden record: a field that the mapping takes "only for new products"
    keeps what it gave then. An unchanged row (same `row_hash`) is never written again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supplier_id = RemoteKey("suppliers.Supplier")
    source_id = RemoteKey("suppliers.Source", null=True)
    missing_since = models.DateTimeField(
        _("missing since"), null=True, help_text=_("A full import of its source no longer names it.")
    )
    key = models.TextField(_("key"))
    supplier_sku = models.TextField(_("supplier's SKU"), null=True, blank=True)
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="offers", db_index=False, verbose_name=_("product")
    )
    extra: Any = models.JSONField(null=True, blank=True)
    raw = models.TextField(null=True, blank=True)
    row_hash = models.UUIDField()
    created_run_id = models.UUIDField()
    changed_run_id = models.UUIDField()
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now, db_default=Now())
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_default=Now())

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "supplier_id", "key"), name="catalog_offer_key_unique"),
        )
        indexes = (
            models.Index(fields=("product", "supplier_id"), name="catalog_offer_product"),
            models.Index(fields=("created_run_id",), name="catalog_offer_created_run"),
            models.Index(
                fields=("tenant_id", "supplier_sku"),
                condition=~models.Q(supplier_sku=models.F("key")),
                name="catalog_offer_other_sku",
            ),
        )

    def __str__(self) -> str:
        return self.key
