"""Forms of the products' pages: the filters of the list, the edit form in sections."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.formats import localize_input
from django.utils.safestring import SafeString
from django.utils.text import capfirst, normalize_newlines
from django.utils.translation import gettext_lazy as _

from catalog.display import short_amount
from catalog.fields import BY_NAME
from catalog.models import Product

YES_NO = {"yes": True, "no": False}
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Identity"), ("title", "gtin", "sku", "brand", "mpn", "category", "asin", "parent_ref")),
    (_("Prices"), ("price", "currency", "price_promo", "price_list", "cost", "vat_rate")),
    (_("Stock and dispatch"), ("stock", "weight")),
    (_("Texts"), ("short_description", "description")),
    (_("Images and links"), ("image_urls", "url", "tags")),
)


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


class TextField(forms.CharField):
    """Text that counts as changed only when more than its line ends and outer blanks differ."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(normalize_newlines(value) if isinstance(value, str) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.to_python(initial), self.to_python(data)))


class AmountField(forms.DecimalField):
    """A decimal in the writing of the user's language, without zeros that say nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(localize=True, required=False, max_digits=18, decimal_places=4, **options)

    def prepare_value(self, value: Any) -> Any:
        return short_amount(value) if isinstance(value, Decimal) else value


def _label(name: str) -> Any:
    return capfirst(BY_NAME[name].label)


def _text(name: str, *, rows: int = 0, **options: Any) -> TextField:
    label = _label(name) if name in BY_NAME else options.pop("label")
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    return TextField(label=label, required=options.pop("required", False), widget=widget, **options)


class ProductForm(forms.Form):
    """Everything a person can write down about a product; locked fields are shown and left alone."""

    title = _text("title", required=True)
    gtin = _text("gtin", help_text=_("8, 12, 13 or 14 digits; the check digit is verified."))
    sku = _text("sku", label=_("Own SKU"))
    brand = _text("brand", help_text=_("A name that is not known yet becomes a new brand."))
    mpn = _text("mpn")
    category = _text("category", help_text=_("The path, such as Garden > Tools."))
    asin = _text("asin")
    parent_ref = _text("parent_ref")
    price = AmountField(label=_label("price"), min_value=0)
    currency = _text("currency", help_text=_("Three letters, such as EUR."))
    price_promo = AmountField(label=_label("price_promo"), min_value=0)
    price_list = AmountField(label=_label("price_list"), min_value=0)
    cost = AmountField(label=_label("cost"), min_value=0)
    vat_rate = AmountField(label=_label("vat_rate"), min_value=0)
    stock = forms.IntegerField(label=_label("stock"), required=False)
    weight = AmountField(label=_label("weight"), min_value=0)
    short_description = _text("short_description", rows=3)
    description = _text("description", rows=6)
    image_urls = _text("image_urls", rows=3, help_text=_("One address a line; the first is the main image."))
    url = _text("url")
    tags = _text("tags", rows=2, help_text=_("One tag a line."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, locks: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"
        for name in set(locks) & set(self.fields):
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Locked: unlock it on the product's page to change it.")

    def clean_currency(self) -> Any:
        return self.cleaned_data["currency"].upper()

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """The fields by section."""
        return [(str(title), [self[name] for name in names]) for title, names in SECTIONS]

    def shown_values(self) -> list[SafeString]:
        """Hidden inputs with the values the form shows: only what differs from them is saved."""
        return [self[name].as_hidden(only_initial=True) for name in self.fields if name != "version"]

    def changes(self) -> dict[str, Any]:
        """The values that differ from what the form showed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def outdated(self, current: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
        """What changed since the form was shown: label, the value it showed, the current one."""
        return [
            (str(field.label), self._shown(name), current.get(name))
            for name, field in self.fields.items()
            if name != "version" and field.has_changed(current.get(name), self._shown(name))
        ]

    def laid_over(self, current: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a form that shows the current values, with what the person changed laid over them."""
        data: dict[str, Any] = {"version": current["version"]}
        for name in self.fields:
            if name != "version":
                text = _written(current.get(name))
                data[self.add_initial_prefix(name)] = text
                data[name] = self.data.get(name, "") if name in self.changed_data else text
        return data

    def _shown(self, name: str) -> str:
        return self.data.get(self.add_initial_prefix(name), "")


def _written(value: Any) -> str:
    """A value as an input holds it, in the writing of the user's language."""
    if value is None:
        return ""
    return str(localize_input(short_amount(value))) if isinstance(value, Decimal) else str(value)
