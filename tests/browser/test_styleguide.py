"""Every component, looked at in a real browser: themes, widths, languages, keyboard, accessibility."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import flaws, overflows, shot


@pytest.fixture
def staff(people):
    """A member who may see the style guide."""
    people.manager.is_staff = True
    people.manager.save()
    return people.manager


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_components_are_accessible_in_every_theme_and_width(open_page, staff, theme, width):
    page = open_page("/styleguide/", user=staff, theme=theme, width=width, language="fr")
    shot(page, f"styleguide-{theme}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_login_is_accessible(open_page, people, theme):
    page = open_page("/login/", theme=theme, language="fr")
    shot(page, f"login-{theme}")
    assert flaws(page) == []


def test_theme_and_sidebar_follow_at_once_and_are_remembered(open_page, staff):
    page = open_page("/styleguide/", user=staff)
    page.click("[popovertarget=appearance-menu]")
    page.click("#appearance-menu button[value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click(".sidebar-toggle")
    expect(page.locator("html")).to_have_attribute("data-sidebar", "compact")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-sidebar", "compact")


def test_language_can_be_changed(open_page, staff):
    page = open_page("/styleguide/", user=staff)
    page.click("[popovertarget=language-menu]")
    page.click("#language-menu button[value=fr]")
    expect(page.locator("h1")).to_contain_text("Guide de style")


def test_keyboard_walks_selects_searches_and_asks_for_help(open_page, staff):
    page = open_page("/styleguide/", user=staff)
    for key in "jjx":
        page.keyboard.press(key)
    expect(page.locator("tr.is-cursor td.select-cell input")).to_be_checked()
    expect(page.locator("[data-selected-count]")).to_have_text("1")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_question_before_a_destructive_act_can_be_closed(open_page, staff):
    page = open_page("/styleguide/", user=staff)
    page.click("[popovertarget=more]")
    page.click("#more .is-danger")
    expect(page.locator("#undo")).to_be_visible()
    page.click("#undo button[command=close]")
    expect(page.locator("#undo")).to_be_hidden()


def test_chosen_file_is_named_with_its_size(open_page, staff):
    page = open_page("/styleguide/", user=staff)
    page.set_input_files("#id_file", {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"x" * 2_500_000})
    expect(page.locator(".file-list .file-name")).to_have_text("prices.csv")
    expect(page.locator(".file-list .file-size")).to_have_text("2.5 MB")


def test_narrow_screens_open_the_menu_by_its_button(open_page, staff):
    page = open_page("/styleguide/", user=staff, width=390)
    expect(page.locator("#sidebar")).to_be_hidden()
    page.click(".burger")
    expect(page.locator("#sidebar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sidebar")).to_be_hidden()
