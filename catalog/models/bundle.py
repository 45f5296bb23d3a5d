"""Bundles: products sold together under one name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from core.base import TenantModel


class BundleItem(TenantModel):
    """A part of a bundle, and how many of it."""

    bundle = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="bundle_items", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="in_bundles")
    quantity = models.PositiveIntegerField(_("quantity"), default=1)

    class Meta:
        verbose_name = _("part of a bundle")
        verbose_name_plural = _("parts of a bundle")
        constraints = (
            models.UniqueConstraint(fields=("bundle", "product"), name="catalog_bundle_item_unique"),
            models.CheckConstraint(condition=~models.Q(bundle=models.F("product")), name="catalog_bundle_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"
