"""Abstract models of what comes again at set times; the apps have the tables."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import rhythms
from core.base import TenantModel, Timestamped
from core.rhythms import Rhythm


class Frequency(models.TextChoices):
    """How the times are given."""

    INTERVAL = rhythms.INTERVAL, _("Every n minutes")
    DAILY = rhythms.DAILY, _("Daily")
    WEEKLY = rhythms.WEEKLY, _("Weekly")
    MONTHLY = rhythms.MONTHLY, _("Monthly")
    CRON = rhythms.CRON, _("Cron expression")


BY_CALENDAR = [choice for choice in Frequency.choices if choice[0] != Frequency.INTERVAL]


class Recurring(TenantModel, Timestamped):
    """A row that is due again and again; `next_run_at` is due time and lock at once.

    It is moved on by a filtered update (`core.schedules.planning`); a row that rests has none.
    """

    is_active = models.BooleanField(_("active"), default=True)
    next_run_at = models.DateTimeField(_("next run"), null=True, editable=False)
    last_planned_at = models.DateTimeField(_("last run"), null=True, editable=False)

    class Meta:
        abstract = True


class RhythmSchedule(Recurring):
    """A row with a rhythm that people choose freely; only what its frequency asks for counts."""

    frequency = models.CharField(_("rhythm"), max_length=8, choices=BY_CALENDAR, default=Frequency.DAILY)
    at = models.TimeField(_("time of day"), default=datetime.time(6, 0))
    weekdays: Any = models.JSONField(_("days of the week"), default=list, blank=True, help_text=_("0 is Monday."))
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, help_text=_("A month that is shorter runs on its last day.")
    )
    cron = models.CharField(_("cron expression"), max_length=100, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")

    class Meta:
        abstract = True

    @property
    def rhythm(self) -> Rhythm:
        """The rhythm as a value."""
        return Rhythm(
            frequency=self.frequency,
            at=self.at,
            weekdays=tuple(self.weekdays),
            day_of_month=self.day_of_month,
            cron=self.cron,
            time_zone=self.time_zone,
        )
