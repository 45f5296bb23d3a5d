"""PrestaShop's import of products: semicolons between fields, commas between values."""

from django.utils.translation import gettext_lazy as _

from imports.exports.presets.base import FOR_PROGRAMS, Layout, column

_PATH = "replace(replace(value, ' > ', '/'), ',', ' ')"
COLUMNS = (
    column("Product ID"),
    column("Active (0/1)", "status", "if(value = 'active', '1', '0')"),
    column("Name *", "title", "left(value, 128)", required=True),
    column("Categories (x,y,z...)", "category", _PATH),
    column("Price tax excluded", "price", required=True),
    column("Tax rules ID"),
    column("Cost price", "cost"),
    column("On sale (0/1)", "price_promo", "if(value > 0 and value < price, '1', '0')", default="0"),
    column("Discount amount", "price", "if(price_promo > 0 and price_promo < value, value - price_promo, null)"),
    column("Discount percent"),
    column("Discount from (yyyy-mm-dd)"),
    column("Discount to (yyyy-mm-dd)"),
    column("Reference #", "reference"),
    column("Supplier reference #", "supplier_sku"),
    column("Supplier", "supplier"),
    column("Manufacturer", "brand"),
    column("EAN13", "ean", "if(len(value) = 13, value, null)"),
    column("UPC"),
    column("MPN", "mpn"),
    column("Ecotax"),
    column("Width"),
    column("Height"),
    column("Depth"),
    column("Weight", "weight"),
    column("Quantity", "stock", "text(max(value, 0))", default="0"),
    column("Minimal quantity", expression="'1'"),
    column("Visibility", expression="'both'"),
    column("Summary", "short_description", "left(value, 800)"),
    column("Description", "description"),
    column("Tags (x,y,z...)", "tags", conversion="commas"),
    column("Meta title", "title", "left(value, 70)"),
    column("Meta keywords"),
    column("Meta description", "short_description", "left(value, 160)", conversion="plain"),
    column("URL rewritten", "title", "left(value, 128)", conversion="slug"),
    column("Available for order (0 = No, 1 = Yes)", expression="'1'"),
    column("Product creation date", "created_at", "left(value, 10)"),
    column("Show price (0 = No, 1 = Yes)", expression="'1'"),
    column("Image URLs (x,y,z...)", "image_urls", conversion="commas"),
    column("Image alt texts (x,y,z...)"),
    column("Delete existing images (0 = No, 1 = Yes)", expression="'1'"),
    column("Condition", expression="'new'"),
)
LAYOUTS = (
    Layout(
        "prestashop",
        "PrestaShop",
        _("PrestaShop's import of products (prices are taken as they are: check that yours exclude taxes)."),
        options={**FOR_PROGRAMS, "delimiter": ";"},
        columns=COLUMNS,
    ),
)
