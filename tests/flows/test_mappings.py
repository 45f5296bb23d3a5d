"""Mappings are remembered per layout; a changed layout is adapted, proposed, and waits."""

from catalog.models import Offer
from imports.models import ImportRun
from imports.services import save_mapping
from suppliers.selectors import confirmed_columns, source_settings
from tests.factories.imports import confirmed, imported, uploaded

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
    assert run.stage == Stage.MAPPING


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
