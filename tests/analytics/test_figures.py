"""Rollups: the same numbers from events, from events that come twice, and from a recount; each organisation its own."""

import pytest
from django.core.management import call_command

from analytics.models import DailyFigure, ImportFigure
from analytics.periods import latest
from analytics.selectors.figures import Scope, import_totals, imports_by_day, imports_by_supplier
from analytics.services.figures import keep_levels, recount
from analytics.services.figures.requests import keep_requests
from analytics.tasks import count_changes, count_runs
from catalog.models import Product
from catalog.services import edit_product, set_status
from core.events import relay
from core.metrics.totals import RouteTotals
from core.tenancy import every_tenant, tenant_scope
from imports.models import ImportRun, OutboxEvent
from imports.selectors.statistics import import_statistics
from imports.services import claim, execute_run, undo_run
from tests.factories.imports import feed_csv, imported


@pytest.fixture
def shop(people):
    """Three products of two suppliers, one row held."""
    held = b"REF-X;12;Sans prix;;;gratuit;;;;;;;;;;;;;;\n"
    with tenant_scope(people.tenant.pk):
        imported(feed_csv(2) + held, tenant_id=people.tenant.pk, supplier="MARTIN")
        imported(feed_csv(1, first=50), tenant_id=people.tenant.pk, supplier="LEROY")
    told()
    return people.tenant.pk


def told():
    with every_tenant():
        for app in ("imports", "catalog"):
            relay(app)


def daily(tenant_id):
    with tenant_scope(tenant_id):
        return {row.metric: row.value for row in DailyFigure.objects.all()}


def totals(tenant_id):
    with tenant_scope(tenant_id):
        return import_totals(Scope(latest("7d")))


def test_runs_are_counted_by_what_became_of_them(shop):
    found = totals(shop)
    assert (found.runs, found.completed, found.rows_read, found.rows_held) == (2, 2, 4, 1)
    assert (found.products_created, found.suppliers, found.success_share) == (3, 2, 1.0)
    assert found.mean is not None


def test_the_figures_are_those_of_imports(shop):
    found, period = totals(shop), latest("7d")
    with tenant_scope(shop):
        asked = import_statistics(since=period.start, until=period.end)
    assert (found.runs, found.completed, found.rows_read) == (asked["total"], asked["completed"], asked["rows_read"])
    assert found.success_share == asked["success_share"]
    assert found.mean == pytest.approx(asked["mean_seconds"], abs=0.01)


def test_days_and_suppliers_add_up(shop):
    scope = Scope(latest("30d"))
    with tenant_scope(shop):
        by_day, by_supplier = imports_by_day(scope), imports_by_supplier(scope)
    assert len(by_day) == 30
    assert sum(each.runs for each in by_day.values()) == 2
    assert sorted(each.products for each in by_supplier.values()) == [1, 2]


def test_products_made_changed_and_trashed_are_sums_of_the_day(people, shop):
    assert daily(shop)["products.created"] == 3
    with tenant_scope(shop):
        drill, saw, _other = Product.objects.order_by("id").values_list("pk", flat=True)
        edit_product(drill, tenant_id=shop, user=people.manager, values={"title": "Autre titre"})
        set_status([saw], tenant_id=shop, user=people.admin, status="trash")
    told()
    found = daily(shop)
    assert (found["products.updated"], found["products.deleted"]) == (1, 1)
    with tenant_scope(shop):
        active = Product.objects.filter(status="active").count()
    assert found.get("products.active_net", 0) == active


def test_an_undone_import_takes_its_products_away(shop):
    with tenant_scope(shop):
        undoing = undo_run(ImportRun.objects.order_by("created_at").last(), by=None, start=False)
        claim(undoing)
        execute_run(undoing.pk)
    told()
    found = daily(shop)
    assert found["products.created"] - found["products.deleted"] == 2
    assert totals(shop).runs == 2


def test_events_that_come_twice_change_nothing(shop):
    before, runs = daily(shop), totals(shop)
    with every_tenant():
        events = [
            {"app": "imports", "id": row.pk, "tenant_id": str(row.tenant_id), "payload": row.payload}
            for row in OutboxEvent.objects.filter(kind__in=("import.started", "import.completed"))
        ]
    count_runs.run(events=events)
    count_changes.run(events=events)
    assert (daily(shop), totals(shop)) == (before, runs)
    assert ImportFigure._base_manager.count() == 2


def test_a_recount_gives_the_same_numbers(shop, capsys):
    before, runs = daily(shop), totals(shop)
    assert recount(shop) == {"runs": 2, "days": 1}
    assert (daily(shop), totals(shop)) == (before, runs)
    ImportFigure._base_manager.all().delete()
    DailyFigure._base_manager.all().delete()
    call_command("rebuild_figures")
    assert (daily(shop), totals(shop)) == (before, runs)
    assert "2 runs, 1 days of changes" in capsys.readouterr().out


def test_an_unknown_organisation_is_not_recounted(shop):
    with pytest.raises(Exception, match="no such organisation"):
        call_command("rebuild_figures", organisation="nobody")


def test_another_organisation_has_its_own_figures(people, shop):
    assert totals(people.elsewhere.pk).runs == 0
    recount(people.elsewhere.pk)
    assert daily(people.elsewhere.pk)["catalogue.total"] == 0
    assert totals(shop).runs == 2


def test_the_level_of_the_catalogue_is_not_counted_for_each_batch(shop):
    with tenant_scope(shop):
        DailyFigure.objects.filter(metric="catalogue.total").update(value=99)
    assert not keep_levels(shop, at_once=False)
    assert daily(shop)["catalogue.total"] == 99
    assert keep_levels(shop)
    assert daily(shop)["catalogue.total"] == 3
    assert daily(shop)["catalogue.with_gtin"] == 3


def test_requests_are_added_from_one_look_to_the_next(people, monkeypatch):
    from analytics.models import RouteFigure

    counters = {"/products/": RouteTotals(10, 1, 2.5)}
    monkeypatch.setattr("analytics.services.figures.requests.request_totals", lambda: dict(counters))
    assert keep_requests() == 0
    counters["/products/"] = RouteTotals(14, 1, 3.5)
    assert keep_requests() == 1
    counters["/products/"] = RouteTotals(3, 0, 0.5)
    keep_requests()
    row = RouteFigure.objects.get()
    assert (row.requests, row.errors, row.seconds) == (7, 0, 1.5)
