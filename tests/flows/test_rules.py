"""Rules and filters of a source through a whole run: held, warned, left out, replayed, rehearsed."""

import pytest

from catalog.models import Product
from core.errors import InvalidInput, PermissionRefused
from imports.models import HeldRow, ImportRun, RowIssue
from imports.selectors.issues import issue_list
from imports.selectors.rule_trials import try_rules
from imports.services import claim, execute_dry_run, execute_run, start_dry_run
from imports.services.rules import set_rules
from suppliers.selectors import source_settings
from suppliers.services import ensure_source, ensure_supplier
from tests.factories.imports import confirmed, imported, uploaded

FILE = (
    b"SKU;EAN;Nom;Marque;Prix;Prix d'achat;Rayon\n"
    b"A1;4006381333931;Stylo;Bic;1,50;1,00;Bureau\n"
    b"A2;4006381333948;Feutre;Bic;2,00;2,50;Bureau\n"
    b"A3;4006381333955;Stylo;Pilot;3,00;1,00;Bureau\n"
    b"A4;4006381333962;Vis;Facom;4,00;1,00;Atelier\n"
)
MARGIN = {"kind": "compare", "field": "price", "operator": "greater_or_equal", "other": "cost", "name": "Marge"}
ONCE = {"kind": "unique", "field": "title"}
NO_TOOLS = {"action": "exclude", "column": "Rayon", "test": "equals", "value": "atelier", "name": "Pas d'outils"}


@pytest.fixture
def source_id(tenant_id):
    return ensure_source(supplier_id=ensure_supplier(tenant_id=tenant_id, code="ACME"))


def ruled(source_id, tenant_id, **lists):
    set_rules(source_id, by=None, **lists)
    return imported(FILE, tenant_id=tenant_id)


def held():
    return {row.row_number: row.cause for row in HeldRow.objects.filter(state="open")}


def test_a_row_that_breaks_a_rule_is_held(source_id, tenant_id):
    run = ruled(source_id, tenant_id, rules=[MARGIN])
    assert held() == {3: "rule_compare:price"}
    assert run.counts == {"read": 4, "created": 3, "updated": 0, "unchanged": 0, "held": 1, "skipped": 0}
    (issue,) = issue_list(run, code="rule_compare").items
    assert "(Rule: Marge)" in issue.message


def test_a_value_that_may_stand_once_is_looked_for_in_the_whole_file(source_id, tenant_id, small_chunks):
    run = ruled(source_id, tenant_id, rules=[ONCE])
    assert held() == {2: "rule_unique:title", 4: "rule_unique:title"}
    assert run.counts["held"] == 2
    messages = [issue.message for issue in issue_list(run, code="rule_unique").items]
    assert "“Stylo” also stands in row 4" in messages[0]
    assert "“Stylo” also stands in row 2" in messages[1]


def test_a_repeated_value_may_only_be_a_warning(source_id, tenant_id):
    run = ruled(source_id, tenant_id, rules=[{**ONCE, "level": "warning"}])
    assert (run.counts["created"], held()) == (4, {})
    assert run.issue_counts["warning"]["rule_unique"] == 2


def test_a_row_that_gives_way_to_a_later_one_repeats_nothing(source_id, tenant_id):
    set_rules(source_id, by=None, rules=[ONCE])
    run = imported(b"SKU;Nom;Prix\nA1;Stylo;1\nA1;Stylo;2\n", tenant_id=tenant_id)
    assert (run.counts["created"], run.counts["skipped"], run.counts["held"]) == (1, 1, 0)


def test_a_filtered_row_is_skipped_and_told(source_id, tenant_id):
    run = ruled(source_id, tenant_id, filters=[NO_TOOLS])
    assert run.counts == {"read": 4, "created": 3, "updated": 0, "unchanged": 0, "held": 0, "skipped": 1}
    (issue,) = issue_list(run, code="filtered").items
    assert (issue.level, issue.row_number) == ("info", 5)
    assert issue.message == "Row 5 was left out by the filter “Pas d'outils”."
    assert not Product.objects.filter(title="Vis").exists()


def test_a_filtered_row_is_not_judged(source_id, tenant_id):
    cheap = {"kind": "range", "field": "price", "max": 3.5}
    run = ruled(source_id, tenant_id, rules=[cheap], filters=[NO_TOOLS])
    assert (run.counts["held"], run.counts["skipped"]) == (0, 1)


def test_the_dry_run_counts_like_the_run(source_id, tenant_id):
    set_rules(source_id, by=None, rules=[MARGIN, ONCE], filters=[NO_TOOLS])
    run = confirmed(uploaded(FILE, tenant_id=tenant_id))
    dry_run = start_dry_run(run, by=None)
    execute_dry_run(dry_run.pk)
    dry_run.refresh_from_db()
    assert not RowIssue.objects.filter(run=run).exists()
    claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    assert dry_run.impact["rows"] == run.counts
    assert dry_run.impact["held"] == {"rule_unique:title": 2, "rule_compare:price": 1}


def test_a_stopping_source_counts_rows_held_by_rules(source_id, tenant_id):
    from suppliers.services import set_policies

    set_policies(by=None, source_id=source_id, values={"error_policy": "all_or_nothing"})
    run = ruled(source_id, tenant_id, rules=[ONCE])
    assert (run.status, run.error_code) == ("failed", "IMPORT_TOO_MANY_ERRORS")
    assert not Product.objects.exists()


def test_a_filter_on_a_column_that_is_gone_stops_the_run(source_id, tenant_id):
    run = confirmed(uploaded(FILE, tenant_id=tenant_id))
    ImportRun.objects.filter(pk=run.pk).update(
        policies={**run.policies, "filters": [{**NO_TOOLS, "column": "Famille"}]}
    )
    claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    assert run.status == "failed"
    assert "looks at “Famille”" in run.error_message
    assert not Product.objects.exists()


def test_rules_are_tried_on_the_last_file(source_id, tenant_id):
    assert try_rules(source_id, rules=[], filters=[]) is None
    imported(FILE, tenant_id=tenant_id)
    trial = try_rules(source_id, rules=[MARGIN, ONCE], filters=[NO_TOOLS])
    assert (trial.rows, trial.held, trial.filtered, trial.is_whole) == (4, 3, 1, True)
    assert [(row.number, row.outcome) for row in trial.samples] == [
        (2, "held"),
        (3, "held"),
        (4, "held"),
        (5, "filtered"),
    ]
    assert trial.found[0].title == "Value that stands more than once (Title)"
    assert source_settings(source_id).rules == []


def test_wrong_rules_change_nothing(source_id):
    with pytest.raises(InvalidInput, match="Rule 1"):
        set_rules(source_id, rules=[{"kind": "?"}], filters=[NO_TOOLS], by=None)
    assert source_settings(source_id).filters == []


def test_rules_need_the_right_to_write_suppliers(source_id, people):
    with pytest.raises(PermissionRefused):
        set_rules(source_id, rules=[MARGIN], by=people.viewer)
    assert source_settings(source_id).rules == []
