"""From a file to the catalogue, and what the run says about it."""

import pytest
from django.test import override_settings

from catalog.models import Change, Offer, Product
from core.errors import Conflict
from core.tabular import UnreadableFile
from imports.errors import FileTooLarge, MappingIncomplete, MappingUnconfirmed
from imports.feeds.folder import folder_of
from imports.models import ImportRun, OutboxEvent
from imports.selectors import (
    RunFilters,
    find_run,
    issue_list,
    log_lines,
    run_detail,
    run_list,
    run_report,
)
from imports.services import change_reading, delete_run, save_mapping, start_run
from tests.factories.imports import confirmed, feed_csv, imported, uploaded


def test_a_new_file_becomes_offers_and_products(tenant_id, small_chunks):
    run = imported(feed_csv(120), tenant_id=tenant_id)
    assert (run.status, run.error_message) == ("completed", "")
    assert run.counts == {"read": 120, "created": 120, "updated": 0, "unchanged": 0, "held": 0, "skipped": 0}
    assert (Offer.objects.count(), Product.objects.count(), Change.objects.count()) == (120, 120, 120)
    product = Product.objects.get(title="Perceuse visseuse sans fil modèle 7")
    assert (product.gtin, str(product.price), product.stock) == ("03000001000075", "17.1700", 7)
    assert not folder_of(run.pk).exists()


def test_the_same_file_again_changes_nothing(tenant_id):
    imported(feed_csv(120), tenant_id=tenant_id)
    again = imported(feed_csv(120), tenant_id=tenant_id)
    assert again.mapping_origin == ImportRun.MappingOrigin.SAVED
    assert again.counts == {"read": 120, "created": 0, "updated": 0, "unchanged": 120, "held": 0, "skipped": 0}
    assert Change.objects.count() == 120


def test_changed_rows_are_updated(tenant_id, small_chunks):
    imported(feed_csv(120), tenant_id=tenant_id)
    run = imported(feed_csv(120, changed_every=20), tenant_id=tenant_id)
    assert (run.rows_updated, run.rows_unchanged) == (6, 114)
    assert run.changed_fields == {"price": 6, "stock": 6}


def test_the_report_adds_up_and_tells_the_story(tenant_id):
    run = imported(feed_csv(20), tenant_id=tenant_id)
    report = run_report(run)
    assert report["rows"]["read"] == sum(report["rows"][name] for name in report["rows"] if name != "read")
    assert report["products"] == {"created": 20, "updated": 0}
    codes = [line.code for line in log_lines(run)]
    assert codes == ["uploaded", "recognised", "mapped", "started", "staged", "deduplicated", "completed"]
    started, completed = OutboxEvent.objects.filter(aggregate_id=run.pk).order_by("id")
    assert (started.kind, completed.kind) == ("import.started", "import.completed")
    assert completed.payload["created"] == 20


def test_lists_and_details_are_plain_values(tenant_id):
    run = imported(feed_csv(20), tenant_id=tenant_id)
    page = run_list(RunFilters(status="completed"), page=1, per_page=10)
    assert [(row.id, row.supplier_code, row.file_name) for row in page.items] == [(run.pk, "ACME", "feed.csv")]
    assert run_list(RunFilters(status="failed")).total == 0
    detail = run_detail(run.pk)
    assert (detail.undo.possible, detail.progress.percentage, "undo" in detail.progress.possible) == (True, 100, True)


def test_a_bad_file_fails_its_run_with_one_sentence_and_changes_nothing(tenant_id):
    with pytest.raises(UnreadableFile) as refused:
        uploaded(b"<!DOCTYPE html><html><body><h1>404</h1></body></html>", tenant_id=tenant_id)
    run = find_run(refused.value.params["run_id"])
    assert (run.status, run.error_code) == ("failed", "html_page")
    assert run.error_message
    assert Product.objects.count() == 0
    with pytest.raises(Conflict):
        start_run(run, by=None)


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(tenant_id):
    with override_settings(IMPORT_MAX_FILE_BYTES=100), pytest.raises(FileTooLarge) as refused:
        uploaded(feed_csv(20), tenant_id=tenant_id)
    assert (refused.value.status, refused.value.code) == (413, "IMPORT_FILE_TOO_LARGE")
    assert ImportRun.objects.count() == 0


def test_reading_can_be_overruled_and_is_proposed_anew(tenant_id):
    run = uploaded("Réf;Prix\nA1;12,50\n".encode("cp1252"), tenant_id=tenant_id)
    changed = change_reading(run, overrides={"delimiter": ","}, by=None)
    assert changed.recognition["delimiter"] == ","
    assert change_reading(run, overrides={"delimiter": None}, by=None).recognition["delimiter"] == ";"


def test_a_proposed_mapping_waits_for_confirmation(tenant_id):
    run = uploaded(feed_csv(20), tenant_id=tenant_id)
    assert run.stage == ImportRun.Stage.MAPPING
    with pytest.raises(MappingUnconfirmed):
        start_run(run, by=None)
    assert confirmed(run).stage == ImportRun.Stage.READY


def test_a_mapping_that_identifies_nothing_is_refused(tenant_id):
    run = uploaded(feed_csv(20), tenant_id=tenant_id)
    with pytest.raises(MappingIncomplete, match="supplier SKU"):
        save_mapping(run, mapping={"fields": {"title": {"column": "Désignation"}}}, by=None)


def test_findings_are_listed_with_row_column_value_and_remedy(tenant_id):
    content = b"SKU;EAN;Nom;Prix\nA1;4006381333931;Stylo;1,50\nA2;4006381333932;Feutre;2,00\n"
    run = imported(content, tenant_id=tenant_id)
    assert (run.rows_held, run.rows_created) == (1, 1)
    page = issue_list(run, level="error")
    assert (page.total, page.kept) == (1, 1)
    issue = page.items[0]
    assert (issue.row_number, issue.code, issue.column) == (3, "ean_checksum_invalid", "EAN")
    assert "Row 3" in issue.message


def test_a_deleted_run_takes_its_file_along_but_not_its_products(tenant_id):
    run = imported(feed_csv(20), tenant_id=tenant_id)
    delete_run(run, by=None)
    assert ImportRun.objects.count() == 0
    assert Product.objects.count() == 20
