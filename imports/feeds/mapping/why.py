"""Why a column is taken for a field: kept as a code with values, said in the language of whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.fields import TARGETS

SENTENCES: dict[str, Any] = {
    "name_of_empty": _("The name “%(column)s” means %(target)s; the column is empty in this file."),
    "name_and_check_digits": _(
        "The name “%(column)s” means %(target)s; %(share)d %% of its values are codes with a correct check digit."
    ),
    "name": _("The name “%(column)s” means %(target)s and the values agree."),
    "name_often": _("The name “%(column)s” often means %(target)s (“%(synonym)s”) and the values allow it."),
    "only_title": _("“%(column)s” holds short texts and no other column is a title."),
    "unit_beside": _("“%(unit)s” holds weight units for these numbers."),
    "unit_of_each": _("%(reason)s The unit of each weight stands in “%(unit)s”."),
    "pack": _("“%(column)s” is a pack size above amounts: the price of that pack."),
    "largest_numbers": _("The values are the largest whole numbers of the file."),
    "currency_of_header": _("The header “%(column)s” names the currency."),
    "values_ean": _("The values are codes with a correct check digit."),
    "values_image_url": _("The values are addresses of images."),
    "values_url": _("The values are web addresses."),
    "values_title": _("The values are short texts that differ from row to row."),
    "values_description": _("The values are long texts."),
    "values_price": _("The values are amounts with decimals."),
    "values_supplier_sku": _("The values are short codes that differ from row to row."),
    "values_category": _("The values are paths such as “A > B”."),
    "values_stock": _("The values are small whole numbers or stock words."),
    "values_currency": _("The values are currency codes."),
}


@dataclass(frozen=True)
class Why:
    """A code of SENTENCES with its values; a value may be another reason, `target` is the name of a field."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % {name: _shown(name, value) for name, value in self.values.items()}

    def to_json(self) -> dict[str, Any]:
        """As a run keeps it."""
        values = {name: value.to_json() if isinstance(value, Why) else value for name, value in self.values.items()}
        return {"code": self.code, **values}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Why":
        """Read what a run keeps."""
        values = {name: cls.from_json(value) if isinstance(value, dict) else value for name, value in data.items()}
        return cls(str(values.pop("code")), values)


def _shown(name: str, value: Any) -> Any:
    return TARGETS[value].label if name == "target" and value in TARGETS else value
