"""The round trip of a sheet: out, edited as people edit, back: only edited cells are applied, conflicts are asked."""

import io

import openpyxl
import pytest

from catalog.models import Change, Product
from catalog.services import edit_product, lock_field
from core.errors import Conflict, InvalidInput, NotFound, PermissionRefused
from core.files import local_path
from core.jobs import JobStatus
from imports.exports.plan import Selection
from imports.models import Export, Sheet, SheetCell
from imports.services.exports.work import execute_export
from imports.services.sheets import (
    choose,
    deciding,
    delete_sheet,
    export_sheet,
    start_applying,
    start_undoing,
    upload_sheet,
)
from imports.services.sheets.work import execute_sheet
from tests.imports.exports.making import chosen

pytestmark = pytest.mark.django_db
COLUMNS = ("title", "brand", "price", "stock", "status", "ean", "gtin", "tags", "attribute:Couleur", "supplier")


class Table:
    """A sheet on somebody's screen: cells by product and field."""

    def __init__(self, export):
        with local_path(export.file_key) as path:
            self.book = openpyxl.load_workbook(path)
        self.cells = self.book.active
        self.keys = [cell.value for cell in self.cells[1]]
        self.rows = {self.cells.cell(row, 1).value: row for row in range(3, self.cells.max_row + 1)}

    def at(self, product_id, name):
        return self.cells.cell(self.rows[str(product_id)], self.keys.index(name) + 1)

    def write(self, product_id, **values):
        for name, value in values.items():
            self.at(product_id, name.replace("__", ":")).value = value

    def file(self):
        target = io.BytesIO()
        self.book.save(target)
        target.seek(0)
        return target


@pytest.fixture
def crew(in_tenant):
    return in_tenant


@pytest.fixture
def table(shop, crew):
    """All products, exported to be edited."""
    export = export_sheet(tenant_id=crew.tenant.pk, by=crew.manager, selection=Selection(), columns=COLUMNS)
    execute_export(export.pk)
    export.refresh_from_db()
    assert export.status == JobStatus.COMPLETED, export.error_message
    return Table(export)


