"""Reports: the numbers of page, API and files are the same; files by hand, by e-mail, by the clock, once."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from analytics.errors import ReportScheduleNotFound
from analytics.models import Report, ReportSchedule
from analytics.periods import latest
from analytics.report_forms import ReportForm
from analytics.reports import Question, build
from analytics.services import reports
from analytics.services.reports import ReportRequest
from analytics.services.reports.planning import period_of
from catalog.models import Brand, Product, ProductCompleteness
from catalog.services import set_status
from core.errors import InvalidInput, PermissionRefused
from core.events import relay
from core.models import Notification, OutgoingMessage
from core.notifications.sending import send_waiting
from core.tenancy import every_tenant, tenant_scope
from suppliers.selectors import supplier_by_code
from tests.factories.imports import feed_csv, imported
from tests.queries import counted_queries

ENGLISH = {"Accept-Language": "en"}
MANY = [f"u{number}@example.org" for number in range(21)]
KINDS = ("overview", "imports", "products", "performance")


@pytest.fixture
def shop(people):
    """Three products of two suppliers."""
    with tenant_scope(people.tenant.pk):
        imported(feed_csv(2), tenant_id=people.tenant.pk, supplier="MARTIN")
        imported(feed_csv(1, first=50), tenant_id=people.tenant.pk, supplier="LEROY")
    with every_tenant():
        relay("imports")
        relay("catalog")
    return people.tenant.pk


def wanted(**values):
    return ReportRequest(**{"kind": "imports", "format": "pdf", "period": latest("7d"), **values})


def made(shop, people, **values):
    with tenant_scope(shop):
        report = reports.start_report(wanted(**values), tenant_id=shop, by=people.manager)
        reports.execute_report(report.pk)
        return Report.objects.get(pk=report.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_has_its_page(client, people, shop, kind):
    client.force_login(people.viewer)
    answer = client.get(reverse("analytics:insight", args=[kind]), {"period": "7d"}, headers=ENGLISH)
    assert answer.status_code == 200
    assert "Compared with" in answer.content.decode()


def test_the_report_of_imports_compares_suppliers(client, people, shop):
    client.force_login(people.viewer)
    text = client.get(reverse("analytics:insight", args=["imports"]), headers=ENGLISH).content.decode()
    assert "Suppliers compared" in text
    assert "MARTIN" in text
    assert "LEROY" in text
    with tenant_scope(shop):
        supplier = supplier_by_code("MARTIN")
    one = client.get(
        reverse("analytics:insight", args=["imports"]), {"supplier": str(supplier.id)}, headers=ENGLISH
    ).content.decode()
    assert "LEROY</a>" not in one


def test_the_report_of_products_reads_them_once_and_leaves_out_the_trash(people, shop):
    with tenant_scope(shop):
        first, _second, gone = Product.objects.order_by("title")
        Product.objects.filter(pk=first.pk).update(brand=Brand.objects.create(tenant_id=shop, name="Alpha"))
        set_status([gone.pk], tenant_id=shop, user=people.admin, status="trash")
        ProductCompleteness.objects.all().delete()
        ProductCompleteness.objects.create(product_id=first.pk, tenant_id=shop, score=60)
        with counted_queries() as queries:
            report = build(Question(shop, "products", latest("7d"), None, compares=False))
    rows = {section.title: section.rows for section in report.sections}
    assert [figure.value for figure in report.figures][:2] == [2, 2]
    assert rows["Products by status"] == [("Active", 2, 2 / 3), ("In the trash", 1, 1 / 3)]
    assert ("Alpha", 1, 0.5) in rows["Products by brand"]
    assert (
        sum(row[1] for row in rows["Products by category"]) == sum(row[1] for row in rows["Products by supplier"]) == 2
    )
    assert [row[1] for row in rows["Quality"]] == [0, 1, 0, 0, 0]
    assert sum("catalog_product AS p" in statement for statement in queries.by_alias["catalog"]) == 3


def test_an_unknown_report_is_not_found(client, people):
    client.force_login(people.viewer)
    assert client.get(reverse("analytics:insight", args=["weather"])).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("form", "magic"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_every_report_is_taken_home_in_every_format(client, people, shop, kind, form, magic):
    client.force_login(people.viewer)
    answer = client.post(reverse("analytics:insight-export", args=[kind]), {"format": form, "period": "7d"})
    assert answer.status_code == 200
    assert answer.content.startswith(magic)
    assert f".{form}" in answer["Content-Disposition"]


def test_page_api_and_files_tell_the_same(client, people, shop):
    client.force_login(people.admin)
    period = {"date_from": str(latest("7d").first_day), "date_to": str(latest("7d").last_day)}
    figures = client.get("/api/v1/analytics/report", {"kind": "imports", **period}, headers=ENGLISH).json()["figures"]
    numbers = {each["label"]: each["value"] for each in figures}
    total = client.get("/api/v1/analytics/imports", period).json()["total"]
    assert numbers["Imports"] == total["runs"] == 2
    assert numbers["Products created"] == total["products_created"] == 3
    export = reverse("analytics:insight-export", args=["imports"])
    asked = {"period": "custom", "since": period["date_from"], "until": period["date_to"]}
    content = client.post(export, {**asked, "format": "xlsx"}, headers=ENGLISH).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)
    assert ("Imports", 2, 0) in rows
    text = client.post(export, {**asked, "format": "csv"}, headers=ENGLISH).content.decode("utf-8-sig")
    assert ["Imports", "2", "0"] in list(csv.reader(io.StringIO(text), delimiter=";"))
    page = client.get(reverse("analytics:insight", args=["imports"]), asked, headers=ENGLISH).content.decode()
    assert '<span class="stat-label">Imports</span>\n  <span class="stat-value">2</span>' in page


def test_the_dashboard_has_the_documented_shape(client, people, shop):
    client.force_login(people.admin)
    found = client.get("/api/v1/analytics/dashboard", headers=ENGLISH).json()
    assert found["active_suppliers"] == 2
    assert found["imports_today"] == 2
    assert found["imports_success_rate"] == 100.0
    assert {each["type"] for each in found["recent_activity"]} == {"success"}
    assert set(found["recent_activity"][0]) == {"type", "timestamp", "details", "url"}


def test_a_report_is_made_in_the_background_and_mailed_once(people, shop, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    report = made(shop, people, recipients=["ada@example.org"])
    assert (report.status, report.mailed_to) == ("completed", ["ada@example.org"])
    with tenant_scope(shop):
        assert reports.execute_report(report.pk) is None
    send_waiting()
    (letter,) = [each for each in mail.outbox if each.to == ["ada@example.org"]]
    ((name, content, _type),) = letter.attachments
    assert name == report.file_name
    assert content.startswith(b"%PDF-")
    assert Notification.objects.filter(kind="report_ended", user=people.manager).count() == 1


def test_a_large_report_goes_to_whoever_asked_for_it(people, shop, monkeypatch):
    monkeypatch.setattr("analytics.services.reports.mailing.MAILED_ROWS", 1)
    assert made(shop, people).mailed_to == [people.manager.email]


def test_exporting_a_large_report_makes_it_in_the_background(client, people, shop, monkeypatch):
    monkeypatch.setattr("analytics.views.insights.MAILED_ROWS", 1)
    client.force_login(people.viewer)
    answer = client.post(reverse("analytics:insight-export", args=["imports"]), {"format": "csv"})
    assert answer.url == reverse("analytics:reports")
    with tenant_scope(shop):
        assert Report.objects.get().recipients == [people.viewer.email]


def test_others_get_reports_only_from_those_who_manage_them(people, shop):
    with tenant_scope(shop), pytest.raises(PermissionRefused):
        reports.start_report(wanted(recipients=["x@example.org"]), tenant_id=shop, by=people.viewer)
    assert not Report._base_manager.exists()


@pytest.mark.parametrize(
    "values", [{"kind": "weather"}, {"format": "docx"}, {"recipients": ["nobody"]}, {"recipients": MANY}]
)
def test_what_no_report_can_be_is_refused(people, shop, values):
    with tenant_scope(shop), pytest.raises(InvalidInput):
        reports.start_report(wanted(**values), tenant_id=shop, by=people.admin)
    assert not Report._base_manager.exists()


def test_a_report_that_cannot_be_made_says_so(people, shop, monkeypatch):
    def broken(_question):
        raise ValueError("no numbers")

    monkeypatch.setattr("analytics.services.reports.work.build", broken)
    report = made(shop, people)
    assert (report.status, report.error_code) == ("failed", "UNEXPECTED")
    assert Notification.objects.filter(kind="report_ended", level="error").count() == 1


def test_files_are_removed_after_their_time(client, people, shop):
    report = made(shop, people)
    client.force_login(people.viewer)
    address = reverse("analytics:report-file", args=[report.pk])
    assert client.get(address).content.startswith(b"%PDF-")
    Report._base_manager.update(file_until=timezone.now() - timedelta(days=1))
    assert reports.remove_old_files() == 1
    assert client.get(address).status_code == 409
    assert client.get(f"/api/v1/analytics/reports/{report.pk}/file").json()["error"]["code"] == "REPORT_NOT_READY"


def test_another_organisation_has_no_reports(client, people, shop):
    report = made(shop, people)
    client.force_login(people.stranger)
    assert client.get(reverse("analytics:report-file", args=[report.pk])).status_code == 404
    assert client.get("/api/v1/analytics/reports").json()["total"] == 0


FORM = {"name": "Monday", "kind": "overview", "format": "pdf", "frequency": "weekly", "at": "09:00"}


def scheduled(client, people, **values):
    client.force_login(people.manager)
    form = {**FORM, "recipients": "ada@example.org", **values}
    return client.post(reverse("analytics:report-schedule-new"), form, headers=ENGLISH)


def test_a_scheduled_report_comes_once_when_its_time_has_come(client, people, shop):
    assert scheduled(client, people).status_code == 302
    with tenant_scope(shop):
        row = ReportSchedule.objects.get()
        local = timezone.localtime(row.next_run_at)
        assert (local.weekday(), local.time()) == (0, time(9))
        assert reports.plan_reports() == 0
        moment = row.next_run_at + timedelta(minutes=1)
        assert reports.plan_reports(moment) == 1
        assert reports.plan_reports(moment) == 0
        row.refresh_from_db()
        assert row.next_run_at - row.last_planned_at == timedelta(days=7)
        report = Report.objects.get()
        reports.execute_report(report.pk)
    assert OutgoingMessage.objects.filter(recipient="ada@example.org").count() == 1


@pytest.mark.parametrize(
    ("frequency", "first", "last"),
    [
        ("daily", date(2026, 11, 30), date(2026, 11, 30)),
        ("weekly", date(2026, 11, 24), date(2026, 11, 30)),
        ("monthly", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_each_rhythm_tells_of_the_time_before(frequency, first, last):
    period = period_of(frequency, date(2026, 12, 1))
    assert (period.first_day, period.last_day) == (first, last)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"recipients": "nobody"}, "is no e-mail address"),
        ({"recipients": ","}, "Nobody gets"),
        ({"name": " "}, "required"),
    ],
)
def test_a_schedule_that_reaches_nobody_is_refused(client, people, shop, values, sentence):
    answer = scheduled(client, people, **values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ReportSchedule._base_manager.exists()


def test_a_schedule_is_changed_paused_run_and_removed(client, people, shop):
    scheduled(client, people)
    row = ReportSchedule._base_manager.get()
    edit = reverse("analytics:report-schedule", args=[row.pk])
    assert "ada@example.org" in client.get(edit).content.decode()
    client.post(edit, {**FORM, "frequency": "monthly", "recipients": "bob@example.org"})

    def act(name):
        return client.post(reverse("analytics:report-schedule-act", args=[row.pk, name]))

    act("pause")
    row = ReportSchedule._base_manager.get()
    assert (row.frequency, row.recipients, row.is_active, row.next_run_at) == (
        "monthly",
        ["bob@example.org"],
        False,
        None,
    )
    act("run")
    assert Report._base_manager.get().recipients == ["bob@example.org"]
    act("resume")
    assert ReportSchedule._base_manager.get().next_run_at > datetime.now(UTC)
    assert act("dance").status_code == 404
    act("delete")
    assert not ReportSchedule._base_manager.exists()
    assert Report._base_manager.get().schedule_id is None


def test_schedules_by_api(client, people, shop):
    client.force_login(people.admin)
    body = {"name": "Daily", "frequency": "daily", "recipients": ["ada@example.org"]}
    address = "/api/v1/analytics/report-schedules"
    row = client.post(address, body, content_type="application/json").json()
    assert row["next_run_at"]
    changed = client.patch(f"{address}/{row['id']}", {"is_active": False}, content_type="application/json").json()
    assert (changed["is_active"], changed["next_run_at"]) == (False, None)
    assert client.get(address).json()["total"] == 1
    assert client.delete(f"{address}/{row['id']}").status_code == 204
    assert client.get(f"{address}/{row['id']}").json()["error"]["code"] == "REPORT_SCHEDULE_NOT_FOUND"


def test_a_schedule_that_was_removed_meanwhile_does_not_come_back(people, shop, monkeypatch):
    values = {"name": "Daily", "frequency": "daily", "recipients": ["ada@example.org"]}
    with tenant_scope(shop):
        row = reports.create_schedule(values, tenant_id=shop, by=people.admin)
        monkeypatch.setattr("analytics.services.reports.schedules.find_schedule", lambda _pk: row)
        ReportSchedule.objects.all().delete()
        with pytest.raises(ReportScheduleNotFound):
            reports.switch_schedule(row.pk, is_active=False, by=people.admin)
    assert not ReportSchedule._base_manager.exists()


def test_a_report_by_api(client, people, shop):
    client.force_login(people.admin)
    answer = client.post(
        "/api/v1/analytics/reports", {"kind": "products", "format": "csv"}, content_type="application/json"
    )
    assert answer.status_code == 202
    report_id = answer.json()["id"]
    assert client.get(f"/api/v1/analytics/reports/{report_id}/file").status_code == 409
    with tenant_scope(shop):
        reports.execute_report(report_id)
    found = client.get(f"/api/v1/analytics/reports/{report_id}").json()
    assert found["status"] == "completed"
    assert client.get(found["download_url"]).content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({}, 30),
        ({"period": "7d"}, 7),
        ({"period": "90d"}, 90),
        ({"period": "30d", "since": "2026-01-01", "until": "2026-01-05"}, 5),
        ({"period": "7d", "since": "2026-01-01", "until": "2026-01-05", "was": "custom"}, 7),
        ({"period": "custom"}, 30),
    ],
    ids=["none", "week", "quarter", "typed", "left", "no-days"],
)
def test_days_that_were_typed_count(query, days):
    assert len(ReportForm(query, suppliers=[]).chosen_period().days) == days
