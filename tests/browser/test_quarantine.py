"""The quarantine and formulas in a real browser: a row checked while it is corrected, a formula while it is written."""

import pytest
from playwright.sync_api import expect

from core.tenancy import tenant_scope
from imports.models import HeldRow
from imports.services.rules import set_rules
from tests.browser.conftest import flaws, overflows, shot
from tests.imports.pages import FEED, completed, prepared

WORDS = FEED.replace(";41\r\n", ";sur arrivage\r\n")


@pytest.fixture
def run(people):
    with tenant_scope(people.tenant.pk):
        source_id = prepared(people, WORDS).source_id
        set_rules(source_id, rules=[{"kind": "level", "code": "field_format_invalid", "level": "error"}], by=None)
    return completed(people, WORDS)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_word_gets_its_meaning_and_a_row_is_checked_while_it_is_corrected(people, run, open_page, width):
    cause = f"/held-rows/?cause=field_format_invalid:stock&source={run.source_id}"
    page = open_page(cause, user=people.admin, width=width)
    page.get_by_label("Means here").fill("0")
    page.locator(".fix-way").filter(has_text="This word means").get_by_role("button").click()
    expect(page.get_by_text("1 of 1 row would now pass.")).to_be_visible()
    shot(page, f"held-meaning-{width}")
    assert (flaws(page), overflows(page)) == ([], False)
    with tenant_scope(people.tenant.pk):
        row = HeldRow.objects.get(cause="ean_checksum_invalid:ean")
    page.goto(f"/held-rows/{row.pk}/")
    page.get_by_label("Code EAN").fill("3165140761086")
    expect(page.get_by_text("The row would pass now.")).to_be_visible()
    page.get_by_label("Prix HT").fill("cher")
    expect(page.get_by_text("The row would be held again")).to_be_visible()
    shot(page, f"held-row-check-{width}")
    assert (flaws(page), overflows(page)) == ([], False)
    page.get_by_role("button", name="Keep the correction").click()
    expect(page.get_by_text("The correction is kept.")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_formula_is_tried_while_it_is_written(people, open_page, width):
    run = prepared(people, FEED)
    page = open_page(f"/imports/{run.pk}/mapping/", user=people.admin, width=width)
    page.get_by_role("button", name="Add a formula").click()
    formula = page.locator("input[name$=-expression]")
    formula.press_sequentially("upper(Marqe)")
    expect(page.locator(".formula-place mark")).to_have_text("Marqe)")
    with page.expect_response(lambda answer: "/expression/" in answer.url):
        page.get_by_text("Functions", exact=True).click()
    expect(page.locator(".formula-place mark")).to_have_text("Marqe)")
    expect(page.get_by_text("round(number, decimals?)")).to_be_visible()
    shot(page, f"mapping-formula-{width}")
    assert (flaws(page), overflows(page)) == ([], False)
    formula.fill("upper(Marque)")
    expect(page.locator(".formula-live")).to_contain_text("BOSCH")
