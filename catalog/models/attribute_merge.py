"""Attributes that become others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.jobs import Job


class AttributeMerge(Job):
    """An attribute whose values move to another one; its id is the `run_id` of its entries in the change log.

    Ids and no references: the source is gone at the end.
    """

    task_name = "catalog.tasks.run_attribute_merge"
    queue = "catalog"

    source_id = models.UUIDField(editable=False)
    source_name = models.TextField(_("attribute"))
    target_id = models.UUIDField(editable=False)
    target_name = models.TextField(_("merged into"))
    changed = models.PositiveIntegerField(_("changed products"), default=0, editable=False)

    class Meta:
        verbose_name = _("merge of attributes")
        verbose_name_plural = _("merges of attributes")
        ordering = ("-created_at", "id")
        indexes = (models.Index(fields=("tenant_id", "-created_at"), name="catalog_attribute_merges"),)

    def __str__(self) -> str:
        return f"{self.source_name} -> {self.target_name}"
