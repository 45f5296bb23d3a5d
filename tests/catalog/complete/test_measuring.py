"""What counts, what is lacking, and that nothing is missed."""

import pytest

from catalog.models import Attribute, Category, CategoryAttribute, LogCursor, Product, ProductCompleteness
from catalog.services import completeness, edit_product, set_status
from core.configuration.services import change
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db
POOR = {"description", "image", "category", "weight", "short_description", "asin", "cost"}
THIRD = {"seo", "icecat", "attributes", "technical", "environment", "media"}


@pytest.fixture
def edit(in_tenant):
    """Set values of the product with that title by hand."""

    def edited(title, **values):
        pk = Product.objects.get(title=title).pk
        edit_product(pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.manager, values=values)

    return edited


def test_four_of_five_and_a_supplier(alpha, measured):
    assert measured("Alpha") == (41, POOR | THIRD)  # 4 x 9 + 5


def test_an_edit_is_measured_from_the_log_and_only_once(alpha, measured, edit, in_tenant):
    measured("Alpha")
    edit("Alpha", description="Drills.", weight="1.2", cost="5")
    assert measured("Alpha") == (60, (POOR | THIRD) - {"description", "weight", "cost"})
    assert completeness.follow_changes(in_tenant.tenant.pk) == 0
    assert LogCursor.objects.get(reader="completeness").seq > 0


def test_attributes_count_by_their_group(alpha, measured, edit):
    edit("Alpha", **{"attribute:power": "500", "attribute:meta_title": "Drill", "attribute:width": "20"})
    assert measured("Alpha") == (56, (POOR | THIRD) - {"technical", "attributes", "seo", "weight"})  # 41 + 5 + 3 x 20/6


def test_a_gtin_with_a_wrong_check_digit_does_not_count(acme, measured):
    merge(acme, row("A", title="Alpha", gtin="03760001234560"))
    assert "gtin" in measured("Alpha")[1]


def test_several_images_are_media(acme, measured):
    merge(acme, row("A", title="Alpha", image_urls="https://a.example/1.jpg\nhttps://a.example/2.jpg"))
    assert not {"image", "media"} & measured("Alpha")[1]


def test_required_attributes_are_asked_for_below_their_category_too(acme, measured, edit):
    merge(acme, row("A", title="Alpha", category="Tools > Drills"))
    edit("Alpha", **{"attribute:Chuck": "10 mm"})
    top = Category.objects.get(name="Tools")
    for name in ("Chuck", "Grip"):
        attribute, _new = Attribute.objects.get_or_create(
            tenant_id=top.tenant_id, key=name.casefold(), defaults={"name": name}
        )
        CategoryAttribute.objects.create(tenant_id=top.tenant_id, category=top, attribute=attribute, is_required=True)
    score, lacking = measured("Alpha")
    assert "attribute:grip" in lacking
    assert "attribute:chuck" not in lacking
    edit("Alpha", **{"attribute:Grip": "soft"})
    better, lacking = measured("Alpha")
    assert "attributes" not in lacking
    assert (score, better) == (30, 31)  # 2 x 9 + 2 x 5, and a half or the whole of 20/6


def test_without_a_required_attribute_no_product_gets_the_best_grade(acme, measured, in_tenant, edit):
    change(by=in_tenant.admin, values={"completeness.ignored": sorted(POOR | THIRD | {"gtin", "brand"})})
    merge(acme, row("A", title="Alpha", category="Tools"))
    top = Category.objects.get(name="Tools")
    grip = Attribute.objects.create(tenant_id=top.tenant_id, key="grip", name="Grip")
    CategoryAttribute.objects.create(tenant_id=top.tenant_id, category=top, attribute=grip, is_required=True)
    assert measured("Alpha") == (89, {"attribute:grip"})


def test_a_variant_has_what_its_model_has_and_a_model_needs_no_price(acme, measured, edit):
    merge(acme, row("M", title="Model", price=None, brand="Bosch", description="Shirts."), row("V", title="Variant"))
    model, variant = Product.objects.get(title="Model"), Product.objects.get(title="Variant")
    Product.objects.filter(pk=model.pk).update(kind="model")
    Product.objects.filter(pk=variant.pk).update(kind="variant", parent_id=model.pk)
    assert not {"brand", "description"} & measured("Variant")[1]
    assert not {"gtin", "price", "supplier", "cost", "asin"} & measured("Model")[1]
    edit("Model", weight="2")
    assert "weight" not in measured("Variant")[1]


def test_a_product_in_the_trash_is_not_measured(alpha, measured, in_tenant):
    measured("Alpha")
    pk = Product.objects.get().pk
    set_status([pk], tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, status="trash")
    assert measured("Alpha") is None
    assert not ProductCompleteness.objects.exists()


def test_a_price_of_today_counts_as_a_price(acme, measured, edit):
    merge(acme, row("A", title="Alpha", price=None, **{"price:CHF": "12"}))
    assert "price" not in measured("Alpha")[1]
