"""What a source decides once about its rows, and the fields a column can be mapped to, as choices."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.fields import TARGETS
from imports.forms.mapping import ATTRIBUTE, PRICE, STOCK

Choices = list[tuple[str, Any]]

EXISTING: Choices = [
    ("update", _("Update them")),
    ("ignore", _("Leave them as they are")),
    ("error", _("Hold the row")),
]
DUPLICATES: Choices = [
    ("last", _("The last row counts")),
    ("first", _("The first row counts")),
    ("hold", _("Hold all of them")),
]
ERRORS: Choices = [
    ("hold_rows", _("Hold the rows with errors, import the others")),
    ("stop_above", _("Stop when too many rows have errors")),
    ("all_or_nothing", _("Import nothing when a row has an error")),
]
POLICIES: dict[str, tuple[Any, Choices]] = {
    "existing_products": (_("Products that are known already"), EXISTING),
    "duplicates": (_("Rows with the same key"), DUPLICATES),
    "error_policy": (_("Rows with errors"), ERRORS),
}
IDENTITIES: Choices = [
    ("", _("Automatic: SKU, else EAN, else product page")),
    ("supplier_sku", _("Supplier SKU")),
    ("ean", _("EAN / GTIN")),
    ("brand+mpn", _("Brand + manufacturer part number")),
    ("url", _("Product page")),
    ("supplier_sku+ean", _("Supplier SKU + EAN")),
    ("mpn", _("Manufacturer part number")),
]
MODES: Choices = [
    ("always", _("Always")),
    ("only_if_empty", _("Only when the product has no value")),
    ("only_new", _("Only for new products")),
    ("never", _("Never (keep the mapping, do not import)")),
]
DECIMALS: Choices = [("", _("As the file")), (",", _("Comma")), (".", _("Point"))]
_GROUPS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Needed"), ("title", "supplier_sku", "ean")),
    (_("Identifiers"), ("mpn", "asin", "parent_ref")),
    (_("Texts"), ("brand", "category", "description", "short_description", "tags")),
    (_("Prices"), ("price", "cost", "price_promo", "price_list", "currency", "vat_rate")),
    (_("Stock and shipping"), ("stock", "weight", "status")),
    (_("Images and links"), ("image_url", "url")),
]
_OWN: Choices = [
    (ATTRIBUTE, _("Attribute with the name…")),
    (PRICE, _("Price in the currency…")),
    (STOCK, _("Stock in the warehouse…")),
]


def target_groups() -> list[tuple[Any, Choices]]:
    """Every field in groups; one that no group names is found among the others."""
    grouped = {name for _label, names in _GROUPS for name in names}
    groups = [(label, [(name, TARGETS[name].label) for name in names]) for label, names in _GROUPS]
    others = [(name, target.label) for name, target in TARGETS.items() if name not in grouped]
    return [*groups, *([(_("Others"), others)] if others else []), (_("Of your own"), _OWN)]


def identity_words(identity: Sequence[str]) -> str:
    """What identifies a row, as the choice of it says."""
    key = "+".join(identity)
    return str(dict(IDENTITIES).get(key, key))
