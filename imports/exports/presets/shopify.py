"""Shopify's product CSV: a product's variants and images are rows with the same handle."""

from collections.abc import Sequence

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.exports.conversions import converted
from imports.exports.presets.base import FOR_PROGRAMS, Layout, column

MOST_IMAGES = 10
_HANDLE, _IMAGE, _POSITION = "Handle", "Image Src", "Image Position"
# Said once for a product, in the first of its rows.
_ONCE = (
    "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Option1 Name", "Option2 Name",
    "Option3 Name", "Gift Card", "SEO Title", "SEO Description", "Status",
)  # fmt: skip
_AS_STATUS = "if(status = 'active', 'active', if(status = 'archived', 'archived', 'draft'))"
COLUMNS = (
    column(_HANDLE, "title", "join('-', first(parent_title, value), first(parent_sku, reference))", required=True),
    column("Title", "title", "first(parent_title, value)", required=True),
    column("Body (HTML)", "description"),
    column("Vendor", "brand"),
    column("Product Category", "category@google"),
    column("Type", "category_name"),
    column("Tags", "tags", conversion="commas_and_blanks"),
    column("Published", "status", "if(value = 'active', 'TRUE', 'FALSE')"),
    column("Option1 Name", "axis_1_name", default="Title"),
    column("Option1 Value", "axis_1_value", default="Default Title"),
    column("Option2 Name", "axis_2_name"),
    column("Option2 Value", "axis_2_value"),
    column("Option3 Name", "axis_3_name"),
    column("Option3 Value", "axis_3_value"),
    column("Variant SKU", "reference"),
    column("Variant Grams", "weight", "text(round(value * 1000))"),
    column("Variant Inventory Tracker", expression="'shopify'"),
    column("Variant Inventory Qty", "stock", "text(max(value, 0))", default="0"),
    column("Variant Inventory Policy", expression="'deny'"),
    column("Variant Fulfillment Service", expression="'manual'"),
    column("Variant Price", "price", "if(price_promo > 0 and price_promo < value, price_promo, value)", required=True),
    column(
        "Variant Compare At Price",
        "price",
        "if(price_promo > 0 and price_promo < value, value, if(price_list > value, price_list, null))",
    ),
    column("Variant Requires Shipping", expression="'TRUE'"),
    column("Variant Taxable", expression="'TRUE'"),
    column("Variant Barcode", "ean"),
    column(_IMAGE, "image_urls"),
    column(_POSITION),
    column("Image Alt Text", "title", "left(value, 512)"),
    column("Gift Card", expression="'FALSE'"),
    column("SEO Title", "title", "left(first(parent_title, value), 70)"),
    column("SEO Description", "short_description", "left(value, 320)", conversion="plain"),
    column("Variant Image", "image_1"),
    column("Variant Weight Unit", "weight", "if(value > 0, 'kg', null)"),
    column("Cost per item", "cost"),
    column("Status", "status", _AS_STATUS),
)


def arrange(frame: pl.DataFrame, headers: Sequence[str]) -> pl.DataFrame:
    """Handles from titles, product data in the first row of a handle, one further row for each further image."""
    place = {header: f"c{number}" for number, header in enumerate(headers)}
    if _HANDLE not in place:
        return frame
    frame = frame.with_columns(converted(pl.col(place[_HANDLE]), "slug"))
    blank = dict.fromkeys(frame.columns)
    rows: list[dict[str, str | None]] = []
    seen: set[str | None] = set()
    for row in frame.iter_rows(named=True):
        handle, images = row[place[_HANDLE]], _images(row, place)
        made = dict(row)
        if handle in seen:
            made |= {place[name]: None for name in _ONCE if name in place}
            images = []
        seen.add(handle)
        _set(made, place, _IMAGE, images[0] if images else None)
        _set(made, place, _POSITION, "1" if images else None)
        rows.append(made)
        for number, image in enumerate(images[1:MOST_IMAGES], start=2):
            extra = {**blank, "id": row["id"], place[_HANDLE]: handle}
            _set(extra, place, _IMAGE, image)
            _set(extra, place, _POSITION, str(number))
            rows.append(extra)
    return pl.DataFrame(rows, schema=frame.schema, orient="row")


def _images(row: dict[str, str | None], place: dict[str, str]) -> list[str]:
    text = row[place[_IMAGE]] if _IMAGE in place else None
    return text.split("\n") if text else []


def _set(row: dict[str, str | None], place: dict[str, str], header: str, value: str | None) -> None:
    if header in place:
        row[place[header]] = value


LAYOUTS = (
    Layout(
        "shopify",
        "Shopify",
        _("Shopify's product CSV: variants and images as rows of one handle, weights in grams."),
        options=FOR_PROGRAMS,
        columns=COLUMNS,
        grouped=True,
        with_models=False,
        arrange=arrange,
    ),
)
