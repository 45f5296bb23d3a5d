"""Forms of the suppliers' pages: they parse and explain; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suppliers.models import Source, Supplier


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
            "is_active": _("Inactive suppliers deliver nothing; their products stay."),
        }

    def clean_country(self) -> Any:
        return self.cleaned_data["country"].upper()

    def clean_currency(self) -> Any:
        return self.cleaned_data["currency"].upper()


class SourceForm(forms.Form):
    """The name of a new source."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Such as “Price list” or “Stock”: one for each kind of file.")
    )


class PoliciesForm(forms.ModelForm):
    """What the imports of a source do."""

    class Meta:
        model = Source
        fields = ("existing_products", "duplicates", "error_policy", "error_limit_percent")
        widgets = {  # noqa: RUF012
            "existing_products": forms.RadioSelect,
            "duplicates": forms.RadioSelect,
            "error_policy": forms.RadioSelect,
            "error_limit_percent": forms.NumberInput(attrs={"min": 1, "max": 100}),
        }
        help_texts = {  # noqa: RUF012
            "existing_products": _("What a row does whose product this supplier has delivered before."),
            "duplicates": _("When several rows of one file name the same product."),
            "error_policy": _("Held rows wait in the quarantine with their reasons; nothing is lost."),
            "error_limit_percent": _("Only for “Stop when too many rows have errors”: from 1 to 100."),
        }

    def clean_error_limit_percent(self) -> int:
        percent = int(self.cleaned_data["error_limit_percent"])
        if not 1 <= percent <= 100:
            raise forms.ValidationError(_("A share from 1 to 100 per cent, please."))
        return percent
