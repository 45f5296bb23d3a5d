"""Forms of prices, stocks and parts of bundles."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from catalog.amounts import PriceKey
from catalog.display import short_amount
from catalog.models import Price
from catalog.services.amounts import LARGEST_STOCK, LONGEST_WAREHOUSE, price_key
from catalog.services.bundles import MOST_PIECES
from core.errors import InvalidInput


class DayField(forms.DateField):
    """A day, in the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PriceForm(forms.Form):
    """One price; `replaces` is the one it stands for from now on."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Price.Kind.choices)
    amount = forms.DecimalField(label=_("Amount"), localize=True, min_value=0, max_digits=17, decimal_places=4)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    min_quantity = forms.IntegerField(label=_("From quantity"), min_value=1, max_value=999_999_999, initial=1)
    valid_from = DayField(label=_("First day"), required=False)
    valid_until = DayField(label=_("Last day"), required=False)
    replaces = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, key: PriceKey, amount: Decimal | None) -> "PriceForm":
        """A form that shows this price, to change it."""
        shown = short_amount(amount) if amount is not None else None
        return cls(initial={**key.__dict__, "amount": shown, "replaces": key.text if amount is not None else ""})

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            parts = ("currency", "kind", "min_quantity", "valid_from", "valid_until")
            try:
                self.key = price_key(**{name: self.cleaned_data[name] for name in parts})
            except InvalidInput as error:
                self.add_error(error.params.get("field"), str(error))
        return self.cleaned_data


class StockForm(forms.Form):
    """The stock in one warehouse."""

    warehouse = forms.CharField(label=_("Warehouse"), max_length=LONGEST_WAREHOUSE)
    quantity = forms.IntegerField(
        label=_("Quantity"), required=False, min_value=-LARGEST_STOCK, max_value=LARGEST_STOCK
    )
    reserved = forms.IntegerField(label=_("Reserved"), required=False, min_value=0, max_value=LARGEST_STOCK)
    min_stock = forms.IntegerField(label=_("Low from"), required=False, min_value=0, max_value=LARGEST_STOCK)


class StockLines(BaseFormSet):
    """The warehouses of a product, each once, and a blank line for another one."""

    def clean(self) -> None:
        names = [form.cleaned_data["warehouse"] for form in self.forms if form.cleaned_data.get("warehouse")]
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError(_("A warehouse is named twice: write each once."))

    def stocks(self) -> dict[str, dict[str, int | None] | None]:
        """What the person changed, by warehouse; None for one that is removed."""
        stocks: dict[str, dict[str, int | None] | None] = {}
        for form in self.forms:
            values = dict(form.cleaned_data)
            if not form.has_changed():
                continue
            before, after = form.initial.get("warehouse"), values.get("warehouse")
            if before and (values.pop("DELETE", False) or before != after):
                stocks[before] = None
            if after and not form.cleaned_data.get("DELETE"):
                stocks[after] = {name: values[name] for name in ("quantity", "reserved", "min_stock")}
        return stocks


StockFormSet = forms.formset_factory(StockForm, formset=StockLines, extra=1, can_delete=True, max_num=200)


class SumUpForm(forms.Form):
    """What else to do when the stocks are saved."""

    sum_up = forms.BooleanField(
        label=_("Set the stock of the product to what all warehouses can sell"), required=False, initial=True
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """How many of a part a bundle holds."""

    product = forms.UUIDField(widget=forms.HiddenInput)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST_PIECES)


PartFormSet = forms.formset_factory(PartForm, extra=0, can_delete=True, max_num=200)


class NewPartForm(forms.Form):
    """Another part, by what people have at hand: its SKU or EAN."""

    code = forms.CharField(label=_("SKU or EAN of the product"), required=False)
    pieces = forms.IntegerField(label=_("Quantity"), required=False, min_value=1, max_value=MOST_PIECES, initial=1)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
