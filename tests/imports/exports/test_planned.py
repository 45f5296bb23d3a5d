"""Planned exports: made once for their time, whatever happens; changed, paused, removed."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Conflict, InvalidInput, PermissionRefused
from core.jobs import JobStatus
from core.schedules.errors import ScheduleInvalid
from imports.exports.plan import Selection
from imports.models import Export, ExportSchedule
from imports.services.exports.connections import create_destination, delete_destination
from imports.services.exports.making import ExportRequest
from imports.services.exports.planning import plan_exports
from imports.services.exports.schedules import create_schedule, delete_schedule, run_schedule, update_schedule
from imports.services.exports.templates import change_template, create_template, delete_template
from imports.services.exports.work import execute_export

pytestmark = pytest.mark.django_db
REQUEST = ExportRequest(layout="price_stock", selection=Selection("filters", filters={"brand": ["Bosch"]}))


@pytest.fixture
def nightly(shop, in_tenant):
    """Prices and stock of one brand, every day at six."""
    return create_schedule(
        tenant_id=in_tenant.tenant.pk, by=in_tenant.manager, request=REQUEST, name="Nightly", frequency="daily"
    )


def test_it_is_made_once_at_its_time_even_with_two_planners(nightly):
    assert plan_exports() == 0
    due = nightly.next_run_at + timedelta(minutes=1)
    assert (plan_exports(due), plan_exports(due)) == (1, 0)
    (export,) = Export.objects.all()
    assert (export.planned_at, export.schedule_id, export.trigger) == (nightly.next_run_at, nightly.pk, "schedule")
    execute_export(export.pk)
    export.refresh_from_db()
    assert (export.status, export.products_written) == (JobStatus.COMPLETED, 1)
    before = nightly.next_run_at
    nightly.refresh_from_db()
    assert nightly.next_run_at == before + timedelta(days=1)


def test_times_that_were_missed_are_caught_up_once(nightly):
    assert plan_exports(nightly.next_run_at + timedelta(days=5)) == 1
    assert Export.objects.count() == 1


def test_one_that_breaks_is_due_again_and_does_not_hold_up_the_others(nightly, in_tenant):
    broken = create_schedule(tenant_id=in_tenant.tenant.pk, by=in_tenant.manager, request=REQUEST, name="Broken")
    early = nightly.next_run_at - timedelta(hours=1)
    ExportSchedule.objects.filter(pk=broken.pk).update(plan={"columns": 5}, next_run_at=early)
    assert plan_exports(nightly.next_run_at) == 1
    broken.refresh_from_db()
    assert (broken.next_run_at, broken.last_planned_at) == (early, None)
    assert Export.objects.get().schedule_id == nightly.pk


def test_a_paused_one_rests(nightly, in_tenant):
    update_schedule(nightly.pk, by=in_tenant.manager, values={"is_active": False})
    assert plan_exports(datetime(2100, 1, 1, tzinfo=UTC)) == 0
    row = update_schedule(nightly.pk, by=in_tenant.manager, values={"is_active": True})
    assert row.next_run_at


def test_what_can_no_longer_be_made_is_written_down_as_failed(nightly):
    ExportSchedule.objects.update(layout="00000000-0000-4000-8000-000000000000")
    assert plan_exports(nightly.next_run_at + timedelta(minutes=1)) == 1
    (export,) = Export.objects.all()
    assert (export.status, export.error_code) == (JobStatus.FAILED, "EXPORT_TEMPLATE_NOT_FOUND")


def test_run_now_leaves_the_rhythm_alone(nightly, in_tenant):
    export = run_schedule(nightly.pk, by=in_tenant.manager)
    before = nightly.next_run_at
    nightly.refresh_from_db()
    assert (export.trigger, nightly.next_run_at) == ("manual", before)


@pytest.mark.parametrize(
    "wrong",
    [{"cron": "x", "frequency": "cron"}, {"time_zone": "Mars"}, {"frequency": "weekly"}, {"frequency": "hourly"}],
)
def test_a_rhythm_that_cannot_be(shop, in_tenant, wrong):
    with pytest.raises((ScheduleInvalid, InvalidInput)):
        create_schedule(tenant_id=in_tenant.tenant.pk, by=in_tenant.manager, request=REQUEST, **{"name": "X", **wrong})
    assert ExportSchedule.objects.count() == 0


def test_rights_are_asked(nightly, in_tenant):
    acts = (
        lambda: create_schedule(tenant_id=in_tenant.tenant.pk, by=in_tenant.viewer, request=REQUEST, name="X"),
        lambda: update_schedule(nightly.pk, by=in_tenant.viewer, values={"name": "X"}),
        lambda: delete_schedule(nightly.pk, by=in_tenant.viewer),
        lambda: run_schedule(nightly.pk, by=in_tenant.viewer),
    )
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    assert list(ExportSchedule.objects.values_list("name", flat=True)) == ["Nightly"]
    assert not Export.objects.exists()


def test_what_a_schedule_uses_is_not_removed(nightly, in_tenant):
    place = {"tenant_id": in_tenant.tenant.pk, "by": in_tenant.manager}
    hook = create_destination(**place, name="Hook", kind="webhook")
    template = create_template(**place, layout="standard", name="Mine")
    request = ExportRequest(layout=str(template.pk), destination_id=hook.pk)
    update_schedule(nightly.pk, by=in_tenant.manager, request=request)
    with pytest.raises(Conflict):
        delete_destination(hook.pk, by=in_tenant.manager)
    with pytest.raises(Conflict):
        delete_template(template.pk, by=in_tenant.manager)
    delete_schedule(nightly.pk, by=in_tenant.manager)
    delete_destination(hook.pk, by=in_tenant.manager)
    delete_template(template.pk, by=in_tenant.manager)


def test_templates_are_made_changed_shared(in_tenant):
    place = {"tenant_id": in_tenant.tenant.pk, "by": in_tenant.manager}
    first = create_template(**place, layout="shopify", name="Shop", is_default=True)
    assert (first.preset, first.is_shared, len(first.columns)) == ("shopify", True, 35)
    second = create_template(**place, layout=str(first.pk), name="Shop 2", is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    changed = change_template(
        second.pk, by=in_tenant.manager, values={"columns": [{"source": "title"}], "options": {"delimiter": "\t"}}
    )
    assert (changed.columns, changed.options) == ([{"source": "title"}], {"delimiter": "\t"})
    with pytest.raises(Conflict):
        change_template(second.pk, by=in_tenant.manager, values={"name": "Shop"})
    for wrong in ({"columns": [{"source": "x"}]}, {"format": "pdf"}, {"colour": 1}, {"rules": {"statuses": ["trash"]}}):
        with pytest.raises(InvalidInput):
            change_template(second.pk, by=in_tenant.manager, values=wrong)
    with pytest.raises(PermissionRefused):
        delete_template(second.pk, by=in_tenant.viewer)
