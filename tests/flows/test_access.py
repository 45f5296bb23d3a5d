"""Who may do what to imports: a refusal also leaves everything as it was."""

import io

import pytest

from core.errors import NotFound, PermissionRefused
from core.tenancy import tenant_scope
from imports.models import HeldRow, ImportRun
from imports.selectors import HeldFilters, RunFilters, find_run, held_row_ids, held_row_list, run_list
from imports.services import (
    Upload,
    cancel_run,
    correct_held_row,
    delete_run,
    discard_held_rows,
    pause_run,
    replay_held_rows,
    resume_run,
    retry_run,
    save_mapping,
    start_dry_run,
    start_run,
    undo_run,
    upload_file,
)
from tests.factories.imports import feed_csv, imported, uploaded

BAD = b"SKU;EAN;Nom\nA1;4006381333932;Feutre\n"

ACTIONS = {
    "save_mapping": lambda run, by: save_mapping(run, mapping=run.mapping, by=by),
    "start_dry_run": lambda run, by: start_dry_run(run, by=by),
    "start": lambda run, by: start_run(run, by=by),
    "pause": lambda run, by: pause_run(run, by=by),
    "resume": lambda run, by: resume_run(run, by=by),
    "cancel": lambda run, by: cancel_run(run, by=by),
    "retry": lambda run, by: retry_run(run, by=by),
    "undo": lambda run, by: undo_run(run, by=by),
    "delete": lambda run, by: delete_run(run, by=by),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", ["viewer", "stranger"])
def test_a_viewer_and_a_stranger_change_nothing(people, tenant_id, action, person):
    run = uploaded(feed_csv(5), tenant_id=tenant_id)
    before = ImportRun.objects.filter(pk=run.pk).values().get()
    with pytest.raises(PermissionRefused):
        ACTIONS[action](run, getattr(people, person))
    assert ImportRun.objects.filter(pk=run.pk).values().get() == before


@pytest.mark.parametrize("person", ["viewer", "stranger"])
def test_nor_do_they_upload(people, tenant_id, person):
    supplier_id = uploaded(feed_csv(5), tenant_id=tenant_id).supplier_id
    upload = Upload(supplier_id=supplier_id, name="x.csv", content=io.BytesIO(feed_csv(5)))
    with pytest.raises(PermissionRefused):
        upload_file(upload, tenant_id=tenant_id, by=getattr(people, person))
    assert ImportRun.objects.count() == 1


def test_nor_do_they_touch_held_rows(people, tenant_id):
    imported(BAD, tenant_id=tenant_id)
    ids = held_row_ids(HeldFilters())
    for act in (
        lambda: correct_held_row(ids[0], values={"Nom": "x"}, by=people.viewer),
        lambda: discard_held_rows(ids, tenant_id=tenant_id, by=people.viewer),
        lambda: replay_held_rows(ids, tenant_id=tenant_id, by=people.viewer),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert HeldRow.objects.get().state == "open"


def test_the_manager_may_import(people, tenant_id):
    run = uploaded(feed_csv(5), tenant_id=tenant_id, by=people.manager)
    save_mapping(run, mapping=run.mapping, by=people.manager)
    start_run(run, by=people.manager)
    assert run.queued_at is not None
    assert run.created_by_id == people.manager.pk


def test_another_tenant_sees_nothing(people, tenant_id):
    run = imported(BAD, tenant_id=tenant_id)
    held = HeldRow.objects.get().pk
    with tenant_scope(people.elsewhere.pk):
        assert run_list(RunFilters()).total == 0
        assert held_row_list(HeldFilters()).total == 0
        with pytest.raises(NotFound):
            find_run(run.pk)
        with pytest.raises(NotFound):
            correct_held_row(held, values={"Nom": "x"}, by=people.stranger)
        assert discard_held_rows([held], tenant_id=people.elsewhere.pk, by=people.stranger) == 0


def test_a_file_is_not_uploaded_to_a_supplier_of_somebody_else(people, tenant_id):
    supplier_id = uploaded(feed_csv(5), tenant_id=tenant_id).supplier_id
    upload = Upload(supplier_id=supplier_id, name="x.csv", content=io.BytesIO(feed_csv(5)))
    with pytest.raises(NotFound):
        upload_file(upload, tenant_id=people.elsewhere.pk, by=people.stranger)
