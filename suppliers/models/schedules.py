"""When the files of a source are fetched."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from suppliers.models.sources import Source


class Schedule(TenantModel, Timestamped):
    """A rhythm of a source; `next_run_at` is due time and lock at once: it is moved on by a filtered update."""

    class Frequency(models.TextChoices):
        """How the times are given."""

        INTERVAL = "interval", _("Every n minutes")
        DAILY = "daily", _("Daily")
        WEEKLY = "weekly", _("Weekly")
        MONTHLY = "monthly", _("Monthly")
        CRON = "cron", _("Cron expression")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="schedules", verbose_name=_("source"))
    frequency = models.CharField(_("rhythm"), max_length=8, choices=Frequency.choices, default=Frequency.DAILY)
    interval_minutes = models.PositiveIntegerField(_("minutes"), default=15)
    at = models.TimeField(_("time of day"), default=datetime.time(6, 0))
    weekdays: Any = models.JSONField(_("days of the week"), default=list, blank=True, help_text=_("0 is Monday."))
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, help_text=_("A month that is shorter runs on its last day.")
    )
    cron = models.CharField(_("cron expression"), max_length=100, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    is_active = models.BooleanField(_("active"), default=True)
    next_run_at = models.DateTimeField(_("next run"), null=True, editable=False)
    last_planned_at = models.DateTimeField(_("last run"), null=True, editable=False)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ("next_run_at", "id")
        indexes = (
            models.Index(fields=("next_run_at",), condition=models.Q(is_active=True), name="suppliers_schedule_due"),
            models.Index(fields=("tenant_id", "next_run_at", "id"), name="suppliers_schedule_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.get_frequency_display()}"
