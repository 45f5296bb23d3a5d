"""The brake in a run: unusual files are held before the first merge, approved or refused, closed by newer ones."""

import pytest
from django.test import override_settings

from catalog.models import Offer
from core.errors import Conflict, PermissionRefused
from core.jobs import JobStatus
from imports.errors import ApprovalNeedsAnother, RunHeld, RunNotHeld
from imports.models import DryRun, ImportRun
from imports.selectors import log_lines, possible_requests, run_detail
from imports.services import (
    claim,
    execute_dry_run,
    execute_run,
    refuse_run,
    release_run,
    retry_run,
    save_mapping,
    start_run,
)
from suppliers.services import set_policies
from tests.factories.imports import confirmed, feed_csv, imported, uploaded

ROWS = 200


@pytest.fixture
def usual(tenant_id):
    run = imported(feed_csv(ROWS), tenant_id=tenant_id)
    assert run.profile["rows"] == ROWS
    return run


def collapsed(tenant_id, *, by=None, **policies):
    run = uploaded(feed_csv(10, changed_every=1), tenant_id=tenant_id)
    if policies:
        set_policies(by=None, source_id=run.source_id, values=policies)
    run = confirmed(uploaded(feed_csv(10, changed_every=1), tenant_id=tenant_id, by=by))
    return carried_out(run)


def carried_out(run):
    if run.queued_at is None:
        claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    return run


def test_a_collapse_is_held_with_its_evidence_and_changes_nothing(tenant_id, usual):
    prices = set(Offer.objects.values_list("key", "price"))
    run = collapsed(tenant_id)
    assert (run.status, run.stage, run.queued_at) == (JobStatus.PENDING, ImportRun.Stage.HELD, None)
    assert [one["code"] for one in run.hold["evidence"]] == ["rows_fewer"]
    assert set(Offer.objects.values_list("key", "price")) == prices
    told = run_detail(run.pk).hold["evidence"][0]["message"]
    assert "10 rows" in told
    assert "200" in told
    assert {"release", "refuse", "dry_run"} <= set(possible_requests(run))
    assert not {"start", "save_mapping", "change_reading"} & set(possible_requests(run))
    assert "braked" in [line.code for line in log_lines(run)]


def test_a_dry_run_of_a_held_run_is_made_by_itself(tenant_id, usual):
    dry_run = DryRun.objects.get(run=collapsed(tenant_id))
    assert dry_run.queued_at is not None
    assert execute_dry_run(dry_run.pk).impact["rows"]["updated"] == 10


def test_a_held_run_is_neither_started_nor_changed(tenant_id, usual):
    run = collapsed(tenant_id)
    with pytest.raises(RunHeld):
        start_run(run, by=None)
    with pytest.raises(RunHeld):
        save_mapping(run, mapping=run.mapping, by=None)
    assert ImportRun.objects.get(pk=run.pk).stage == ImportRun.Stage.HELD


def test_an_approved_run_goes_on_and_the_brake_is_not_asked_again(tenant_id, usual, people):
    run = release_run(collapsed(tenant_id), by=people.admin)
    assert carried_out(run).status == JobStatus.COMPLETED
    assert run.rows_updated == 10
    assert [entry["act"] for entry in run.approvals] == ["approved"]
    with pytest.raises(RunNotHeld):
        release_run(run, by=people.admin)


def test_a_refused_run_imports_nothing_and_is_judged_again_when_tried_again(tenant_id, usual, people):
    run = refuse_run(collapsed(tenant_id), by=people.admin)
    assert (run.status, run.hold["state"], run.rows_updated) == (JobStatus.CANCELLED, "refused", 0)
    retry_run(run, by=None)
    assert carried_out(run).stage == ImportRun.Stage.HELD


def test_a_newer_file_closes_a_held_run(tenant_id, usual):
    held = collapsed(tenant_id)
    assert imported(feed_csv(ROWS, changed_every=50), tenant_id=tenant_id).status == JobStatus.COMPLETED
    held.refresh_from_db()
    assert (held.status, held.error_code) == (JobStatus.CANCELLED, "IMPORT_SUPERSEDED")
    with pytest.raises(RunNotHeld):
        release_run(held, by=None)
    with pytest.raises(Conflict, match="later file"):
        retry_run(held, by=None)


def test_only_who_looks_after_imports_approves_or_refuses(tenant_id, usual, people):
    run = collapsed(tenant_id)
    for act in (release_run, refuse_run):
        with pytest.raises(PermissionRefused):
            act(run, by=people.viewer)
    run.refresh_from_db()
    assert (run.stage, run.approvals) == (ImportRun.Stage.HELD, [])


def test_a_second_person_approves_what_somebody_started(tenant_id, usual, people):
    run = collapsed(tenant_id, by=people.admin, approval="second_person")
    with pytest.raises(ApprovalNeedsAnother):
        release_run(run, by=people.admin)
    assert release_run(run, by=people.manager).stage == ImportRun.Stage.READY


def test_two_people_approve_what_nobody_started(tenant_id, usual, people):
    run = collapsed(tenant_id, approval="second_person")
    assert release_run(run, by=people.admin).stage == ImportRun.Stage.HELD
    with pytest.raises(ApprovalNeedsAnother):
        release_run(run, by=people.admin)
    assert release_run(run, by=people.manager).stage == ImportRun.Stage.READY


def test_a_brake_that_is_off_holds_nothing(tenant_id, usual):
    assert collapsed(tenant_id, brake_enabled=False).status == JobStatus.COMPLETED


def test_a_full_file_that_would_take_too_much_away_is_held(tenant_id):
    with override_settings(IMPORT_CHUNK_ROWS=50):
        imported(feed_csv(100), tenant_id=tenant_id)
        other = feed_csv(100, first=60)
        run = carried_out(confirmed(uploaded(other, tenant_id=tenant_id, is_partial=False)))
    assert "missing" in [one["code"] for one in run.hold["evidence"]]
    assert Offer.objects.count() == 100


def test_prices_that_jump_are_held(tenant_id, usual):
    prices = feed_csv(ROWS).decode("utf-8-sig").splitlines()
    cheap = [prices[0], *(";".join([*line.split(";")[:5], "0,10", *line.split(";")[6:]]) for line in prices[1:])]
    run = carried_out(confirmed(uploaded("\n".join(cheap).encode(), tenant_id=tenant_id)))
    assert {"price", "price_jumps", "below_cost"} == {one["code"] for one in run.hold["evidence"]}
