"""The search over everything: suggestions below the box, the keyboard, the page, light and dark, wide and narrow."""

import pytest
from playwright.sync_api import expect

from catalog.search.upkeep import follow_changes
from tests.browser.conftest import flaws, overflows, settled, shot
from tests.factories.products import DRILL, make_catalogue

BOX = "[data-global-search]"
OPTION = ".palette [role=option]"


@pytest.fixture
def shop(people):
    shop = make_catalogue(people)
    follow_changes(people.tenant.pk)
    return shop


def typed(page, text):
    """The page with that text in the box, and its suggestions there."""
    page.keyboard.press("Control+k")
    expect(page.locator(BOX)).to_be_focused()
    page.fill(BOX, text)
    return page


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1280), ("light", 390)])
def test_suggestions_look_well_and_can_be_read_by_all(open_page, people, shop, theme, width):
    page = typed(open_page("/products/", user=people.manager, theme=theme, width=width), "perceuse")
    expect(page.locator(OPTION)).to_have_count(2)
    settled(page)
    shot(page, f"palette-{theme}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


def test_the_keyboard_finds_walks_and_opens(open_page, people, shop):
    page = typed(open_page("/suppliers/", user=people.manager), "perceuze")
    expect(page.locator(".palette-note")).to_contain_text("Showing results for “perceuse”")
    expect(page.locator("[data-palette-status]")).to_contain_text("1 result")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", "palette-product-1")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Perceuse GSR 18V-55")


def test_pages_are_offered_at_once_and_escape_closes(open_page, people, shop):
    page = open_page("/suppliers/", user=people.manager)
    page.keyboard.press("Control+k")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".palette")).to_be_hidden()
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")
    page.fill(BOX, "new import")
    expect(page.locator(OPTION).first).to_contain_text("New import")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/imports/new/")


def test_enter_without_a_choice_searches_by_the_page(open_page, people, shop):
    page = typed(open_page("/suppliers/", user=people.manager), "outillage")
    page.keyboard.press("Enter")
    expect(page.locator("#found-supplier")).to_be_visible()
    settled(page)
    shot(page, "search-page-light-1440")
    assert flaws(page) == []
    typed(page, DRILL)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Perceuse GSR 18V-55")


@pytest.mark.parametrize(("theme", "width"), [("dark", 1440), ("light", 390)])
def test_the_page_explains_what_can_be_typed(open_page, people, shop, theme, width):
    page = open_page("/search/", user=people.viewer, theme=theme, width=width)
    expect(page.locator(".search-fields dt").first).to_be_visible()
    shot(page, f"search-help-{theme}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


def test_nothing_found_is_said(open_page, people, shop):
    page = typed(open_page("/suppliers/", user=people.manager), "qqqqqq")
    expect(page.locator(".palette-note")).to_contain_text("Nothing was found")
    shot(page, "palette-nothing-light-1440")
