"""The form of a rhythm."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from core.schedules.models import BY_CALENDAR

RHYTHM = ("frequency", "at", "weekdays", "day_of_month", "cron", "time_zone")
NEW_RHYTHM: dict[str, Any] = {
    "frequency": "daily",
    "at": "06:00",
    "weekdays": ["0"],
    "day_of_month": 1,
    "time_zone": "Europe/Paris",
}


class RhythmForm(forms.Form):
    """When something is due: which fields count is the frequency's choice."""

    frequency = forms.ChoiceField(label=_("Rhythm"), choices=BY_CALENDAR)
    at = forms.TimeField(
        label=_("Time of day"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"),
        required=False,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    day_of_month = forms.IntegerField(
        label=_("Day of the month"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("A shorter month runs on its last day."),
    )
    cron = forms.CharField(
        label=_("Cron expression"),
        required=False,
        max_length=100,
        help_text=_("Minute, hour, day, month, day of the week: 30 5 * * 1-5 is Monday to Friday at 05:30."),
    )
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "time-zones"})
    )

    def values(self) -> dict[str, Any]:
        """What the services take; a field left empty keeps its value."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return given | {"weekdays": [int(day) for day in self.cleaned_data["weekdays"]]}

    @property
    def zones(self) -> list[str]:
        """The time zones to choose from."""
        return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))

    @staticmethod
    def first_answers(kept: Any) -> dict[str, Any]:
        """The form for a rhythm that is kept."""
        return {name: getattr(kept, name) for name in RHYTHM} | {"weekdays": [str(day) for day in kept.weekdays]}
