"""The list of products in a real browser: filters, views, cards, cells, keyboard, many products at once."""

import pytest
from playwright.sync_api import expect

from catalog.models import BulkEdit, Product
from core.tenancy import tenant_scope
from tests.browser.conftest import flaws, overflows, settled, shot
from tests.factories.products import deliver, make_catalogue

LIST = "/products/"


@pytest.fixture
def shop(people):
    """Three products, and thirty more of another supplier."""
    made = make_catalogue(people)
    rows = [
        {
            "key": f"X{number:02}",
            "title": f"Article {number:02}",
            "brand": ("Wera", "Knipex", "Facom")[number % 3],
            "category": f"Outillage > Rayon {number % 4}",
            "price": f"{number + 1}.50",
            "currency": "EUR",
            "stock": str(number * 3 % 40),
            "tags": "promo" if number % 2 else "soldes\nneuf",
            "image_urls": f"https://images.example.com/x{number}.jpg",
        }
        for number in range(30)
    ]
    with tenant_scope(people.tenant.pk):
        deliver(rows, tenant_id=people.tenant.pk, supplier_id=made.rival)
    return made


@pytest.fixture
def price_of(people):
    def price(title):
        with tenant_scope(people.tenant.pk):
            return Product.objects.get(title=title).price

    return price


LOOKS = [("light", 1440), ("dark", 1280), ("light", 390)]


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_list_and_its_cards_look_right(open_page, people, shop, theme, width):
    page = open_page(f"{LIST}?per_page=50", user=people.manager, theme=theme, width=width, language="fr")
    shot(page, f"product-list-{theme}-{width}")
    page.locator(".filter-more > summary").click()
    expect(page.locator("#choices[hx-get]")).to_have_count(0)
    settled(page)
    shot(page, f"product-list-filters-{theme}-{width}")
    assert not overflows(page)
    assert flaws(page) == []
    page.goto(f"{LIST}?layout=cards&sort=title")
    shot(page, f"product-cards-{theme}-{width}")
    assert not overflows(page)
    assert flaws(page) == []


def test_choices_show_their_numbers_and_narrow_the_list(open_page, people, shop):
    page = open_page(LIST, user=people.manager)
    page.locator(".filter-more > summary").click()
    wera = page.locator(".choice", has_text="Wera")
    expect(wera).to_contain_text("10")
    settled(page)
    wera.locator("input").check()
    page.get_by_role("button", name="Show the products").click()
    expect(page.locator(".chip")).to_contain_text("Wera")
    expect(page.locator(".list-toolbar")).to_contain_text("10 products")
    assert "price_min" not in page.url
    page.locator(".chip a").click()
    expect(page.locator(".list-toolbar")).to_contain_text("33 products")


def test_a_view_is_kept_as_a_tab_and_opens_the_list(open_page, people, shop):
    page = open_page(f"{LIST}?has_gtin=no&sort=title", user=people.manager)
    page.get_by_role("button", name="Save as a view").click()
    page.get_by_label("Name").fill("Without EAN")
    page.get_by_role("button", name="Save", exact=True).click()
    tab = page.locator(".view-tabs .tab", has_text="Without EAN")
    expect(tab).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="This view").click()
    page.get_by_role("button", name="Open with this view").click()
    page.goto(LIST)
    expect(tab).to_have_attribute("aria-current", "page")
    assert "has_gtin=no" in page.url
    page.get_by_role("link", name="All products").click()
    expect(page.locator(".list-toolbar")).to_contain_text("33 products")


def test_columns_are_chosen(open_page, people, shop):
    page = open_page(LIST, user=people.manager)
    page.get_by_role("button", name="Columns").click()
    page.locator(".columns-form label", has_text="Tags").click()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("#products thead")).to_contain_text("Tags")


