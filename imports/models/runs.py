"""Runs of the import engine: imports, replays of held rows, undoings, and dry runs."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.access.permissions import declared_on
from core.fields import RemoteKey
from core.jobs import Job, JobLogLine
from imports.models.fetches import Fetch, Trigger
from imports.models.files import SourceFile

ROW_OUTCOMES = ("created", "updated", "unchanged", "held", "skipped")


class ImportRun(Job):
    """One passage of rows into the catalogue, from the upload to the report; also its undoing."""

    task_name = "imports.tasks.run_import"
    queue = "imports"

    class Kind(models.TextChoices):
        """What the run does."""

        IMPORT = "import", _("Import")
        REPLAY = "replay", _("Replay of held rows")
        UNDO = "undo", _("Undoing of a run")

    class Stage(models.TextChoices):
        """How far its preparation is; only a ready run can be started."""

        READING = "reading", _("The file cannot be read yet")
        MAPPING = "mapping", _("The mapping waits for confirmation")
        READY = "ready", _("Ready")
        HELD = "held", _("Held: waits for approval")

    class MappingOrigin(models.TextChoices):
        """Where the mapping comes from."""

        PROPOSED = "proposed", _("Proposed from names and values")
        ADAPTED = "adapted", _("The last one, adapted to a changed layout")
        SAVED = "saved", _("Remembered for this layout")
        TEMPLATE = "template", _("Taken from a template")
        CONFIRMED = "confirmed", _("Confirmed by a person")
        GIVEN = "given", _("Given on the command line")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.IMPORT)
    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    source_id = RemoteKey("suppliers.Source", verbose_name=_("source"))
    source_file = models.ForeignKey(
        SourceFile, null=True, on_delete=models.PROTECT, related_name="runs", verbose_name=_("file")
    )
    fetch = models.ForeignKey(Fetch, null=True, on_delete=models.SET_NULL, related_name="runs", verbose_name=_("fetch"))
    trigger = models.CharField(_("begun by"), max_length=8, choices=Trigger.choices, default=Trigger.UPLOAD)
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undoings")
    is_partial = models.BooleanField(
        _("partial"), default=True, help_text=_("The file may lack products that the supplier still sells.")
    )
    stage = models.CharField(_("preparation"), max_length=8, choices=Stage.choices, default=Stage.MAPPING)

    reading: Any = models.JSONField(default=dict, help_text=_("What a person overruled about how the file is read."))
    recognition: Any = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    mapping: Any = models.JSONField(default=dict)
    mapping_origin = models.CharField(max_length=9, choices=MappingOrigin.choices, blank=True)
    evidence: Any = models.JSONField(default=dict, help_text=_("Why each field is mapped to its column."))
    drift: Any = models.JSONField(default=dict, help_text=_("How the layout differs from the one remembered."))
    identity: Any = models.JSONField(default=list, help_text=_("What identifies a row."))
    policies: Any = models.JSONField(default=dict)
    profile: Any = models.JSONField(default=dict, help_text=_("What the brake learns from: rows, blanks, prices."))
    hold: Any = models.JSONField(default=dict, help_text=_("Why the brake holds the run, with the evidence."))
    held_at = models.DateTimeField(_("held at"), null=True, editable=False)
    approvals: Any = models.JSONField(default=list, editable=False, help_text=_("Who let it go on, and when."))

    rows_read = models.PositiveIntegerField(_("read"), default=0)
    rows_created = models.PositiveIntegerField(_("created"), default=0)
    rows_updated = models.PositiveIntegerField(_("updated"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_held = models.PositiveIntegerField(_("held"), default=0)
    rows_skipped = models.PositiveIntegerField(_("skipped"), default=0)
    offers_missing = models.PositiveIntegerField(_("missing in the file"), default=0)
    offers_retired = models.PositiveIntegerField(_("no longer delivered"), default=0)
    products_created = models.PositiveIntegerField(_("products created"), default=0)
    products_updated = models.PositiveIntegerField(_("products updated"), default=0)
    warnings = models.PositiveIntegerField(_("warnings"), default=0)
    issue_counts: Any = models.JSONField(default=dict, help_text=_("level -> code -> rows, exact."))
    changed_fields: Any = models.JSONField(default=dict, help_text=_("field -> changed products."))
    outcome: Any = models.JSONField(default=dict, help_text=_("What an undoing did, in numbers."))

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        permissions = declared_on("imports.ImportRun")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at"), name="imports_run_recent"),
            models.Index(fields=("tenant_id", "supplier_id", "-created_at"), name="imports_run_of_supplier"),
            models.Index(fields=("source_id", "status"), name="imports_run_of_source"),
            models.Index(fields=("source_id", "-created_at"), name="imports_run_source_recent"),
            models.Index(fields=("lease_until",), condition=models.Q(status="processing"), name="imports_run_leases"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("source_id",), condition=models.Q(status="processing"), name="imports_one_run_per_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {str(self.pk)[:8]}"

    @property
    def counts(self) -> dict[str, int]:
        """The rows of the run by what became of them; `read` is the sum of the others once it is completed."""
        return {name: getattr(self, f"rows_{name}") for name in ("read", *ROW_OUTCOMES)}


class DryRun(Job):
    """A run's rehearsal: the same steps, stopped before the merge; the result is what would change."""

    task_name = "imports.tasks.run_dry_run"
    queue = "imports"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="dry_runs")
    plan_digest = models.CharField(max_length=64, blank=True, help_text=_("Which mapping and policies it tried."))
    impact: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("dry run")
        verbose_name_plural = _("dry runs")
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"{self.run} ({self.get_status_display()})"


class RunLogLine(JobLogLine):
    """A line of a run's log."""

    job = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="log_lines")

    objects = ScopedManager(tenant="job__tenant_id")

    class Meta(JobLogLine.Meta):
        verbose_name = _("log line")
        verbose_name_plural = _("log lines")
        indexes: ClassVar = [models.Index(fields=("job", "id"), name="imports_log_of_run")]
