"""Forms of variants: their axes, the values to combine, a product to attach."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.combinations import MOST_AXES
from catalog.models import Product
from catalog.selectors.variants import Axis, Model
from catalog.services.variants.making import STATUSES

_SEPARATORS = re.compile(r"[\n;|]+|,(?=\s)|,(?!\d)")


class AxesForm(forms.Form):
    """In what the variants differ: the names of some attributes."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, axes: Sequence[Axis] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(MOST_AXES):
            self.fields[f"axis_{number}"] = forms.CharField(
                label=_("Attribute %(number)s") % {"number": number + 1},
                required=False,
                max_length=100,
                initial=axes[number].name if number < len(axes) else "",
                widget=forms.TextInput(attrs={"list": "attribute-names", "autocomplete": "off"}),
            )

    def axes(self) -> list[str]:
        """The names, in their order."""
        names = (self.cleaned_data[f"axis_{number}"] for number in range(MOST_AXES))
        return [name for name in names if name]

    def inputs(self) -> list[forms.BoundField]:
        """The fields that people fill in."""
        return [self[f"axis_{number}"] for number in range(MOST_AXES)]


class ChoicesForm(forms.Form):
    """The values of each axis, one a line or with commas between them."""

    sku_prefix = forms.CharField(label=_("The SKUs begin with"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status of the new variants"),
        choices=[(status.value, status.label) for status in STATUSES],
        initial=Product.Status.DRAFT,
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, model: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        self.fields["sku_prefix"].initial = model.sku or ""
        self.fields["version"].initial = model.version
        for number, axis in enumerate(model.axes):
            self.fields[f"values_{number}"] = forms.CharField(
                label=axis.label,
                required=False,
                initial="\n".join(axis.values or axis.choices),
                help_text=_("One value a line, or with commas between them."),
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def choices(self) -> dict[str, list[str]]:
        """The values by the key of their axis."""
        return {
            axis.key: [value.strip() for value in _SEPARATORS.split(self.cleaned_data[f"values_{number}"])]
            for number, axis in enumerate(self.model.axes)
        }

    def inputs(self) -> list[forms.BoundField]:
        """The fields of the axes."""
        return [self[f"values_{number}"] for number in range(len(self.model.axes))]


class AttachForm(forms.Form):
    """A product that exists, and the values of the axes where it lacks one."""

    code = forms.CharField(label=_("SKU or EAN of the product"))

    def __init__(self, *args: Any, model: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        for number, axis in enumerate(model.axes):
            self.fields[f"value_{number}"] = forms.CharField(label=axis.label, required=False, max_length=200)

    def values(self) -> dict[str, str]:
        """The values to set in the product, by their names in the change log."""
        given = {axis.value_name: self.cleaned_data[f"value_{number}"] for number, axis in enumerate(self.model.axes)}
        return {name: value for name, value in given.items() if value}
