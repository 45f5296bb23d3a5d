"""When the files of a source are fetched."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.rhythms import Rhythm
from core.schedules.models import Frequency, RhythmSchedule
from suppliers.models.sources import Source


class Schedule(RhythmSchedule):
    """A rhythm of a source."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="schedules", verbose_name=_("source"))
    frequency = models.CharField(_("rhythm"), max_length=8, choices=Frequency.choices, default=Frequency.DAILY)
    interval_minutes = models.PositiveIntegerField(_("minutes"), default=15)

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

    @property
    def rhythm(self) -> Rhythm:
        """The rhythm as a value."""
        return replace(super().rhythm, interval_minutes=self.interval_minutes)
