"""Forms of the products' pages: the filters of the list."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from catalog.models import Product

YES_NO = {"yes": True, "no": False}


class ProductFilterForm(forms.Form):
    """The filters of the product list, from its address; what is empty or malformed does not narrow."""

    q = forms.CharField(label=_("Search"), required=False)
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Any status")), *Product.Status.choices]
    )
    gtin = forms.ChoiceField(
        label=_("EAN"),
        required=False,
        choices=[("", _("With or without EAN")), ("yes", _("With EAN")), ("no", _("Without EAN"))],
    )
    stock = forms.ChoiceField(
        label=_("Stock"),
        required=False,
        choices=[("", _("Any stock")), ("yes", _("In stock")), ("no", _("Out of stock"))],
    )
    brand = forms.CharField(label=_("Brand"), required=False)
    category = forms.CharField(label=_("Category"), required=False)
    price_min = forms.DecimalField(label=_("Price from"), required=False, min_value=0, localize=True)
    price_max = forms.DecimalField(label=_("Price to"), required=False, min_value=0, localize=True)
    run = forms.UUIDField(label=_("Changed by run"), required=False)

    SELECTS = ("supplier", "status", "gtin", "stock")
    MORE = ("brand", "category", "price_min", "price_max")

    def __init__(self, *args: Any, suppliers: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All suppliers")), *((str(key), name) for key, name in suppliers)]
        self.fields["supplier"].choices = choices  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """The active filters as (label, value in words, parameter)."""
        return [
            (str(self.fields[name].label), self._in_words(name, value), name)
            for name, value in self.cleaned_data.items()
            if value not in ("", None)
        ]

    @property
    def selects(self) -> list[BoundField]:
        """The filters that are chosen from a list."""
        return [self[name] for name in self.SELECTS]

    @property
    def more_chosen(self) -> bool:
        """Whether one of the filters that are folded away is active."""
        return any(self.cleaned_data.get(name) not in ("", None) for name in self.MORE)

    def _in_words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value) or (str(value)[:8] if name == "run" else self[name].value()))
