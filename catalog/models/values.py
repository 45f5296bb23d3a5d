"""The columns a product and an offer share: what a supplier can say about a product, in its normalised form."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.brand import Brand
from catalog.models.category import Category


class ProductValues(models.Model):
    """Values as `catalog.fields` lists them; null means that no source gives one.

    Brand and category have no constraint in the database: checking them took a fifth of the time of a first import, and
    only the services write them, after looking the name up.
    """

    gtin = models.CharField(_("EAN / GTIN"), max_length=14, null=True, blank=True)
    title = models.TextField(_("title"), null=True, blank=True)
    description = models.TextField(_("description"), null=True, blank=True)
    short_description = models.TextField(_("short description"), null=True, blank=True)
    brand = models.ForeignKey(
        Brand,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("brand"),
    )
    mpn = models.TextField(_("manufacturer's reference"), null=True, blank=True)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("category"),
    )
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=4, null=True, blank=True)
    price_promo = models.DecimalField(_("promotion price"), max_digits=18, decimal_places=4, null=True, blank=True)
    price_list = models.DecimalField(_("list price"), max_digits=18, decimal_places=4, null=True, blank=True)
    cost = models.DecimalField(_("purchase price"), max_digits=18, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, null=True, blank=True)
    stock = models.IntegerField(_("stock"), null=True, blank=True)
    weight = models.DecimalField(_("weight (kg)"), max_digits=18, decimal_places=4, null=True, blank=True)
    image_urls = models.TextField(_("image addresses"), null=True, blank=True, help_text=_("One address a line."))
    url = models.TextField(_("page"), null=True, blank=True)
    asin = models.TextField(_("ASIN"), null=True, blank=True)
    vat_rate = models.DecimalField(_("VAT rate (%)"), max_digits=7, decimal_places=3, null=True, blank=True)
    parent_ref = models.TextField(_("parent reference"), null=True, blank=True)
    tags: Any = ArrayField(models.TextField(), verbose_name=_("tags"), null=True, blank=True)

    class Meta:
        abstract = True
