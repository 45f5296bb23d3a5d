"""Flat rows of variants say what their pages say: what is inherited, and which price is valid."""

from datetime import timedelta
from decimal import Decimal

import pytest

from catalog.amounts import PriceKey
from catalog.models import Product
from catalog.selectors.amounts import today
from catalog.selectors.flat import flat_products
from catalog.services import edit_product
from catalog.services.amounts import change_prices
from catalog.services.variants import Wanted, make_variants, set_axes
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db
COLUMNS = ["brand", "price", "currency", "cost", "price:USD", "price:EUR/promotion", "attribute:Material"]


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.admin}


@pytest.fixture
def variants(acme, only_product, who):
    merge(acme, row("1", title="Shirt", brand="Basic", cost="4", **{"attribute:Material": "cotton", "price:USD": "11"}))
    model = only_product()
    set_axes(model.pk, axes=["Size"], **who)
    make_variants(model.pk, wanted=Wanted({"Size": ["S", "M"]}, prefix="SHIRT"), **who)
    return dict(Product.objects.filter(parent=model).values_list("sku", "pk"))


def flat(product_id, tenant_id):
    return flat_products([product_id], tenant_id=tenant_id, columns=COLUMNS).drop("id").row(0)


def test_a_variant_has_its_models_values_in_exports(variants, who):
    assert flat(variants["SHIRT-S"], who["tenant_id"]) == ("Basic", "10", "EUR", "4", "11", None, "cotton")
    edit_product(variants["SHIRT-S"], values={"price": "12", "currency": "CHF"}, **who)
    assert flat(variants["SHIRT-S"], who["tenant_id"])[1:4] == ("12", "CHF", None)


def test_a_price_is_valid_on_its_last_day(variants, who):
    day = today(who["tenant_id"])
    past = PriceKey("EUR", "promotion", 1, day - timedelta(3), day - timedelta(1))
    change_prices(variants["SHIRT-M"], amounts={past: Decimal(7)}, **who)
    assert flat(variants["SHIRT-M"], who["tenant_id"])[5] is None
    change_prices(variants["SHIRT-M"], amounts={PriceKey("EUR", "promotion", 1, day, day): Decimal(8)}, **who)
    assert flat(variants["SHIRT-M"], who["tenant_id"])[5] == "8"
