"""The form of a schedule, and the filters of the list of them."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from suppliers.selectors import FREQUENCIES


class ScheduleForm(forms.Form):
    """A rhythm: which fields count is the frequency's choice."""

    source = forms.ChoiceField(label=_("Feed"))
    frequency = forms.ChoiceField(label=_("Rhythm"), choices=FREQUENCIES)
    at = forms.TimeField(
        label=_("Time of day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
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
    interval_minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)
    cron = forms.CharField(
        label=_("Cron expression"),
        required=False,
        max_length=100,
        help_text=_("Minute, hour, day, month, day of the week: 30 5 * * 1-5 is Monday to Friday at 05:30."),
    )
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "time-zones"})
    )

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the services take; a field left empty keeps its value."""
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "") and name != "source"
        }
        return given | {"weekdays": [int(day) for day in self.cleaned_data["weekdays"]]}

    @property
    def zones(self) -> list[str]:
        """The time zones to choose from."""
        return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
