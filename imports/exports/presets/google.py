"""Google Merchant Center's product data, as a tab-separated file."""

from django.utils.translation import gettext_lazy as _

from imports.exports.presets.base import FOR_PROGRAMS, Layout, column

_MONEY = "value & ' ' & first(currency, 'EUR')"
_FURTHER = " , ".join(f"image_{n}" for n in range(2, 11))
COLUMNS = (
    column("id", "reference", "left(value, 50)", required=True),
    column("title", "title", "left(value, 150)", conversion="plain", required=True),
    column("description", "description", "left(first(value, title), 5000)", conversion="plain", required=True),
    column("link", "url", required=True),
    column("image_link", "image_1", required=True),
    column("additional_image_link", expression=f"join(',', {_FURTHER})"),
    column("availability", "stock", "if(value > 0, 'in_stock', 'out_of_stock')", default="out_of_stock"),
    column("price", "price", _MONEY, conversion="two_decimals", required=True),
    column(
        "sale_price",
        "price_promo",
        f"if(price_promo > 0 and price_promo < price, {_MONEY}, null)",
        conversion="two_decimals",
    ),
    column("brand", "brand", "left(value, 70)"),
    column("gtin", "ean"),
    column("mpn", "mpn", "left(value, 70)"),
    column(
        "identifier_exists",
        "ean",
        "if(is_empty(value) and (is_empty(mpn) or is_empty(brand)), 'no', 'yes')",
        default="no",
    ),
    column("condition", expression="'new'"),
    column("google_product_category", "category_id@google", "first(value, [category@google])"),
    column("product_type", "category", "left(value, 750)"),
    column("item_group_id", "parent_sku", "if(kind = 'variant', left(value, 50), null)"),
    column("color", "attribute:Color", "first(value, [attribute:Couleur])"),
    column("size", "attribute:Size", "first(value, [attribute:Taille])"),
    column("material", "attribute:Material", "first(value, [attribute:Matière])"),
    column("shipping_weight", "weight", "if(value > 0, value & ' kg', null)"),
    column("tax_category", "vat_rate"),
)
LAYOUTS = (
    Layout(
        "google",
        "Google Shopping",
        _("Google's product data: texts of its lengths, prices with currency, availability, groups of variants."),
        options={**FOR_PROGRAMS, "delimiter": "\t"},
        columns=COLUMNS,
        extension="txt",
    ),
)
