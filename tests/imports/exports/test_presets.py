"""Predefined layouts: the column names and rules of those who read them."""

import csv
import io

import pytest

from catalog.models import Attribute, Category, CategoryMapping, Product, Taxonomy
from imports.exports.presets import PRESETS
from tests.imports.exports.making import content_of, rows_of

pytestmark = pytest.mark.django_db


def tab_rows(export):
    """Rows of a tab-separated file."""
    return list(csv.DictReader(io.StringIO(content_of(export).decode()), delimiter="\t"))


@pytest.fixture
def family(shop, in_tenant):
    """The drill is a model; the chair is its red variant."""
    attribute = Attribute.objects.get(name="Couleur")
    Product.objects.filter(pk=shop.drill).update(kind="model", variant_axes=[attribute.key])
    Product.objects.filter(pk=shop.chair).update(kind="variant", parent_id=shop.drill, sku="V-1")
    values = {"tenant_id": in_tenant.tenant.pk, "attribute": attribute, "value": "rouge"}
    Product.objects.get(pk=shop.chair).attribute_values.create(**values)
    return shop


def test_every_layout_writes_a_file(shop, exporter):
    for code, layout in PRESETS.items():
        export = exporter.done(code)
        assert export.status == "completed", (code, export.error_message)
        assert export.format == layout.format
        assert export.file_name.endswith(layout.extension or layout.format)


def test_full_has_every_column(shop, exporter):
    row = next(row for row in rows_of(exporter.done("full")) if row["ean"] == "4059952514475")
    assert (row["attribute:Couleur"], row["price:CHF"], row["stock:Lyon"]) == ("bleu", "139", "12")


def test_shopify_simple_products_with_their_images(shop, exporter):
    rows = rows_of(exporter.done("shopify"), delimiter=",")
    drill = [row for row in rows if row["Handle"].startswith("perceuse")]
    assert [row["Image Position"] for row in drill] == ["1", "2"]
    first, second = drill
    assert (first["Option1 Name"], first["Option1 Value"]) == ("Title", "Default Title")
    assert (first["Variant Grams"], first["Variant Barcode"]) == ("1200", "4059952514475")
    assert (first["Variant Price"], first["Status"], first["Published"]) == ("129.9", "active", "TRUE")
    assert (second["Title"], second["Variant Price"]) == ("", "")
    assert second["Image Src"].endswith("gsr-2.jpg")


def test_shopify_variants_share_a_handle_and_say_things_once(family, exporter):
    Product.objects.filter(pk=family.saw).update(kind="variant", parent_id=family.drill, sku="V-2")
    rows = [row for row in rows_of(exporter.done("shopify"), delimiter=",") if row["Variant SKU"]]
    assert [row["Variant SKU"] for row in rows] == ["V-1", "V-2"]
    assert len({row["Handle"] for row in rows}) == 1
    assert [row["Title"] for row in rows] == ["Perceuse GSR 18V-55", ""]
    assert rows[0]["Option1 Value"] == "rouge"


def test_woocommerce_variations_follow_their_product(family, exporter):
    rows = rows_of(exporter.done("woocommerce"), delimiter=",")
    place = next(number for number, row in enumerate(rows) if row["Type"] == "variable")
    model, variation = rows[place], rows[place + 1]
    assert (variation["Type"], variation["SKU"]) == ("variation", "V-1")
    assert variation["Parent"]
    assert (model["Attribute 1 name"], model["Attribute 1 value(s)"]) == ("Couleur", "rouge")
    assert model["Categories"] == "Outillage > Perceuses"
    assert model["Images"].count(", ") == 1


def test_prestashop(shop, exporter):
    row = next(row for row in rows_of(exporter.done("prestashop")) if row["EAN13"] == "4059952514475")
    assert (row["Active (0/1)"], row["Name *"], row["Manufacturer"]) == ("1", "Perceuse GSR 18V-55", "Bosch")
    assert row["Categories (x,y,z...)"] == "Outillage/Perceuses"
    assert row["Image URLs (x,y,z...)"].count(",") == 1
    assert row["URL rewritten"] == "perceuse-gsr-18v-55"


def test_amazon_asks_for_a_code_and_a_brand(shop, exporter):
    Product.objects.filter(pk=shop.drill).update(
        title="T" * 250, description="<p>Un &amp; deux</p><p>trois</p>", short_description="un\ndeux"
    )
    export = exporter.done("amazon")
    row = next(row for row in tab_rows(export) if row["external_product_id"] == "4059952514475")
    assert (len(row["item_name"]), row["product_description"]) == (200, "Un & deux\ntrois")
    assert (row["bullet_point1"], row["bullet_point2"], row["bullet_point3"]) == ("un", "deux", "")
    assert (row["standard_price"], row["item_weight"]) == ("129.90", "1200")
    assert export.excluded["counts"] == {"missing:external_product_id": 1}


def test_google_prices_have_their_currency_and_categories_its_ids(shop, exporter, in_tenant):
    tenant = {"tenant_id": in_tenant.tenant.pk}
    own = Category.objects.get(path="Outillage > Perceuses")
    google = Taxonomy.objects.create(**tenant, code="google", name="Google", kind="google")
    target = Category.objects.create(
        **tenant, taxonomy=google, name="Drills", path="Hardware > Drills", key="hardware>drills", external_id="1217"
    )
    CategoryMapping.objects.create(**tenant, category=own, target=target, taxonomy=google)
    Product.objects.filter(pk=shop.drill).update(url="https://shop.example.com/gsr", price_promo="99.9")
    export = exporter.done("google")
    (row,) = tab_rows(export)
    assert (row["price"], row["sale_price"]) == ("129.90 EUR", "99.90 EUR")
    assert (row["availability"], row["identifier_exists"]) == ("in_stock", "yes")
    assert (row["google_product_category"], row["color"]) == ("1217", "bleu")
    assert export.excluded["counts"] == {"missing:link": 2}
