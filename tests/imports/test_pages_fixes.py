"""A cause cured on its page and through the API: its effect first, then its rows come back; the filters above it."""

import html
import re

import pytest
from rest_framework.test import APIClient

from core.models import Membership
from core.tenancy import tenant_scope
from imports.models import HeldRow, ImportRun
from imports.services.rules import set_rules
from suppliers.selectors import source_settings, value_maps_for
from tests.imports.pages import FEED, completed, executed, prepared, runs_of, signed_in, text_of
from tests.imports.test_pages_values import WORDS_FOR_STATUS, with_last_cells
from tests.queries import at_most_queries

CAUSE = "ean_checksum_invalid:ean"


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def run(people):
    return completed(people)


def form(run, do="preview", **fields):
    scope = {"cause": CAUSE, "source": str(run.source_id), "way": "replace", "column": "Code EAN"}
    return {**scope, "find": "4059952514476", "with": "3165140761086", **fields, "do": do}


def states(people):
    with tenant_scope(people.tenant.pk):
        return sorted(HeldRow.objects.values_list("state", flat=True))


def test_the_page_of_a_cause_shows_the_ways_to_cure_it(manager, run):
    address = {"cause": CAUSE, "source": str(run.source_id)}
    page = text_of(manager.get("/held-rows/", address))
    assert "Cure the cause" in page
    assert "<option selected>Code EAN</option>" in page
    assert f'href="/feeds/{run.source_id}/rules/"' in page
    with at_most_queries(22):
        manager.get("/held-rows/", address)


def test_the_effect_is_shown_before_anything_changes(manager, people, run):
    page = text_of(manager.post("/held-rows/fix/", form(run), headers={"hx-request": "true"}))
    assert "1 of 1 row would now pass." in page
    assert "3165140761086" in page
    assert "Apply and import these rows again" in page
    assert states(people) == ["open", "open"]
    assert "Back" in text_of(manager.post("/held-rows/fix/", form(run)))


def test_the_fix_is_kept_and_its_rows_are_watched(manager, people, run):
    answer = manager.post("/held-rows/fix/", form(run, "apply"))
    replay = runs_of(people)[0]
    assert (replay.kind, f"runs={replay.pk}" in answer.url) == (ImportRun.Kind.REPLAY, True)
    assert "The rows are imported again…" in text_of(manager.get(answer.url))
    executed(people, replay)
    page = text_of(manager.get(f"/held-rows/healing/?runs={replay.pk}"))
    assert "The rows were imported again." in page
    assert "1 imported, 0 held again" in page
    assert "hx-trigger" not in page
    assert states(people) == ["open", "replayed"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"way": "set", "value": "12"}, "0 of 1 row would now pass"),
        ({"way": "level", "code": "ean_checksum_invalid", "level": "warning"}, "1 of 1 row would now pass"),
        ({"find": "4059952514476", "pattern": "on", "with": ""}, "of 1 row would now pass"),
        ({"always": "on", "field": "ean"}, "1 of 1 row would now pass"),
        ({"way": "pray"}, "allowed is one of: set, transform"),
        ({"find": "(", "pattern": "on"}, "a valid regular expression"),
    ],
)
def test_every_way_has_its_effect(manager, run, fields, told):
    assert told in text_of(manager.post("/held-rows/fix/", form(run, **fields), headers={"hx-request": "true"}))


def test_who_may_not_write_cures_nothing(people, run):
    assert "Cure the cause" not in text_of(
        signed_in(people.viewer).get("/held-rows/", {"cause": CAUSE, "source": str(run.source_id)})
    )
    assert signed_in(people.viewer).post("/held-rows/fix/", form(run, "apply")).status_code == 403
    assert signed_in(people.stranger).post("/held-rows/fix/", form(run, "apply")).status_code == 422
    assert states(people) == ["open", "open"]


def test_causes_are_narrowed_by_feed_field_and_age(manager, run):
    title = "EAN with a wrong check digit"
    row = ">EAN with a wrong check digit (EAN / GTIN)</a>"
    assert row in text_of(manager.get("/held-rows/", {"field": "ean", "days": "7", "source": str(run.source_id)}))
    assert "4059952514476" in text_of(manager.get("/held-rows/"))
    for narrower in ({"field": "price"}, {"days": "-30"}, {"source": str(run.pk)}):
        assert title not in text_of(manager.get("/held-rows/", narrower))