def test_a_cell_is_edited_by_a_double_click(open_page, people, shop, price_of):
    page = open_page(f"{LIST}?sort=title", user=people.manager)
    row = page.locator("#products tbody tr", has_text="Article 05")
    row.locator("[data-edit=price]").dblclick()
    field = row.locator("[data-editing=price] [name=value]")
    expect(field).to_be_focused()
    field.fill("77")
    field.press("Escape")
    expect(row.locator("[data-edit=price]")).to_contain_text("6.50")
    row.locator("[data-edit=price]").dblclick()
    expect(field).to_be_focused()
    field.fill("77")
    field.press("Enter")
    expect(row.locator("[data-edit=price]")).to_contain_text("77.00")
    assert price_of("Article 05") == 77
    settled(page)
    row.locator("[data-edit=status]").dblclick()
    row.locator("select[name=value]").select_option("inactive")
    row.get_by_role("button", name="Save").click()
    expect(row.locator("[data-edit=status]")).to_contain_text("Inactive")


def test_what_somebody_else_changed_meanwhile_is_shown(open_page, people, shop, price_of):
    from catalog.services import edit_product

    page = open_page(f"{LIST}?sort=title", user=people.manager)
    row = page.locator("#products tbody tr", has_text="Article 05")
    row.locator("[data-edit=price]").dblclick()
    field = row.locator("[name=value]")
    expect(field).to_be_focused()
    with tenant_scope(people.tenant.pk):
        product = Product.objects.get(title="Article 05")
        edit_product(product.pk, tenant_id=people.tenant.pk, user=people.admin, values={"price": "50"})
    field.fill("77")
    field.press("Enter")
    expect(row.locator(".error")).to_contain_text("It now reads “50.00”")
    assert price_of("Article 05") == 50
    shot(page, "product-list-conflict")
    settled(page)
    row.locator("[name=value]").press("Enter")
    expect(row.locator("[data-edit=price]")).to_contain_text("77.00")
    assert price_of("Article 05") == 77


def test_by_keyboard_from_the_list_to_a_saved_cell_and_to_a_saved_product(open_page, people, shop):
    page = open_page(f"{LIST}?sort=title", user=people.manager)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    field = page.locator("[data-editing=title] [name=value]")
    expect(field).to_be_focused()
    page.keyboard.type("Renamed by keyboard")
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-cursor")).to_contain_text("Renamed by keyboard")
    settled(page)
    page.keyboard.press("x")
    expect(page.locator("[data-selected-count]")).to_have_text("1")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Renamed by keyboard")


def test_many_are_selected_and_changed_at_once(open_page, people, shop, price_of):
    page = open_page(f"{LIST}?brand=Wera&sort=title", user=people.manager)
    boxes = page.locator("#products tbody .select-cell input")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-selected-count]")).to_have_text("3")
    page.locator("h1").click()
    page.keyboard.press("Control+a")
    expect(page.locator("[data-selected-count]")).to_have_text("10")
    page.get_by_role("button", name="Edit all 10 products").click()
    expect(page.locator(".subtitle")).to_contain_text("10 products are selected")
    page.get_by_label("Value").fill("10")
    page.get_by_role("button", name="Look at the effect").click()
    expect(page.locator("#effect")).to_contain_text("Would change")
    shot(page, "bulk-preview")
    assert flaws(page) == []
    assert price_of("Article 00") == 1.5
    page.get_by_role("button", name="Change 10 products").click()
    expect(page.locator("#live")).to_contain_text("Completed")
    shot(page, "bulk-edit")
    assert flaws(page) == []
    assert float(price_of("Article 00")) == 1.65
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.locator("h1")).to_contain_text("Undoing")
    expect(page.locator("#live")).to_contain_text("Completed")
    assert price_of("Article 00") == 1.5
    with tenant_scope(people.tenant.pk):
        assert BulkEdit.objects.count() == 2


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_bulk_edit_and_trash_look_right(open_page, people, shop, theme, width):
    page = open_page(
        "/products/bulk/?matching=all&act=trash", user=people.admin, theme=theme, width=width, language="fr"
    )
    shot(page, f"bulk-form-{theme}-{width}")
    assert not overflows(page)
    assert flaws(page) == []
    page.locator("#effect form button").click()
    expect(page.locator("#live")).to_be_visible()
    page.goto("/products/trash/")
    shot(page, f"trash-{theme}-{width}")
    assert not overflows(page)
    assert flaws(page) == []
