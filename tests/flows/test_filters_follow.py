"""Filters on a column that was renamed: found again, proposed, rewritten when a person accepts; else refused aloud."""

import pytest

from core.errors import InvalidInput
from imports.models import ImportRun
from imports.services import save_mapping
from imports.services.rules import set_rules
from suppliers.selectors import source_settings
from tests.factories.imports import confirmed, imported, uploaded

HEAD = "SKU;EAN;Nom;Prix;Zone"
ROWS = [f"A{n};;Stylo {n};{n},50;{'SUD' if n % 3 else 'NORD'}-{n % 5}" for n in range(1, 25)]
FILE = "\n".join([HEAD, *ROWS]).encode()
RENAMED = FILE.replace(b"Zone", b"Feld 12")
NORTH = {"action": "exclude", "column": "Zone", "test": "contains", "value": "nord", "name": "Nord"}
DEAR = {"action": "keep", "column": "Prix", "test": "less", "value": 20}
Origin, Stage = ImportRun.MappingOrigin, ImportRun.Stage


def filters_of(run):
    return source_settings(run.source_id).filters


def columns_of(run):
    return [one["column"] for one in filters_of(run)]


@pytest.fixture
def first(tenant_id):
    run = imported(FILE, tenant_id=tenant_id)
    set_rules(run.source_id, filters=[NORTH], by=None)
    return run


def test_a_renamed_column_that_only_a_filter_reads_is_proposed_and_the_run_waits(first, tenant_id):
    run = uploaded(RENAMED, tenant_id=tenant_id)
    (rename,) = run.drift["renames"]
    assert (rename["old"], rename["new"]) == ("Zone", "Feld 12")
    assert (run.mapping_origin, run.stage) == (Origin.ADAPTED, Stage.MAPPING)
    assert columns_of(run) == ["Zone"]


def test_what_is_accepted_is_rewritten_for_this_run_and_later_ones(first, tenant_id):
    run = imported(RENAMED, tenant_id=tenant_id)
    assert (run.status, run.rows_skipped) == ("completed", 8)
    assert filters_of(run) == [{**NORTH, "column": "Feld 12"}]
    assert run.log_lines.get(code="filters_follow").params == {"renames": "Zone → Feld 12"}
    again = imported(RENAMED.replace(b",50", b",90"), tenant_id=tenant_id)
    assert (again.mapping_origin, again.rows_skipped) == (Origin.SAVED, 8)


def test_a_column_that_fields_read_too_takes_its_filter_along(first, tenant_id):
    set_rules(first.source_id, filters=[DEAR], by=None)
    run = imported(FILE.replace(b"Prix", b"VK brutto"), tenant_id=tenant_id)
    assert filters_of(run) == [{**DEAR, "column": "VK brutto"}]
    assert (run.status, run.rows_skipped) == ("completed", 5)


def test_a_corrected_guess_is_followed_to_the_corrected_column(first, tenant_id):
    set_rules(first.source_id, filters=[DEAR], by=None)
    run = uploaded(FILE.replace(b"Prix", b"VK brutto"), tenant_id=tenant_id)
    fields = {**run.mapping["fields"]}
    fields["price"] = {**fields["price"], "column": "Zone"}
    save_mapping(run, mapping={"fields": fields}, by=None)
    assert columns_of(run) == ["Zone"]


@pytest.mark.parametrize("others", [["Zone"], ["Zone", "Prix"]])
def test_a_refused_guess_changes_no_filter(first, tenant_id, others):
    run = uploaded(RENAMED, tenant_id=tenant_id)
    with pytest.raises(InvalidInput, match="“Nord” looks at “Zone”, which this file does not have: change"):
        save_mapping(run, mapping=run.mapping, other_columns=others, by=None)
    run.refresh_from_db()
    assert (run.stage, columns_of(run)) == (Stage.MAPPING, ["Zone"])


def test_a_field_taken_from_its_renamed_column_takes_the_filter_from_it(first, tenant_id):
    set_rules(first.source_id, filters=[DEAR], by=None)
    run = uploaded(FILE.replace(b"Prix", b"VK brutto"), tenant_id=tenant_id)
    fields = {name: entry for name, entry in run.mapping["fields"].items() if name != "price"}
    with pytest.raises(InvalidInput, match="looks at “Prix”"):
        save_mapping(run, mapping={"fields": fields}, by=None)
    assert columns_of(run) == ["Prix"]


def test_without_anything_alike_the_run_waits_until_the_filter_is_changed(first, tenant_id):
    gone = "\n".join(line.rpartition(";")[0] for line in FILE.decode().splitlines()).encode()
    run = uploaded(gone, tenant_id=tenant_id)
    assert (run.mapping_origin, run.stage, run.drift["unfiltered"]) == (Origin.SAVED, Stage.MAPPING, ["Zone"])
    assert run.log_lines.get(code="filters_wait", level="warning").params == {"columns": "Zone"}
    with pytest.raises(InvalidInput, match="under “Rules”"):
        save_mapping(run, mapping=run.mapping, by=None)
    set_rules(run.source_id, filters=[{**NORTH, "column": "Nom"}], by=None)
    save_mapping(run, mapping=run.mapping, by=None)
    assert (run.stage, run.policies["filters"][0]["column"]) == (Stage.READY, "Nom")


def test_a_known_layout_without_the_column_waits_too(tenant_id):
    run = imported(FILE, tenant_id=tenant_id)
    set_rules(run.source_id, filters=[{**NORTH, "column": "Rayon"}], by=None)
    again = uploaded(FILE, tenant_id=tenant_id)
    assert (again.mapping_origin, again.stage) == (Origin.SAVED, Stage.MAPPING)
    assert again.drift == {"unfiltered": ["Rayon"]}


def test_filters_that_fit_are_left_alone(first, tenant_id):
    run = confirmed(uploaded(FILE.replace(b"Prix", b"VK brutto"), tenant_id=tenant_id))
    assert (filters_of(run), run.policies["filters"]) == ([NORTH], [NORTH])
    assert not run.log_lines.filter(code="filters_follow").exists()
