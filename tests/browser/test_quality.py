"""Completeness and duplicates in a real browser: the queue by keyboard, field by field, the page of completeness."""

import pytest
from playwright.sync_api import expect

from catalog.models import DuplicatePair, Product, ProductMerge
from catalog.services import completeness, duplicates
from core.tenancy import tenant_scope
from tests.browser.conftest import flaws, overflows, shot
from tests.factories.products import deliver, make_catalogue

LOOKS = [("light", 1440), ("dark", 1280), ("light", 390)]
IMAGES = {"image_urls": "https://images.example.com/lamp.jpg"}


@pytest.fixture
def shop(people, live_site):
    """Two lamps and two kettles that may be the same, measured."""
    made = make_catalogue(people)
    ours = [
        {"key": "L-1", "title": "Lampe de bureau Lisbonne laiton", "price": "40", "gtin": "03760001234565", **IMAGES},
        {"key": "K-1", "title": "Bouilloire inox Porto", "price": "59", "mpn": "KP-150"},
    ]
    theirs = [
        {"key": "L-2", "title": "Lampe de bureau Lisbonne, laiton", "price": "41", "description": "Laiton massif."},
        {"key": "K-2", "title": "Bouilloire Porto inox", "price": "62", "mpn": "KP 150"},
    ]
    with tenant_scope(people.tenant.pk):
        deliver(ours, tenant_id=people.tenant.pk, supplier_id=made.martin)
        deliver(theirs, tenant_id=people.tenant.pk, supplier_id=made.rival)
        completeness.follow_changes(people.tenant.pk)
        completeness.note_day(people.tenant.pk)
        assert duplicates.follow_changes(people.tenant.pk) == 2
    return made


def states(people):
    with tenant_scope(people.tenant.pk):
        return sorted(DuplicatePair.objects.values_list("state", flat=True))


def press(page, key):
    """A key, once the script of the page listens."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_pages_are_accessible_in_every_look(open_page, people, shop, theme, width):
    page = open_page("/duplicates/", user=people.admin, theme=theme, width=width)
    with tenant_scope(people.tenant.pk):
        pair = DuplicatePair.objects.order_by("-score", "-pk").first()
    addresses = {
        "duplicates": "/duplicates/",
        "duplicate-fields": f"/duplicates/{pair.pk}/",
        "duplicates-bulk": "/duplicates/bulk/?least=80",
        "completeness": "/completeness/",
        "product-completeness": f"/products/{pair.first_id}/",
    }
    for name, address in addresses.items():
        page.goto(address)
        shot(page, f"{name}-{theme}-{width}")
        assert flaws(page) == [], name
        assert not overflows(page), name


def test_the_queue_by_keyboard(open_page, people, shop):
    page = open_page("/duplicates/", user=people.admin)
    first = page.locator(".pair-table thead a").first.text_content()
    press(page, "s")
    expect(page.locator(".pair-table thead a").first).not_to_have_text(first)
    page.goto("/duplicates/")
    press(page, "a")
    expect(page.get_by_text("The two products are one now.")).to_be_visible()
    assert states(people) == ["merged", "pending"]
    press(page, "u")
    expect(page.get_by_text("The decision is taken back.")).to_be_visible()
    assert states(people) == ["pending", "pending"]
    press(page, "r")
    expect(page.get_by_text("They stay two products")).to_be_visible()
    assert states(people) == ["pending", "rejected"]


def test_field_by_field(open_page, people, shop):
    page = open_page("/duplicates/", user=people.admin)
    page.get_by_role("link", name="Field by field").click()
    page.get_by_role("row", name="title").get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("The two products are one now.")).to_be_visible()
    with tenant_scope(people.tenant.pk):
        merge = ProductMerge.objects.get()
        product = Product.objects.get(pk=merge.survivor_id)
    assert merge.choices == {"title": "absorbed"}
    assert product.provenance["title"]["kind"] == "manual"
    page.goto(f"/products/{merge.absorbed_id}/")
    expect(page.locator("#section-merged")).to_contain_text(product.title)


def test_what_is_lacking_leads_to_the_list(open_page, people, shop):
    page = open_page("/completeness/", user=people.admin)
    page.get_by_role("link", name="Texts for search engines").click()
    expect(page).to_have_url("/products/?missing_field=seo")
    expect(page.get_by_role("table").first).to_contain_text("Bouilloire")
