"""Evidence and reasons of duplicates in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

EVIDENCE: dict[str, Any] = {
    "gtin_check_digit": _("The EANs differ in their check digit only"),
    "gtin_packaging": _("The EANs are those of two packagings"),
    "gtin_as_reference": _("The reference of one is the EAN of the other"),
    "asin": _("Same ASIN"),
    "reference": _("Same manufacturer's reference"),
    "title": _("Titles alike"),
    "price": _("Prices close to each other"),
    "other_gtin": _("Different EANs"),
    "other_brand": _("Different brands"),
    "other_reference": _("Different references"),
    "other_numbers": _("Different numbers in the titles"),
    "other_colour": _("Different colours"),
    "other_size": _("Different sizes"),
    "other_price": _("Prices far from each other"),
}
# Why one of the two is proposed to remain.
REASONS: dict[str, Any] = {
    "active": _("it is active"),
    "gtin": _("it has an EAN"),
    "offers": _("it has more offers"),
    "completeness": _("it is more complete"),
    "age": _("it is older"),
    "": _("nothing tells them apart"),
}
# The lines of the cards, in their order.
LINES: tuple[tuple[str, Any], ...] = (
    ("title", _("Title")),
    ("brand", _("Brand")),
    ("gtin", _("EAN")),
    ("mpn", _("Reference")),
    ("sku", _("SKU")),
    ("asin", _("ASIN")),
    ("price", _("Price")),
    ("stock", _("Stock")),
    ("category", _("Category")),
    ("suppliers", _("Suppliers")),
    ("attributes", _("Attributes")),
    ("completeness", _("Completeness")),
    ("status", _("Status")),
    ("created_at", _("Date of creation")),
)
SIDES: dict[str, Any] = {
    "survivor": _("of the product that remains"),
    "absorbed": _("of the other product"),
    "both": _("of both"),
    "source": _("by the order of suppliers"),
}
