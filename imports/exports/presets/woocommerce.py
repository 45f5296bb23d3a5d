"""WooCommerce's product CSV: variations follow their variable product."""

from django.utils.translation import gettext_lazy as _

from imports.exports.presets.base import FOR_PROGRAMS, Layout, column

_TYPE = "if(value = 'model', 'variable', if(value = 'variant' and not is_empty(parent_sku), 'variation', 'simple'))"
_ATTRIBUTES = tuple(
    each
    for number in (1, 2, 3)
    for each in (
        column(f"Attribute {number} name", f"axis_{number}_name"),
        column(
            f"Attribute {number} value(s)",
            f"axis_{number}_values",
            f"first(value, axis_{number}_value)",
            conversion="commas_and_blanks",
        ),
        column(f"Attribute {number} visible", f"axis_{number}_name", "if(is_empty(value), null, '1')"),
        column(f"Attribute {number} global", f"axis_{number}_name", "if(is_empty(value), null, '1')"),
    )
)
COLUMNS = (
    column("ID"),
    column("Type", "kind", _TYPE),
    column("SKU", "reference", required=True),
    column("GTIN, UPC, EAN, or ISBN", "ean"),
    column("Name", "title", required=True),
    column("Published", "status", "if(value = 'active', '1', '0')"),
    column("Is featured?", expression="'0'"),
    column("Visibility in catalog", expression="'visible'"),
    column("Short description", "short_description"),
    column("Description", "description"),
    column("Date sale price starts"),
    column("Date sale price ends"),
    column("Tax status", expression="'taxable'"),
    column("Tax class"),
    column("In stock?", "stock", "if(value > 0, '1', '0')", default="0"),
    column("Stock", "stock"),
    column("Low stock amount"),
    column("Backorders allowed?", expression="'0'"),
    column("Sold individually?", expression="'0'"),
    column("Weight (kg)", "weight"),
    column("Length (cm)"),
    column("Width (cm)"),
    column("Height (cm)"),
    column("Allow customer reviews?", expression="'1'"),
    column("Purchase note"),
    column("Sale price", "price_promo", "if(value > 0 and value < price, value, null)"),
    column("Regular price", "price"),
    column("Categories", "categories", conversion="commas_and_blanks"),
    column("Tags", "tags", conversion="commas_and_blanks"),
    column("Shipping class"),
    column("Images", "image_urls", conversion="commas_and_blanks"),
    column("Parent", "parent_sku", "if(kind = 'variant', value, null)"),
    column("Grouped products"),
    column("Upsells"),
    column("Cross-sells"),
    column("External URL"),
    column("Button text"),
    column("Position", expression="'0'"),
    column("Brands", "brand"),
    *_ATTRIBUTES,
)
LAYOUTS = (
    Layout(
        "woocommerce",
        "WooCommerce",
        _("WooCommerce's product CSV: hierarchical categories, variations below their product."),
        options=FOR_PROGRAMS,
        columns=COLUMNS,
        grouped=True,
    ),
)
