"""The filters of the list of runs."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.jobs import JobStatus
from imports.models import ImportRun, Trigger
from imports.selectors import RunFilters

WITH_HELD, APPROVAL = "with_held", "held"


Choices = list[tuple[str, str]]


class RunFilterForm(forms.Form):
    """Status, supplier, feed, kind, trigger and period; what is empty or malformed does not narrow."""

    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    source = forms.ChoiceField(label=_("Feed"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Any status")),
            *JobStatus.choices,
            (APPROVAL, _("Waits for approval")),
            (WITH_HELD, _("Completed, with held rows")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *ImportRun.Kind.choices])
    trigger = forms.ChoiceField(
        label=_("Begun by"), required=False, choices=[("", _("Begun by anything")), *Trigger.choices]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, suppliers: Choices, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].choices = [("", _("All suppliers")), *suppliers]  # type: ignore[attr-defined]
        self.fields["source"].choices = [("", _("All feeds")), *sources]  # type: ignore[attr-defined]

    def filters(self) -> RunFilters:
        """The filters as the selector takes them."""
        self.full_clean()
        values = self.cleaned_data
        status, supplier, source = values.get("status") or "", values.get("supplier"), values.get("source")
        return RunFilters(
            status={WITH_HELD: str(JobStatus.COMPLETED), APPROVAL: ""}.get(status, status),
            is_held=status == APPROVAL,
            source_id=UUID(source) if source else None,
            trigger=values.get("trigger") or "",
            kind=values.get("kind") or "",
            supplier_id=UUID(supplier) if supplier else None,
            since=values.get("since"),
            until=values.get("until"),
            with_errors=True if status == WITH_HELD else None,
        )

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """The active filters as (label, value in words, parameter)."""
        return [
            (str(self.fields[name].label), self._in_words(name, value), name)
            for name, value in self.cleaned_data.items()
            if value
        ]

    def _in_words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, self[name].value()))
