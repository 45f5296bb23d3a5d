"""Forms of the suppliers' pages: they parse and explain; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suppliers.models import Supplier
from suppliers.selectors import SupplierFilters


class SupplierForm(forms.ModelForm):
    """What is known about a supplier."""

    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    class Meta:
        model = Supplier
        fields = (
            "name",
            "code",
            "priority",
            "currency",
            "country",
            "email",
            "phone",
            "website",
            "address",
            "notes",
            "is_active",
        )
        widgets = {  # noqa: RUF012 - Django's own spelling
            "address": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {  # noqa: RUF012
            "name": _("As it stands on the supplier's invoices."),
            "code": _("Short and unique, such as MARTIN: files and commands name the supplier by it."),
            "currency": _("Three letters, such as EUR: the currency of prices that come without one."),
            "country": _("Two letters, such as FR."),
            "is_active": _("Archived suppliers deliver nothing; their products stay."),
        }

    def clean_country(self) -> Any:
        return self.cleaned_data["country"].upper()

    def clean_currency(self) -> Any:
        return self.cleaned_data["currency"].upper()


class DuplicateForm(forms.Form):
    """How the new supplier is called."""

    name = SupplierForm.base_fields["name"]
    code = SupplierForm.base_fields["code"]


class SupplierFilterForm(forms.Form):
    """The filters of the list; what is empty or malformed does not narrow."""

    q = forms.CharField(label=_("Search"), required=False)
    active = forms.ChoiceField(
        label=_("Active"),
        required=False,
        choices=[("", _("Active and archived")), ("yes", _("Active")), ("no", _("Archived"))],
    )
    automated = forms.ChoiceField(
        label=_("Automation"),
        required=False,
        choices=[("", _("With and without automation")), ("yes", _("Works by itself")), ("no", _("By hand only"))],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All countries")), *((code, code) for code in countries)]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def filters(self, *, seen_by: Any) -> SupplierFilters:
        """The filters as the selector takes them."""
        self.full_clean()
        values = self.cleaned_data
        answers = {"yes": True, "no": False}
        return SupplierFilters(
            search=(values.get("q") or "").strip(),
            active=answers.get(values.get("active", "")),
            country=values.get("country") or "",
            automated=answers.get(values.get("automated", "")),
            seen_by=seen_by,
        )

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """The active filters as (label, value in words, parameter)."""
        return [
            (str(self.fields[name].label), str(dict(getattr(self.fields[name], "choices", ())).get(value, value)), name)
            for name, value in self.cleaned_data.items()
            if value
        ]
