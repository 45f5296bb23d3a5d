"""The filters of the audit trail."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.act_words import ACTOR_KINDS
from analytics.selectors import TrailFilters
from core.audit import ACTS, Category

DATE = forms.DateInput(attrs={"type": "date"})
INSTALLATION = "installation"


class TrailFilterForm(forms.Form):
    """Period, person, category, act, object, request; what is empty or malformed does not narrow."""

    since = forms.DateField(label=_("From"), required=False, widget=DATE)
    until = forms.DateField(label=_("To"), required=False, widget=DATE)
    person = forms.ChoiceField(label=_("By"), required=False)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("Any category")), *Category.choices]
    )
    code = forms.ChoiceField(label=_("Act"), required=False)
    subject = forms.CharField(label=_("Object"), required=False, max_length=100)
    request_id = forms.CharField(label=_("Request"), required=False, max_length=80)
    scope = forms.ChoiceField(label=_("Scope"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], may_see_installation: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind, label) for kind, label in ACTOR_KINDS.items() if kind != "person"]
        self._choose("person", [("", _("Anybody")), *people, *kinds])
        self._choose("code", [("", _("Any act")), *((code, code) for code in sorted(ACTS))])
        self._choose("scope", [("", _("Organisation")), (INSTALLATION, _("Installation"))])
        if not may_see_installation:
            del self.fields["scope"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def filters(self) -> TrailFilters:
        """The filters as the selector takes them."""
        self.full_clean()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        person, scope = values.pop("person", ""), values.pop("scope", "")
        if person in ACTOR_KINDS:
            values["actor_kind"] = person
        elif person:
            values["person"] = UUID(person)
        return TrailFilters(**values, installation=scope == INSTALLATION)

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