def brought(crew, table, *, by=None, name="sheet.xlsx"):
    """The sheet uploaded and compared."""
    content = table.file()
    size = len(content.getvalue())
    sheet = upload_sheet(name, content, size=size, tenant_id=crew.tenant.pk, by=by or crew.manager)
    execute_sheet(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def applied(crew, sheet):
    """The sheet applied."""
    start_applying(sheet.pk, by=crew.manager)
    execute_sheet(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def cells_of(sheet):
    """Field, wanted value, state and reason of each cell, in the order of the rows."""
    return [
        (cell.field, cell.wanted, cell.state) for cell in SheetCell.objects.filter(sheet=sheet).order_by("row", "field")
    ]


def test_the_sheet_hides_its_keys_and_lets_cells_be_edited(table, shop):
    assert table.keys[:3] == ["_id", "_version", "_base"]
    assert table.cells.protection.sheet
    assert not table.at(shop.drill, "price").protection.locked
    assert table.at(shop.drill, "supplier").protection.locked
    assert table.at(shop.drill, "price").value == 129.9


def test_a_sheet_that_nobody_edited_changes_nothing(crew, shop, table):
    sheet = brought(crew, table)
    assert (sheet.stage, sheet.rows_read, sheet.cells_ready) == ("compared", 3, 0)
    before = Change.objects.count()
    assert applied(crew, sheet).products_changed == 0
    assert Change.objects.count() == before


def test_only_edited_cells_are_applied_and_survive_imports(crew, shop, table):
    table.write(shop.drill, price=99.5, attribute__Couleur="rouge", tags="promo\nnoël")
    table.write(shop.chair, stock="7", brand="Ikea")
    sheet = brought(crew, table)
    assert (sheet.cells_ready, sheet.cells_conflicting, sheet.cells_refused) == (5, 0, 0)
    assert Product.objects.get(pk=shop.drill).price != 99.5
    assert applied(crew, sheet).products_changed == 2
    drill, chair = Product.objects.get(pk=shop.drill), Product.objects.get(pk=shop.chair)
    assert (str(drill.price.normalize()), drill.tags) == ("99.5", ["promo", "noël"])
    assert (chair.stock, chair.brand.name) == (7, "Ikea")
    assert drill.provenance["price"]["kind"] == "manual"
    assert set(Change.objects.filter(run_id=sheet.pk).values_list("product_id", flat=True)) == {shop.drill, shop.chair}


def test_numbers_with_a_comma_are_numbers(crew, shop, table):
    table.write(shop.drill, price="89,90")
    assert cells_of(brought(crew, table)) == [("price", "89.90", "ready")]


def test_a_cell_that_changed_here_meanwhile_is_a_conflict(crew, shop, table):
    edit_product(shop.drill, tenant_id=crew.tenant.pk, user=crew.manager, values={"price": "150", "stock": 1})
    table.write(shop.drill, price=99)
    sheet = brought(crew, table)
    assert cells_of(sheet) == [("price", "99", "conflict")]
    assert applied(crew, sheet).products_changed == 0
    assert Product.objects.get(pk=shop.drill).price == 150


def test_a_conflict_is_decided_for_the_sheet(crew, shop, table):
    edit_product(shop.drill, tenant_id=crew.tenant.pk, user=crew.manager, values={"price": "150"})
    table.write(shop.drill, price=99)
    sheet = brought(crew, table)
    cell = SheetCell.objects.get(sheet=sheet)
    assert choose(sheet.pk, by=crew.manager, choice="sheet", cell_ids=[cell.pk]) == 1
    assert applied(crew, sheet).products_changed == 1
    assert Product.objects.get(pk=shop.drill).price == 99


def test_a_decision_that_comes_while_the_sheet_begins_to_be_applied_is_refused(crew, shop, table, monkeypatch):
    table.write(shop.drill, price=99)
    edit_product(shop.drill, tenant_id=crew.tenant.pk, user=crew.manager, values={"price": "150"})
    sheet = brought(crew, table)
    found = deciding.find_sheet
    monkeypatch.setattr(deciding, "find_sheet", lambda *args, **more: _begun(found(*args, **more)))
    with pytest.raises(Conflict):
        choose(sheet.pk, by=crew.manager, choice="sheet")
    assert SheetCell.objects.get(sheet=sheet).choice == ""


def _begun(sheet):
    Sheet.objects.filter(pk=sheet.pk).update(stage=Sheet.Stage.APPLYING, status=JobStatus.PENDING)
    return sheet


def test_what_changes_between_comparing_and_applying_is_not_overwritten(crew, shop, table):
    table.write(shop.drill, price=99)
    table.write(shop.saw, stock=3)
    sheet = brought(crew, table)
    edit_product(shop.drill, tenant_id=crew.tenant.pk, user=crew.manager, values={"price": "150"})
    assert applied(crew, sheet).products_changed == 1
    assert Product.objects.get(pk=shop.drill).price == 150
    assert SheetCell.objects.get(sheet=sheet, field="price").state == "conflict"
    sheet.refresh_from_db()
    assert (sheet.cells_ready, sheet.cells_conflicting, sheet.cells_refused) == (1, 1, 0)


def test_invalid_cells_are_refused_with_place_and_reason(crew, shop, table):
    lock_field(shop.saw, tenant_id=crew.tenant.pk, user=crew.manager, field="stock")
    table.write(shop.drill, price="cheap", status="sold", gtin="123")
    table.write(shop.saw, stock=5, gtin="4059952514475", title="")
    sheet = brought(crew, table)
    found = {(cell.title, cell.field): cell for cell in SheetCell.objects.filter(sheet=sheet)}
    assert {cell.state for cell in found.values()} == {"refused"}
    assert len(found) == 6
    price = found["Perceuse GSR 18V-55", "price"]
    assert price.place == table.at(shop.drill, "price").coordinate
    assert "cheap" in price.reason
    assert applied(crew, sheet).products_changed == 0


def test_rows_without_or_with_a_strange_id_and_rows_that_stand_twice(crew, shop, table):
    table.cells.append(["", "", "", "Nouveau"])
    table.cells.append(["00000000-0000-4000-8000-000000000000", "1", "", "Inconnu"])
    table.cells.append([cell.value for cell in table.cells[table.rows[str(shop.drill)]]])
    sheet = brought(crew, table)
    assert cells_of(sheet) == [("*", None, "refused")] * 3


def test_columns_may_be_moved_and_taken_out(crew, shop, table):
    table.write(shop.drill, price=99)
    table.cells.delete_cols(table.keys.index("brand") + 1)
    assert cells_of(brought(crew, table)) == [("price", "99", "ready")]


def test_products_of_the_trash_are_refused(crew, shop, table):
    table.write(shop.drill, price=99)
    Product.objects.filter(pk=shop.drill).update(status="trash")
    assert cells_of(brought(crew, table)) == [("price", "99", "refused")]


def test_the_whole_sheet_is_undone_as_one(crew, shop, table):
    table.write(shop.drill, price=99, attribute__Couleur="rouge")
    table.write(shop.saw, stock=3)
    sheet = applied(crew, brought(crew, table))
    edit_product(shop.saw, tenant_id=crew.tenant.pk, user=crew.manager, values={"stock": 4})
    start_undoing(sheet.pk, by=crew.manager)
    execute_sheet(sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.undone_products) == ("undone", 1)
    assert str(Product.objects.get(pk=shop.drill).price.normalize()) == "129.9"
    assert Product.objects.get(pk=shop.saw).stock == 4


def test_a_worker_that_dies_while_applying_does_nothing_twice(crew, shop, table, monkeypatch):
    monkeypatch.setattr("imports.services.sheets.work.BATCH", 1)
    table.write(shop.drill, price=99)
    table.write(shop.saw, stock=3)
    sheet = brought(crew, table)
    start_applying(sheet.pk, by=crew.manager)
    monkeypatch.setattr("imports.services.sheets.work._note", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        execute_sheet(sheet.pk)
    monkeypatch.undo()
    monkeypatch.setattr("imports.services.sheets.work.BATCH", 1)
    Sheet.objects.update(lease_until="2020-01-01T00:00Z")
    execute_sheet(sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.products_changed) == ("applied", 2)
    assert Change.objects.filter(run_id=sheet.pk).count() == 2


def test_a_file_that_is_no_such_sheet_fails_with_the_reason(crew, shop):
    book = openpyxl.Workbook()
    book.active.append(["EAN", "Titre"])
    book.active.append(["4059952514475", "Perceuse"])
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    sheet = upload_sheet("tarif.xlsx", content, size=10, tenant_id=crew.tenant.pk, by=crew.manager)
    execute_sheet(sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.error_code) == (JobStatus.FAILED, "SHEET_UNREADABLE")


def test_other_kinds_of_files_are_refused(crew):
    with pytest.raises(InvalidInput):
        upload_sheet("sheet.pdf", io.BytesIO(b"x"), size=1, tenant_id=crew.tenant.pk, by=crew.manager)
    assert Sheet.objects.count() == 0


def test_without_the_right_nothing_happens(crew, shop, table):
    with pytest.raises(PermissionRefused):
        brought(crew, table, by=crew.viewer)
    with pytest.raises(PermissionRefused):
        export_sheet(tenant_id=crew.tenant.pk, by=crew.viewer, selection=chosen(shop.drill))
    sheet = brought(crew, table)
    for act in (start_applying, start_undoing, delete_sheet):
        with pytest.raises(PermissionRefused):
            act(sheet.pk, by=crew.viewer)
    with pytest.raises(PermissionRefused):
        choose(sheet.pk, by=crew.viewer, choice="sheet")
    sheet.refresh_from_db()
    assert sheet.stage == "compared"
    assert Export.objects.count() == 1


def test_stages_follow_one_another(crew, shop, table):
    sheet = brought(crew, table)
    with pytest.raises(Conflict):
        start_undoing(sheet.pk, by=crew.manager)
    with pytest.raises(InvalidInput):
        choose(sheet.pk, by=crew.manager, choice="both")
    applied(crew, sheet)
    with pytest.raises(Conflict):
        start_applying(sheet.pk, by=crew.manager)
    delete_sheet(sheet.pk, by=crew.manager)
    with pytest.raises(NotFound):
        delete_sheet(sheet.pk, by=crew.manager)
