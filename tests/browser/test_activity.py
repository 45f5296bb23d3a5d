"""The audit trail in a real browser: what was done, narrowed, opened; looks and accessibility."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from core.actor import Actor, acting_as
from core.audit import record
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from suppliers.services import create_supplier, update_supplier
from tests.browser.conftest import flaws, overflows, shot

LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def acts(people, live_site):
    """A supplier added and changed, an import, a refusal."""
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"
    manager = Actor("person", people.manager.pk, people.manager.email, "203.0.113.9", agent, uuid.uuid4().hex)
    with tenant_scope(people.tenant.pk):
        with acting_as(manager):
            supplier_id = create_supplier(by=None, tenant_id=people.tenant.pk, code="MARTIN", name="Martin")
            changes = {"name": "Martin Outillage SA", "email": "commandes@martin.example", "priority": 5}
            update_supplier(by=people.manager, supplier_id=supplier_id, values=changes)
            record("access.denied", method="GET", path="/settings/roles/", permission="admin:access")
        with acting_as(Actor("job", people.manager.pk, people.manager.email)):
            run = ("imports.ImportRun", uuid.uuid4(), "Import 12ab34cd")
            counts = {"created": 1204, "updated": 88, "unchanged": 4310, "held": 12}
            record("import.completed", app="imports", subject=run, supplier="Martin Outillage SA", **counts)
    with every_tenant():
        for app_label in ("core", "suppliers", "imports"):
            relay(app_label)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_page_is_accessible_in_every_look(open_page, people, acts, theme, width):
    page = open_page("/activity/", user=people.admin, theme=theme, width=width, language="fr")
    page.locator("summary", has_text=re.compile("Details|Détails")).nth(1).click()
    shot(page, f"activity-{theme}-{width}")
    assert flaws(page) == []
    assert not overflows(page)


def test_acts_are_narrowed_and_opened(open_page, people, acts):
    page = open_page("/activity/", user=people.admin)
    page.locator("select[name=code]").select_option("supplier.updated")
    page.wait_for_url(re.compile("code=supplier.updated"))
    row = page.locator("article.act")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Martin Outillage SA")
    expect(row.get_by_text("Chrome/141.0")).to_be_hidden()
    row.locator("summary").click()
    expect(row.get_by_text("Chrome/141.0")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert download.value.suggested_filename.startswith("audit-")
