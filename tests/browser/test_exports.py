"""Exports in a real browser: from the choice to the file, an own template, a sheet there and back; looks."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from catalog.models import Product
from core.tenancy import tenant_scope
from imports.models import Export, ExportDestination, Sheet
from imports.services.exports.connections import create_destination
from imports.services.exports.making import ExportRequest
from imports.services.exports.schedules import create_schedule
from imports.services.exports.templates import create_template
from imports.services.exports.work import execute_export
from imports.services.sheets.work import execute_sheet
from tests.browser.conftest import flaws, overflows, settled, shot
from tests.factories.products import make_catalogue

LOOKS = [("light", 1440), ("dark", 1280), ("light", 390), ("dark", 390)]
LOOK_NAMES = [f"{theme}-{width}" for theme, width in LOOKS]
EXPORT_PAGE = re.compile(r"/exports/[0-9a-f-]{36}/$")


@pytest.fixture
def shop(people, live_site):
    made = make_catalogue(people)
    with tenant_scope(people.tenant.pk):
        Product.objects.update(status="active")
        Product.objects.filter(pk=made.saw).update(status="draft")
    return made


def at_work(people):
    """What the workers would do now."""
    with tenant_scope(people.tenant.pk):
        for pk in Export.objects.filter(status="pending").values_list("pk", flat=True):
            execute_export(pk)
        for pk in Sheet.objects.filter(status="pending").values_list("pk", flat=True):
            execute_sheet(pk)


def test_from_the_choice_to_the_file(open_page, people, shop):
    page = open_page("/exports/", user=people.manager)
    page.get_by_role("link", name="New export").first.click()
    page.get_by_label("Template").select_option(label="Shopify")
    settled(page)
    page.get_by_role("button", name="First rows").click()
    expect(page.get_by_role("table", name="First rows")).to_contain_text("perceuse-gsr-18v-55")
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page).to_have_url(EXPORT_PAGE)
    expect(page.get_by_text("You may leave this page.", exact=True)).to_be_visible()
    at_work(people)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download", exact=True).click()
    assert taken.value.suggested_filename.endswith(".csv")
    expect(page.get_by_role("cell", name="Status: Draft")).to_be_visible()


def test_a_template_is_adapted(open_page, people, shop):
    page = open_page("/exports/templates/", user=people.manager)
    page.get_by_role("row", name=re.compile("Prices and stock")).get_by_role("link", name="Adapt").click()
    page.get_by_label("Name", exact=True).fill("For Léa")
    page.get_by_label("Expression").nth(2).fill("round(value * 1.2, 2)")
    settled(page)
    page.get_by_role("button", name="First rows").click()
    expect(page.get_by_role("table", name="First rows")).to_contain_text("155.88")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name=re.compile("For Léa"))).to_be_visible()


def test_a_sheet_goes_out_and_comes_back(open_page, people, shop, tmp_path):
    page = open_page("/exports/sheets/new/?brand=Bosch", user=people.manager)
    page.get_by_role("button", name="Export a sheet").click()
    expect(page).to_have_url(EXPORT_PAGE)
    at_work(people)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download", exact=True).click()
    path = tmp_path / "sheet.xlsx"
    taken.value.save_as(path)
    book = openpyxl.load_workbook(path)
    keys = [cell.value for cell in book.active[1]]
    book.active.cell(3, keys.index("price") + 1).value = 99
    book.save(path)
    page.goto("/exports/sheets/new/")
    page.get_by_label("Edited sheet").set_input_files(path)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="sheet.xlsx")).to_be_visible()
    at_work(people)
    expect(page.get_by_role("cell", name="129.9")).to_be_visible()
    page.get_by_role("button", name="Apply").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Being applied").first).to_be_visible()
    at_work(people)
    expect(page.get_by_text("Changed products")).to_be_visible()
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=shop.drill).price == 99


@pytest.mark.parametrize(("theme", "width"), LOOKS, ids=LOOK_NAMES)
def test_looks(open_page, people, shop, theme, width):
    place = {"tenant_id": people.tenant.pk, "by": people.manager}
    with tenant_scope(people.tenant.pk):
        template = create_template(**place, layout="google", name="Comparateur")
        create_destination(**place, name="Entrepôt", kind="webhook")
        row = create_schedule(**place, request=ExportRequest(layout="price_stock"), name="Chaque nuit", at="06:00")
    page = open_page("/exports/new/", user=people.manager, theme=theme, width=width)
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page).to_have_url(EXPORT_PAGE)
    at_work(people)
    done = page.url
    with tenant_scope(people.tenant.pk):
        destination = ExportDestination.objects.get()
    pages = {
        "list": "/exports/",
        "page": done,
        "new": "/exports/new/?brand=Bosch",
        "templates": "/exports/templates/",
        "template": f"/exports/templates/{template.pk}/",
        "destinations": "/exports/destinations/",
        "destination": "/exports/destinations/new/?kind=sftp",
        "kept": f"/exports/destinations/{destination.pk}/",
        "schedules": "/exports/schedules/",
        "schedule": f"/exports/schedules/{row.pk}/",
        "sheets": "/exports/sheets/",
        "sheet-new": "/exports/sheets/new/",
    }
    for name, address in pages.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shot(page, f"exports-{name}-{theme}-{width}")
        assert flaws(page) == [], name
        assert not overflows(page), name
