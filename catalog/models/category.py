"""The category tree."""

from collections.abc import Iterator
from uuid import UUID

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

    def above(self) -> list[UUID]:
        """Ids of the categories this one lies in; one query."""
        names = self.key.split(">")[:-1]
        keys = [">".join(names[: depth + 1]) for depth in range(len(names))]
        return list(type(self).objects.filter(key__in=keys).order_by("depth").values_list("pk", flat=True))

    def access_scopes(self) -> Iterator[tuple[str, UUID]]:
        """The wider objects whose grants count on this category."""
        for category_id in self.above() if self.depth > 1 else ():
            yield "catalog.Category", category_id
