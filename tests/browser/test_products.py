"""Products in a real browser: finding one, reading why, locking, editing, going back; looks and accessibility."""

import re

import pytest
from playwright.sync_api import expect

from catalog.models import Product
from core.tenancy import tenant_scope
from tests.browser.conftest import check_looks, flaws, overflows, settled, shot, sign_in
from tests.factories.products import deliver, make_catalogue

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
NAMES = ("Perceuse à percussion", "Scie sauteuse", "Ponceuse orbitale", "Marteau perforateur", "Visseuse à choc")
BRANDS = ("Bosch", "Makita", "Festool", "Hilti")


@pytest.fixture
def shop(people, live_site):
    """A small catalogue, and enough articles for two pages."""
    delivered = make_catalogue(people)
    rows = [
        {
            "key": f"ART-{number:03}",
            "supplier_sku": f"ART-{number:03}",
            "title": f"{NAMES[number % 5]} {400 + number * 10} W",
            "brand": BRANDS[number % 4],
            "price": f"{49 + number * 7}.{number % 10}0",
            "currency": "EUR",
            "stock": str(number * 13 % 40),
            "image_urls": f"https://images.example.com/{number}.svg" if number % 3 else None,
        }
        for number in range(28)
    ]
    with tenant_scope(people.tenant.pk):
        deliver(rows, tenant_id=people.tenant.pk, supplier_id=delivered.martin, label="stock.csv")
    return delivered


def product(people, pk):
    with tenant_scope(people.tenant.pk):
        return Product.objects.get(pk=pk)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_pages_are_accessible_in_every_look(open_page, people, shop, theme, width):
    page = open_page("/products/?in_stock=yes", user=people.manager, theme=theme, width=width, language="fr")
    looks = f"{theme}-{width}"
    addresses = {
        "products": "/products/?in_stock=yes",
        "product": f"/products/{shop.drill}/",
        "offers": f"/products/{shop.drill}/offers/",
        "history": f"/products/{shop.drill}/history/",
        "edit": f"/products/{shop.drill}/edit/",
        "why": f"/products/{shop.drill}/why/price/",
        "suppliers": "/suppliers/",
        "supplier": f"/suppliers/{shop.martin}/",
        "supplier-form": f"/suppliers/{shop.martin}/edit/",
        "dashboard": "/dashboard/",
    }
    check_looks(page, addresses, look=looks)


def test_a_product_is_found_by_words_code_and_filters(open_page, people, shop):
    page = open_page("/products/", user=people.viewer)
    expect(page.locator(".pagination")).to_contain_text("of 31")
    page.fill(".filter-bar input[name=search]", "gsr")
    page.press(".filter-bar input[name=search]", "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody .row-link")).to_have_text("Perceuse GSR 18V-55")
    page.click(".chip a")
    expect(page.locator(".chip")).to_have_count(0)
    page.wait_for_load_state()
    page.click(".filter-more > summary")
    expect(page.locator("#choices[hx-get]")).to_have_count(0)
    settled(page)
    page.select_option("select[name=has_gtin]", "no")
    page.get_by_role("button", name="Show the products").click()
    expect(page).to_have_url(re.compile("has_gtin=no"))
    expect(page.locator(".chip")).to_contain_text("EAN: no")
    page.click(".filter-more > summary")
    page.fill("input[name=brand]", "hilti")
    page.press("input[name=brand]", "Enter")
    expect(page.locator("tbody tr")).to_have_count(7)
    page.click("th .sort >> text=Price")
    page.go_back()
    expect(page.locator(".chip")).to_have_count(2)


def test_a_long_title_leaves_the_top_bar_whole_on_a_phone(open_page, people, shop):
    with tenant_scope(people.tenant.pk):
        Product.objects.filter(pk=shop.drill).update(title="Waldblütenhonig aus dem Odenwald, kaltgeschleudert, 500 g")
    page = open_page(f"/products/{shop.drill}/", user=people.viewer, width=390)
    assert not overflows(page)
    expect(page.locator("[popovertarget=profile-menu]")).to_be_in_viewport(ratio=1)


