"""API keys in a real browser: making one, seeing it once; looks and accessibility."""

import re

import pytest
from playwright.sync_api import expect

from core.apikeys import services
from tests.browser.conftest import flaws, overflows, shot

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def key(people, live_site):
    return services.create_key(
        by=people.admin,
        tenant_id=people.tenant.pk,
        name="Caisse",
        scopes=["read:products", "read:prices", "write:prices"],
        networks=["203.0.113.0/24"],
    )


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_pages_are_accessible_in_every_look(open_page, people, key, theme, width):
    page = open_page("/settings/api-keys/", user=people.admin, theme=theme, width=width, language="fr")
    addresses = {
        "api-keys": "/settings/api-keys/",
        "api-key": f"/settings/api-keys/{key.id}/",
        "api-key-form": "/settings/api-keys/new/",
    }
    for name, address in addresses.items():
        page.goto(address)
        shot(page, f"{name}-{theme}-{width}")
        assert flaws(page) == []
        assert not overflows(page)


def test_a_key_is_made_and_shown_once(open_page, people, live_site):
    page = open_page("/settings/api-keys/new/", user=people.admin)
    page.get_by_label("Name").fill("Warehouse")
    page.get_by_label("read:products · See").check()
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("pre").first).to_have_text(re.compile(r"^pm_live_[0-9a-f]{64}$"))
    shot(page, "api-key-secret")
    assert flaws(page) == []
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_role("heading", name="Warehouse", level=1)).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(re.compile(r"pm_live_[0-9a-f]{64}"))
