"""The engine: products chosen, columns made, files whole, exclusions listed, crashes survived."""

import json

import openpyxl
import pytest

from catalog.models import Product
from core.errors import InvalidInput, NotFound, PermissionRefused
from core.files import local_path, open_file
from core.jobs import JobStatus, report_progress
from core.models import SavedView
from imports.exports import engine, selection
from imports.exports.columns import ExportColumn
from imports.exports.plan import Rules, Selection
from imports.models import Export
from imports.services.exports import cancel_export, delete_export, repeat_export, retry_export
from imports.services.exports.work import execute_export, remove_old_files
from tests.imports.exports.making import chosen, columns, content_of, rows_of

pytestmark = pytest.mark.django_db


def test_a_standard_export_of_all_products(shop, exporter):
    export = exporter.done(file_name="stock_{date}_{count}")
    assert export.status == JobStatus.COMPLETED, export.error_message
    rows = rows_of(export)
    assert len(rows) == export.products_written == 3
    drill = next(row for row in rows if row["ean"] == "4059952514475")
    assert (drill["title"], drill["price"], drill["category"]) == (
        "Perceuse GSR 18V-55",
        "129.9",
        "Outillage > Perceuses",
    )
    assert export.file_name.startswith("stock_20")
    assert export.file_name.endswith("_3.csv")
    assert export.file_size == len(content_of(export))
    assert export.file_until


def test_chosen_products_in_chosen_columns(shop, exporter):
    export = exporter.done(
        selection=chosen(shop.drill, shop.saw), columns=columns("attribute:Couleur", title="Nom", stock="Stock")
    )
    by_name = {row["Nom"]: row for row in rows_of(export)}
    assert by_name["Perceuse GSR 18V-55"] == {"attribute:Couleur": "bleu", "Nom": "Perceuse GSR 18V-55", "Stock": "84"}
    assert by_name["Scie circulaire 190 mm"]["attribute:Couleur"] == ""


def test_products_of_filters_and_of_a_saved_view(shop, exporter):
    filters = Selection("filters", filters={"brand": ["Bosch"]})
    assert [row["title"] for row in rows_of(exporter.done(selection=filters))] == ["Perceuse GSR 18V-55"]
    view = SavedView.objects.create(
        tenant=exporter.people.tenant,
        owner=exporter.people.manager,
        page="products",
        name="Makita",
        query="brand=Makita",
    )
    export = exporter.done(selection=Selection("view", view_id=str(view.pk)))
    assert [row["title"] for row in rows_of(export)] == ["Scie circulaire 190 mm"]


def test_somebody_elses_private_view_is_not_found(shop, exporter):
    view = SavedView.objects.create(
        tenant=exporter.people.tenant, owner=exporter.people.admin, page="products", name="Mine", query=""
    )
    with pytest.raises(NotFound):
        exporter.start(selection=Selection("view", view_id=str(view.pk)))
    assert Export.objects.count() == 0


def test_expressions_defaults_and_conversions(shop, exporter):
    export = exporter.done(
        selection=chosen(shop.drill),
        columns=(
            ExportColumn("price", "TTC", expression="round(value * 1.2, 2)"),
            ExportColumn("title", "Titre", expression="upper(left(value, 8)) & ' / ' & brand"),
            ExportColumn("asin", "ASIN", default="none"),
            ExportColumn("title", "Slug", conversion="slug"),
            ExportColumn(header="Etat", default="neuf"),
        ),
    )
    expected = {
        "TTC": "155.88",
        "Titre": "PERCEUSE / Bosch",
        "ASIN": "none",
        "Slug": "perceuse-gsr-18v-55",
        "Etat": "neuf",
    }
    assert rows_of(export) == [expected]


def test_what_is_left_out_is_listed_with_its_reason(shop, exporter):
    Product.objects.filter(pk=shop.saw).update(status="draft")
    export = exporter.done(columns=(ExportColumn("title", "title"), ExportColumn("ean", "EAN", required=True)))
    assert [row["title"] for row in rows_of(export)] == ["Perceuse GSR 18V-55"]
    assert export.products_excluded == 2
    assert export.excluded["counts"] == {"status:draft": 1, "missing:EAN": 1}
    assert {entry["title"] for entry in export.excluded["first"]} == {"Scie circulaire 190 mm", "Chaise « Lisbonne »"}
    with open_file(export.excluded_key) as listed:
        text = listed.read().decode("utf-8-sig")
    assert text.splitlines()[0] == "id;reference;title;reason;detail"
    assert len(text.splitlines()) == 3