def test_the_keyboard_searches_walks_and_opens(open_page, people, shop):
    page = open_page("/products/?sort=title", user=people.viewer)
    page.keyboard.press("/")
    page.keyboard.type("gsr")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Perceuse GSR 18V-55")


def test_why_opens_beside_the_value_and_closes(open_page, people, shop):
    page = open_page(f"/products/{shop.drill}/", user=people.viewer)
    page.click("#price .origin-link")
    dialog = page.locator("#why")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("The value comes from Outillage Martin")
    expect(dialog.locator("tbody tr")).to_have_count(2)
    shot(page, "why-dialog-light-1440")
    assert flaws(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.click("#title .origin-link")
    expect(dialog).to_contain_text("BOSCH GSR18V-55 solo")


def test_a_field_is_locked_and_unlocked(open_page, people, shop):
    page = open_page(f"/products/{shop.drill}/", user=people.manager)
    page.click("#price .marks button")
    expect(page.locator(".alert")).to_contain_text("is locked")
    assert product(people, shop.drill).locks == ["price"]
    page.click("#price .origin-link")
    expect(page.locator("#why")).to_contain_text("The field is locked")
    page.click("#why button:has-text('Unlock')")
    expect(page.locator(".alert")).to_contain_text("is unlocked")
    assert product(people, shop.drill).locks == []


def test_an_edit_is_saved_told_in_the_history_and_taken_back(open_page, people, shop):
    page = open_page(f"/products/{shop.drill}/edit/", user=people.manager)
    page.fill("#id_title", "Perceuse de Marc")
    page.fill("#id_price", "99.5")
    page.keyboard.press("Control+s")
    expect(page.locator("h1")).to_contain_text("Perceuse de Marc")
    expect(page.locator("#price")).to_contain_text("€99.50")
    expect(page.locator("#title .badge")).to_contain_text("Marc")
    page.click(".tab:has-text('History')")
    entry = page.locator(".history-entry").first
    expect(entry).to_contain_text("Perceuse GSR 18V-55")
    shot(page, "history-edited-light-1440")
    entry.locator(".history-field:has-text('Title') button").click()
    expect(page.locator("h1")).to_contain_text("Perceuse GSR 18V-55")
    page.goto(f"/products/{shop.drill}/")
    page.click("#price .origin-link")
    expect(page.locator("#why")).to_contain_text("The first source says something else")
    page.click("#why button:has-text('Give back')")
    expect(page.locator("#price")).to_contain_text("€129.90")


def test_a_conflict_shows_what_changed_meanwhile(browser, live_site, people, shop):
    # Contexts of their own: browsers complain in the console about the status 409 of the page.
    page, other = (browser.new_context(base_url=live_site, locale="en").new_page() for _number in range(2))
    address = f"/products/{shop.drill}/edit/"
    sign_in(page, people.manager, path=address)
    sign_in(other, people.admin, path=address)
    other.fill("#id_stock", "3")
    other.click("button:has-text('Save')")
    expect(other.locator("#stock")).to_contain_text("3")
    page.fill("#id_title", "Perceuse de Marc")
    page.click("button:has-text('Save')")
    expect(page.locator(".alert")).to_contain_text("Somebody else changed this product")
    expect(page.locator("#id_title")).to_have_value("Perceuse de Marc")
    expect(page.locator("#id_stock")).to_have_value("3")
    shot(page, "conflict-light-1440")
    page.click("button:has-text('Save')")
    expect(page.locator("h1")).to_contain_text("Perceuse de Marc")
    assert product(people, shop.drill).stock == 3
    page.context.close()
    other.context.close()


def test_pages_work_without_a_script(browser, live_site, people, shop):
    context = browser.new_context(base_url=live_site, java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, people.manager, path="/products/")
    page.fill(".filter-bar input[name=search]", "gsr")
    page.press(".filter-bar input[name=search]", "Enter")
    page.click("tbody .row-link")
    page.click("#price .origin-link")
    expect(page.locator("main")).to_contain_text("The value comes from Outillage Martin")
    page.click("button:has-text('Lock')")
    assert product(people, shop.drill).locks == ["price"]
    context.close()
