"""Brands and categories in a real browser: merging doubles and going back, moving in the tree; looks, accessibility."""

import pytest
from playwright.sync_api import expect

from catalog.models import Brand, Category, Product
from catalog.services import taxonomies
from catalog.services.mappings import match_categories
from core.tenancy import tenant_scope
from tests.browser.conftest import flaws, overflows, settled, shot
from tests.factories.products import deliver, make_catalogue

LOOKS = [("light", 1440), ("dark", 1280), ("light", 390)]
ROWS = [
    ("Bosch GmbH", "Outillage > Perceuses > Sans fil"),
    ("Boschh", "Outillage > Scies > Circulaires"),
    ("Makita Europe", "Jardin > Tondeuses"),
    ("Wera", "Outillage > Tournevis"),
]
GOOGLE = b"1 - Outillage\n2 - Outillage > Perceuse\n3 - Jardin\n4 - Jardin > Tondeuse\n"


@pytest.fixture
def shop(people):
    made = make_catalogue(people)
    rows = [
        {"key": f"Y{number}", "title": f"Article {number}", "brand": brand, "category": path, "tags": "promo\nneuf"}
        for number, (brand, path) in enumerate(ROWS)
    ]
    by = {"tenant_id": people.tenant.pk, "user": people.manager}
    with tenant_scope(people.tenant.pk):
        deliver(rows, tenant_id=people.tenant.pk, supplier_id=made.rival)
        google = taxonomies.make_taxonomy({"code": "google", "name": "Google", "kind": "google"}, **by)
        taxonomies.load_taxonomy(google, GOOGLE, **by)
        match_categories(google, **by)
    return google


def of_product(people, title):
    with tenant_scope(people.tenant.pk):
        return Product.objects.select_related("brand", "category").get(title=title)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_pages_look_right(open_page, people, shop, theme, width):
    with tenant_scope(people.tenant.pk):
        bosch, tools = Brand.objects.get(name="Bosch").pk, Category.objects.get(path="Outillage", taxonomy=None).pk
    page = open_page("/brands/", user=people.admin, theme=theme, width=width, language="fr")
    pages = {
        "brands": "/brands/",
        "brand": f"/brands/{bosch}/",
        "brands-pending": "/brands/pending/",
        "brands-duplicates": "/brands/duplicates/",
        "categories": f"/categories/?open={tools}",
        "category": f"/categories/{tools}/",
        "tags": "/tags/",
        "taxonomy": f"/taxonomies/{shop}/",
    }
    for name, path in pages.items():
        page.goto(path)
        settled(page)
        expect(page.locator(".skeleton")).to_have_count(0)
        shot(page, f"grouping-{name}-{theme}-{width}")
        assert not overflows(page), name
        assert flaws(page) == [], name


def test_doubles_are_merged_and_the_merge_is_undone(open_page, people, shop):
    page = open_page("/brands/duplicates/", user=people.manager)
    group = page.locator("#twins form").filter(has_text="Bosch GmbH")
    expect(group).to_be_visible()
    group.get_by_role("button", name="Merge into one").click()
    page.get_by_label("Bosch", exact=True).check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("Completed")).to_be_visible()
    expect(page.get_by_role("link", name="Article 0")).to_be_visible()
    assert of_product(people, "Article 0").brand.name == "Bosch"
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_role("link", name="What was undone")).to_be_visible()
    assert of_product(people, "Article 0").brand.name == "Bosch GmbH"


def test_a_branch_of_the_tree_is_opened_and_moved(open_page, people, shop):
    page = open_page("/categories/", user=people.manager)
    page.get_by_label("Open Outillage").click()
    expect(page.get_by_role("link", name="Scies", exact=True)).to_be_visible()
    settled(page)
    page.get_by_label("Close Outillage").click()
    expect(page.get_by_role("link", name="Scies", exact=True)).to_have_count(0)
    page.get_by_label("Open Outillage").click()
    expect(page.get_by_role("link", name="Scies", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Scies", exact=True).click()
    page.get_by_label("Lies in").fill("Jardin")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The changes are saved.")).to_be_visible()
    assert of_product(people, "Article 1").category.path == "Jardin > Scies > Circulaires"
