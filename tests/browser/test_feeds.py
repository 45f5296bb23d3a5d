"""Feeds in a real browser: a new one from the connection to the first import; looks and accessibility."""

import re

import pytest
from playwright.sync_api import expect

from core.tenancy import tenant_scope
from imports.models import Fetch, ImportRun
from imports.services import claim, execute_run
from imports.services.fetching import execute_fetch
from suppliers.models import Source
from suppliers.services import create_schedule, create_source, create_supplier
from tests.browser.conftest import flaws, overflows, shot
from tests.fakes.feed_server import feed_server
from tests.imports.pages import FEED, completed

FEED_PAGE = re.compile(r"/feeds/[0-9a-f-]{36}/$")
LOOKS = [("light", 1440), ("dark", 1280), ("light", 390), ("dark", 390)]
LOOK_NAMES = [f"{theme}-{width}" for theme, width in LOOKS]


@pytest.fixture
def server(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["localhost"]
    with feed_server() as running:
        running.put("/tarif.csv", FEED.encode("cp1252"))
        yield running


@pytest.fixture
def supplier(people, live_site):
    with tenant_scope(people.tenant.pk):
        return create_supplier(by=None, tenant_id=people.tenant.pk, code="ALPHA", name="Maison Alpha")


def at_work(people, model, execute):
    """What the worker would do now."""
    with tenant_scope(people.tenant.pk):
        job = model.objects.get()
        if model is ImportRun:
            claim(job)
        execute(job.pk)


def test_from_the_connection_to_the_first_import(open_page, people, supplier, server):
    page = open_page(f"/suppliers/{supplier}/sources/new/", user=people.manager)
    page.get_by_role("link", name="Web address").click()
    page.get_by_label("Name", exact=True).fill("Prices")
    page.get_by_label("Address", exact=True).fill(f"http://localhost:{server.port}/missing.csv")
    page.get_by_role("button", name="Test connection").click()
    expect(page.locator("#trial")).to_contain_text("The test failed")

    page.get_by_label("Sign-in").select_option("basic")
    expect(page.get_by_label("User name", exact=True)).to_be_visible()
    page.get_by_label("Sign-in").select_option("none")
    expect(page.get_by_label("User name", exact=True)).to_have_count(0)
    page.get_by_label("Address", exact=True).fill(f"http://localhost:{server.port}/tarif.csv")
    page.get_by_role("button", name="Test connection").click()
    expect(page.locator("#trial")).to_contain_text("It works: tarif.csv came")
    expect(page.locator("#trial table")).to_contain_text("Perceuse-visseuse")
    page.get_by_role("button", name="Save the feed").click()

    page.wait_for_url(FEED_PAGE)
    expect(page.locator("h1")).to_contain_text("No file yet")
    page.get_by_role("button", name="Run now").click()
    expect(page.locator("h1")).to_contain_text("At work")
    at_work(people, Fetch, execute_fetch)
    page.reload()
    expect(page.locator("h1")).to_contain_text("Waits for mapping")
    page.get_by_role("link", name="Look at the mapping").click()
    page.wait_for_url("**/mapping/")
    page.get_by_role("button", name="Confirm the mapping").click()
    page.wait_for_url("**/dry-run/")
    with tenant_scope(people.tenant.pk):
        run, source = ImportRun.objects.get(), Source.objects.get()
    assert (run.source_id, run.trigger) == (source.pk, "manual")
    at_work(people, ImportRun, execute_run)
    page.goto(f"/feeds/{source.pk}/")
    expect(page.locator("h1")).to_contain_text("Healthy")
    expect(page.locator(".strip-mark")).to_contain_text("Completed, rows held")
    page.locator(".strip-mark").click()
    expect(page.locator(".run-origin")).to_contain_text("the fetch that brought the file")


def test_a_schedule_is_set_and_the_feed_is_held(open_page, people, supplier):
    with tenant_scope(people.tenant.pk):
        source_id = create_source(
            by=None,
            supplier_id=supplier,
            name="Prices",
            kind="http",
            connection={"url": "https://files.example.com/a.csv"},
        )
    page = open_page(f"/feeds/{source_id}/schedule/", user=people.manager)
    page.get_by_role("link", name="New schedule").click()
    expect(page.get_by_label("Rhythm")).to_be_visible()
    page.get_by_label("Rhythm").select_option("daily")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/schedules/")
    page.goto(f"/feeds/{source_id}/schedule/")
    expect(page.locator("table")).to_contain_text("06:00")

    page.get_by_role("button", name="Hold", exact=True).click()
    page.get_by_role("button", name="Hold the feed").click()
    expect(page.locator("h1")).to_contain_text("On hold")
    page.get_by_role("button", name="Switch on again").click()
    expect(page.get_by_role("button", name="Hold", exact=True)).to_be_visible()


@pytest.fixture
def feed(people, live_site):
    """A feed with a run whose rows are partly held, and a schedule."""
    run = completed(people)
    with tenant_scope(people.tenant.pk):
        Source.objects.update(kind="http", connection={"url": "https://files.example.com/tarif.csv"})
        create_schedule(by=None, source_id=run.source_id, frequency="daily")
    return run


@pytest.mark.parametrize(("theme", "width"), LOOKS, ids=LOOK_NAMES)
def test_the_pages_of_a_feed_look_right(open_page, people, feed, theme, width):
    page = open_page(f"/feeds/{feed.source_id}/", user=people.manager, theme=theme, width=width)
    for tab in ("", "connection/", "schedule/", "mapping/", "rules/", "policies/", "fetches/"):
        page.goto(f"/feeds/{feed.source_id}/{tab}")
        shot(page, f"feed-{tab.strip('/') or 'overview'}-{theme}-{width}")
        assert (tab, overflows(page), flaws(page)) == (tab, False, [])


@pytest.mark.parametrize(("theme", "width"), LOOKS, ids=LOOK_NAMES)
def test_the_pages_of_suppliers_look_right(open_page, people, feed, theme, width):
    supplier = f"/suppliers/{feed.supplier_id}/"
    page = open_page("/suppliers/", user=people.manager, theme=theme, width=width, language="fr")
    tabs = ("products", "feeds", "mappings", "automation", "imports", "scorecard")
    places = ["/suppliers/", supplier, *(f"{supplier}{tab}/" for tab in tabs), f"{supplier}duplicate/"]
    places += [f"{supplier}sources/new/?kind=sftp", "/imports/", "/imports/new/", "/dashboard/"]
    for number, place in enumerate(places):
        page.goto(place)
        shot(page, f"suppliers-{number}-{theme}-{width}")
        assert (place, overflows(page), flaws(page)) == (place, False, [])