def test_the_api_lists_previews_fixes_and_discards(people, run):
    client = APIClient()
    client.force_login(people.manager)
    causes = client.get("/api/v1/held-rows/causes").json()
    assert {cause["cause"]: cause["sample"] for cause in causes}[CAUSE] == "4059952514476"
    rows = client.get("/api/v1/held-rows", {"field": "ean"}).json()
    assert (rows["total"], rows["items"][0]["cause"]) == (1, CAUSE)
    steps = [{"name": "replace", "find": "4059952514476", "with": "3165140761086"}]
    body = {"cause": CAUSE, "fix": {"kind": "transform", "column": "Code EAN", "steps": steps}}
    seen = client.post("/api/v1/held-rows/fix", {**body, "preview": True}, format="json").json()
    assert (seen["rows"], seen["passing"], seen["runs"]) == (1, 1, [])
    fixed = client.post("/api/v1/held-rows/fix", body, format="json")
    assert (fixed.status_code, len(fixed.json()["runs"])) == (202, 1)
    executed(people, runs_of(people)[0])
    assert client.post("/api/v1/held-rows/discard", {}, format="json").status_code == 422
    left = {"source_id": str(run.source_id)}
    assert client.post("/api/v1/held-rows/discard", left, format="json").json() == {"discarded": 1}
    assert client.post("/api/v1/held-rows/replay", left, format="json").status_code == 422
    assert states(people) == ["discarded", "replayed"]


STOCK = "field_format_invalid:stock"
WORDS = FEED.replace(";41\r\n", ";sur arrivage\r\n")


@pytest.fixture
def strict(people):
    """A run whose source holds rows with a stock that cannot be read."""
    with tenant_scope(people.tenant.pk):
        source_id = prepared(people, WORDS).source_id
        set_rules(source_id, rules=[{"kind": "level", "code": "field_format_invalid", "level": "error"}], by=None)
    return completed(people, WORDS)


def test_a_word_is_given_its_meaning_on_the_page_of_its_cause(manager, people, strict):
    address = {"cause": STOCK, "source": str(strict.source_id)}
    page = text_of(manager.get("/held-rows/", address))
    assert '<option value="sur arrivage">sur arrivage (1 row)</option>' in page
    sent = {**address, "way": "value", "field": "stock", "value": "sur arrivage", "target": "0"}
    assert "1 of 1 row would now pass." in text_of(manager.post("/held-rows/fix/", {**sent, "do": "preview"}))
    assert "a stock is a whole number" in text_of(manager.post("/held-rows/fix/", {**sent, "target": "none"}))
    manager.post("/held-rows/fix/", {**sent, "do": "apply"})
    executed(people, runs_of(people)[0])
    with tenant_scope(people.tenant.pk):
        assert not HeldRow.objects.filter(cause=STOCK, state="open").exists()
        assert value_maps_for(strict.source_id) == {"stock": {"sur arrivage": "0"}}


def test_a_word_for_the_status_is_given_one_of_the_statuses(manager, people):
    text = with_last_cells({**WORDS_FOR_STATUS, "84": "Actif web", "5": "oui"})
    with tenant_scope(people.tenant.pk):
        source_id = prepared(people, text).source_id
        set_rules(source_id, rules=[{"kind": "level", "code": "field_format_invalid", "level": "error"}], by=None)
    run = completed(people, text)
    address = {"cause": "field_format_invalid:status", "source": str(run.source_id)}
    assert '<option value="archived">Archived</option>' in text_of(manager.get("/held-rows/", address))
    sent = {**address, "way": "value", "field": "status", "value": "Actif web", "do": "apply"}
    refused = text_of(manager.post("/held-rows/fix/", {**sent, "target": "trash"}))
    assert "a status is one of draft, active, inactive, archived." in refused
    manager.post("/held-rows/fix/", {**sent, "target": "active"})
    with tenant_scope(people.tenant.pk):
        assert value_maps_for(run.source_id) == {"status": {"actif web": "active"}}


