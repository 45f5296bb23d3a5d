"""Variants, bundles, prices and stocks in a real browser: making combinations, inheriting, saving amounts."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from catalog.models import Product
from catalog.services import edit_product
from catalog.services.amounts import change_prices, change_stocks, named_price
from catalog.services.bundles import change_parts
from catalog.services.variants import Wanted, make_variants, set_axes
from core.tenancy import tenant_scope
from tests.browser.conftest import check_looks, settled
from tests.factories.products import deliver, make_catalogue

LOOKS = [("light", 1440), ("dark", 1280), ("light", 390), ("dark", 390)]


@pytest.fixture
def shop(people, live_site):
    """The drill has further prices and stocks, the chair is a bundle, the saw a model with variants."""
    delivered = make_catalogue(people)
    who = {"tenant_id": people.tenant.pk, "user": people.admin}
    prices = {
        "EUR/wholesale/10": "109.90",
        "EUR/wholesale/50": "99.90",
        "EUR/promotion/1/2020-01-01/2099-12-31": "119",
        "EUR/purchase": "71.40",
    }
    with tenant_scope(people.tenant.pk):
        edit_product(delivered.drill, values={"vat_rate": "20"}, **who)
        change_prices(
            delivered.drill, amounts={named_price(name): Decimal(text) for name, text in prices.items()}, **who
        )
        stocks = {"Lyon": {"min_stock": 20}, "Paris": {"quantity": 40, "reserved": 3}}
        change_stocks(delivered.drill, stocks=stocks, **who)
        change_parts(delivered.chair, parts={delivered.drill: 2}, **who)
        edit_product(delivered.saw, values={"sku": "SCIE"}, **who)
        set_axes(delivered.saw, axes=["Diamètre"], **who)
        make_variants(delivered.saw, wanted=Wanted({"Diamètre": ["160 mm", "190 mm"]}), **who)
        rows = [
            {"key": f"T-{size}", "title": f"T-shirt {size}", "parent_ref": "T", "attribute:Taille": size}
            for size in "SML"
        ]
        rows += [{"key": key, "title": "Gants de travail", "parent_ref": "U"} for key in ("U1", "U2")]
        deliver(rows, tenant_id=people.tenant.pk, supplier_id=delivered.martin)
    return delivered


def product(people, **known):
    with tenant_scope(people.tenant.pk):
        return Product.objects.get(**known)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_pages_are_accessible_in_every_look(open_page, people, shop, theme, width):
    page = open_page("/products/", user=people.admin, theme=theme, width=width)
    variant = product(people, sku="SCIE-160MM")
    addresses = {
        "prices": f"/products/{shop.drill}/prices/",
        "stocks": f"/products/{shop.drill}/stocks/",
        "bundle": f"/products/{shop.chair}/bundle/",
        "variants": f"/products/{shop.saw}/variants/",
        "variant": f"/products/{variant.pk}/variants/",
        "variants-new": f"/products/{shop.saw}/variants/new/?values_0=160+mm%0A210+mm%0A230+mm",
        "variant-groups": "/products/variant-groups/",
        "product-model": f"/products/{shop.saw}/",
        "product-variant": f"/products/{variant.pk}/",
        "product-bundle": f"/products/{shop.chair}/",
    }
    check_looks(page, addresses, look=f"{theme}-{width}")


def test_combinations_are_made_and_inherit(open_page, people, shop):
    page = open_page(f"/products/{shop.drill}/", user=people.manager)
    page.click(".tabs >> text=Variants")
    page.fill("input[name=axis_0]", "Taille")
    page.fill("input[name=axis_1]", "Couleur")
    page.click("text=Make it a product with variants")
    expect(page.locator("main")).to_contain_text("No variant yet")
    page.click("text=Make combinations")
    page.fill("textarea[name=values_0]", "S\nM")
    page.fill("textarea[name=values_1]", "rouge, bleu")
    page.fill("input[name=sku_prefix]", "GSR")
    page.click("text=Show the combinations")
    expect(page.locator("h2 >> text=4 new variants")).to_be_visible()
    page.uncheck("input[name=only][value='s|bleu']")
    page.click("text=Make the ticked variants")
    expect(page.locator("main")).to_contain_text("3 variants are made.")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.click("tbody tr:first-child th a")
    expect(page.locator("#section-variants")).to_contain_text("from the model")
    page.click("#section-variants >> text=What comes from the model")
    expect(page).to_have_url(re.compile(r"/variants/$"))
    page.click("#inherit-price >> text=Own value")
    expect(page.locator("#inherit-price")).to_contain_text("its own")
    page.click("#inherit-price >> text=From the model")
    expect(page.locator("#inherit-price .marks")).to_contain_text("from the model")


def test_prices_and_stocks_are_saved_in_place(open_page, people, shop):
    page = open_page(f"/products/{shop.drill}/prices/", user=people.admin)
    page.select_option("select[name=kind]", "sale")
    page.fill("input[name=amount]", "125")
    page.fill("input[name=min_quantity]", "5")
    page.click("#price-form button:has-text('Save')")
    expect(page.locator("#prices")).to_contain_text("The price is saved")
    expect(page.locator("#prices tbody")).to_contain_text("€125.00")
    settled(page)
    page.goto(f"/products/{shop.drill}/stocks/")
    page.fill("input[name=form-0-quantity]", "30")
    page.click("#stocks button:has-text('Save')")
    expect(page.locator("#stocks")).to_contain_text("The stocks are saved")
    assert product(people, pk=shop.drill).stock == 67
