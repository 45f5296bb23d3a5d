"""The target fields a column can be mapped to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class FieldKind(StrEnum):
    """How the cells of a target are cleaned and checked."""

    TEXT = "text"
    CODE = "code"
    GTIN = "gtin"
    MONEY = "money"
    NUMBER = "number"
    STOCK = "stock"
    WEIGHT = "weight"
    CURRENCY = "currency"
    CATEGORY = "category"
    IMAGES = "images"
    URL = "url"
    STATUS = "status"


@dataclass(frozen=True)
class Target:
    """A field of the canonical row."""

    name: str
    label: Any
    kind: FieldKind
    canonical: bool = True
    max_length: int = 10_000


_TARGETS = (
    Target("ean", _("EAN / GTIN"), FieldKind.GTIN),
    Target("supplier_sku", _("Supplier SKU"), FieldKind.CODE, max_length=255),
    Target("title", _("Title"), FieldKind.TEXT, max_length=255),
    Target("brand", _("Brand"), FieldKind.TEXT, max_length=255),
    Target("mpn", _("Manufacturer part number"), FieldKind.CODE, max_length=255),
    Target("price", _("Price"), FieldKind.MONEY),
    Target("currency", _("Currency"), FieldKind.CURRENCY),
    Target("stock", _("Stock"), FieldKind.STOCK),
    Target("category", _("Category"), FieldKind.CATEGORY, max_length=1_000),
    Target("image_url", _("Images"), FieldKind.IMAGES, max_length=20_000),
    Target("description", _("Description"), FieldKind.TEXT, max_length=200_000),
    Target("weight", _("Weight"), FieldKind.WEIGHT),
    Target("cost", _("Purchase price"), FieldKind.MONEY, canonical=False),
    Target("price_promo", _("Promotional price"), FieldKind.MONEY, canonical=False),
    Target("price_list", _("List or former price"), FieldKind.MONEY, canonical=False),
    Target("short_description", _("Short description"), FieldKind.TEXT, canonical=False),
    Target("url", _("Product page"), FieldKind.URL, canonical=False, max_length=2_000),
    Target("vat_rate", _("VAT rate"), FieldKind.NUMBER, canonical=False),
    Target("asin", _("ASIN"), FieldKind.CODE, canonical=False, max_length=10),
    Target("parent_ref", _("Parent product"), FieldKind.CODE, canonical=False, max_length=255),
    Target("tags", _("Tags"), FieldKind.TEXT, canonical=False),
    Target("status", _("Status"), FieldKind.STATUS, canonical=False),
)
TARGETS: dict[str, Target] = {target.name: target for target in _TARGETS}
CANONICAL = tuple(target.name for target in _TARGETS if target.canonical)
_DIMENSIONED = {"attribute": FieldKind.TEXT, "price": FieldKind.MONEY, "stock": FieldKind.STOCK}


def target_of(name: str) -> Target | None:
    """The target called `name`, also for dimensioned names such as `price:USD`; None when there is none."""
    if name in TARGETS:
        return TARGETS[name]
    written, separator, dimension = name.partition(":")
    family = "attribute" if written.startswith("attribute@") else written
    if not separator or not dimension.strip() or family not in _DIMENSIONED:
        return None
    return Target(name, dimension, _DIMENSIONED[family], canonical=False)