def test_the_api_gives_a_word_its_meaning(people, strict):
    client = APIClient()
    client.force_login(people.manager)
    fix = {"kind": "value", "field": "stock", "value": "sur arrivage", "target": "0"}
    seen = client.post("/api/v1/held-rows/fix", {"cause": STOCK, "fix": fix, "preview": True}, format="json").json()
    assert (seen["rows"], seen["passing"]) == (1, 1)
    fixed = client.post("/api/v1/held-rows/fix", {"cause": STOCK, "fix": fix}, format="json")
    assert (fixed.status_code, len(fixed.json()["runs"])) == (202, 1)


DEAR = "rule_range:price"


@pytest.fixture
def ruled(people):
    """A run whose feed holds every price above 200."""
    rules = [{"kind": "required", "field": "brand"}, {"kind": "range", "field": "price", "max": 200, "name": "Dear"}]
    with tenant_scope(people.tenant.pk):
        set_rules(prepared(people).source_id, rules=rules, by=None)
    return completed(people)


def limit_form(client, run, **fields):
    """The form of the rule as the page of its cause sends it."""
    page = text_of(client.get("/held-rows/", {"cause": DEAR, "source": str(run.source_id)}))
    was = html.unescape(re.search(r'name="was" value="([^"]+)"', page)[1])
    scope = {"cause": DEAR, "source": str(run.source_id), "way": "rule", "number": "2", "was": was}
    return {**scope, "r2-min": "", "r2-max": "300", "level": "error", "do": "preview", **fields}


def rules_of(people, run):
    with tenant_scope(people.tenant.pk):
        return source_settings(run.source_id).rules


def test_the_limit_of_the_rule_is_changed_on_the_page_of_its_cause(manager, people, ruled):
    page = text_of(manager.get("/held-rows/", {"cause": DEAR, "source": str(ruled.source_id)}))
    assert "Rule “Dear”" in page
    assert 'name="r2-max" value="200"' in page
    assert "Be less strict" not in page
    sent = limit_form(manager, ruled)
    assert "1 of 1 row would now pass." in text_of(manager.post("/held-rows/fix/", sent))
    assert rules_of(people, ruled)[1]["max"] == 200
    before = states(people)
    manager.post("/held-rows/fix/", {**sent, "do": "apply"})
    executed(people, runs_of(people)[0])
    assert rules_of(people, ruled)[0]["kind"] == "required"
    assert (rules_of(people, ruled)[1]["max"], rules_of(people, ruled)[1]["name"]) == (300, "Dear")
    assert states(people).count("open") == before.count("open") - 1
    assert runs_of(people)[0].rows_read == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"r2-max": "240"}, "0 of 1 row would now pass."),
        ({"r2-max": "240", "level": "warning"}, "1 of 1 row would now pass."),
        ({"r2-max": ""}, "a lower limit, an upper limit, or both"),
        ({"r2-max": "cheap"}, "received “cheap”"),
        ({"number": "1"}, "have changed meanwhile"),
        ({"number": "7"}, "have changed meanwhile"),
        ({"was": "{}"}, "have changed meanwhile"),
    ],
    ids=["still", "level", "none", "word", "another", "unknown", "changed"],
)
def test_a_limit_is_shown_with_its_effect_or_refused(manager, people, ruled, fields, told):
    assert told in text_of(manager.post("/held-rows/fix/", limit_form(manager, ruled, **fields)))
    assert rules_of(people, ruled)[1]["max"] == 200


def test_who_may_not_write_the_feed_changes_no_limit(manager, people, ruled):
    sent = limit_form(manager, ruled, do="apply")
    before = states(people)
    Membership.objects.filter(user=people.viewer).update(overrides={"write:imports": True, "start:imports": True})
    viewer = signed_in(people.viewer)
    assert "Rule “Dear”" not in text_of(viewer.get("/held-rows/", {"cause": DEAR, "source": str(ruled.source_id)}))
    assert viewer.post("/held-rows/fix/", sent).status_code == 403
    assert (rules_of(people, ruled)[1]["max"], states(people)) == (200, before)
