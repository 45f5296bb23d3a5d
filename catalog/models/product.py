"""The golden record."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Cast, Left, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.category import Category
from catalog.models.values import ProductValues
from core.access.permissions import declared_on
from core.base import TenantModel

# Sorting by title uses the first characters of the folded text: titles are longer than an index entry may be.
TITLE_SORT_LENGTH = 60


class Product(TenantModel, ProductValues):
    """What the catalogue holds true about one product.

    Each value comes from the winning offer, by the suppliers' order. `provenance` names the fields for which something
    else decides: `{"title": {"kind": "manual", "actor_id": ..., "label": ..., "at": ...}}`; `locks` the fields that
    no import may touch. `search_text` is written by the services: folded words of title, brand and reference.
    """

    class Status(models.TextChoices):
        """The life of a product."""

        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        ARCHIVED = "archived", _("Archived")
        TRASH = "trash", _("In the trash")

    class Kind(models.TextChoices):
        """How it is sold."""

        SIMPLE = "simple", _("Single product")
        MODEL = "model", _("Product with variants")
        VARIANT = "variant", _("Variant")
        BUNDLE = "bundle", _("Bundle")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SIMPLE, db_default=Kind.SIMPLE)
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="variants",
        db_index=False,
        db_constraint=False,
        verbose_name=_("product it is a variant of"),
    )
    variant_axes: Any = ArrayField(
        models.TextField(),
        default=list,
        db_default=models.Value([], ArrayField(models.TextField())),
        blank=True,
        verbose_name=_("axes of its variants"),
    )
    family = models.ForeignKey(
        "catalog.AttributeFamily",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="products",
        db_index=False,
        db_constraint=False,
        verbose_name=_("family"),
    )
    further_categories: Any = ArrayField(
        models.UUIDField(),
        default=list,
        db_default=models.Value([], ArrayField(models.UUIDField())),
        blank=True,
        verbose_name=_("further categories"),
    )
    sku = models.TextField(_("own SKU"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    status_before_trash = models.CharField(max_length=10, blank=True, default="", db_default="", editable=False)
    provenance: Any = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )
    locks: Any = ArrayField(
        models.TextField(),
        default=list,
        db_default=models.Value([], ArrayField(models.TextField())),
        blank=True,
        verbose_name=_("locked fields"),
    )
    offer_count = models.PositiveIntegerField(_("offers"), default=0, db_default=0, editable=False)
    image_count = models.PositiveIntegerField(_("images"), default=0, db_default=0, editable=False)
    mpn_key = models.TextField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        permissions = declared_on("catalog.Product")
        constraints = (
            models.UniqueConstraint(
                fields=("tenant_id", "gtin"),
                condition=models.Q(gtin__isnull=False),
                name="catalog_product_gtin_unique",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "sku"), condition=models.Q(sku__isnull=False), name="catalog_product_sku_unique"
            ),
        )
        indexes = (
            models.Index(fields=("tenant_id", "brand", "mpn_key"), name="catalog_product_brand_mpn"),
            models.Index(fields=("tenant_id", "category"), name="catalog_product_category"),
            models.Index(
                fields=("tenant_id", "asin"), condition=models.Q(asin__isnull=False), name="catalog_product_asin"
            ),
            models.Index(
                fields=("tenant_id", "status"), condition=~models.Q(status="active"), name="catalog_product_not_active"
            ),
            models.Index(fields=("tenant_id", "updated_at", "id"), name="catalog_product_updated"),
            models.Index(fields=("tenant_id", "created_at", "id"), name="catalog_product_created"),
            models.Index(fields=("tenant_id", "price", "id"), name="catalog_product_price"),
            models.Index(fields=("tenant_id", "stock", "id"), name="catalog_product_stock"),
            models.Index("tenant_id", Left("search_text", TITLE_SORT_LENGTH), "id", name="catalog_product_title"),
            models.Index(
                fields=("tenant_id", "kind"), condition=~models.Q(kind="simple"), name="catalog_product_not_simple"
            ),
            models.Index(fields=("parent",), condition=models.Q(parent__isnull=False), name="catalog_product_parent"),
            models.Index(
                fields=("tenant_id", "parent_ref"),
                condition=models.Q(parent_ref__isnull=False),
                name="catalog_product_parent_ref",
            ),
            models.Index(fields=("family",), condition=models.Q(family__isnull=False), name="catalog_product_family"),
            GinIndex(
                fields=("further_categories",),
                condition=~models.Q(further_categories=[]),
                name="catalog_product_categories",
            ),
            GinIndex(fields=("tags",), condition=models.Q(tags__isnull=False), name="catalog_product_tags"),
            GinIndex(Cast("search_text", SearchVectorField()), name="catalog_product_words"),
        )

    def __str__(self) -> str:
        return self.title or self.sku or self.gtin or str(self.pk)

    def access_scopes(self) -> Iterator[tuple[str, Any]]:
        """The wider objects whose grants count on this product: suppliers who offer it, categories above its own."""
        for supplier_id in self.offers.order_by().values_list("supplier_id", flat=True).distinct():
            yield "suppliers.Supplier", supplier_id
        if self.category is not None:
            for category_id in self.category.above():
                yield "catalog.Category", category_id
        for category in Category.objects.filter(pk__in=self.further_categories) if self.further_categories else ():
            for category_id in (category.pk, *category.above()):
                yield "catalog.Category", category_id
