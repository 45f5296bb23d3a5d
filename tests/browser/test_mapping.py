"""The mapping page in a real browser: guesses of a changed layout, a column dragged onto a field; a template."""

from playwright.sync_api import expect

from core.tenancy import tenant_scope
from imports.services.recipes import Wishes, keep_as_template
from tests.browser.conftest import flaws, shot
from tests.imports.pages import completed, prepared

FIRST = "Réf.;Nom;Marque;Prix\r\n" + "".join(f"A-{n};Lampe {n};Halo;{n},50\r\n" for n in range(30))
LATER = "Réf.;Nom;Marque;Zone 9;Neuf\r\n" + "".join(f"A-{n};Lampe {n};Halo;{n},90;x\r\n" for n in range(30))


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
