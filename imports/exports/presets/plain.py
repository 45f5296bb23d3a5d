"""Layouts for people: the usual columns, all of them, prices and stock."""

from django.utils.translation import gettext_lazy as _

from imports.exports.columns import ExportColumn
from imports.exports.presets.base import Layout

STANDARD = (
    "ean", "sku", "title", "brand", "mpn", "category", "price", "currency", "stock", "status", "short_description",
    "description", "weight", "vat_rate", "image_urls", "asin", "tags", "supplier", "updated_at",
)  # fmt: skip
PRICE_STOCK = ("ean", "sku", "price", "price_promo", "currency", "vat_rate", "stock")

LAYOUTS = (
    Layout(
        "standard",
        _("Standard"),
        _("The usual columns of every product, for a spreadsheet."),
        columns=tuple(ExportColumn(source=name, header=name) for name in STANDARD),
    ),
    Layout(
        "full",
        _("Full catalogue"),
        _("Every column there is: fields, attributes, prices, stocks, suppliers, categories."),
        columns=None,
    ),
    Layout(
        "price_stock",
        _("Prices and stock"),
        _("What changes every day: codes, prices, stock."),
        columns=tuple(ExportColumn(source=name, header=name) for name in PRICE_STOCK),
    ),
)
