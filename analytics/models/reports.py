"""Reports as files: their jobs, and those that come again."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import RemoteKey
from core.jobs import Job
from core.schedules.models import Recurring


class ReportKind(models.TextChoices):
    """What a report tells of."""

    OVERVIEW = "overview", _("Overview")
    IMPORTS = "imports", _("Imports")
    PRODUCTS = "products", _("Products")
    PERFORMANCE = "performance", _("Performance")


class ReportFormat(models.TextChoices):
    """What kind of file is made."""

    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Excel (XLSX)")
    CSV = "csv", _("CSV")


class ReportSchedule(Recurring):
    """A report that comes again by e-mail."""

    class Frequency(models.TextChoices):
        """How often."""

        DAILY = "daily", _("Daily")
        WEEKLY = "weekly", _("Weekly, on Monday")
        MONTHLY = "monthly", _("Monthly, on the 1st")

    name = models.CharField(_("name"), max_length=120)
    created_by_id = RemoteKey("core.User", null=True, editable=False)
    kind = models.CharField(_("report"), max_length=12, choices=ReportKind.choices, default=ReportKind.OVERVIEW)
    format = models.CharField(_("format"), max_length=5, choices=ReportFormat.choices, default=ReportFormat.PDF)
    frequency = models.CharField(_("rhythm"), max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY)
    at = models.TimeField(_("time of day"), default=datetime.time(9, 0))
    supplier_id = RemoteKey("suppliers.Supplier", null=True, blank=True, verbose_name=_("supplier"))
    recipients: Any = models.JSONField(_("recipients"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("scheduled report")
        verbose_name_plural = _("scheduled reports")
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=("next_run_at",), condition=models.Q(is_active=True), name="analytics_report_due"),
            models.Index(fields=("tenant_id", "name", "id"), name="analytics_schedule_name"),
        )

    def __str__(self) -> str:
        return self.name


class Report(Job):
    """One file of a report, from the numbers to the mail."""

    task_name = "analytics.tasks.make_report"
    queue = "exports"

    class Trigger(models.TextChoices):
        """What made it begin."""

        MANUAL = "manual", _("By hand")
        SCHEDULE = "schedule", _("Schedule")
        API = "api", _("API")

    kind = models.CharField(_("report"), max_length=12, choices=ReportKind.choices)
    format = models.CharField(_("format"), max_length=5, choices=ReportFormat.choices)
    trigger = models.CharField(_("begun by"), max_length=8, choices=Trigger.choices, default=Trigger.MANUAL)
    schedule = models.ForeignKey(
        ReportSchedule, null=True, on_delete=models.SET_NULL, related_name="reports", editable=False
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    supplier_id = RemoteKey("suppliers.Supplier", null=True, verbose_name=_("supplier"))
    compares = models.BooleanField(_("compared with the period before"), default=True)
    recipients: Any = models.JSONField(_("recipients"), default=list)
    language = models.CharField(max_length=8, blank=True)
    file_key = models.CharField(max_length=250, blank=True, editable=False)
    file_name = models.CharField(_("file"), max_length=120, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    file_until = models.DateTimeField(_("kept until"), null=True, editable=False)
    mailed_to: Any = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=("tenant_id", "-created_at", "id"), name="analytics_report_recent"),
            models.Index(fields=("file_until",), condition=~models.Q(file_key=""), name="analytics_report_files"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since} – {self.until}"