def test_other_statuses_by_the_rules(shop, exporter):
    Product.objects.filter(pk=shop.saw).update(status="inactive")
    export = exporter.done(rules=Rules(statuses=("active", "inactive")))
    assert export.products_written == 3


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl"])
def test_every_format(shop, exporter, form):
    export = exporter.done("price_stock", format=form)
    assert export.file_name.endswith(f".{form}")
    with local_path(export.file_key) as path:
        if form == "xlsx":
            prices = [row[2] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True)]
        elif form == "json":
            prices = [row["price"] for row in json.loads(path.read_bytes())]
        elif form == "jsonl":
            prices = [json.loads(line)["price"] for line in path.read_bytes().splitlines()]
        else:
            prices = [float(row["price"]) for row in rows_of(export)]
    assert sorted(prices) == [89, 129.9, 214]


def test_a_french_spreadsheet_in_latin_1(shop, exporter):
    Product.objects.filter(pk=shop.chair).update(title="Œuf à 5 €")
    export = exporter.done(options={"encoding": "iso-8859-1"}, selection=chosen(shop.chair), columns=columns("title"))
    assert content_of(export).decode("latin-1") == "title\r\nOEuf à 5 EUR\r\n"
    assert export.notes == {"replaced": {"Œ → OE": 1, "€ → EUR": 1}}


def test_a_worker_that_dies_between_two_batches_leaves_nothing_to_do_twice(shop, exporter, monkeypatch):
    monkeypatch.setattr(selection, "PAGE", 1)
    export, real, reads = exporter.start(), report_progress, []

    def dying(job, **changes):
        real(job, **changes)
        if len(changes.get("checkpoint", {}).get("parts", ())) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(engine, "report_progress", dying)
    with pytest.raises(KeyboardInterrupt):
        execute_export(export.pk)
    monkeypatch.setattr(engine, "report_progress", real)
    plain = engine.flat_products
    monkeypatch.setattr(engine, "flat_products", lambda ids, **kw: reads.extend(ids) or plain(ids, **kw))
    export.refresh_from_db()
    assert (export.status, export.file_key) == (JobStatus.PROCESSING, "")
    Export.objects.update(lease_until="2020-01-01T00:00Z")
    execute_export(export.pk)
    export.refresh_from_db()
    assert (export.status, export.products_written, len(reads)) == (JobStatus.COMPLETED, 3, 1)
    assert len(rows_of(export)) == 3


def test_parts_that_are_gone_are_made_again(shop, exporter):
    export = exporter.start()
    Export.objects.filter(pk=export.pk).update(checkpoint={"parts": [["rows"]], "after": str(shop.drill), "read": True})
    execute_export(export.pk)
    export.refresh_from_db()
    assert export.products_written == 3


def test_a_cancelled_export_leaves_no_file(shop, exporter, monkeypatch):
    export, real = exporter.start(), engine.flat_products

    def stopped(*args, **kwargs):
        cancel_export(export.pk, by=exporter.people.manager)
        return real(*args, **kwargs)

    monkeypatch.setattr(engine, "flat_products", stopped)
    execute_export(export.pk)
    monkeypatch.undo()
    export.refresh_from_db()
    assert (export.status, export.file_key) == (JobStatus.CANCELLED, "")
    retry_export(export.pk, by=exporter.people.manager)
    execute_export(export.pk)
    export.refresh_from_db()
    assert export.status == JobStatus.COMPLETED


def test_run_again_takes_the_products_of_now(shop, exporter):
    first = exporter.done(selection=Selection("filters", filters={"brand": ["Bosch"]}))
    Product.objects.filter(pk=shop.drill).update(title="Neuf")
    again = repeat_export(first.pk, by=exporter.people.manager)
    execute_export(again.pk)
    again.refresh_from_db()
    assert [row["title"] for row in rows_of(again)] == ["Neuf"]


