"""Filters that follow a renamed column, on the page of the mapping and through the API."""

import pytest

from core.tenancy import tenant_scope
from imports.services.rules import set_rules
from suppliers.selectors import source_settings
from tests.factories.imports import imported, uploaded
from tests.flows.test_filters_follow import FILE, NORTH, RENAMED
from tests.imports.pages import signed_in, text_of


@pytest.fixture
def waiting(people):
    with tenant_scope(people.tenant.pk):
        run = imported(FILE, tenant_id=people.tenant.pk)
        set_rules(run.source_id, filters=[NORTH], by=None)
        return uploaded(RENAMED, tenant_id=people.tenant.pk)


def columns_of(run):
    with tenant_scope(run.tenant_id):
        return [one["column"] for one in source_settings(run.source_id).filters]


def posted(run, **more):
    fields = {name: entry["column"] for name, entry in run.mapping["fields"].items()}
    lines = {f"l{n}-target": name for n, name in enumerate(fields)}
    lines |= {f"l{n}-column": column or "" for n, column in enumerate(fields.values())}
    return {"do": "save", "lines": str(len(fields)), **lines, **more}


def test_the_page_asks_whether_the_filter_follows(people, waiting):
    manager, address = signed_in(people.manager), f"/imports/{waiting.pk}/mapping/"
    page = text_of(manager.get(address))
    assert "The same column: filters follow it (Nord)" in page
    assert 'name="same" value="Zone" checked' in page
    refused = manager.post(address, posted(waiting, asked="Zone"))
    assert refused.status_code == 422
    assert "looks at “Zone”" in text_of(refused)
    assert 'name="same" value="Zone" checked' not in text_of(refused)
    assert columns_of(waiting) == ["Zone"]
    assert manager.post(address, posted(waiting, asked="Zone", same="Zone")).status_code == 302
    assert columns_of(waiting) == ["Feld 12"]


def test_a_program_sees_the_drift_and_says_what_is_another_column(api, people, waiting):
    api.force_login(people.manager)
    address = f"/api/v1/imports/{waiting.pk}/mapping"
    shown = api.get(address).json()
    assert [rename["new"] for rename in shown["drift"]["renames"]] == ["Feld 12"]
    sent = {"mapping": shown["mapping"]}
    refused = api.put(address, {**sent, "other_columns": ["Zone"]}, format="json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "filter_unfit")
    assert columns_of(waiting) == ["Zone"]
    assert api.put(address, sent, format="json").status_code == 200
    assert columns_of(waiting) == ["Feld 12"]
