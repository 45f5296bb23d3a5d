"""Fetches: one look at a source, planned or asked for, and the remote files that were seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey
from core.jobs import Job
from imports.models.files import SourceFile


class Trigger(models.TextChoices):
    """What made a fetch or a run begin."""

    UPLOAD = "upload", _("Upload")
    SCHEDULE = "schedule", _("Schedule")
    MANUAL = "manual", _("Run now")
    PUSH = "push", _("File sent to us")
    API = "api", _("API")
    COMMAND = "command", _("Command line")


class Fetch(Job):
    """A look at a source: the planned ones exist once per schedule and time, whoever asks first."""

    task_name = "imports.tasks.run_fetch"
    queue = "imports"

    class Outcome(models.TextChoices):
        """What the look brought."""

        FILES = "files", _("New files")
        UNCHANGED = "unchanged", _("Nothing new")
        NO_FILE = "no_file", _("No file found")
        SKIPPED = "skipped", _("Left to the look that was still at work")

    supplier_id = RemoteKey("suppliers.Supplier", verbose_name=_("supplier"))
    source_id = RemoteKey("suppliers.Source", verbose_name=_("source"))
    # No RemoteKey: what a schedule has fetched outlives it.
    schedule_id = models.UUIDField(_("schedule"), null=True)
    planned_at = models.DateTimeField(_("planned for"), null=True)
    trigger = models.CharField(_("begun by"), max_length=8, choices=Trigger.choices, default=Trigger.MANUAL)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, blank=True)
    message = models.TextField(_("message"), blank=True)
    files_seen = models.PositiveIntegerField(_("files seen"), default=0)
    files_new = models.PositiveIntegerField(_("new files"), default=0)
    missed = models.PositiveIntegerField(
        _("missed times"), default=0, help_text=_("Further planned times that had passed when it was made.")
    )

    class Meta:
        verbose_name = _("fetch")
        verbose_name_plural = _("fetches")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at"), name="imports_fetch_recent"),
            models.Index(fields=("source_id", "-created_at"), name="imports_fetch_of_source"),
            models.Index(fields=("lease_until",), condition=models.Q(status="processing"), name="imports_fetch_leases"),
        )
        constraints = (
            models.UniqueConstraint(fields=("schedule_id", "planned_at"), name="imports_fetch_planned_once"),
            models.UniqueConstraint(
                fields=("source_id",),
                condition=models.Q(status__in=("pending", "processing")),
                name="imports_one_fetch_per_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[:8]}"


class FetchedFile(TenantModel, Timestamped):
    """A remote file that was brought once: the same signature of the same source is never brought again."""

    source_id = RemoteKey("suppliers.Source")
    fetch = models.ForeignKey(Fetch, null=True, on_delete=models.SET_NULL, related_name="files", db_index=False)
    source_file = models.ForeignKey(
        SourceFile, null=True, on_delete=models.SET_NULL, related_name="fetched", verbose_name=_("file")
    )
    name = models.CharField(_("name"), max_length=1000)
    signature = models.CharField(max_length=64, help_text=_("Of name, size, date and ETag, as the server tells them."))
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    modified_at = models.DateTimeField(_("changed there"), null=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("fetched file")
        verbose_name_plural = _("fetched files")
        ordering = ("-created_at", "id")
        constraints = (models.UniqueConstraint(fields=("source_id", "signature"), name="imports_fetched_file_once"),)
        indexes = (models.Index(fields=("fetch",), name="imports_fetched_by"),)

    def __str__(self) -> str:
        return self.name
