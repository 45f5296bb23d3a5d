"""Amazon's inventory flat file: tab-separated, field names of the templates."""

from django.utils.translation import gettext_lazy as _

from imports.exports.presets.base import FOR_PROGRAMS, Layout, column

_CODE_TYPE = "if(len(value) = 13, 'EAN', if(len(value) = 14, 'GTIN', 'EAN'))"
COLUMNS = (
    column("item_sku", "reference", "left(value, 40)", required=True),
    column("external_product_id", "ean", required=True),
    column("external_product_id_type", "ean", _CODE_TYPE),
    column("item_name", "title", "left(value, 200)", conversion="plain", required=True),
    column("brand_name", "brand", "left(value, 50)", required=True),
    column("manufacturer", "brand", "left(value, 50)"),
    column("part_number", "mpn", "left(value, 40)"),
    column("product_description", "description", "left(value, 2000)", conversion="plain"),
    *(column(f"bullet_point{n}", "short_description", "left(value, 500)", conversion=f"line_{n}") for n in range(1, 6)),
    column("update_delete", expression="'Update'"),
    column("standard_price", "price", conversion="two_decimals", required=True),
    column("currency", "currency"),
    column("quantity", "stock", "text(max(value, 0))", default="0"),
    column("condition_type", expression="'New'"),
    column("main_image_url", "image_1"),
    *(column(f"other_image_url{n}", f"image_{n + 1}") for n in range(1, 9)),
    column("item_weight", "weight", "text(round(value * 1000))"),
    column("item_weight_unit_of_measure", "weight", "if(value > 0, 'GR', null)"),
    column("parent_child", "kind", "if(value = 'model', 'Parent', if(value = 'variant', 'Child', null))"),
    column("parent_sku", "parent_sku", "if(kind = 'variant', value, null)"),
    column("relationship_type", "kind", "if(value = 'variant', 'Variation', null)"),
)
LAYOUTS = (
    Layout(
        "amazon",
        _("Amazon flat file"),
        _("Amazon's inventory file: titles of 200 characters, plain texts, up to nine images, weights in grams."),
        options={**FOR_PROGRAMS, "delimiter": "\t"},
        columns=COLUMNS,
        extension="txt",
        grouped=True,
    ),
)
