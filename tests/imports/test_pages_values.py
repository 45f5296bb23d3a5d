"""The pages of values: words of a run that wait for a meaning, all that have one, an expression tried."""

import pytest

from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.selectors.formulas import expression_sample
from imports.services.rules import set_rules
from imports.services.values import confirm_run_values
from suppliers.models import ValueMapping
from suppliers.selectors import value_maps_for
from suppliers.services import Meaning
from tests.imports.pages import FEED, completed, executed, prepared, ready, signed_in, text_of
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db

WORDS = FEED.replace(";84\r\n", ";Dispo usine\r\n").replace("Makita", "Boch")


def address(run, tail="values/"):
    return f"/imports/{run.pk}/{tail}"


def line(number, field, value, target):
    return {f"v{number}-field": field, f"v{number}-value": value, f"v{number}-target": target}


@pytest.fixture
def run(people):
    completed(people)
    return ready(people, WORDS)


def test_unknown_words_are_shown_with_rows_and_guesses(people, run):
    page = text_of(signed_in(people.manager).get(address(run)))
    assert "Dispo usine" in page
    assert "Boch" in page
    assert 'value="Bosch"' in page
    assert "guess" in page


def test_a_confirmed_word_is_remembered_and_followed_by_the_waiting_run(people, run):
    sent = {**line(0, "stock", "Dispo usine", "25"), **line(1, "brand", "Boch", "")}
    signed_in(people.manager).post(address(run), sent)
    with tenant_scope(people.tenant.pk):
        assert value_maps_for(run.source_id) == {"stock": {"dispo usine": "25"}}
        assert ImportRun.objects.get(pk=run.pk).policies["value_maps"] == {"stock": {"dispo usine": "25"}}
    before = run.issue_counts
    done = executed(people, run)
    assert before == {}
    assert done.issue_counts.get("warning", {}).get("field_format_invalid", 0) == 0


def test_a_run_goes_on_without_meanings(people, run):
    done = executed(people, run)
    assert done.status == "completed"
    assert done.issue_counts["warning"]["field_format_invalid"] == 1


def test_one_line_is_confirmed_by_its_own_button(people, run):
    sent = {**line(0, "stock", "Dispo usine", "25"), **line(1, "brand", "Boch", "Bosch"), "only": "1"}
    signed_in(people.manager).post(address(run), sent)
    with tenant_scope(people.tenant.pk):
        assert value_maps_for(run.source_id) == {"brand": {"boch": "Bosch"}}


def test_a_meaning_may_count_for_all_suppliers(people, run):
    signed_in(people.manager).post(address(run), {**line(0, "brand", "Boch", "Bosch"), "for_all": "on"})
    with tenant_scope(people.tenant.pk):
        assert ValueMapping.objects.get().source_id is None


def test_a_wrong_meaning_is_told_and_nothing_is_kept(people, run):
    answer = signed_in(people.manager).post(address(run), line(0, "stock", "Dispo usine", "viel"), follow=True)
    assert "a stock is a whole number" in text_of(answer)
    with tenant_scope(people.tenant.pk):
        assert not ValueMapping.objects.exists()


def test_who_may_only_look_cannot_confirm(people, run):
    client = signed_in(people.viewer)
    assert "Confirm all" not in text_of(client.get(address(run)))
    assert client.post(address(run), line(0, "brand", "Boch", "Bosch")).status_code == 403
    with tenant_scope(people.tenant.pk):
        assert not ValueMapping.objects.exists()


def test_the_step_is_shown_only_where_words_wait(people, run):
    client = signed_in(people.manager)
    assert "/values/" not in text_of(client.get(address(run, "dry-run/")))
    client.get(address(run))
    assert "/values/" in text_of(client.get(address(run, "dry-run/")))


def test_all_meanings_are_listed_changed_and_forgotten(people, run):
    client = signed_in(people.manager)
    client.post(address(run), line(0, "brand", "Boch", "Bosch"))
    assert "Boch" in text_of(client.get("/imports/value-maps/?q=boch"))
    assert "Boch" not in text_of(client.get("/imports/value-maps/?field=stock&q=x"))
    with tenant_scope(people.tenant.pk):
        row = ValueMapping.objects.get()
    sent = {"field": "brand", "value": "Boch", "target": "Bosch GmbH", "source_id": str(row.source_id)}
    client.post("/imports/value-maps/", sent)
    with tenant_scope(people.tenant.pk):
        assert ValueMapping.objects.get().target == "Bosch GmbH"
    client.post("/imports/value-maps/", {"remove": str(row.pk)})
    with tenant_scope(people.tenant.pk):
        assert not ValueMapping.objects.exists()


def test_an_expression_is_tried_on_the_first_rows(people, run):
    client = signed_in(people.manager)
    page = text_of(client.get(address(run, "expression/"), {"expression": "round([Prix HT] * 1.2, 2)"}))
    assert "129.9" in page
    page = text_of(client.get(address(run, "expression/"), {"expression": "upper(Marqe)"}))
    assert "Character 7: there is no column “Marqe”. Did you mean “Marque”?" in page


def test_a_formula_line_is_tried_while_it_is_written_with_the_place_of_its_error(people):
    run, client = prepared(people), signed_in(people.manager)
    page = text_of(client.post(address(run, "mapping/"), {"lines": "0", "do": "formula"}))
    assert f'hx-get="{address(run, "expression/")}?line=0" hx-include="#l0-expression"' in page
    assert "round(number, decimals?)" in page
    live = text_of(client.get(address(run, "expression/"), {"line": "0", "l0-expression": "upper(Marqe)"}))
    assert "upper(<mark>Marqe)</mark>" in live
    assert "BOSCH" in text_of(client.get(address(run, "expression/"), {"line": "0", "l0-expression": "upper(Marque)"}))
    sent = {"lines": "1", "l0-column": "", "l0-expression": "upper(Marqe)", "l0-target": "brand"}
    assert "Character 7: there is no column “Marqe”" in text_of(client.post(address(run, "mapping/"), sent))


