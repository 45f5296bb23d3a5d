"""The mapping page in a real browser: guesses of a changed layout, a column dragged onto a field; a template."""

from playwright.sync_api import expect

from core.tenancy import tenant_scope
from imports.services.recipes import Wishes, keep_as_template
from imports.services.rules import set_rules
from suppliers.selectors import source_settings
from tests.browser.conftest import flaws, overflows, shot
from tests.imports.pages import completed, prepared

FIRST = "Réf.;Nom;Marque;Prix\r\n" + "".join(f"A-{n};Lampe {n};Halo;{n},50\r\n" for n in range(30))
LATER = "Réf.;Nom;Marque;Zone 9;Neuf\r\n" + "".join(f"A-{n};Lampe {n};Halo;{n},90;x\r\n" for n in range(30))
ZONES = "Réf.;Nom;Prix;Zone\r\n" + "".join(
    f"A-{n};Lampe {n};{n},50;{'SUD' if n % 3 else 'NORD'}-{n % 5}\r\n" for n in range(30)
)


def test_a_changed_layout_is_looked_at_and_a_column_dragged_onto_a_field(people, open_page):
    first = completed(people, FIRST)
    with tenant_scope(people.tenant.pk):
        template_id, _found = keep_as_template(first, Wishes("Tarif Martin"), by=None)
    run = prepared(people, LATER)
    page = open_page(f"/imports/{run.pk}/mapping/", user=people.admin)
    expect(page.get_by_text("Not the same column")).to_be_visible()
    shot(page, "mapping-drift")
    assert flaws(page) == []
    line = page.locator(".map-line").filter(has_text="Marque").first
    line.locator(".map-from > strong").drag_to(page.locator('[data-drop-field="tags"]'))
    expect(page.locator('[data-drop-field="tags"]')).to_contain_text("(mapped)")
    expect(page.locator('[data-drop-field="brand"]')).not_to_contain_text("(mapped)")
    page.goto(f"/imports/templates/{template_id}/")
    shot(page, "template")
    assert flaws(page) == []


def test_a_filter_follows_its_renamed_column_once_that_is_confirmed(people, open_page):
    first = completed(people, ZONES)
    north = {"action": "exclude", "column": "Zone", "test": "contains", "value": "nord", "name": "Nord"}
    with tenant_scope(people.tenant.pk):
        set_rules(first.source_id, filters=[north], by=None)
    run = prepared(people, ZONES.replace("Zone", "Feld 12"))
    page = open_page(f"/imports/{run.pk}/mapping/", user=people.admin)
    follows = page.get_by_label("The same column: filters follow it (Nord)")
    expect(follows).to_be_checked()
    shot(page, "mapping-filter-follows")
    assert flaws(page) == []
    assert not overflows(open_page(f"/imports/{run.pk}/mapping/", user=people.admin, theme="dark", width=390))
    page.get_by_role("button", name="Confirm the mapping").click()
    expect(page.get_by_role("heading", name="See what would change")).to_be_visible()
    with tenant_scope(people.tenant.pk):
        assert [one["column"] for one in source_settings(first.source_id).filters] == ["Feld 12"]
