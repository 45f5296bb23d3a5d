"""The pages of exports: a choice, a file, a template, a destination, a rhythm, a sheet."""

import io
import re

import pytest

from catalog.models import Product
from core.models import SavedView
from core.tenancy import tenant_scope
from imports.models import Export, ExportDestination, ExportSchedule, ExportTemplate, Sheet
from imports.services.exports.work import execute_export
from imports.services.sheets.work import execute_sheet
from tests.factories.products import make_catalogue
from tests.imports.pages import signed_in, text_of
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(people):
    made = make_catalogue(people)
    with tenant_scope(people.tenant.pk):
        Product.objects.update(status="active")
    return made


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


def worked(people):
    """Everything that waits, done."""
    with tenant_scope(people.tenant.pk):
        for pk in Export.objects.filter(status="pending").values_list("pk", flat=True):
            execute_export(pk)
        for pk in Sheet.objects.filter(status="pending").values_list("pk", flat=True):
            execute_sheet(pk)


def wish(**other):
    return {"selection": "all", "layout": "standard", "images": "urls", **other}


def test_without_any_export_the_list_says_what_to_do(manager):
    page = text_of(manager.get("/exports/"))
    assert "No export yet" in page
    assert 'href="/exports/new/"' in page


def test_from_the_form_to_the_file(people, shop, manager):
    answer = manager.post("/exports/new/", wish(name="All", file_name="all_{count}"))
    assert answer.status_code == 302, text_of(answer)
    page = answer["Location"]
    assert "hx-get" in text_of(manager.get(page))
    worked(people)
    text = text_of(manager.get(page))
    assert "all_3.csv" in text
    file = manager.get(f"{page}file/file/")
    assert b"Perceuse" in b"".join(file.streaming_content)
    assert "all_3.csv" in text_of(manager.get("/exports/"))
    assert manager.get(f"{page}file/images/").status_code == 404


def test_the_filters_of_the_list_come_along(people, shop, manager):
    page = text_of(manager.get("/exports/new/?brand=Bosch"))
    assert "The list holds 1 product." in page
    assert re.search(r'name="query" value="brand=Bosch"', page)
    manager.post("/exports/new/", wish(selection="filters", query="brand=Bosch"))
    worked(people)
    with tenant_scope(people.tenant.pk):
        assert Export.objects.get().products_written == 1


def test_chosen_products(people, shop, manager):
    manager.post("/exports/new/", wish(selection="ids", query=f"id={shop.saw}&id={shop.chair}"))
    worked(people)
    with tenant_scope(people.tenant.pk):
        assert Export.objects.get().products_written == 2


def test_mistakes_are_told_beside_the_field(people, manager):
    answer = manager.post("/exports/new/", wish(file_name="a_{week}"))
    assert answer.status_code == 422
    assert "is no variable of file names" in text_of(answer)
    with tenant_scope(people.tenant.pk):
        assert not Export.objects.exists()


NO_CHOICE = {"ids": {"selection": "ids", "query": "id=mine"}, "view": {"selection": "view"}}


@pytest.mark.parametrize("wrong", NO_CHOICE.values(), ids=NO_CHOICE)
def test_a_choice_of_products_that_is_none_is_told(people, shop, manager, wrong):
    with tenant_scope(people.tenant.pk):
        SavedView.objects.create(tenant_id=people.tenant.pk, page="products", name="V", owner=people.manager, query="")
    answer = manager.post("/exports/new/", wish(**wrong))
    assert answer.status_code == 422
    assert manager.post("/exports/sheets/new/", {"do": "export", "query": "id=mine"}).status_code == 302
    with tenant_scope(people.tenant.pk):
        assert not Export.objects.exists()


def test_a_shops_template_stays_for_the_shop_when_it_is_edited(people, manager):
    address = "/exports/templates/new/?layout=shopify"
    page = manager.get(address)
    body = {**page.context["form"].initial, "name": "Shop", "column_source": ["title"], "column_place": ["1"]}
    body = {name: value for name, value in body.items() if not isinstance(value, bool)}
    assert manager.post(address, body).status_code == 302
    with tenant_scope(people.tenant.pk):
        row = ExportTemplate.objects.get()
    assert manager.post(f"/exports/templates/{row.pk}/", {**body, "delimiter": "tab"}).status_code == 302
    with tenant_scope(people.tenant.pk):
        row.refresh_from_db()
    assert row.options == {"guarded": False, "bom": False, "delimiter": "\t", "encoding": "utf-8"}


def test_the_first_rows_before_anything_is_made(people, shop, manager):
    part = text_of(manager.post("/exports/preview/", wish(layout="shopify")))
    assert "perceuse-gsr-18v-55" in part
    assert "Variant Grams" in part
    assert "not complete" in text_of(manager.post("/exports/preview/", {"layout": "x"}))


def test_what_was_left_out_is_listed(people, shop, manager):
    answer = manager.post("/exports/new/", wish(layout="amazon"))
    worked(people)
    page = text_of(manager.get(answer["Location"]))
    assert "external_product_id” is blank" in page
    assert "Chaise" in page


def test_acts_of_an_export(people, shop, manager):
    page = manager.post("/exports/new/", wish())["Location"]
    manager.post(f"{page}act/cancel/")
    assert "Cancelled" in text_of(manager.get(page))
    assert "does not allow" in text_of(manager.post(f"{page}act/cancel/", follow=True))
    manager.post(f"{page}act/retry/")
    worked(people)
    again = manager.post(f"{page}act/repeat/")["Location"]
    assert again != page
    worked(people)
    manager.post(f"{page}act/delete/")
    assert manager.get(page).status_code == 404
    assert manager.post(f"{again}act/explode/").status_code == 404


