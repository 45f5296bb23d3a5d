"""Flat rows of products: every kind of column, in the order asked for, inheritance of variants, one tenant only."""

import pytest

from catalog.models import Attribute, AttributeValue, Category, CategoryMapping, Price, Product, Taxonomy
from catalog.selectors.amounts import today
from catalog.selectors.flat import column_kind, flat_columns, flat_products, label_of_column
from core.errors import InvalidInput
from tests.factories.products import make_catalogue
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(people, in_tenant):
    """The small catalogue of two suppliers."""
    return make_catalogue(people)


def flat(people, ids, *columns, **options):
    """The rows as dictionaries."""
    frame = flat_products(ids, tenant_id=people.tenant.pk, columns=columns, **options)
    return frame.to_dicts()


def test_plain_columns_come_as_text_in_the_order_of_the_ids(people, shop):
    rows = flat(people, [shop.saw, shop.drill], "title", "ean", "gtin", "brand", "category", "category_name", "price")
    assert [row["title"] for row in rows] == ["Scie circulaire 190 mm", "Perceuse GSR 18V-55"]
    assert rows[1] == {
        "id": str(shop.drill),
        "title": "Perceuse GSR 18V-55",
        "ean": "4059952514475",
        "gtin": "04059952514475",
        "brand": "Bosch",
        "category": "Outillage > Perceuses",
        "category_name": "Perceuses",
        "price": "129.9",
    }


def test_named_columns(people, shop):
    (row,) = flat(people, [shop.drill], "attribute:Couleur", "price:CHF", "stock:Lyon", "reserved:Lyon", "stock:Paris")
    assert (row["attribute:Couleur"], row["price:CHF"], row["stock:Lyon"]) == ("bleu", "139", "12")
    assert (row["reserved:Lyon"], row["stock:Paris"]) == ("0", None)


def test_images_one_by_one(people, shop):
    drill, chair = flat(people, [shop.drill, shop.chair], "image_1", "image_2", "image_3", "image_urls")
    assert drill["image_1"].endswith("gsr-1.jpg")
    assert drill["image_2"].endswith("gsr-2.jpg")
    assert drill["image_3"] is None
    assert chair["image_1"] is chair["image_urls"] is None


def test_the_first_supplier_is_the_one_that_ranks_first(people, shop):
    (row,) = flat(people, [shop.drill], "supplier", "supplier_sku", "supplier_price", "suppliers", "offers")
    assert (row["supplier"], row["supplier_sku"], row["supplier_price"]) == ("Outillage Martin", "BOS-1", "129.9")
    assert row["suppliers"] == "Outillage Martin\nWerkzeug Weber"
    assert '"sku": "W-77"' in row["offers"]


def test_an_attribute_takes_the_language_where_it_has_one(people, shop):
    attribute = Attribute.objects.get(name="Couleur")
    values = {"tenant_id": people.tenant.pk, "product_id": shop.drill, "attribute": attribute}
    AttributeValue.objects.create(**values, language="en", value="blue")
    assert flat(people, [shop.drill], "attribute:Couleur", language="en")[0]["attribute:Couleur"] == "blue"
    assert flat(people, [shop.drill], "attribute:Couleur", language="de")[0]["attribute:Couleur"] == "bleu"
    (row,) = flat(people, [shop.drill], "attribute@en:Couleur", "attribute@de:Couleur")
    assert (row["attribute@en:Couleur"], row["attribute@de:Couleur"]) == ("blue", None)


def test_a_price_by_kind_and_quantity(people, shop):
    price = {"tenant_id": people.tenant.pk, "product_id": shop.drill, "currency": "EUR", "kind": "wholesale"}
    Price.objects.create(**price, amount="99.5000", min_quantity=10)
    (row,) = flat(people, [shop.drill], "price:EUR/wholesale/10", "price:EUR/wholesale")
    assert (row["price:EUR/wholesale/10"], row["price:EUR/wholesale"]) == ("99.5", None)


def test_blanks_of_a_variant_are_those_of_its_model_unless_asked_otherwise(people, shop):
    Product.objects.filter(pk=shop.chair).update(kind="variant", parent_id=shop.drill, price=None)
    (row,) = flat(people, [shop.chair], "brand", "price", "ean", "attribute:Couleur", "parent_title")
    assert row["brand"] == "Bosch"
    assert row["price"] == "129.9"
    assert row["ean"] is None
    assert row["attribute:Couleur"] == "bleu"
    assert row["parent_title"] == "Perceuse GSR 18V-55"
    (bare,) = flat(people, [shop.chair], "brand", "price", "attribute:Couleur", inherit=False)
    assert (bare["brand"], bare["price"], bare["attribute:Couleur"]) == (None, None, None)


def test_categories_of_other_taxonomies(people, shop):
    own, tenant = Category.objects.get(path="Outillage > Perceuses"), {"tenant_id": people.tenant.pk}
    google = Taxonomy.objects.create(**tenant, code="google", name="Google", kind="google")
    path = "Hardware > Tools > Drills"
    target = Category.objects.create(
        **tenant, taxonomy=google, name="Drills", path=path, key="hardware>tools>drills", external_id="1217"
    )
    CategoryMapping.objects.create(**tenant, category=own, target=target, taxonomy=google)
    drill, chair = flat(people, [shop.drill, shop.chair], "category@google", "category_id@google")
    assert (drill["category@google"], drill["category_id@google"]) == (path, "1217")
    assert chair["category@google"] is None


def test_products_of_another_organisation_are_not_there(people, shop):
    assert flat_products([shop.drill], tenant_id=people.elsewhere.pk, columns=["title"]).is_empty()


def test_an_unknown_column_is_refused(people, shop):
    with pytest.raises(InvalidInput) as refused:
        flat(people, [shop.drill], "titel")
    assert refused.value.code == "UNKNOWN_COLUMN"


def test_the_number_of_queries_does_not_grow_with_the_products(people, shop):
    columns = ["title", "brand", "attribute:Couleur", "price:CHF", "stock:Lyon", "offers", "attributes"]
    today(people.tenant.pk)  # settings are read once a second
    with counted_queries() as one:
        flat(people, [shop.drill], *columns)
    with counted_queries() as three:
        flat(people, [shop.drill, shop.saw, shop.chair], *columns)
    assert one.total == three.total <= 8


def test_the_columns_that_can_be_chosen(people, shop):
    known = {column.name: column for column in flat_columns()}
    assert {"title", "attribute:Couleur", "price:CHF", "stock:Lyon", "image_1", "offers"} <= set(known)
    assert known["price"].kind == column_kind("price:CHF") == "number"
    assert column_kind("tags") == column_kind("image_urls") == "list"
    assert all(label_of_column(name) for name in known)
