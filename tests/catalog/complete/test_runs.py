"""Measuring everything anew: by whom, once, along the events."""

import pytest

from catalog import tasks
from catalog.models import CompletenessDay, CompletenessRun, ProductCompleteness
from catalog.services import completeness
from core.errors import PermissionRefused
from core.jobs import JobStatus
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db


def test_all_products_are_measured_and_the_day_is_noted(alpha, in_tenant):
    run = completeness.start_run(tenant_id=in_tenant.tenant.pk, by=in_tenant.manager)
    done = completeness.execute_run(run.pk)
    assert (done.status, done.progress_done, done.progress_total) == (JobStatus.COMPLETED, 1, 1)
    assert ProductCompleteness.objects.get().score == 41
    assert CompletenessDay.objects.get().counts[41] == 1


def test_a_second_start_gives_the_run_that_waits(alpha, in_tenant):
    first = completeness.start_run(tenant_id=in_tenant.tenant.pk, by=in_tenant.manager)
    assert completeness.start_run(tenant_id=in_tenant.tenant.pk, by=in_tenant.admin) == first
    assert completeness.execute_run(first.pk) is not None
    assert completeness.execute_run(first.pk) is None


def test_who_may_not_write_starts_nothing(alpha, in_tenant):
    with pytest.raises(PermissionRefused):
        completeness.start_run(tenant_id=in_tenant.tenant.pk, by=in_tenant.viewer)
    assert not CompletenessRun.objects.exists()


def test_a_row_whose_product_is_gone_goes(alpha, acme, in_tenant):
    completeness.follow_changes(in_tenant.tenant.pk)
    ProductCompleteness.objects.create(
        tenant_id=in_tenant.tenant.pk, product_id="00000000-0000-4000-8000-000000000001", score=5
    )
    completeness.execute_run(completeness.start_run(tenant_id=in_tenant.tenant.pk, by=None).pk)
    assert ProductCompleteness.objects.count() == 1


def test_other_weights_start_a_run_and_other_settings_do_not(in_tenant):
    event = {"tenant_id": str(in_tenant.tenant.pk), "payload": {"key": "completeness.grades"}}
    assert tasks.measure_by_other_rules(event=event) is False
    event["payload"]["key"] = "completeness.weights"
    assert tasks.measure_by_other_rules(event=event) is True
    assert CompletenessRun.objects.count() == 1


def test_each_night_every_tenant_with_products_is_measured(alpha, in_tenant):
    assert tasks.measure_all_completeness() == 1
    run = CompletenessRun.objects.get()
    tasks.run_completeness(str(run.pk), str(in_tenant.tenant.pk))
    run.refresh_from_db()
    assert run.status == JobStatus.COMPLETED


def test_the_task_follows_the_log(acme, in_tenant):
    merge(acme, row("A", title="Alpha"))
    assert tasks.measure_changed(str(in_tenant.tenant.pk)) == 1
    assert tasks.measure_changed(str(in_tenant.tenant.pk)) == 0
