"""The sheet of a product in a real browser: looks, languages, editing a group by keyboard, copies, going back."""

import re

import pytest
from playwright.sync_api import expect

from catalog.models import AttributeValue, Product
from catalog.services import edit_product
from catalog.services.families import Member, make_family
from core.tenancy import tenant_scope
from tests.browser.conftest import check_looks, flaws, shot
from tests.factories.products import make_catalogue

LOOKS = [("light", 1440), ("dark", 1280), ("light", 390)]


@pytest.fixture
def drill(people, live_site):
    """A drill with attributes of every kind and a family."""
    delivered = make_catalogue(people)
    who = {"tenant_id": people.tenant.pk, "user": people.manager}
    with tenant_scope(people.tenant.pk):
        make_family("Perceuses", members=[Member("voltage", is_required=True)], **who)
        values = {
            "family": "Perceuses",
            "attribute:height": "19 cm",
            "attribute:hs_code": "8467 21",
            "attribute:ce": "oui",
            "attribute:release_date": "2026-01-02",
            "attribute@en:title": "Cordless drill",
            "attribute:meta_title": "Perceuse sans fil",
            "attribute:technical_specs": '{"rpm": 1800}',
        }
        edit_product(delivered.drill, values=values, **who)
    return delivered.drill


def value(people, name, language=""):
    with tenant_scope(people.tenant.pk):
        found = AttributeValue.objects.filter(attribute__name=name, language=language)
        return found.values_list("value", flat=True).first()


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_pages_are_accessible_in_every_look(open_page, people, drill, theme, width):
    page = open_page(f"/products/{drill}/", user=people.admin, theme=theme, width=width, language="fr")
    addresses = {
        "sheet": f"/products/{drill}/",
        "sheet-en": f"/products/{drill}/?language=en",
        "sheet-edit": f"/products/{drill}/edit/",
        "sheet-texts": f"/products/{drill}/edit/texts/",
        "sheet-compliance": f"/products/{drill}/edit/compliance/",
        "sheet-new": "/products/new/",
        "sheet-copy": f"/products/{drill}/duplicate/",
        "sheet-history": f"/products/{drill}/history/",
        "attributes": "/attributes/",
        "attribute-new": "/attributes/new/",
        "families": "/families/",
    }
    check_looks(page, addresses, look=f"{theme}-{width}")


def test_a_group_is_edited_with_the_keyboard_alone(open_page, people, drill):
    page = open_page(f"/products/{drill}/", user=people.manager)
    link = page.get_by_role("link", name="Edit Compliance and customs")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/edit/compliance/"))
    page.wait_for_load_state()
    page.get_by_label("Country of origin").focus()
    page.keyboard.type("fr")
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile("#group-compliance"))
    expect(page.locator("#group-compliance")).to_contain_text("Country of origin")
    assert value(people, "country_of_origin") == "FR"


def test_languages_are_tabs_and_nothing_typed_is_lost(open_page, people, drill):
    page = open_page(f"/products/{drill}/edit/texts/", user=people.manager)
    page.get_by_label("Short description").first.fill("Texte court")
    english = page.get_by_label("Title (en)")
    expect(english).to_be_hidden()
    page.locator(".language-tabs > label", has_text="English").click()
    expect(english).to_have_value("Cordless drill")
    english.fill("Drill without a cord")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".alert")).to_contain_text("The changes are saved")
    assert value(people, "title", "en") == "Drill without a cord"
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=drill).short_description == "Texte court"
    page.get_by_role("link", name="EN English").click()
    expect(page.locator("#group-texts")).to_contain_text("Drill without a cord")


def test_a_product_is_copied_by_its_shortcut(open_page, people, drill):
    page = open_page(f"/products/{drill}/", user=people.manager)
    page.wait_for_load_state()
    page.keyboard.press("Control+d")
    expect(page).to_have_url(re.compile("/duplicate/"))
    page.wait_for_load_state()
    page.get_by_label("Own SKU").fill("COPY-1")
    page.keyboard.press("Control+s")
    expect(page.locator("h1")).to_contain_text("(copy)")
    expect(page.locator("h1")).to_contain_text("Draft")


def test_a_product_goes_back_to_an_earlier_state(open_page, people, drill):
    page = open_page(f"/products/{drill}/history/", user=people.manager)
    page.locator(".history-entry").last.get_by_role("link", name="back to this state").click()
    expect(page.locator("h1")).to_contain_text("Back to an earlier state")
    shot(page, "sheet-restore-light-1440")
    assert flaws(page) == []
    page.get_by_role("button", name=re.compile(r"Set \d+ values back")).click()
    expect(page.locator(".alert")).to_contain_text("has its earlier values again")
    assert value(people, "hs_code") is None
