"""The form of a schedule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.schedules.forms import RhythmForm
from suppliers.selectors import FREQUENCIES


class ScheduleForm(RhythmForm):
    """A rhythm of a feed."""

    source = forms.ChoiceField(label=_("Feed"))
    frequency = forms.ChoiceField(label=_("Rhythm"), choices=FREQUENCIES)
    interval_minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the services take besides the feed; a field left empty keeps its value."""
        return {name: value for name, value in super().values().items() if name != "source"}
