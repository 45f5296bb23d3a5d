"""The category tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped


class Category(TenantModel, Timestamped):
    """A node of the tree; `path` reads "A > B > C", `key` is its folded twin, so that a subtree is a prefix."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name = models.TextField(_("name"))
    path = models.TextField(_("path"), editable=False)
    key = models.TextField(editable=False)
    depth = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("path", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_category_path_unique"),)

    def __str__(self) -> str:
        return self.path
