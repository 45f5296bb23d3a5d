"""Brands and the many ways suppliers write them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped


class Brand(TenantModel, Timestamped):
    """A brand under the name this tenant wants to see."""

    class State(models.TextChoices):
        """Whether somebody has looked at a brand that an import made."""

        CONFIRMED = "confirmed", _("Confirmed")
        PENDING = "pending", _("To be checked")
        IGNORED = "ignored", _("Left as it is")

    name = models.TextField(_("name"))
    code = models.TextField(_("code"), blank=True, default="", db_default="")
    website = models.URLField(_("website"), max_length=500, blank=True, default="", db_default="")
    logo_url = models.URLField(_("address of the logo"), max_length=500, blank=True, default="", db_default="")
    description = models.TextField(_("description"), blank=True, default="", db_default="")
    is_active = models.BooleanField(_("active"), default=True, db_default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.CONFIRMED, db_default=State.PENDING
    )

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=("tenant_id", "name"), name="catalog_brand_name"),
            models.Index(
                fields=("tenant_id", "name", "id"), condition=models.Q(state="pending"), name="catalog_brand_pending"
            ),
        )

    def __str__(self) -> str:
        return self.name


class BrandAlias(TenantModel):
    """One folded spelling (`folding.brand_key`) that means this brand; the brand's own name is an alias too."""

    class Source(models.TextChoices):
        """Where a spelling comes from."""

        MANUAL = "manual", _("By hand")
        IMPORT = "import", _("Import")
        MERGE = "merge", _("Merged brand")
        ODOO = "odoo", _("Odoo")

    key = models.TextField()
    name = models.TextField(_("spelling"), blank=True, default="", db_default="")
    source = models.CharField(
        _("where from"), max_length=8, choices=Source.choices, default=Source.MANUAL, db_default=Source.IMPORT
    )
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("brand"))
    former_id = models.UUIDField(null=True, editable=False, help_text=_("The brand it was before a merge."))

    class Meta:
        verbose_name = _("brand alias")
        verbose_name_plural = _("brand aliases")
        indexes = (
            models.Index(
                fields=("former_id",), condition=models.Q(former_id__isnull=False), name="catalog_brand_alias_former"
            ),
        )
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_brand_alias_unique"),)

    def __str__(self) -> str:
        return self.key