def test_deleting_removes_the_file(shop, exporter, django_capture_on_commit_callbacks):
    export = exporter.done()
    key = export.file_key
    with django_capture_on_commit_callbacks(using="imports", execute=True):
        delete_export(export.pk, by=exporter.people.manager)
    assert not Export.objects.exists()
    with pytest.raises(FileNotFoundError):
        open_file(key)


def test_old_files_are_removed_and_the_history_stays(shop, exporter):
    export = exporter.done()
    assert remove_old_files() == 0
    Export.objects.update(file_until="2020-01-01T00:00Z")
    assert remove_old_files() == 1
    key = export.file_key
    export.refresh_from_db()
    assert (export.file_key, export.products_written) == ("", 3)
    with pytest.raises(FileNotFoundError):
        open_file(key)


def test_without_the_right_nothing_is_made(shop, exporter):
    with pytest.raises(PermissionRefused):
        exporter.start(by="viewer")
    assert Export.objects.count() == 0


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"layout": "magento"}, "EXPORT_TEMPLATE_NOT_FOUND"),
        ({"format": "pdf"}, "EXPORT_FORMAT_UNKNOWN"),
        ({"columns": (ExportColumn("titel"),)}, "EXPORT_COLUMNS_INVALID"),
        ({"columns": (ExportColumn("title", expression="left(value"),)}, "EXPORT_COLUMNS_INVALID"),
        ({"columns": (ExportColumn("title", conversion="rot13"),)}, "EXPORT_COLUMNS_INVALID"),
        ({"columns": (ExportColumn(),)}, "EXPORT_COLUMNS_INVALID"),
        ({"columns": (ExportColumn("title"),) * 301}, "EXPORT_COLUMNS_INVALID"),
        ({"options": {"delimiter": "#"}}, "EXPORT_OPTIONS_INVALID"),
        ({"file_name": "a_{week}"}, "EXPORT_FILE_NAME_INVALID"),
        ({"file_name": "a" * 121}, "EXPORT_FILE_NAME_INVALID"),
        ({"selection": Selection("filters", filters={"price_min": "much"})}, "VALIDATION_FAILED"),
    ],
)
def test_what_cannot_be_understood_is_refused(shop, exporter, wish, code):
    with pytest.raises((InvalidInput, NotFound)) as refused:
        exporter.start(**wish)
    assert refused.value.code == code
    assert Export.objects.count() == 0


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Selection.of({"kind": "some"}), "EXPORT_SELECTION_INVALID"),
        (lambda: Selection.of({"kind": "ids"}), "EXPORT_SELECTION_INVALID"),
        (lambda: Rules.of({"statuses": ["trash"]}), "EXPORT_RULES_INVALID"),
        (lambda: Rules.of({"min_completeness": 101}), "EXPORT_RULES_INVALID"),
    ],
)
def test_values_that_are_not_possible(make, code):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.code == code


def test_an_error_that_nobody_foresaw_ends_the_export(shop, exporter, monkeypatch):
    monkeypatch.setattr(engine, "flat_products", lambda *args, **kwargs: 1 / 0)
    export = exporter.done()
    assert (export.status, export.error_code, export.file_key) == (JobStatus.FAILED, "UNEXPECTED", "")


def test_the_maker_has_to_be_there(shop, exporter):
    export = exporter.start()
    exporter.people.manager.is_active = False
    exporter.people.manager.save()
    execute_export(export.pk)
    export.refresh_from_db()
    assert export.error_code == "EXPORT_MAKER_GONE"


def test_so_many_at_once_the_next_one_waits_for_its_turn(shop, exporter):
    busy = [exporter.start() for _number in range(3)]
    Export.objects.update(status=JobStatus.PROCESSING, lease_until="2100-01-01T00:00Z")
    waiting = exporter.done()
    assert (waiting.status, waiting.file_key) == (JobStatus.PENDING, "")
    assert waiting.next_attempt_at
    Export.objects.filter(pk=busy[0].pk).update(lease_until="2020-01-01T00:00Z")
    execute_export(busy[0].pk)
    waiting.refresh_from_db()
    assert waiting.next_attempt_at is None
    execute_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == JobStatus.COMPLETED
