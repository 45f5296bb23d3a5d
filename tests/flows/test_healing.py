"""Curing a cause: previewed by the engine's own steps, kept where it belongs, only its rows imported again."""

import pytest

from catalog.models import Product
from core.access import grants
from core.errors import InvalidInput, PermissionRefused
from imports.errors import HeldRowNotFound
from imports.feeds.healing import Fix
from imports.models import HeldRow, ImportRun
from imports.selectors import HeldFilters
from imports.selectors.held_rows import held_words
from imports.services import claim, execute_run
from imports.services.healing import apply_fix, preview_correction, preview_fix
from imports.services.rules import set_rules
from suppliers.models import Supplier
from suppliers.selectors import mapping_for, source_settings, value_maps_for
from suppliers.services import set_policies
from tests.factories.imports import imported

FILE = (
    "SKU;EAN;Nom;Prix\n"
    "A1;4006381333931;Stylo;1,50\n"
    "A2;4006381333932;Feutre;2,00\n"
    "A3;4006381333948;Gomme;#3,00\n"
    "A4;4006381333955;Colle;#2,00\n"
    "A5;4006381333962;Encre;sur devis\n"
    "A6;;Règle;2,50;en trop;encore\n"
    "A7;4006381333979;Craie grasse;1,10\n"
    "A8;4006381333986;Punaise;1,20\n"
    "A9;4006381333993;Agrafe;1,30\n"
).encode()
PRICE = "field_format_invalid:price"
NO_MARK = {"kind": "transform", "column": "Prix", "steps": [{"name": "replace", "find": "#", "with": ""}]}


@pytest.fixture
def run(tenant_id):
    return imported(FILE, tenant_id=tenant_id)


def of_cause(run, cause=PRICE):
    return HeldFilters(cause=cause, source_id=run.source_id)


def applied(filters, data, tenant_id):
    """The fix kept, and the runs that follow from it done in this process."""
    fixed = apply_fix(filters, Fix.read(data), tenant_id=tenant_id, by=None, start=False)
    for replay in fixed.runs:
        claim(replay)
        execute_run(replay.pk)
        replay.refresh_from_db()
        assert replay.status == "completed", replay.error_message
    return fixed


def open_causes():
    return {row.raw["SKU"]: row.cause for row in HeldRow.objects.filter(state="open")}


def test_a_preview_says_how_many_rows_would_pass_and_changes_nothing(run, tenant_id):
    before = open_causes()
    preview = preview_fix(of_cause(run), Fix.read(NO_MARK), tenant_id=tenant_id)
    assert (preview.rows, preview.tried, preview.passing) == (3, 3, 2)
    assert preview.still == [("Value that cannot be read (Price)", 1)]
    assert preview.samples == [(4, "#3,00", "3,00"), (5, "#2,00", "2,00")]
    assert open_causes() == before
    assert not HeldRow.objects.exclude(corrected={}).exists()


def test_cells_of_a_whole_cause_are_corrected_and_only_its_rows_imported(run, tenant_id):
    fixed = applied(of_cause(run), NO_MARK, tenant_id)
    (replay,) = fixed.runs
    assert (fixed.rows, replay.kind) == (3, ImportRun.Kind.REPLAY)
    assert replay.counts == {"read": 3, "created": 2, "updated": 0, "unchanged": 0, "held": 1, "skipped": 0}
    assert set(open_causes()) == {"A2", "A5", "A6"}
    assert HeldRow.objects.get(raw__SKU="A3").corrected == {"Prix": "3,00"}


def test_one_value_for_all_rows_of_a_cause(run, tenant_id):
    applied(of_cause(run), {"kind": "set", "column": "Prix", "value": "9,90"}, tenant_id)
    assert Product.objects.filter(price="9.90").count() == 3


def test_records_that_did_not_fit_are_set_right_too(run, tenant_id):
    cause = HeldRow.objects.get(cause__startswith="framing:").cause
    applied(of_cause(run, cause), {"kind": "set", "column": "Prix", "value": "2,50"}, tenant_id)
    assert Product.objects.filter(title="Règle", price="2.50").exists()
    with pytest.raises(InvalidInput, match="waits for a fix"):
        preview_fix(
            of_cause(run, cause), Fix.read({"kind": "level", "code": "x", "level": "info"}), tenant_id=tenant_id
        )


