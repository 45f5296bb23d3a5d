"""The tab of a feed's rules and filters: lines added, moved, tried, saved, refused."""

import pytest

from core.tenancy import tenant_scope
from suppliers.selectors import source_settings
from tests.imports.pages import completed, signed_in, text_of


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def run(people):
    return completed(people)


@pytest.fixture
def address(run):
    return f"/feeds/{run.source_id}/rules/"


def form(do, **fields):
    """One rule (price at least) and one filter (brand), with other fields if wanted."""
    lines = {
        "r-count": "1",
        "r0-what": "range",
        "r0-field": "price",
        "r0-min": "20,5",
        "r0-level": "error",
        "r0-name": "Our prices",
        "f-count": "1",
        "f0-action": "exclude",
        "f0-what": "equals",
        "f0-place": "field:brand",
        "f0-value": "Makita",
    }
    return {**lines, **fields, "do": do}


def stored(people, run):
    with tenant_scope(people.tenant.pk):
        settings = source_settings(run.source_id)
        return settings.rules, settings.filters


def test_rules_and_filters_are_saved_from_plain_fields(manager, people, run, address):
    assert "No rule of your own" in text_of(manager.get(address))
    answer = manager.post(address, form("save"), follow=True)
    assert "The rules are saved" in text_of(answer)
    assert stored(people, run) == (
        [{"kind": "range", "field": "price", "min": 20.5, "level": "error", "name": "Our prices"}],
        [{"action": "exclude", "test": "equals", "field": "brand", "value": "Makita"}],
    )
    page = text_of(manager.get(address))
    assert 'value="20.5"' in page
    assert "Our prices" in page


def test_rules_are_tried_on_the_last_file_without_saving(manager, people, run, address):
    page = text_of(manager.post(address, form("try")))
    assert "1 of 5 rows would be held." in page
    assert "1 would be left out by a filter." in page
    assert "is outside the range; allowed is at least 20.5" in page
    assert stored(people, run) == ([], [])


def test_lines_are_added_moved_and_removed(manager, address):
    page = manager.post(address, form("add:r"), headers={"hx-request": "true"})
    assert page.templates[0].name == "imports/feed/rules_body.html"
    assert [item["line"].what for item in page.context["rule_lines"]] == ["range", "range"]
    two = {"r-count": "2", "r1-what": "unique", "r1-field": "mpn"}
    moved = manager.post(address, form("up:r:1", **two))
    assert [item["line"].what for item in moved.context["rule_lines"]] == ["unique", "range"]
    assert [item["line"].what for item in manager.post(address, form("down:r:0", **two)).context["rule_lines"]] == [
        "unique",
        "range",
    ]
    gone = manager.post(address, form("remove:f:0"))
    assert gone.context["filter_lines"] == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"r0-min": "beaucoup"}, "Rule 1, “min”: received “beaucoup”, allowed is a number."),
        ({"f0-place": ""}, "Filter 1, “field”: received “”"),
        ({"r0-what": "expression", "r0-expression": "price >"}, "Rule 1: "),
    ],
)
def test_a_wrong_line_is_told_and_kept_under_the_hands(manager, people, run, address, fields, told):
    answer = manager.post(address, form("save", **fields))
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Our prices" in text_of(answer)
    assert stored(people, run) == ([], [])


def test_every_kind_of_rule_and_test_shows_its_fields(manager, address):
    from imports.feeds.filtering import TESTS
    from imports.feeds.validation.rules import KINDS

    rules = {f"r{n}-what": kind for n, kind in enumerate(KINDS)}
    filters = {f"f{n}-what": test for n, test in enumerate(TESTS)}
    counts = {"r-count": str(len(KINDS)), "f-count": str(len(TESTS))}
    page = text_of(manager.post(address, {**rules, **filters, **counts, "do": ""}))
    assert "Allowed values, one a line" in page
    assert "Columns of the file" in page
    assert "EAN with a wrong check digit" in page


def test_a_viewer_sees_but_does_not_change(people, run, address):
    viewer = signed_in(people.viewer)
    assert "Add a rule" not in text_of(viewer.get(address))
    assert viewer.post(address, form("save")).status_code == 403
    assert stored(people, run) == ([], [])


def test_the_stranger_finds_nothing(people, run, address):
    assert signed_in(people.stranger).get(address).status_code == 404
