"""The home page: tiles that lead to their lists, widgets that load by themselves, what each person sees of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.models import DailyFigure, ImportFigure
from core import health
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from imports.models import ImportRun
from suppliers.models import Source
from suppliers.services import create_schedule, create_supplier, update_supplier
from tests.away import database_away
from tests.factories.imports import feed_csv, imported
from tests.queries import at_most_queries

HOME, SYSTEM = reverse("analytics:home"), reverse("analytics:system")
ENGLISH = {"Accept-Language": "en"}
WHOLE = {"parts": "all"}


@pytest.fixture
def shop(people):
    """Three products imported, one row of the file held."""
    held = b"REF-X;12;Sans prix;;;gratuit;;;;;;;;;;;;;;\n"
    with tenant_scope(people.tenant.pk):
        run = imported(feed_csv(3) + held, tenant_id=people.tenant.pk, supplier="MARTIN")
    told()
    return run


def told():
    with every_tenant():
        for app in ("suppliers", "imports", "catalog"):
            relay(app)


def page(client, user, **query):
    client.force_login(user)
    answer = client.get(HOME, query, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def widget(client, user, name, **query):
    client.force_login(user)
    return client.get(reverse("analytics:widget", args=[name]), query, headers=ENGLISH).content.decode()


def test_first_use_says_what_to_do(client, people):
    text = page(client, people.manager)
    assert "Import the first file" in text
    assert reverse("imports:new") in text
    assert reverse("suppliers:add") in text
    assert reverse("imports:new") not in page(client, people.viewer)


def test_the_tiles_are_there_at_once_and_lead_to_their_lists(client, people, shop):
    text = page(client, people.manager)
    yesterday = timezone.localdate() - timedelta(days=1)
    for label in ("Active products", "Active suppliers", "Imports in 24 hours", "Success rate in 30 days"):
        assert label in text
    assert "1 completed, 0 failed, 0 running" in text
    assert "100.0%" in text
    for url in ("/products/?status=active", "/suppliers/?active=yes", f"/imports/?since={yesterday}"):
        assert url in text
    assert f'hx-get="{reverse("analytics:widget", args=["imports-chart"])}"' in text


def test_every_number_leads_to_its_list(client, people, shop):
    text = page(client, people.manager, **WHOLE)
    for url in (
        f"{reverse('imports:runs')}?since={timezone.localdate():%Y-%m-%d}&amp;status=with_held",
        reverse("imports:run", args=[shop.pk]),
        reverse("imports:quarantine") + "?cause=",
        reverse("suppliers:supplier", args=[shop.supplier_id]),
    ):
        assert url in text
    assert reverse("analytics:widget", args=["imports-chart"]) not in text


def test_activity_is_told_in_words(client, people, shop):
    text = widget(client, people.viewer, "activity")
    assert "MARTIN: import completed" in text
    assert "3 created, 0 updated, 0 unchanged, 1 row held" in text


def test_more_runs_do_not_cost_more_queries(client, people, shop):
    page(client, people.manager, **WHOLE)
    with at_most_queries(80) as few:
        page(client, people.manager, **WHOLE)
    with tenant_scope(people.tenant.pk):
        for code in ("ONE", "TWO", "THREE"):
            imported(feed_csv(2), tenant_id=people.tenant.pk, supplier=code)
    told()
    with at_most_queries(few.total + 1):
        page(client, people.manager, **WHOLE)


def test_feeds_that_need_somebody_and_the_next_runs_are_told(client, people, shop):
    with tenant_scope(people.tenant.pk):
        ImportRun.objects.update(status="pending", stage=ImportRun.Stage.HELD)
        Source.objects.update(kind="http")
        create_schedule(by=None, source_id=shop.source_id, frequency="daily")
    assert "Waits for approval" in widget(client, people.viewer, "feeds")
    assert reverse("imports:feed", args=[shop.source_id]) in widget(client, people.viewer, "next-feeds")
    assert "1 import waits for approval" in widget(client, people.viewer, "alerts")


def test_alerts_name_failed_imports_low_stock_and_silent_suppliers(client, people, shop):
    with tenant_scope(people.tenant.pk):
        ImportFigure.objects.update(begun_at=timezone.now() - timedelta(days=9))
        failed = ImportFigure.objects.get()
        failed.pk, failed.status, failed.begun_at = shop.source_id, "failed", timezone.now()
        failed.save(force_insert=True)
    text = widget(client, people.manager, "alerts")
    assert "1 import failed in 24 hours" in text
    assert "MARTIN: no import for 9 days" in text
    assert "low in stock" in text
    assert "status=active&amp;stock_max=4" in text


@pytest.mark.parametrize(("completed", "failed", "tone"), [(96, 4, "success"), (92, 8, "warning"), (80, 20, "danger")])
def test_the_success_rate_has_its_colour(client, people, shop, completed, failed, tone):
    with tenant_scope(people.tenant.pk):
        ImportFigure.objects.all().delete()
        facts = {"tenant_id": people.tenant.pk, "supplier_id": shop.supplier_id, "begun_at": timezone.now()}
        ImportFigure.objects.bulk_create(
            ImportFigure(status=status, **facts)
            for status, count in (("completed", completed), ("failed", failed))
            for _number in range(count)
        )
    assert f"tone-{tone}" in widget(client, people.manager, "success")


def test_the_products_tile_compares_with_a_month_ago(client, people, shop):
    day = timezone.localdate()
    with tenant_scope(people.tenant.pk):
        DailyFigure.objects.filter(metric="products.active_net").delete()
        old = {"tenant_id": people.tenant.pk, "metric": "products.active_net"}
        DailyFigure.objects.create(day=day, value=1, **old)
        DailyFigure.objects.create(day=day - timedelta(days=90), value=2, **old)
    text = widget(client, people.manager, "products")
    assert "+1 in a month (+50.0%)" in text
    assert "<polyline" in text


def test_the_address_narrows_by_period_supplier_and_status(client, people, shop):
    with tenant_scope(people.tenant.pk):
        imported(feed_csv(1), tenant_id=people.tenant.pk, supplier="LEROY")
    told()
    both = widget(client, people.manager, "suppliers-table")
    assert "MARTIN" in both
    assert "LEROY" in both
    one = widget(client, people.manager, "suppliers-table", supplier=str(shop.supplier_id), period="7d")
    assert "LEROY" not in one
    assert "No import in this period" in widget(client, people.manager, "suppliers-table", status="failed")
    old = {"period": "custom", "since": "2020-01-01", "until": "2020-01-31"}
    assert "No import in this period" in widget(client, people.manager, "suppliers-table", **old)
    assert f"supplier={shop.supplier_id}" in page(client, people.manager, supplier=str(shop.supplier_id))


@pytest.mark.parametrize("query", [{"period": "custom", "since": "x"}, {"supplier": "y", "status": "z"}])
def test_what_cannot_be_read_does_not_narrow(client, people, shop, query):
    assert "Active products" in page(client, people.manager, **query)


def test_a_widget_that_is_not_there_is_not_found(client, people, shop):
    client.force_login(people.manager)
    assert client.get(reverse("analytics:widget", args=["unknown"])).status_code == 404


def test_parts_whose_database_is_away_say_so(client, people, shop):
    client.force_login(people.manager)
    with database_away("analytics"):
        text = client.get(HOME, headers=ENGLISH).content.decode()
        part = client.get(reverse("analytics:widget", args=["imports-chart"]), headers=ENGLISH).content.decode()
    assert "Not reachable right now" in part
    assert text


def test_another_organisation_sees_its_own(client, people, shop):
    text = page(client, people.stranger)
    assert "Import the first file" in text
    assert "MARTIN" not in widget(client, people.stranger, "suppliers-table")


def test_nobody_signs_in_first(client, people):
    assert client.get(HOME).url.startswith("/login/")


def test_the_system_says_who_answers(client, people, monkeypatch):
    monkeypatch.setattr("analytics.home.panels.workers", lambda: 0)
    monkeypatch.setattr("analytics.home.panels.redis_works", lambda: True)
    monkeypatch.setattr("analytics.home.panels.scheduler_age", lambda: 600.0)
    monkeypatch.setattr("analytics.home.panels.databases", lambda: {**health.databases(), "db_media": False})
    client.force_login(people.viewer)
    text = client.get(SYSTEM, headers={**ENGLISH, "HX-Request": "true"}).content.decode()
    assert "none answers" in text
    assert "late" in text
    assert "db_media does not answer" in text
    monkeypatch.setattr("analytics.home.panels.workers", lambda: 2)
    monkeypatch.setattr("analytics.home.panels.databases", health.databases)
    text = client.get(SYSTEM, headers={**ENGLISH, "HX-Request": "true"}).content.decode()
    assert "2 answer" in text
    assert "all answer" in text


def test_several_changes_of_a_supplier_are_told_once(client, people):
    with tenant_scope(people.tenant.pk):
        supplier_id = create_supplier(by=None, tenant_id=people.tenant.pk, code="ALPHA", name="Alpha")
        for name in ("Beta", "Gamma"):
            update_supplier(by=people.manager, supplier_id=supplier_id, values={"name": name})
        imported(feed_csv(1), tenant_id=people.tenant.pk, supplier="ALPHA")
    told()
    text = widget(client, people.viewer, "activity")
    assert text.count("Gamma: sheet or policies changed") == 1