def test_the_mapping_is_changed_for_later_files_too(run, tenant_id):
    steps = [{"name": "replace", "find": "#", "with": ""}]
    applied(of_cause(run), {"kind": "mapping", "field": "price", "steps": steps}, tenant_id)
    saved = mapping_for(run.source_id, run.fingerprint)
    assert saved["fields"]["price"]["transformations"] == [{"name": "replace", "find": "#", "with": ""}]
    again = imported(FILE.replace(b"A3", b"B3"), tenant_id=tenant_id)
    assert "B3" not in open_causes()
    assert again.rows_held == 3


def test_the_level_of_a_finding_lets_its_rows_through(run, tenant_id):
    cause = "ean_checksum_invalid:ean"
    level = {"kind": "level", "code": "ean_checksum_invalid", "field": "ean", "level": "warning"}
    assert preview_fix(of_cause(run, cause), Fix.read(level), tenant_id=tenant_id).passing == 1
    applied(of_cause(run, cause), level, tenant_id)
    assert source_settings(run.source_id).rules == [
        {"kind": "level", "code": "ean_checksum_invalid", "level": "warning"}
    ]
    assert Product.objects.filter(title="Feutre", gtin=None).exists()
    assert set(open_causes()) == {"A3", "A4", "A5", "A6"}


def test_a_rule_is_changed(tenant_id, run):
    set_rules(run.source_id, rules=[{"kind": "range", "field": "price", "min": 5}], by=None)
    imported(b"SKU;EAN;Nom;Prix\nC1;;Craie;3\nC2;;Buvard;1\n", tenant_id=tenant_id)
    cause = of_cause(run, "rule_range:price")
    rule = {"kind": "rule", "number": 1, "rule": {"kind": "range", "field": "price", "min": 2}}
    preview = preview_fix(cause, Fix.read(rule), tenant_id=tenant_id)
    assert (preview.passing, preview.still) == (1, [("Value outside the range (Price)", 1)])
    applied(cause, rule, tenant_id)
    assert source_settings(run.source_id).rules[0]["min"] == 2
    assert Product.objects.filter(title="Craie").exists()
    applied(cause, {"kind": "level", "code": "rule_range", "field": "price", "level": "info"}, tenant_id)
    assert source_settings(run.source_id).rules == [{"kind": "range", "field": "price", "min": 2, "level": "info"}]
    assert Product.objects.filter(title="Buvard").exists()
    with pytest.raises(InvalidInput, match="“number”: received “7”, allowed is 1 to 1"):
        preview_fix(of_cause(run), Fix.read({"kind": "rule", "number": 7, "rule": None}), tenant_id=tenant_id)


def test_rows_left_out_by_a_new_filter_are_given_up(run, tenant_id):
    out = {"action": "exclude", "field": "title", "test": "equals", "value": "encre"}
    set_rules(run.source_id, filters=[out], by=None)
    (replay,) = applied(of_cause(run), NO_MARK, tenant_id).runs
    assert replay.counts["skipped"] == 1
    assert HeldRow.objects.get(raw__SKU="A5").state == "discarded"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("x", "“kind”: received “x”, allowed is one of: set, transform"),
        ({"kind": "pray"}, "“kind”: received “pray”"),
        ({"kind": "set", "column": "Prix", "value": 3}, "“value”: received “3”, allowed is a text"),
        ({"kind": "set", "column": "Prix", "value": "3", "steps": []}, "“steps”"),
        ({"kind": "transform", "column": "Prix", "steps": []}, "a list of transformations"),
        ({"kind": "level", "code": "price_zero"}, "“level”: received “”"),
    ],
)
def test_a_wrong_fix_says_what_is_allowed(data, told):
    with pytest.raises(InvalidInput) as refused:
        Fix.read(data)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"kind": "set", "column": "Couleur", "value": "3"}, "Couleur: the file has no such column."),
        ({"kind": "transform", "column": "Prix", "steps": [{"name": "magic"}]}, "is not a transformation"),
        ({"kind": "mapping", "field": "brand", "steps": [{"name": "trim"}]}, "No column is mapped to “brand”"),
        ({"kind": "level", "code": "identity_missing", "level": "info"}, "are always held"),
        ({"kind": "rule", "rule": {"kind": "?"}}, "Rule 1, “kind”"),
    ],
)
def test_a_fix_that_does_not_fit_changes_nothing(run, tenant_id, data, told):
    before = open_causes()
    for act in (preview_fix, lambda *given, **options: apply_fix(*given, **options, by=None)):
        with pytest.raises(InvalidInput) as refused:
            act(of_cause(run), Fix.read(data), tenant_id=tenant_id)
        assert told in str(refused.value)
    assert (open_causes(), source_settings(run.source_id).rules) == (before, [])
    assert not ImportRun.objects.filter(kind="replay").exists()


