"""Categories: the tenant's own tree and those of other taxonomies."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped


class Taxonomy(TenantModel, Timestamped):
    """Somebody else's tree of categories: Google's, a marketplace's, a shop's."""

    class Kind(models.TextChoices):
        """Whose tree it is."""

        INTERNAL = "internal", _("Own")
        GOOGLE = "google", _("Google")
        AMAZON = "amazon", _("Amazon")
        ODOO = "odoo", _("Odoo")
        PRESTASHOP = "prestashop", _("PrestaShop")
        ICECAT = "icecat", _("Icecat")

    code = models.CharField(_("code"), max_length=40)
    name = models.TextField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INTERNAL)
    sync_url = models.URLField(_("address of the file"), max_length=1_000, blank=True)
    synced_at = models.DateTimeField(_("last loaded"), null=True, editable=False)

    class Meta:
        verbose_name = _("taxonomy")
        verbose_name_plural = _("taxonomies")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "code"), name="catalog_taxonomy_code_unique"),)

    def __str__(self) -> str:
        return self.name


class Category(TenantModel, Timestamped):
    """A node of a tree; `path` reads "A > B > C", `key` is its folded twin, so that a subtree is a prefix.

    Without a taxonomy it belongs to the tenant's own tree, which products lie in.
    """

    taxonomy = models.ForeignKey(
        Taxonomy, on_delete=models.CASCADE, null=True, blank=True, related_name="categories", verbose_name=_("taxonomy")
    )

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name = models.TextField(_("name"))
    path = models.TextField(_("path"), editable=False)
    key = models.TextField(editable=False)
    depth = models.PositiveSmallIntegerField(default=1, editable=False)
    external_id = models.CharField(_("id in the taxonomy"), max_length=100, blank=True, default="", db_default="")
    description = models.TextField(_("description"), blank=True, default="", db_default="")
    position = models.PositiveIntegerField(_("position"), default=0, db_default=0)
    is_active = models.BooleanField(_("active"), default=True, db_default=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("path", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tenant_id", "taxonomy", "key"), nulls_distinct=False, name="catalog_category_path_unique"
            ),
        )

    def __str__(self) -> str:
        return self.path

    def above(self) -> list[UUID]:
        """Ids of the categories this one lies in; one query."""
        names = self.key.split(">")[:-1]
        keys = [">".join(names[: depth + 1]) for depth in range(len(names))]
        return list(
            type(self)
            .objects.filter(key__in=keys, **self._in_its_tree())
            .order_by("depth")
            .values_list("pk", flat=True)
        )

    def _in_its_tree(self) -> dict[str, Any]:
        return {"taxonomy_id": self.taxonomy_id} if self.taxonomy_id else {"taxonomy__isnull": True}

    def access_scopes(self) -> Iterator[tuple[str, UUID]]:
        """The wider objects whose grants count on this category."""
        for category_id in self.above() if self.depth > 1 else ():
            yield "catalog.Category", category_id


class CategoryAlias(TenantModel):
    """A path of the own tree that leads to a category which has, or is, another one by now.

    Feeds go on sending the path they know. A category that has the path itself comes first. `former_id` is the category
    that was merged or deleted.
    """

    key = models.TextField()
    path = models.TextField(_("path"))
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("category"))
    former_id = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("former path of a category")
        verbose_name_plural = _("former paths of categories")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_category_alias_unique"),)
        indexes = (
            models.Index(
                fields=("former_id",), condition=models.Q(former_id__isnull=False), name="catalog_category_alias_former"
            ),
        )

    def __str__(self) -> str:
        return self.path


class CategoryMapping(TenantModel, Timestamped):
    """Which category of another taxonomy one of the own tree stands for."""

    class Kind(models.TextChoices):
        """Who found it."""

        MANUAL = "manual", _("By hand")
        AUTOMATIC = "auto", _("Automatic")

    class Status(models.TextChoices):
        """Whether it counts."""

        ACTIVE = "active", _("Active")
        PENDING = "pending_review", _("To be checked")
        REJECTED = "rejected", _("Rejected")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="mappings", db_index=False)
    target = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="mapped_from")
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="mappings")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.MANUAL)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.ACTIVE)
    confidence = models.PositiveSmallIntegerField(_("confidence"), default=100)

    class Meta:
        verbose_name = _("mapping of a category")
        verbose_name_plural = _("mappings of categories")
        constraints = (
            models.UniqueConstraint(fields=("category", "taxonomy"), name="catalog_category_mapping_unique"),
        )
        indexes = (models.Index(fields=("tenant_id", "taxonomy", "status"), name="catalog_mapping_status"),)

    def __str__(self) -> str:
        return f"{self.category_id} -> {self.target_id}"
