"""Products that may be the same, and those that were made one."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from core.base import TenantModel, Timestamped
from core.fields import RemoteKey
from core.jobs import Job


class ProductMerge(TenantModel, Timestamped):
    """Two products that became one; its id is the `run_id` of its entries in the change log.

    `codes`: the GTINs and SKUs that lead to the survivor without being its own. `marks`: the provenance of the survivor
    before, for undoing. The absorbed product is a plain id: the row outlives its removal from the trash.
    """

    survivor = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="merges", db_constraint=False)
    absorbed_id = models.UUIDField(db_index=True)
    absorbed_title = models.TextField(blank=True, default="")
    codes: Any = ArrayField(models.TextField(), default=list)
    marks: Any = models.JSONField(default=dict)
    choices: Any = models.JSONField(default=dict)
    made_by_id = RemoteKey("core.User", null=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undo_run_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("merge of products")
        verbose_name_plural = _("merges of products")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at"), name="catalog_merge_recent"),
            GinIndex(fields=("codes",), condition=models.Q(undone_at=None), name="catalog_merge_codes"),
        )

    def __str__(self) -> str:
        return f"{self.absorbed_id} -> {self.survivor_id}"


class DuplicatePair(TenantModel, Timestamped):
    """Two products that may be the same, the smaller id first; a rejected pair is never proposed again.

    `evidence`: [{"code", "points", "first", "second"}], points below zero speak against it.
    """

    class State(models.TextChoices):
        """What was decided."""

        PENDING = "pending", _("To be decided")
        REJECTED = "rejected", _("Two products")
        MERGED = "merged", _("Merged")

    first = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="duplicates_first", db_constraint=False, db_index=False
    )
    second = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="duplicates_second", db_constraint=False)
    score = models.PositiveSmallIntegerField(_("score"))
    evidence: Any = models.JSONField(_("evidence"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    merge = models.ForeignKey(ProductMerge, null=True, on_delete=models.SET_NULL, related_name="pairs")
    decided_by_id = RemoteKey("core.User", null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = (models.UniqueConstraint(fields=("first", "second"), name="catalog_duplicate_unique"),)
        indexes = (models.Index(fields=("tenant_id", "state", "score", "id"), name="catalog_duplicate_queue"),)

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id} ({self.score})"


class DuplicateRun(Job):
    """Searching all products for duplicates, or merging all pairs above a score."""

    task_name = "catalog.tasks.run_duplicates"
    queue = "catalog"

    class Act(models.TextChoices):
        """What it does."""

        SEARCH = "search", _("Search for duplicates")
        MERGE = "merge", _("Merge all above a score")

    act = models.CharField(_("act"), max_length=8, choices=Act.choices, default=Act.SEARCH)
    least_score = models.PositiveSmallIntegerField(default=0, editable=False)
    found = models.PositiveIntegerField(_("pairs"), default=0, editable=False)
    left_out = models.PositiveIntegerField(_("left out"), default=0, editable=False)

    class Meta:
        verbose_name = _("run over duplicates")
        verbose_name_plural = _("runs over duplicates")
        ordering = ("-created_at", "id")
        indexes = (models.Index(fields=("tenant_id", "-created_at"), name="catalog_duplicate_run"),)

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.created_at:%Y-%m-%d %H:%M}"
