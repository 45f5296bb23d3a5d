"""Sheets that come back: an exported table, edited in a spreadsheet, and what each changed cell would do."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel
from core.fields import RemoteKey
from core.jobs import Job


class Sheet(Job):
    """An edited sheet: first compared with the catalogue, then, when somebody says so, applied as one act.

    The id of the sheet is the run in the change log, so that the act is undone as one unit.
    """

    task_name = "imports.tasks.run_sheet"
    queue = "imports"

    class Stage(models.TextChoices):
        """How far it is."""

        COMPARING = "comparing", _("Being compared")
        COMPARED = "compared", _("Compared: waits for your decision")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    stage = models.CharField(_("stage"), max_length=9, choices=Stage.choices, default=Stage.COMPARING)
    file_name = models.CharField(_("file"), max_length=255)
    file_key = models.CharField(max_length=400, blank=True)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    columns: Any = models.JSONField(default=list, help_text=_("The fields that the sheet has, as it names them."))
    rows_read = models.PositiveIntegerField(_("rows"), default=0)
    cells_ready = models.PositiveIntegerField(_("changed cells"), default=0)
    cells_conflicting = models.PositiveIntegerField(_("conflicts"), default=0)
    cells_refused = models.PositiveIntegerField(_("refused cells"), default=0)
    products_changed = models.PositiveIntegerField(_("changed products"), default=0)
    undo_run_id = models.UUIDField(null=True, editable=False)
    undone_products = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("edited sheet")
        verbose_name_plural = _("edited sheets")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at"), name="imports_sheet_recent"),
            models.Index(fields=("lease_until",), condition=models.Q(status="processing"), name="imports_sheet_leases"),
        )

    def __str__(self) -> str:
        return self.file_name


class SheetCell(TenantModel):
    """A changed cell: what the sheet says, what the catalogue has now, and whether it can be applied."""

    class State(models.TextChoices):
        """What will become of it."""

        READY = "ready", _("Will be changed")
        CONFLICT = "conflict", _("Changed here meanwhile")
        REFUSED = "refused", _("Refused")

    class Choice(models.TextChoices):
        """What a person decided about a conflict."""

        OPEN = "", _("Not decided")
        SHEET = "sheet", _("The value of the sheet")
        CATALOGUE = "catalogue", _("The value of the catalogue")

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="cells", db_index=False)
    row = models.PositiveIntegerField(_("row"))
    place = models.CharField(_("cell"), max_length=12)
    product_id = RemoteKey("catalog.Product", null=True)
    title = models.TextField(_("product"), blank=True)
    field = models.TextField(_("field"))
    label = models.TextField(_("column"), blank=True)
    before: Any = models.TextField(_("now"), null=True)
    wanted: Any = models.TextField(_("in the sheet"), null=True)
    value: Any = models.JSONField(null=True, help_text=_("What the change log will hold."))
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    choice = models.CharField(_("decision"), max_length=9, choices=Choice.choices, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("cell of an edited sheet")
        verbose_name_plural = _("cells of edited sheets")
        ordering = ("row", "id")
        indexes = (models.Index(fields=("sheet", "state", "row", "id"), name="imports_cells_of_sheet"),)

    def __str__(self) -> str:
        return f"{self.place} {self.field}"