def test_the_progress_asks_for_the_page_once_the_state_changed(people, shop, manager):
    page = manager.post("/exports/new/", wish())["Location"]
    assert "HX-Refresh" not in manager.get(f"{page}progress/?status=pending")
    assert manager.get(f"{page}progress/?status=processing")["HX-Refresh"] == "true"


def test_the_list_needs_the_same_queries_for_one_and_for_many(people, shop, manager):
    manager.post("/exports/new/", wish())
    manager.get("/exports/")
    with counted_queries() as one:
        manager.get("/exports/")
    for _number in range(4):
        manager.post("/exports/new/", wish())
    with counted_queries() as many:
        manager.get("/exports/")
    assert one.total == many.total


def test_a_template_is_adapted_previewed_and_used(people, shop, manager):
    page = text_of(manager.get("/exports/templates/new/?layout=price_stock"))
    assert 'name="column_source" value="ean"' in page
    body = {
        "name": "Mine",
        "format": "csv",
        "statuses": ["active"],
        "column_place": ["2", "1", "3"],
        "column_source": ["title", "price", ""],
        "column_header": ["Nom", "TTC", ""],
        "column_conversion": ["", "", ""],
        "column_expression": ["", "round(value * 1.2, 2)", ""],
        "column_default": ["", "", ""],
        "column_required": ["yes", "", ""],
    }
    part = text_of(manager.post("/exports/templates/new/", {**body, "do": "preview"}, headers={"hx-request": "true"}))
    assert part.index("TTC") < part.index("Nom")
    assert "155.88" in part
    assert manager.post("/exports/templates/new/", {**body, "do": "save"}).status_code == 302
    with tenant_scope(people.tenant.pk):
        row = ExportTemplate.objects.get()
    assert [column.get("required", False) for column in row.columns] == [False, True]
    assert "Mine" in text_of(manager.get("/exports/templates/"))
    assert str(row.pk) in text_of(manager.get("/exports/new/"))
    wrong = manager.post(f"/exports/templates/{row.pk}/", {**body, "column_source": ["titel", "price", ""]})
    assert wrong.status_code == 422
    assert "There is no column" in text_of(wrong)
    manager.post(f"/exports/templates/{row.pk}/act/delete/")
    with tenant_scope(people.tenant.pk):
        assert not ExportTemplate.objects.exists()


def test_a_destination_is_made_and_tried(people, manager):
    body = {"kind": "webhook", "name": "Hook", "do": "test"}
    assert "get a link to each file" in text_of(manager.post("/exports/destinations/new/?kind=webhook", body))
    assert manager.post("/exports/destinations/new/?kind=webhook", {**body, "do": "save"}).status_code == 302
    with tenant_scope(people.tenant.pk):
        row = ExportDestination.objects.get()
    page = text_of(manager.post(f"/exports/destinations/{row.pk}/act/test/", follow=True))
    assert "get a link to each file" in page
    manager.post(f"/exports/destinations/{row.pk}/act/off/")
    assert "Paused" in text_of(manager.get("/exports/destinations/"))
    wrong = manager.post("/exports/destinations/new/?kind=sftp", {"kind": "sftp", "name": "X", "do": "save"})
    assert wrong.status_code == 422
    manager.post(f"/exports/destinations/{row.pk}/act/delete/")
    with tenant_scope(people.tenant.pk):
        assert not ExportDestination.objects.exists()


def test_an_export_is_planned_changed_and_run(people, shop, manager):
    rhythm = {"frequency": "weekly", "weekdays": ["0"], "at": "06:30", "time_zone": "Europe/Paris"}
    body = {**wish(name="Weekly", selection="filters", query="brand=Bosch"), **rhythm}
    assert manager.post("/exports/schedules/new/", body).status_code == 302
    with tenant_scope(people.tenant.pk):
        row = ExportSchedule.objects.get()
    assert row.plan["selection"]["filters"] == {"brand": ["Bosch"]}
    page = text_of(manager.get(f"/exports/schedules/{row.pk}/"))
    assert 'value="brand=Bosch"' in page
    assert "06:30" in page
    wrong = manager.post(f"/exports/schedules/{row.pk}/", {**body, "frequency": "cron", "cron": "x"})
    assert wrong.status_code == 422
    made = manager.post(f"/exports/schedules/{row.pk}/act/run/")["Location"]
    assert manager.get(made).status_code == 200
    manager.post(f"/exports/schedules/{row.pk}/act/pause/")
    assert "Paused" in text_of(manager.get("/exports/schedules/"))
    manager.post(f"/exports/schedules/{row.pk}/act/delete/")
    with tenant_scope(people.tenant.pk):
        assert not ExportSchedule.objects.exists()


def test_a_sheet_goes_out_and_comes_back(people, shop, manager):
    import openpyxl

    page = manager.post("/exports/sheets/new/", {"do": "export", "query": "brand=Bosch", "column": ["title", "price"]})[
        "Location"
    ]
    worked(people)
    file = manager.get(f"{page}file/file/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    book.active["E3"] = 99
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    content.name = "sheet.xlsx"
    sheet = manager.post("/exports/sheets/new/", {"file": content})["Location"]
    worked(people)
    assert "129.9" in text_of(manager.get(sheet))
    manager.post(f"{sheet}act/apply/")
    worked(people)
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=shop.drill).price == 99
    manager.post(f"{sheet}act/undo/")
    worked(people)
    with tenant_scope(people.tenant.pk):
        assert Product.objects.get(pk=shop.drill).price != 99
    assert "sheet.xlsx" in text_of(manager.get("/exports/sheets/"))
    manager.post(f"{sheet}act/delete/")
    assert manager.get(sheet).status_code == 404
