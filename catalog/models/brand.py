"""Brands and the many ways suppliers write them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped


class Brand(TenantModel, Timestamped):
    """A brand under the name this tenant wants to see."""

    name = models.TextField(_("name"))

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ("name", "id")
        indexes = (models.Index(fields=("tenant_id", "name"), name="catalog_brand_name"),)

    def __str__(self) -> str:
        return self.name


class BrandAlias(TenantModel):
    """One folded spelling (`folding.brand_key`) that means this brand; the brand's own name is an alias too."""

    key = models.TextField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("brand"))

    class Meta:
        verbose_name = _("brand alias")
        verbose_name_plural = _("brand aliases")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_brand_alias_unique"),)

    def __str__(self) -> str:
        return self.key
