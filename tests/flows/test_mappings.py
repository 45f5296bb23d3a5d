"""Mappings are remembered per layout; a changed layout is adapted, proposed, and waits."""

import pytest

from catalog.models import Offer
from imports.errors import MappingUnconfirmed
from imports.feeds.mapping.reasons import in_words
from imports.models import ImportRun
from imports.services import change_reading, save_mapping, start_run
from suppliers.selectors import confirmed_columns, source_settings, template
from suppliers.services import create_template, set_source_template
from tests.factories.imports import confirmed, feed_csv, imported, uploaded

FIRST = (
    b"Artikel;Bezeichnung;Preis;Lager\nA1;Kugelschreiber blau;1,50;10\nA2;Filzstift rot;2,00;4\nA3;Radierer;0,80;7\n"
)
RENAMED = FIRST.replace(b"Preis", b"VK brutto")
MOVED = b"Preis;Lager;Artikel;Bezeichnung\n1,70;10;A1;Kugelschreiber blau\n"
Origin, Stage = ImportRun.MappingOrigin, ImportRun.Stage


def test_the_next_file_of_the_same_layout_is_ready_at_once(tenant_id):
    imported(FIRST, tenant_id=tenant_id)
    run = uploaded(FIRST, tenant_id=tenant_id)
    assert (run.mapping_origin, run.stage) == (Origin.SAVED, Stage.READY)


def test_a_renamed_column_is_found_by_its_values_and_waits_for_confirmation(tenant_id):
    first = imported(FIRST, tenant_id=tenant_id)
    run = uploaded(RENAMED, tenant_id=tenant_id)
    assert (run.mapping_origin, run.stage) == (Origin.ADAPTED, Stage.MAPPING)
    assert run.mapping["fields"]["price"]["column"] == "VK brutto"
    assert run.mapping["fields"]["title"] == first.mapping["fields"]["title"]


def test_moved_columns_keep_their_fields(tenant_id):
    first = imported(FIRST, tenant_id=tenant_id)
    run = uploaded(MOVED, tenant_id=tenant_id)
    columns = {name: field["column"] for name, field in run.mapping["fields"].items()}
    assert columns == {name: field["column"] for name, field in first.mapping["fields"].items()}
    assert (run.mapping_origin, run.stage, run.drift["moved"]) == (Origin.SAVED, Stage.READY, True)
    assert run.log_lines.filter(code="layout_harmless", level="info").exists()


def test_an_extra_column_runs_on_and_is_told(tenant_id):
    imported(FIRST, tenant_id=tenant_id)
    wider = b"\n".join(line + (b";Farbe" if n == 0 else b";blau") for n, line in enumerate(FIRST.splitlines()))
    run = imported(wider, tenant_id=tenant_id)
    assert (run.status, run.rows_unchanged, run.mapping["ignored"]) == ("completed", 3, ["Farbe"])
    assert run.log_lines.get(code="layout_harmless").params["new"] == "Farbe"


def test_a_column_with_a_meaningless_name_is_proposed_with_its_reason(tenant_id):
    imported(feed_csv(60), tenant_id=tenant_id)
    later = feed_csv(60, first=300).replace(b"Prix de vente", b"Zone 7")
    run = uploaded(later, tenant_id=tenant_id)
    assert (run.mapping_origin, run.stage) == (Origin.ADAPTED, Stage.MAPPING)
    (rename,) = run.drift["renames"]
    assert (rename["old"], rename["new"]) == ("Prix de vente", "Zone 7")
    assert "prices" in in_words(run.evidence)["price"]["reason"]
    assert run.log_lines.get(code="layout_waits", level="warning").params["renames"] == "Prix de vente → Zone 7"
    assert not run.queued_at


def test_a_lost_field_is_named_and_the_run_waits(tenant_id):
    imported(FIRST, tenant_id=tenant_id)
    shorter = b"\n".join(line.rpartition(b";")[0] for line in FIRST.splitlines())
    run = uploaded(shorter, tenant_id=tenant_id)
    assert (run.stage, run.drift["missing"]) == (Stage.MAPPING, ["stock"])
    with pytest.raises(MappingUnconfirmed):
        start_run(run, by=None)


def test_what_was_confirmed_is_the_layout_from_then_on(tenant_id):
    imported(FIRST, tenant_id=tenant_id)
    run = confirmed(uploaded(RENAMED, tenant_id=tenant_id))
    assert run.drift == {}
    again = uploaded(RENAMED, tenant_id=tenant_id)
    assert (again.mapping_origin, again.stage, again.drift) == (Origin.SAVED, Stage.READY, {})


