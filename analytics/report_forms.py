"""Forms of the reports."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.models import ReportSchedule
from analytics.periods import CUSTOM, DAYS_7, DAYS_30, Period, between, last_days, latest

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAYS_90 = "90d"
PERIODS = ((DAYS_7, _("7 days")), (DAYS_30, _("30 days")), (DAYS_90, _("90 days")), (CUSTOM, _("From a day to a day")))
Choices = list[tuple[str, str]]


class ReportForm(forms.Form):
    """Period and supplier of a report; what is empty or malformed gives the last 30 days of all."""

    period = forms.ChoiceField(label=_("Period"), required=False, choices=PERIODS)
    since = forms.DateField(label=_("From"), required=False, widget=DATE)
    until = forms.DateField(label=_("To"), required=False, widget=DATE)
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    compare = forms.BooleanField(label=_("Compare with the period before"), required=False)

    def __init__(self, *args: Any, suppliers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["supplier"].choices = [("", _("All suppliers")), *suppliers]  # type: ignore[attr-defined]

    def chosen_period(self) -> Period:
        """The period that was chosen."""
        self.full_clean()
        values = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        key = values.get("period") or (CUSTOM if since or until else DAYS_30)
        first, last = since or until, until or since
        # Days that were typed count; those that were there when another period was chosen do not.
        left = self.data.get("was") == CUSTOM and key != CUSTOM
        if first and last and not left:
            return between(first, last)
        return last_days(90) if key == DAYS_90 else latest(key) if key in (DAYS_7, DAYS_30) else latest(DAYS_30)

    def chosen_supplier(self) -> UUID | None:
        """The supplier that was chosen."""
        supplier = self.cleaned_data.get("supplier")
        return UUID(supplier) if supplier else None


class ScheduleForm(forms.ModelForm):
    """A scheduled report; recipients are addresses, one a line."""

    supplier_id = forms.ChoiceField(label=_("Supplier"), required=False)
    recipients = forms.CharField(
        label=_("Recipients"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One address a line, at most 20.")
    )
    at = forms.TimeField(label=_("Time of day"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    class Meta:
        model = ReportSchedule
        fields = ("name", "kind", "format", "frequency", "at", "supplier_id", "recipients")

    def __init__(self, *args: Any, suppliers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["supplier_id"].choices = [("", _("All suppliers")), *suppliers]  # type: ignore[attr-defined]
        if self.instance.recipients:
            self.initial["recipients"] = "\n".join(self.instance.recipients)

    def clean_recipients(self) -> list[str]:
        """The addresses as a list; the service checks them."""
        return str(self.cleaned_data["recipients"]).replace(",", "\n").replace(";", "\n").split()

    def clean_supplier_id(self) -> UUID | None:
        """The supplier's id."""
        chosen = self.cleaned_data["supplier_id"]
        return UUID(chosen) if chosen else None

    def values(self) -> dict[str, Any]:
        """The values as the service takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