def test_the_trial_of_the_mapping_page_knows_the_meanings(people):
    run, client = prepared(people), signed_in(people.manager)
    with tenant_scope(people.tenant.pk):
        confirm_run_values(run, [Meaning("brand", "Makita", "Makita Europe")], by=None)
    assert "Makita Europe" in text_of(client.get(address(run, "mapping/")))


def test_the_cell_has_its_name_where_a_column_is_given(people, run):
    with tenant_scope(people.tenant.pk):
        sample = expression_sample(run, "upper(value)", column="Marque")
        assert sample.values[0] == "BOSCH"
        failed = expression_sample(run, "upper(value)")
    assert (failed.values, failed.position) == ([], 6)


def meaning(run, target, **more):
    return {**line(0, "stock", "Dispo usine", target), "back": "run", **more}


def test_the_page_of_a_run_names_the_words_that_could_not_be_read(people, run):
    executed(people, run)
    client = signed_in(people.manager)
    page = text_of(client.get(address(run, ""))).partition('id="unread"')[2]
    assert "Dispo usine" in page
    assert client.post(address(run), meaning(run, "25")).url == address(run, "")
    with tenant_scope(people.tenant.pk):
        assert value_maps_for(run.source_id) == {"stock": {"dispo usine": "25"}}
    assert 'id="unread"' not in text_of(client.get(address(run, "")))
    again = executed(people, ready(people, WORDS + "A-6;Niveau;3253560307042;Stanley;9,90 €;dispo usine\r\n"))
    assert 'id="unread"' not in text_of(client.get(address(again, "")))


def test_a_wrong_meaning_is_told_on_the_page_of_the_run(people, run):
    executed(people, run)
    page = text_of(signed_in(people.manager).post(address(run), meaning(run, "viel"), follow=True))
    assert "a stock is a whole number" in page
    assert 'id="unread"' in page


def test_a_viewer_sees_the_words_and_confirms_none(people, run):
    executed(people, run)
    client = signed_in(people.viewer)
    for place in (address(run, ""), "/imports/value-maps/"):
        page = text_of(client.get(place))
        assert "Dispo usine" in page
        assert "Confirm" not in page.partition("Dispo usine")[2].partition("</table>")[0]
    assert client.post(address(run), meaning(run, "25")).status_code == 403
    with tenant_scope(people.tenant.pk):
        assert not ValueMapping.objects.exists()


def test_value_maps_name_the_words_of_the_last_import_of_each_feed(people, run):
    executed(people, run)
    client = signed_in(people.manager)
    with at_most_queries(20):
        page = text_of(client.get("/imports/value-maps/")).partition('id="waiting"')[2]
    assert "Dispo usine" in page
    assert f'href="{address(run, "")}"' in page
    sent = {"field": "stock", "value": "Dispo usine", "target": "25", "source_id": str(run.source_id)}
    client.post("/imports/value-maps/", sent)
    page = text_of(client.get("/imports/value-maps/"))
    assert 'id="waiting"' not in page
    assert 'value="25"' in page


def test_words_of_an_older_import_or_of_another_organisation_are_not_named(people, run):
    executed(people, run)
    assert "Dispo usine" not in text_of(signed_in(people.stranger).get("/imports/value-maps/"))
    executed(people, ready(people, FEED.replace("108,25", "109,25")))
    assert "Dispo usine" not in text_of(signed_in(people.manager).get("/imports/value-maps/"))


def test_held_words_wait_on_the_page_of_their_cause_instead(people, run):
    with tenant_scope(people.tenant.pk):
        set_rules(run.source_id, rules=[{"kind": "level", "code": "field_format_invalid", "level": "error"}], by=None)
    held = executed(people, ready(people, WORDS.replace("108,25", "109,25")))
    assert held.issue_counts["error"]["field_format_invalid"] == 1
    assert 'id="unread"' not in text_of(signed_in(people.manager).get(address(held, "")))


WORDS_FOR_STATUS = {"84": "Web seul", "0": "oui", "12": "non", "5": "Actif web", "41": "non", "Stock": "Publié"}


def with_last_cells(cells):
    """The feed with other cells in its last column."""
    text = FEED
    for stock, word in cells.items():
        text = text.replace(f";{stock}\r\n", f";{word}\r\n")
    return text


def test_words_for_the_status_are_offered_the_statuses(people):
    run, client = ready(people, with_last_cells(WORDS_FOR_STATUS)), signed_in(people.manager)
    page = text_of(client.get(address(run))).partition("Actif web")[2]
    assert '<option value="active" selected>Active</option>' in page
    client.post(address(run), line(0, "status", "Web seul", "trash"))
    with tenant_scope(people.tenant.pk):
        assert value_maps_for(run.source_id) == {}
    client.post(address(run), line(0, "status", "Web seul", "inactive"))
    page = text_of(client.get(address(executed(people, run), "")))
    assert "Web seul" not in page.partition('id="unread"')[2]
    assert '<option value="inactive" selected>Inactive</option>' in text_of(client.get("/imports/value-maps/"))


def test_a_word_for_the_status_that_could_not_be_read_is_named_on_the_page_of_the_run(people):
    run = completed(people, with_last_cells({**WORDS_FOR_STATUS, "84": "Actif web"}))
    page = text_of(signed_in(people.manager).get(address(run, ""))).partition('id="unread"')[2]
    assert "Actif web" in page
    assert '<option value="active" selected>' in page
