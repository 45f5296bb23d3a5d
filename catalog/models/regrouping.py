"""Acts that give many products another brand, category or tag because the brand, category or tag itself changes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel
from core.jobs import Job


class Regrouping(Job):
    """One such act, or the undoing of one; its id is the `run_id` of its entries in the change log.

    `label` names what it was about, `moves` says old -> new (ids of brands and categories, or tags), `saved` keeps the
    rows that the act removes, so that undoing it brings them back as they were.
    """

    task_name = "catalog.tasks.run_regrouping"
    queue = "catalog"

    class Act(models.TextChoices):
        """What happened to the brands, categories or tags."""

        MERGE_BRANDS = "merge_brands", _("Brands merged")
        RENAME_BRAND = "rename_brand", _("Brand renamed")
        MERGE_CATEGORY = "merge_category", _("Category merged")
        DELETE_CATEGORY = "delete_category", _("Category deleted")
        CHANGE_TAGS = "change_tags", _("Tags renamed or merged")
        DELETE_TAGS = "delete_tags", _("Tags deleted")
        UNDO = "undo", _("Undo")

    act = models.CharField(_("act"), max_length=16, choices=Act.choices)
    label = models.TextField(_("what"), blank=True, default="")
    moves: Any = models.JSONField(default=dict, editable=False)
    saved: Any = models.JSONField(default=dict, editable=False)
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undoings", editable=False)
    changed = models.PositiveIntegerField(_("changed products"), default=0, editable=False)
    offers = models.PositiveIntegerField(_("changed offers"), default=0, editable=False)
    outcome: Any = models.JSONField(default=dict, editable=False, help_text=_("What an undoing did, in numbers."))

    class Meta:
        verbose_name = _("regrouping of products")
        verbose_name_plural = _("regroupings of products")
        ordering = ("-created_at", "id")
        indexes = (models.Index(fields=("tenant_id", "act", "-created_at"), name="catalog_regrouping_recent"),)

    def __str__(self) -> str:
        return self.label or str(self.get_act_display())


class TagAlias(TenantModel):
    """A tag that means another one when a feed sends it; an empty `target` drops it."""

    name = models.TextField(_("tag"))
    target = models.TextField(_("means"), blank=True, default="")

    class Meta:
        verbose_name = _("tag that means another")
        verbose_name_plural = _("tags that mean another")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "name"), name="catalog_tag_alias_unique"),)

    def __str__(self) -> str:
        return f"{self.name} -> {self.target}"
