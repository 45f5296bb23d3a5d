"""Home and insights in a real browser: looks, charts, arranging, accessibility."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from analytics.models import DailyFigure, ImportFigure
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from tests.browser.conftest import flaws, overflows, settled, shot
from tests.factories.imports import feed_csv, imported

LOOKS = [("light", 1440), ("dark", 1440), ("light", 1280), ("light", 390), ("dark", 390)]
LEVELS = {"total": 1200, "active": 1100, "with_gtin": 1010, "with_price": 1150, "with_image": 700}


@pytest.fixture
def month(people, live_site):
    """Two suppliers with a month of imports, some of them failed, and a growing catalogue."""
    held = b"REF-X;12;Sans prix;;;gratuit;;;;;;;;;;;;;;\n"
    with tenant_scope(people.tenant.pk):
        runs = [imported(feed_csv(12) + held, tenant_id=people.tenant.pk, supplier="MARTIN")]
        runs.append(imported(feed_csv(3, first=40), tenant_id=people.tenant.pk, supplier="LEROY"))
    with every_tenant():
        for app_label in ("suppliers", "imports", "catalog"):
            relay(app_label)
    with tenant_scope(people.tenant.pk):
        ImportFigure.objects.bulk_create(_figures(people.tenant.pk, runs))
        DailyFigure.objects.bulk_create(_days(people.tenant.pk))


def _figures(tenant_id, runs):
    now = timezone.now()
    for number in range(60):
        failed = number % 11 == 3
        yield ImportFigure(
            id=uuid4(),
            tenant_id=tenant_id,
            supplier_id=runs[number % 2].supplier_id,
            status="failed" if failed else "completed",
            begun_at=now - timedelta(hours=12 * number + 2),
            seconds=20 + number % 7 * 9,
            rows_read=900 + number * 13,
            rows_held=number % 5 * 4,
            products_updated=120 + number % 9 * 40,
            error_code="FEED_UNREADABLE" if failed else "",
        )


def _days(tenant_id):
    today = timezone.localdate()
    for number in range(1, 31):
        day = today - timedelta(days=number)
        values = {"products.created": 40 - number, "products.updated": number * 7 % 90, "products.deleted": number % 4}
        values["products.active_net"] = 36 - number
        values |= {f"catalogue.{name}": level - number * 5 for name, level in LEVELS.items()}
        for metric, value in values.items():
            yield DailyFigure(tenant_id=tenant_id, day=day, metric=metric, value=value)


def ready(page):
    """All widgets are there."""
    expect(page.locator(".skeleton")).to_have_count(0)
    settled(page)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_home_page_is_accessible_in_every_look(open_page, people, month, theme, width):
    page = open_page("/dashboard/", user=people.manager, theme=theme, width=width, language="fr")
    ready(page)
    shot(page, f"home-{theme}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
@pytest.mark.parametrize("kind", ["imports", "products"])
def test_the_insights_are_accessible_in_every_look(open_page, people, month, kind, theme, width):
    page = open_page(f"/insights/{kind}/", user=people.manager, theme=theme, width=width, language="fr")
    shot(page, f"insights-{kind}-{theme}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


def test_the_page_is_arranged_and_narrowed(open_page, people, month):
    page = open_page("/dashboard/", user=people.manager)
    ready(page)
    page.get_by_role("link", name="7 days").click()
    page.wait_for_url(re.compile("period=7d"))
    ready(page)
    page.locator("#imports-chart summary").click()
    expect(page.locator("#imports-chart tbody tr")).to_have_count(7)
    page.get_by_role("link", name="Arrange").click()
    page.get_by_role("button", name="Move “Alerts” up").click()
    expect(page.locator("#alerts + #products-chart")).to_be_visible()
    page.locator("#system").get_by_role("button", name="Hide").click()
    expect(page.locator("#system").get_by_role("button", name="Show")).to_be_visible()
    page.locator("select[name=metric]").select_option("imports.products")
    page.locator("select[name=shape]").select_option("pie")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("yours", exact=True)).to_be_visible()
    shot(page, "home-arrange")
    assert flaws(page) == []
    page.get_by_role("link", name="To the home page").click()
    page.wait_for_url("**/dashboard/")
    ready(page)
    expect(page.locator("#system")).to_have_count(0)
    expect(page.locator("[id^=own-] .chart-pie")).to_be_visible()


def test_a_report_is_taken_home_and_scheduled(open_page, people, month):
    page = open_page("/insights/overview/", user=people.manager)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_role("link", name="Scheduled reports").click()
    page.get_by_role("link", name="Schedule a report").first.click()
    page.get_by_label("Name").fill("Every Monday")
    shot(page, "report-schedule")
    assert flaws(page) == []
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile("Every Monday"))
    expect(row).to_contain_text(people.manager.email)
    shot(page, "report-schedules")
    assert flaws(page) == []
