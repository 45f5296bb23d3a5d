"""Imports in a real browser: the whole wizard, a held row corrected, a run undone; looks and accessibility."""

import re

import pytest
from playwright.sync_api import expect

from core.tenancy import tenant_scope
from imports.models import HeldRow
from imports.services import execute_dry_run, start_dry_run
from tests.browser.conftest import flaws, overflows, settled, shot
from tests.imports.pages import FEED, completed, prepared, ready

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
RUN = re.compile(r"/imports/[0-9a-f-]{36}/$")
FILE = {"name": "tarif.csv", "mimeType": "text/csv", "buffer": FEED.encode("cp1252")}
SLOW = 60_000


def line_of(page, column):
    """The number of the mapping's line for that column."""
    legend = page.locator("fieldset.map-line legend", has_text=re.compile(rf"^\s*{re.escape(column)}\s*$"))
    return legend.locator("xpath=..").get_attribute("id").removeprefix("line-")


def wait_completed(page, text="Completed"):
    expect(page.locator("h1")).to_contain_text(text, timeout=SLOW)


def upload(page):
    page.goto("/imports/new/")
    page.select_option("[name=supplier]", "new")
    page.get_by_label("Code of the new supplier").fill("MARTIN")
    page.get_by_label("Name of the new supplier").fill("Outillage Martin")
    page.set_input_files("input[type=file]", FILE)
    page.get_by_role("button", name="Upload and look at it").click()
    page.wait_for_url("**/reading/")


def test_from_the_file_to_the_catalogue_and_back(open_page, people, celery_worker):
    page = open_page("/imports/", user=people.manager)
    upload(page)
    expect(page.locator("tr.is-header")).to_contain_text("Désignation")
    page.get_by_role("link", name="Continue with the mapping").click()

    number = line_of(page, "Marque")
    page.select_option(f"#l{number}-target", "attribute:")
    page.fill(f"#l{number}-name", "Marque")
    page.select_option(f"#l{number}-target", "brand")
    expect(page.locator(f"#l{number}-name")).to_have_count(0)
    title = line_of(page, "Désignation")
    page.locator(f"label[for=l{title}-open]").click()
    page.select_option(f"#l{title}-add", "suffix")
    page.fill(f"#l{title}-s0-text", " PRO")
    page.keyboard.press("Tab")
    expect(page.locator("#trial")).to_contain_text("Perceuse-visseuse PRO")
    page.get_by_role("button", name="Confirm the mapping").click()
    page.wait_for_url("**/dry-run/")

    page.get_by_role("button", name="Start the dry run").click()
    expect(page.get_by_text("Rows that would be held")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Import now").click()
    page.wait_for_url(RUN)
    wait_completed(page, "Completed, rows held")
    expect(page.locator(".sum")).to_contain_text("5 read = 3 created")
    address = page.url

    page.get_by_role("link", name="Held rows").click()
    page.locator(".held-cause", has_text="EAN with a wrong check digit").click()
    page.locator("#held a.row-link").click()
    page.get_by_label("Code EAN").fill("3165140761086")
    page.get_by_role("button", name="Correct and import again").click()
    page.wait_for_url(RUN)
    wait_completed(page)
    expect(page.locator(".sum")).to_contain_text("1 read = 1 created")

    page.goto(address)
    page.get_by_role("button", name="Undo this run").click()
    expect(page.locator("#undo-run")).to_contain_text("Products created by this run that go away: 3.")
    page.locator("#undo-run button[type=submit]").click()
    page.wait_for_url(lambda url: url != address)
    wait_completed(page)
    expect(page.get_by_text("What was undone")).to_be_visible()


def test_a_wrong_guess_is_cured_in_place(open_page, people, live_site):
    run = prepared(people)
    page = open_page(f"/imports/{run.pk}/reading/", user=people.manager)
    page.locator("tr", has_text="Tarif 2026").locator("td").first.click(force=True)
    expect(page.locator("tr.is-header")).to_contain_text("Tarif 2026")
    expect(page.get_by_text("your choice")).to_be_visible()
    page.get_by_text("Recognise it again").click()
    expect(page.locator("tr.is-header")).to_contain_text("Désignation")
    settled(page)
    page.get_by_label("Encoding").select_option("cp850")
    expect(page.locator("tr.is-header")).not_to_contain_text("Désignation")


def test_the_panel_of_a_line_opens_and_stays_by_the_keyboard(open_page, people, live_site):
    run = prepared(people)
    page = open_page(f"/imports/{run.pk}/mapping/", user=people.manager)
    number = line_of(page, "Prix HT")
    page.locator(f"#l{number}-open").focus()
    page.keyboard.press("Space")
    expect(page.locator(f"#panel-{number}")).to_be_visible()
    page.locator(f"#l{number}-mode").select_option("only_new")
    expect(page.locator(f"label[for=l{number}-open]")).to_contain_text("Only for new products")
    expect(page.locator(f"#panel-{number}")).to_be_visible()


def test_the_fields_of_a_new_supplier_show_when_it_is_chosen(open_page, people, live_site):
    prepared(people)
    page = open_page("/imports/new/", user=people.manager)
    expect(page.get_by_label("Code of the new supplier")).to_be_hidden()
    page.select_option("[name=supplier]", "new")
    expect(page.get_by_label("Code of the new supplier")).to_be_visible()


@pytest.fixture
def places(people, live_site):
    """One address of every page, on runs in every state of preparation."""
    done = completed(people)
    with tenant_scope(people.tenant.pk):
        held = HeldRow.objects.filter(run=done).first()
    second = FEED.replace("108,25", "58,25").replace(";84", ";0")
    rehearsal = ready(people, second)
    with tenant_scope(people.tenant.pk):
        execute_dry_run(start_dry_run(rehearsal, by=None).pk)
    fresh = prepared(people, source="other")
    return {
        "runs": "/imports/",
        "new": "/imports/new/",
        "reading": f"/imports/{fresh.pk}/reading/",
        "mapping": f"/imports/{fresh.pk}/mapping/",
        "dry-run": f"/imports/{rehearsal.pk}/dry-run/",
        "run": f"/imports/{done.pk}/",
        "changes": f"/imports/{done.pk}/changes/",
        "held": f"/imports/{done.pk}/held-rows/",
        "findings": f"/imports/{done.pk}/findings/?level=error",
        "log": f"/imports/{done.pk}/log/",
        "quarantine": "/held-rows/",
        "held-row": f"/held-rows/{held.pk}/",
    }


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_pages_are_accessible_in_every_look(open_page, people, places, theme, width):
    page = open_page("/imports/", user=people.admin, theme=theme, width=width, language="fr")
    for name, address in places.items():
        page.goto(address)
        if name == "mapping":
            page.evaluate("document.querySelector('.map-toggle').checked = true")
        shot(page, f"imports-{name}-{theme}-{width}")
        assert flaws(page) == [], name
        assert not overflows(page), name
