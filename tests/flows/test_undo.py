"""Undoing a run: what nobody touched since is as before, the rest stays and is listed."""

import pytest

from catalog.models import Offer, Product
from imports.errors import UndoRefused
from imports.models import OutboxEvent
from imports.selectors import undo_state
from imports.services import claim, execute_run, undo_run
from tests.factories.imports import feed_csv, imported, uploaded
from tests.flows.catalogue import picture


def undone(run):
    undoing = undo_run(run, by=None, start=False)
    claim(undoing)
    execute_run(undoing.pk)
    undoing.refresh_from_db()
    assert (undoing.status, undoing.error_message) == ("completed", "")
    return undoing


def golden(tenant_id):
    return picture(tenant_id)["products"], picture(tenant_id)["offers"]


def test_after_the_undoing_everything_is_as_before(tenant_id, small_chunks):
    imported(feed_csv(120), tenant_id=tenant_id)
    before = golden(tenant_id)
    run = imported(feed_csv(150, changed_every=10), tenant_id=tenant_id)
    assert (run.rows_updated, run.rows_created) == (12, 30)
    undoing = undone(run)
    assert golden(tenant_id) == before
    assert undoing.outcome["restored_products"] == 12
    assert undoing.outcome["removed_products"] == 30
    assert OutboxEvent.objects.filter(aggregate_id=undoing.pk, kind="import.undone").exists()


def test_an_undoing_can_be_undone(tenant_id):
    imported(feed_csv(40), tenant_id=tenant_id)
    run = imported(feed_csv(50, changed_every=10), tenant_id=tenant_id)
    after = golden(tenant_id)
    undone(undone(run))
    assert golden(tenant_id) == after


def test_a_first_import_undone_leaves_an_empty_catalogue(tenant_id):
    undone(imported(feed_csv(40), tenant_id=tenant_id))
    assert (Product.objects.count(), Offer.objects.count()) == (0, 0)


def test_the_same_file_can_be_imported_again_after_an_undoing(tenant_id):
    imported(feed_csv(40), tenant_id=tenant_id)
    run = imported(feed_csv(40, changed_every=10), tenant_id=tenant_id)
    after = golden(tenant_id)
    undone(run)
    again = imported(feed_csv(40, changed_every=10), tenant_id=tenant_id)
    assert again.rows_updated == 4
    assert golden(tenant_id) == after


def test_a_run_is_undone_once(tenant_id):
    run = imported(feed_csv(10), tenant_id=tenant_id)
    undoing = undone(run)
    state = undo_state(run)
    assert (state.possible, state.undone_by) == (False, undoing.pk)
    with pytest.raises(UndoRefused, match="undone already"):
        undo_run(run, by=None)


def test_a_run_that_changed_nothing_or_has_not_run_cannot_be_undone(tenant_id):
    imported(feed_csv(10), tenant_id=tenant_id)
    same = imported(feed_csv(10), tenant_id=tenant_id)
    with pytest.raises(UndoRefused, match="changed nothing"):
        undo_run(same, by=None)
    with pytest.raises(UndoRefused, match="not finished"):
        undo_run(uploaded(feed_csv(10), tenant_id=tenant_id), by=None)