def test_reading_a_file_once_more_tells_nothing_twice(tenant_id):
    imported(FIRST, tenant_id=tenant_id)
    run = uploaded(RENAMED, tenant_id=tenant_id)
    change_reading(run, overrides={"encoding": "utf-8"}, by=None)
    assert run.log_lines.filter(code="layout_waits").count() == 1


def kept_template(tenant_id, **values):
    fields = {"supplier_sku": {"column": "Artikel"}, "title": {"column": "Bezeichnung", "mode": "only_new"}}
    content = {"columns": ["Artikel", "Bezeichnung"], "mapping": {"fields": fields}, "identity": ["supplier_sku"]}
    return create_template(by=None, tenant_id=tenant_id, name="Papeterie", **content, **values)


def test_a_default_template_is_proposed_for_a_new_layout(tenant_id):
    template_id = kept_template(tenant_id, is_default=True)
    run = uploaded(FIRST, tenant_id=tenant_id)
    assert (run.mapping_origin, run.stage, run.identity) == (Origin.TEMPLATE, Stage.MAPPING, ["supplier_sku"])
    assert run.mapping["ignored"] == ["Preis", "Lager"]
    assert run.log_lines.get(code="template_taken").params == {"name": "Papeterie"}
    change_reading(run, overrides={"encoding": "utf-8"}, by=None)
    assert template(template_id).facts.use_count == 1


def test_the_template_of_a_source_is_used_at_once_and_only_when_its_columns_are_there(tenant_id):
    template_id = kept_template(tenant_id)
    first = uploaded(b"Foo;Bar\n1;2\n", tenant_id=tenant_id)
    set_source_template(by=None, source_id=first.source_id, template_id=template_id)
    run = uploaded(FIRST, tenant_id=tenant_id)
    assert (run.mapping_origin, run.stage) == (Origin.TEMPLATE, Stage.READY)
    other = uploaded(b"sku;name;price\nA1;Pen;1.50\n", tenant_id=tenant_id)
    assert other.mapping_origin == Origin.PROPOSED


def test_another_kind_of_file_is_proposed_afresh(tenant_id):
    imported(FIRST, tenant_id=tenant_id)
    run = uploaded(b"sku,name,price\nA1,Pen,1.50\n", tenant_id=tenant_id)
    assert run.mapping_origin == Origin.PROPOSED


def test_transformations_and_modes_survive_a_renaming(tenant_id):
    run = uploaded(FIRST, tenant_id=tenant_id)
    mapping = run.mapping
    mapping["fields"]["price"]["transformations"] = [{"name": "trim"}]
    mapping["fields"]["title"]["mode"] = "only_new"
    save_mapping(run, mapping=mapping, by=None)
    adapted = uploaded(RENAMED, tenant_id=tenant_id).mapping["fields"]
    assert adapted["price"]["transformations"] == mapping["fields"]["price"]["transformations"]
    assert adapted["title"]["mode"] == "only_new"


def test_confirmed_names_are_known_for_the_next_supplier(tenant_id):
    run = uploaded(b"Foo;Bar;Baz\nA1;Kugelschreiber;1,50\nA2;Filzstift;2,00\n", tenant_id=tenant_id)
    fields = {"supplier_sku": {"column": "Foo"}, "title": {"column": "Bar"}, "cost": {"column": "Baz"}}
    save_mapping(run, mapping={"fields": fields}, by=None)
    assert confirmed_columns(tenant_id) == {"Foo": "supplier_sku", "Bar": "title", "Baz": "cost"}
    other = uploaded(b"Baz;Foo;Bar\n1,50;B1;Kreide\n2,50;B2;Tafel\n", tenant_id=tenant_id, supplier="B")
    assert {n: f["column"] for n, f in other.mapping["fields"].items()}["cost"] == "Baz"


def test_no_column_is_dropped_silently(tenant_id):
    run = confirmed(uploaded(b"SKU;Nom;Prix;Remarque interne\nA1;Stylo;1,50;x\n", tenant_id=tenant_id))
    used = {field["column"] for field in run.mapping["fields"].values()}
    assert used | set(run.mapping["ignored"]) == {"SKU", "Nom", "Prix", "Remarque interne"}


SHARED = "SKU;EAN;Nom;Prix\n" + "".join(
    f"MODELE;{code};Chaussure {size};49,90\n"
    for size, code in enumerate(("4006381333931", "4006381333948", "4006381333955", "4006381333962"), start=40)
)


def test_a_shared_sku_is_not_taken_for_the_key(tenant_id):
    run = imported(SHARED.encode(), tenant_id=tenant_id)
    assert run.identity == ["ean"]
    assert (run.rows_created, run.rows_skipped) == (4, 0)
    assert source_settings(run.source_id).identity == ["ean"]
    again = imported(SHARED.encode(), tenant_id=tenant_id)
    assert (again.rows_unchanged, Offer.objects.count()) == (4, 4)