def test_who_may_not_start_imports_fixes_nothing(run, tenant_id, people):
    with pytest.raises(PermissionRefused):
        apply_fix(of_cause(run), Fix.read(NO_MARK), tenant_id=tenant_id, by=people.viewer)
    assert not HeldRow.objects.exclude(corrected={}).exists()
    assert not ImportRun.objects.filter(kind="replay").exists()


STOCKS = (
    "SKU;EAN;Nom;Prix;Stock\n"
    "A1;4006381333931;Stylo;1,50;en réassort\n"
    "A2;4006381333948;Gomme;2,00;En Réassort\n"
    "A3;4006381333955;Colle;3,00;mystère\n"
    "A4;4006381333962;Encre;3,00;7\n"
    "A5;4006381333979;Craie;3,00;12\n"
    "A6;4006381333986;Punaise;3,00;0\n"
    "A7;4006381333993;Agrafe;3,00;41\n"
    "A8;4006381334006;Buvard;3,00;5\n"
    "A9;4006381334013;Cahier;3,00;3\n"
).encode()
STOCK = "field_format_invalid:stock"
MEANS_NONE = {"kind": "value", "field": "stock", "value": "en réassort", "target": "0"}


@pytest.fixture
def strict(tenant_id):
    """A run of a source that holds rows whose stock cannot be read."""
    source_id = imported(STOCKS.replace(b"\nA", b"\nZ"), tenant_id=tenant_id).source_id
    set_rules(source_id, rules=[{"kind": "level", "code": "field_format_invalid", "level": "error"}], by=None)
    return imported(STOCKS, tenant_id=tenant_id)


def test_a_word_gets_its_meaning_for_these_rows_and_later_files(strict, tenant_id):
    assert held_words(of_cause(strict, STOCK)) == [("En Réassort", 1), ("en réassort", 1), ("mystère", 1)]
    preview = preview_fix(of_cause(strict, STOCK), Fix.read(MEANS_NONE), tenant_id=tenant_id)
    assert (preview.rows, preview.passing, value_maps_for(strict.source_id)) == (3, 2, {})
    applied(of_cause(strict, STOCK), MEANS_NONE, tenant_id)
    assert set(open_causes()) == {"A3"}
    assert value_maps_for(strict.source_id) == {"stock": {"en reassort": "0"}}
    again = imported(STOCKS.replace(b"\nA", b"\nB"), tenant_id=tenant_id)
    assert again.rows_held == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"target": "beaucoup"}, "a stock is a whole number"),
        ({"field": "title"}, "values are mapped for category, brand, stock"),
        ({"value": " "}, "from 1 to 500 characters"),
        ({"target": None}, "a text"),
    ],
    ids=["stock", "field", "empty", "missing"],
)
def test_a_meaning_that_cannot_be_is_refused(change, told):
    with pytest.raises(InvalidInput, match=told):
        Fix.read({**MEANS_NONE, **change})


def test_a_meaning_asks_for_the_right_on_the_source(strict, tenant_id, people):
    grants.grant(people.viewer, ["write:imports", "start:imports"], Supplier.objects.get(pk=strict.supplier_id))
    with pytest.raises(PermissionRefused):
        apply_fix(of_cause(strict, STOCK), Fix.read(MEANS_NONE), tenant_id=tenant_id, by=people.viewer)
    assert value_maps_for(strict.source_id) == {}
    assert not HeldRow.objects.filter(replay_run__isnull=False).exists()


def test_one_row_is_tried_with_other_cells_and_nothing_is_kept(run):
    row = HeldRow.objects.get(raw__SKU="A5")
    still = preview_correction(row.pk, values={"Prix": "cher"})
    assert (still.passes, [(one.field, one.column) for one in still.reasons]) == (False, [("price", "Prix")])
    assert preview_correction(row.pk, values={"Prix": "9,90"}).passes
    row.refresh_from_db()
    assert row.corrected == {}


def test_a_row_that_a_filter_leaves_out_says_so(run):
    filters = [{"action": "exclude", "test": "equals", "field": "supplier_sku", "value": "A5"}]
    set_policies(by=None, source_id=run.source_id, values={"filters": filters})
    found = preview_correction(HeldRow.objects.get(raw__SKU="A5").pk, values={"Prix": "9,90"})
    assert (found.passes, found.reasons, found.is_filtered) == (False, [], True)
    with pytest.raises(HeldRowNotFound):
        preview_correction(run.pk, values={})
