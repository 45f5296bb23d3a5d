"""Sums of months, marks of suppliers, statistics, and the report by e-mail; by service, page and API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import InvalidInput
from core.jobs import JobStatus
from core.models import OutgoingMessage
from imports.models import Fetch, ImportRun, SupplierMonth, SupplierScore, Trigger
from imports.selectors.statistics import import_statistics, latest_scores, months_of
from imports.services import execute_run, mail_report, undo_run
from imports.services.reports import mail_report_of_ended
from imports.services.statistics import score_everybody, score_suppliers
from suppliers.services import set_policies
from tests.factories.imports import feed_csv, imported
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
BAD_ROW = b"REF-BAD;12;Sans prix;;;gratuit;;;;;;;;;;;;;;\n"


@pytest.fixture
def run(tenant_id):
    return imported(feed_csv(9) + BAD_ROW, tenant_id=tenant_id)


def test_a_completed_run_raises_the_sums_of_its_month_once(run, tenant_id):
    execute_run(run.pk)
    month = months_of(run.supplier_id)[0]
    assert (month.sums["runs"], month.sums["completed"], month.sums["rows_read"]) == (1, 1, 10)
    assert (month.sums["rows_created"], month.sums["rows_held"], month.held_share) == (9, 1, 0.1)
    assert month.success_share == 1


def test_an_undoing_is_no_delivery(run, tenant_id):
    execute_run(undo_run(run, by=None).pk)
    assert SupplierMonth.objects.get().runs == 1


def test_two_runs_of_a_month_are_one_row(run, tenant_id):
    imported(feed_csv(9, changed_every=1), tenant_id=tenant_id)
    month = SupplierMonth.objects.get()
    assert (month.runs, month.rows_read, month.rows_updated) == (2, 19, 9)
    assert month.price_changes == ImportRun.objects.latest("created_at").changed_fields["price"]


def test_marks_follow_from_runs_and_fetches(run, tenant_id):
    for number, outcome in enumerate((Fetch.Outcome.NO_FILE, Fetch.Outcome.UNCHANGED)):
        Fetch.objects.create(
            tenant_id=tenant_id,
            supplier_id=run.supplier_id,
            source_id=run.source_id,
            schedule_id=run.source_id,
            planned_at=timezone.now() - timedelta(hours=number),
            trigger=Trigger.SCHEDULE,
            status=JobStatus.COMPLETED,
            outcome=outcome,
        )
    assert score_suppliers([run.supplier_id], tenant_id=tenant_id) == 1
    score = latest_scores()[run.supplier_id]
    assert (score.late_share, score.error_share, score.valid_ean_share) == (0.5, 0.1, pytest.approx(0.9))
    # fresh 30 of 30, punctual 10 of 20, errors 0 of 30, EANs 18 of 20
    assert score.score == 58


def test_the_same_day_overwrites_and_another_day_is_kept(run, tenant_id):
    score_suppliers([run.supplier_id], tenant_id=tenant_id)
    score_suppliers([run.supplier_id], tenant_id=tenant_id)
    assert score_everybody(now=timezone.now() + timedelta(days=4)) == 1
    assert SupplierScore.objects.count() == 2
    assert latest_scores()[run.supplier_id].day == max(SupplierScore.objects.values_list("day", flat=True))


def test_statistics_add_up(run, tenant_id):
    execute_run(undo_run(run, by=None).pk)
    found = import_statistics(since=timezone.now() - timedelta(days=1))
    assert (found["total"], found["completed"], found["with_held_rows"], found["success_share"]) == (1, 1, 1, 1.0)
    assert found["rows_read"] == 10
    assert import_statistics(since=timezone.now() + timedelta(days=1))["success_share"] is None


def test_the_scorecard_through_the_api(api, people, run, tenant_id):
    score_suppliers([run.supplier_id], tenant_id=tenant_id)
    api.force_login(people.viewer)
    client = api
    answer = client.get(f"/api/v1/suppliers/{run.supplier_id}/scorecard").json()
    assert (len(answer["days"]), answer["months"][0]["rows_read"]) == (1, 10)
    items = client.get("/api/v1/suppliers/scorecards").json()["items"]
    assert [item["supplier_id"] for item in items] == [str(run.supplier_id)]
    assert client.get("/api/v1/imports/stats").json()["total"] == 1
    assert client.get("/api/v1/imports/stats?date_from=yesterday").status_code == 422


def test_pages_show_scores_with_few_queries(client, people, run, tenant_id):
    score_suppliers([run.supplier_id], tenant_id=tenant_id)
    client.force_login(people.viewer)
    with at_most_queries(20):
        page = client.get(reverse("imports:scorecards"))
    assert "ACME" in page.content.decode()
    sheet = client.get(reverse("suppliers:tab", args=[run.supplier_id, "scorecard"])).content.decode()
    assert reverse("imports:scorecards") in sheet


def test_a_report_goes_to_the_person_who_asks(client, people, run):
    client.force_login(people.viewer)
    client.post(reverse("imports:mail-report", args=[run.pk]))
    mail = OutgoingMessage.objects.get()
    assert mail.recipient == people.viewer.email
    assert "ACME" in mail.subject
    assert f"/imports/{run.pk}/" in mail.text
    assert ": 10\n" in mail.text


def test_a_report_goes_to_the_addresses_of_the_source_once(run, tenant_id):
    set_policies(by=None, source_id=run.source_id, values={"alerts": {"report_to": ["a@example.org", "b@example.org"]}})
    assert mail_report_of_ended(run) == 2
    assert mail_report_of_ended(run) == 0


def test_bad_and_too_many_addresses_are_refused(api, people, run):
    api.force_login(people.viewer)
    client = api
    address = f"/api/v1/imports/{run.pk}/report/mail"
    assert client.post(address, {"to": ["nobody"]}, format="json").status_code == 422
    with pytest.raises(InvalidInput, match="at most 20"):
        mail_report(run, to=[f"{n}@example.org" for n in range(21)], by=None)
    assert client.post(address, {}, format="json").json() == {"queued": 1}
    assert OutgoingMessage.objects.count() == 1


def test_addresses_of_others_need_more_than_reading(api, people, run):
    address = f"/api/v1/imports/{run.pk}/report/mail"
    api.force_login(people.viewer)
    assert api.post(address, {"to": ["other@example.org"]}, format="json").status_code == 403
    assert not OutgoingMessage.objects.exists()
    api.force_login(people.manager)
    assert api.post(address, {"to": ["other@example.org"]}, format="json").json() == {"queued": 1}


def test_a_feed_without_eans_is_not_judged_by_them(run, tenant_id):
    ImportRun.objects.filter(pk=run.pk).update(profile={**run.profile, "gtin": None})
    score_suppliers([run.supplier_id], tenant_id=tenant_id)
    assert latest_scores()[run.supplier_id].valid_ean_share is None
