"""Settings and preferences in a real browser: change, history, restore, refusal; looks and accessibility."""

import pytest
from playwright.sync_api import expect

from core.configuration.snapshots import stored
from core.models import User
from tests.browser.conftest import flaws, overflows, shot
from tests.factories.configuration import set_setting

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
SECURITY = "/settings/section/security/"
MINUTES = "security.session_idle_minutes"


def test_change_history_restore(people, open_page):
    page = open_page(SECURITY, user=people.admin)
    field = page.get_by_label("Sign out when idle")
    field.fill("45")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The settings are saved")).to_be_visible()
    field.fill("60")
    page.get_by_role("button", name="Save").click()
    row = page.locator("#security-session_idle_minutes")
    expect(row.get_by_text("changed")).to_be_visible()
    row.get_by_role("link", name="History").click()
    dialog = page.locator("#setting-history")
    expect(dialog.get_by_text("60 minutes").first).to_be_visible()
    assert flaws(page) == []
    dialog.get_by_role("button", name="Restore 45").click()
    expect(field).to_have_value("45")
    row.get_by_role("button", name="Back to the default").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(field).to_have_value("30")
    assert stored(people.tenant.pk)[MINUTES][0] is None


def test_the_menu_leads_there(people, open_page):
    page = open_page("/dashboard/", user=people.admin)
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def test_the_tab_one_is_on_is_in_sight_on_a_phone(people, open_page):
    page = open_page("/settings/section/audit/", user=people.admin, width=390)
    expect(page.locator(".tab[aria-current]")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_looks(people, open_page, theme, width):
    set_setting(people.tenant, MINUTES, 45)
    set_setting(people.tenant, MINUTES, 60)
    page = open_page(SECURITY, user=people.admin, theme=theme, width=width)
    for name, path in (
        ("security", SECURITY),
        ("general", "/settings/section/general/"),
        ("webhooks", "/settings/section/webhooks/"),
        ("history", f"{SECURITY}{MINUTES}/"),
        ("preferences", "/profile/preferences/"),
    ):
        page.goto(path)
        assert flaws(page) == []
        assert not overflows(page)
        shot(page, f"settings-{name}-{theme}-{width}")


def test_preferences_follow_the_person(people, open_page):
    page = open_page("/profile/preferences/", user=people.viewer)
    page.locator("#id_language").select_option("fr")
    page.locator("#id_theme").select_option("dark")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    again = open_page("/dashboard/", user=people.viewer)
    expect(again.locator("html")).to_have_attribute("lang", "fr")
    assert User.objects.get(pk=people.viewer.pk).theme == "dark"
