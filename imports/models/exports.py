"""Exports: their jobs, templates, destinations and schedules."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.encryption import EncryptedTextField
from core.fields import RemoteKey
from core.jobs import Job
from core.schedules.models import RhythmSchedule


class Format(models.TextChoices):
    """What kind of file is written."""

    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel (XLSX)")
    JSON = "json", _("JSON")
    JSONL = "jsonl", _("JSON Lines")


class ExportTemplate(TenantModel, Timestamped):
    """A layout that people made: columns, format, and what a product needs to be exported.

    `columns` is a list of `imports.exports.columns.Column`, `options` of `formats.Options`, `rules` of `rules.Rules`,
    each as JSON. `preset` names the predefined layout that it was made from: its way to arrange rows stays.
    """

    name = models.CharField(_("name"), max_length=120)
    owner_id = RemoteKey("core.User", null=True, editable=False)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    is_default = models.BooleanField(_("proposed first"), default=False)
    preset = models.CharField(max_length=40, blank=True, editable=False)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices, default=Format.CSV)
    options: Any = models.JSONField(default=dict, blank=True)
    columns: Any = models.JSONField(default=list, blank=True)
    rules: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("export template")
        verbose_name_plural = _("export templates")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("tenant_id", "name"), name="imports_export_template_name"),
            models.UniqueConstraint(
                fields=("tenant_id",), condition=models.Q(is_default=True), name="imports_export_template_default"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ExportDestination(TenantModel, Timestamped):
    """Where the files of exports go besides their page."""

    class Kind(models.TextChoices):
        """The ways in which a file leaves."""

        S3 = "s3", _("S3 bucket")
        FTP = "ftp", _("FTP")
        FTPS = "ftps", _("FTPS")
        SFTP = "sftp", _("SFTP")
        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook with a link")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    connection: Any = models.JSONField(_("connection"), default=dict, blank=True)
    secrets = EncryptedTextField(default="", blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    tested_at = models.DateTimeField(_("last tried"), null=True, editable=False)
    test_error = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("export destination")
        verbose_name_plural = _("export destinations")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "name"), name="imports_destination_name"),)

    def __str__(self) -> str:
        return self.name


class ExportSchedule(RhythmSchedule):
    """An export that comes again."""

    name = models.CharField(_("name"), max_length=120)
    created_by_id = RemoteKey("core.User", null=True, editable=False)
    layout = models.CharField(_("template"), max_length=40, help_text=_("A predefined one, or the id of an own one."))
    plan: Any = models.JSONField(default=dict, blank=True)
    destination = models.ForeignKey(
        ExportDestination,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schedules",
        verbose_name=_("destination"),
    )

    class Meta:
        verbose_name = _("export schedule")
        verbose_name_plural = _("export schedules")
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=("next_run_at",), condition=models.Q(is_active=True), name="imports_export_due"),
            models.Index(fields=("tenant_id", "name", "id"), name="imports_export_by_name"),
        )

    def __str__(self) -> str:
        return self.name


class Export(Job):
    """One file made of the catalogue, from the choice of products to its delivery.

    `plan` is an `imports.exports.plan.Plan` as JSON: a template changed later does not change what was exported.
    """

    task_name = "imports.tasks.run_export"
    queue = "exports"

    class Trigger(models.TextChoices):
        """What made it begin."""

        MANUAL = "manual", _("By hand")
        SCHEDULE = "schedule", _("Schedule")
        API = "api", _("API")
        SHEET = "sheet", _("Sheet to edit")

    name = models.CharField(_("name"), max_length=120, blank=True)
    trigger = models.CharField(_("begun by"), max_length=8, choices=Trigger.choices, default=Trigger.MANUAL)
    layout = models.CharField(_("template"), max_length=40, blank=True)
    layout_name = models.CharField(_("name of the template"), max_length=120, blank=True)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices, default=Format.CSV)
    plan: Any = models.JSONField(default=dict)
    destination = models.ForeignKey(
        ExportDestination,
        null=True,
        on_delete=models.SET_NULL,
        related_name="exports",
        verbose_name=_("destination"),
    )
    # No foreign key: what a schedule has made outlives it.
    schedule_id = models.UUIDField(_("schedule"), null=True)
    planned_at = models.DateTimeField(_("planned for"), null=True)
    rows_written = models.PositiveIntegerField(_("rows"), default=0)
    products_written = models.PositiveIntegerField(_("products"), default=0)
    products_excluded = models.PositiveIntegerField(_("left out"), default=0)
    excluded: Any = models.JSONField(default=dict, help_text=_("reason -> products, and the first of them."))
    notes: Any = models.JSONField(default=dict, help_text=_("Replaced characters, shortened texts, images not got."))
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    file_key = models.CharField(max_length=400, blank=True)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    excluded_key = models.CharField(max_length=400, blank=True)
    images_key = models.CharField(max_length=400, blank=True)
    images_size = models.PositiveBigIntegerField(default=0)
    file_until = models.DateTimeField(_("kept until"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    delivered_to = models.TextField(_("delivered to"), blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at"), name="imports_export_recent"),
            models.Index(
                fields=("lease_until",), condition=models.Q(status="processing"), name="imports_export_leases"
            ),
            models.Index(fields=("file_until",), condition=~models.Q(file_key=""), name="imports_export_kept"),
        )
        constraints = (
            models.UniqueConstraint(fields=("schedule_id", "planned_at"), name="imports_export_planned_once"),
        )

    def __str__(self) -> str:
        return self.name or f"{self._meta.verbose_name} {str(self.pk)[:8]}"

    @property
    def has_file(self) -> bool:
        """Whether its file can still be taken."""
        return bool(self.file_key)
