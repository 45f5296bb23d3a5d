"""What a variant takes from its model: a value that it has not got itself is the model's. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

# Identifiers, title, stock and status are each variant's own; the prices go with the currency they are in.
MONEY = ("price", "price_promo", "price_list", "cost")
INHERITED = (
    "brand",
    "category",
    *MONEY,
    "currency",
    "weight",
    "vat_rate",
    "description",
    "short_description",
    "image_urls",
    "url",
    "tags",
    "family",
    "further_categories",
)


def inherited(variant: Mapping[str, Any], model: Mapping[str, Any], *, axes: Collection[str] = ()) -> dict[str, Any]:
    """The logged values that the variant takes from its model; `axes` are the value names in which variants differ."""
    foreign = variant.get("currency") not in (None, model.get("currency"))
    return {
        name: value
        for name, value in model.items()
        if value is not None
        and variant.get(name) is None
        and (name in INHERITED or (_is_attribute(name) and name not in axes))
        and not (foreign and name in MONEY)
    }


def may_inherit(name: str, *, axes: Collection[str] = ()) -> bool:
    """Whether a variant without the value takes that of its model."""
    return name in INHERITED or (_is_attribute(name) and name not in axes)


def _is_attribute(name: str) -> bool:
    return name.partition(":")[0].partition("@")[0] == "attribute" and ":" in name
