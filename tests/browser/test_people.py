"""Users and roles in a real browser."""

import pytest
from playwright.sync_api import expect

from core.models import CustomRole, Membership
from tests.browser.conftest import flaws, overflows, shot
from tests.factories.catalog import supplier
from tests.factories.people import member

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def office(people):
    """An organisation with two roles of its own and a few members."""
    buyer = CustomRole.objects.create(
        tenant=people.tenant, name="Acheteur", permissions=["read:products", "read:prices", "write:prices"]
    )
    CustomRole.objects.create(tenant=people.tenant, name="Photo studio", permissions=["read:media", "write:media"])
    someone = member(people.tenant, "", name="Béatrice Achats")
    Membership.objects.filter(user=someone).update(
        custom_role=buyer, overrides={"read:reports": True, "write:prices": False}
    )
    supplier(people.tenant)
    return someone


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_users_and_roles_are_accessible(open_page, people, office, theme, width):
    page = open_page("/settings/users/", user=people.admin, theme=theme, width=width, language="fr")
    paths = {
        "users": "/settings/users/",
        "user": f"/settings/users/{office.pk}/",
        "grant": f"/settings/users/{office.pk}/grants/new/?kind=supplier",
        "roles": "/settings/roles/",
    }
    for name, path in paths.items():
        page.goto(path)
        shot(page, f"people-{name}-{theme}-{width}")
        assert flaws(page) == [], name
        assert not overflows(page), name


def test_a_tick_in_the_matrix_is_saved(open_page, people, office):
    page = open_page("/settings/roles/", user=people.admin)
    page.get_by_label("Acheteur: Reports, See").check()
    page.get_by_role("button", name="Save Acheteur").click()
    expect(page.locator("[role=status]:not([data-palette-status])").first).to_contain_text("Acheteur")
    assert "read:reports" in CustomRole.objects.get(name="Acheteur").permissions


def test_a_role_is_renamed_in_its_dialog(open_page, people, office):
    page = open_page("/settings/roles/", user=people.admin)
    page.get_by_role("button", name="Rename the role Photo studio").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Name").fill("Photo")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".matrix-name", has_text="Photo")).to_be_visible()
    role = CustomRole.objects.get(name="Photo")
    assert role.permissions == ["read:media", "write:media"]


def test_a_single_right_is_given_by_keyboard(open_page, people, office):
    page = open_page(f"/settings/users/{people.viewer.pk}/", user=people.admin)
    page.locator("input[name='o-write:products'][value='']").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save the single rights").click()
    expect(page.locator("[role=status]:not([data-palette-status])").first).to_be_visible()
    assert Membership.objects.get(user=people.viewer).overrides == {"write:products": True}
