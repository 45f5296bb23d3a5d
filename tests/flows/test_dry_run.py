"""A dry run says exactly what the run will do, and does nothing."""

import pytest
from django.test import override_settings

from catalog.models import Offer, Product
from imports.models import ImportRun, SourceFile
from imports.selectors import latest_dry_run
from imports.services import claim, execute_dry_run, execute_run, start_dry_run
from suppliers.services import set_policies
from tests.factories.imports import confirmed, feed_csv, imported, uploaded
from tests.flows.catalogue import picture

# Held, doubled, untitled and ordinary rows in one file.
MIXED = (
    b"SKU;EAN;Nom;Marque;Prix;Stock\n"
    b"A1;4006381333931;Stylo;Stabilo;1,50;10\n"
    b"A2;4006381333932;Feutre;Stabilo;2,00;4\n"
    b"A3;;Crayon;Faber;0,80;0\n"
    b"A1;4006381333931;Stylo bleu;Stabilo;1,60;9\n"
    b"A4;;;Faber;3,00;7\n"
    b";;Sans rien;;;\n"
)


def rehearsed(run: ImportRun) -> dict:
    dry_run = start_dry_run(run, by=None, start=False)
    claim(dry_run)
    execute_dry_run(dry_run.pk)
    dry_run.refresh_from_db()
    assert (dry_run.status, dry_run.error_message) == ("completed", "")
    return dry_run.impact


def carried_out(run: ImportRun) -> ImportRun:
    claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error_message) == ("completed", "")
    return run


@pytest.mark.parametrize(
    ("existing", "duplicates"), [("update", "last"), ("update", "hold"), ("ignore", "first"), ("error", "last")]
)
def test_the_counts_are_those_of_the_run(tenant_id, small_chunks, existing, duplicates):
    first = imported(feed_csv(130, changed_every=9), tenant_id=tenant_id)
    set_policies(by=None, source_id=first.source_id, values={"existing_products": existing, "duplicates": duplicates})
    doubled = feed_csv(140) + feed_csv(20, first=5).split(b"\n", 1)[1]
    run = confirmed(uploaded(doubled, tenant_id=tenant_id))
    impact = rehearsed(run)
    carried_out(run)
    assert impact["rows"] == run.counts
    assert impact["issues"] == run.issue_counts


def test_mixed_rows_count_alike_and_held_rows_have_causes(tenant_id):
    run = confirmed(uploaded(MIXED, tenant_id=tenant_id))
    impact = rehearsed(run)
    assert impact["rows"] == {"read": 6, "created": 2, "updated": 0, "unchanged": 0, "held": 3, "skipped": 1}
    assert impact["held"] == {"ean_checksum_invalid:ean": 1, "identity_missing:supplier_sku": 1, "title_missing": 1}
    assert impact["new_brands"] == ["Faber", "Stabilo"]
    assert carried_out(run).counts == impact["rows"]
    assert Product.objects.count() == impact["products_created"] == 2


def test_nothing_is_written(tenant_id):
    run = confirmed(uploaded(feed_csv(30), tenant_id=tenant_id))
    before = picture(tenant_id)
    rehearsed(run)
    assert picture(tenant_id) == before
    assert Offer.objects.count() == 0


def test_changes_are_shown_per_field_with_old_and_new(tenant_id):
    imported(feed_csv(30), tenant_id=tenant_id)
    content = b"SKU;Nom;Prix;Stock;Prix d'achat\n"
    run = imported(content + b"A1;Stylo;10,00;5;4,00\nA2;Feutre;10,00;5;4,00\n", tenant_id=tenant_id, supplier="B")
    changed = content + b"A1;Stylo;15,00;0;4,00\nA2;Feutre;3,00;5;4,00\n"
    impact = rehearsed(confirmed(uploaded(changed, tenant_id=tenant_id, supplier="B")))
    assert run.rows_created == 2
    assert impact["changed_fields"] == {"price": 2, "stock": 1}
    assert [(s["old"], s["new"]) for s in impact["samples"]["price"]] == [("10", "15"), ("10", "3")]
    assert impact["price_jumps"]["count"] == 2
    assert impact["stock_to_zero"]["count"] == 1
    assert impact["below_cost"]["samples"][0]["price"] == "3.00"


def test_the_run_does_not_read_the_file_again(tenant_id):
    run = confirmed(uploaded(feed_csv(30), tenant_id=tenant_id))
    rehearsed(run)
    SourceFile.objects.filter(pk=run.source_file_id).update(key="gone")
    run.refresh_from_db()
    assert carried_out(run).rows_created == 30


def test_a_dry_run_tells_that_the_error_policy_would_stop_the_run(tenant_id):
    run = uploaded(MIXED, tenant_id=tenant_id)
    set_policies(by=None, source_id=run.source_id, values={"error_policy": "all_or_nothing"})
    impact = rehearsed(confirmed(uploaded(MIXED, tenant_id=tenant_id)))
    assert "nothing was imported" in impact["refusal"]


def test_the_latest_dry_run_is_marked_old_once_the_mapping_changes(tenant_id):
    run = confirmed(uploaded(feed_csv(30), tenant_id=tenant_id))
    with override_settings(LANGUAGE_CODE="en"):
        rehearsed(run)
        assert latest_dry_run(run)["is_current"]
        run.save()
        assert not latest_dry_run(run)["is_current"]
