"""Held rows: grouped, corrected, discarded, replayed, taken home and brought back."""

import io

import pytest

from catalog.models import Product
from core.errors import InvalidInput
from core.tabular import write_csv, write_xlsx
from imports.errors import HeldRowNotFound
from imports.models import HeldRow, ImportRun
from imports.selectors import HeldFilters, held_causes, held_row_counts, held_row_ids, held_row_list, held_table
from imports.services import claim, correct_held_row, discard_held_rows, execute_run, replay_held_rows
from tests.factories.imports import imported

FILE = (
    "SKU;EAN;Nom;Prix\n"
    "A1;4006381333931;Stylo;1,50\n"
    "A2;4006381333932;Feutre;2,00\n"
    "A3;4006381333933;Gomme;3,00\n"
    "A4;;Colle;abc\n"
    "A5;;Règle;2,50;en trop;encore\n"
).encode()


@pytest.fixture
def run(tenant_id):
    return imported(FILE, tenant_id=tenant_id)


def replayed(ids, tenant_id) -> ImportRun:
    (replay,) = replay_held_rows(ids, tenant_id=tenant_id, by=None, start=False)
    claim(replay)
    execute_run(replay.pk)
    replay.refresh_from_db()
    assert (replay.status, replay.error_message) == ("completed", "")
    return replay


def held(cause: str) -> HeldRow:
    return HeldRow.objects.filter(cause__startswith=cause, state="open").order_by("row_number").first()


def test_held_rows_are_grouped_by_cause(run):
    causes = {cause.cause: (cause.rows, cause.title) for cause in held_causes(HeldFilters(run_id=run.pk))}
    assert causes["ean_checksum_invalid:ean"] == (2, "EAN with a wrong check digit (EAN / GTIN)")
    assert causes["field_format_invalid:price"] == (1, "Value that cannot be read (Price)")
    assert [count for cause, (count, _) in causes.items() if cause.startswith("framing:")] == [1]
    assert run.counts == {"read": 5, "created": 1, "updated": 0, "unchanged": 0, "held": 4, "skipped": 0}


def test_every_held_row_says_why_in_a_sentence(run):
    page = held_row_list(HeldFilters(run_id=run.pk))
    assert [item.row_number for item in page.items] == [3, 4, 5, 6]
    assert "4006381333932" in page.items[0].reasons[0].message
    assert page.items[0].cells["Nom"] == "Feutre"
    assert page.items[3].raw["Nom"] == "Règle"


def test_a_corrected_row_is_imported_by_a_replay(run, tenant_id):
    row = held("ean_checksum")
    correct_held_row(row.pk, values={"EAN": "4006381333948"}, by=None)
    replay = replayed([row.pk], tenant_id)
    row.refresh_from_db()
    assert (row.state, row.replay_run_id) == ("replayed", replay.pk)
    assert replay.counts == {"read": 1, "created": 1, "updated": 0, "unchanged": 0, "held": 0, "skipped": 0}
    assert Product.objects.filter(gtin="04006381333948", title="Feutre").exists()


def test_a_row_that_is_still_wrong_stays_held_once(run, tenant_id):
    replay = replayed(held_row_ids(HeldFilters(cause="ean_checksum_invalid:ean")), tenant_id)
    assert (replay.rows_read, replay.rows_held) == (2, 2)
    assert held_row_counts()["open"] == 4
    assert HeldRow.objects.filter(run=run, state="replaced").count() == 2


def test_a_row_that_does_not_fit_needs_a_correction_first(run, tenant_id):
    row = held("framing:")
    with pytest.raises(InvalidInput, match="correct rows"):
        replay_held_rows([row.pk], tenant_id=tenant_id, by=None, start=False)
    correct_held_row(row.pk, values={"Prix": "2,50"}, by=None)
    assert replayed([row.pk], tenant_id).rows_created == 1


def test_only_columns_of_the_file_can_be_corrected(run):
    with pytest.raises(InvalidInput, match="Couleur"):
        correct_held_row(held("ean_checksum").pk, values={"Couleur": "bleu"}, by=None)


def test_discarded_rows_are_gone_from_the_quarantine(run, tenant_id):
    ids = held_row_ids(HeldFilters(run_id=run.pk))
    assert discard_held_rows(ids, tenant_id=tenant_id, by=None) == 4
    assert held_causes(HeldFilters()) == []
    with pytest.raises(HeldRowNotFound):
        correct_held_row(ids[0], values={"Nom": "x"}, by=None)


def test_the_same_bad_row_in_the_next_file_replaces_the_old_one(run, tenant_id):
    again = imported(FILE, tenant_id=tenant_id)
    assert again.rows_held == 4
    assert held_row_counts() == {"open": 4, "replayed": 0, "discarded": 0, "replaced": 4}


def test_what_a_later_file_says_of_an_article_outdates_its_held_row(run, tenant_id):
    lines = FILE.decode().splitlines()
    good, other = "A2;4006381333931;Feutre;1,90", "A4;;Colle;def"
    imported("\n".join([lines[0], good, other]).encode(), tenant_id=tenant_id)
    states = HeldRow.objects.filter(run=run).order_by("row_number").values_list("row_number", "state")
    assert list(states) == [(3, "replaced"), (4, "open"), (5, "replaced"), (6, "open")]


def test_a_replay_outdates_nothing(run, tenant_id):
    later = imported("Réf;EAN;Nom;Prix\nA2;4006381333932;Feutre;9,99\n".encode(), tenant_id=tenant_id)
    row = HeldRow.objects.get(run=later)
    replayed([row.pk], tenant_id)
    assert set(HeldRow.objects.filter(run=run).exclude(row_number=3).values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize(("write", "name"), [(write_csv, "held.csv"), (write_xlsx, "held.xlsx")])
def test_the_download_comes_back_corrected(run, tenant_id, write, name):
    header, rows = held_table(HeldFilters(cause="ean_checksum_invalid:ean"))
    rows = [list(row) for row in rows]
    assert header == ["held_row_id", "held_row_number", "held_reason", "SKU", "EAN", "Nom", "Prix"]
    rows[0][4] = "4006381333948"
    target = io.BytesIO()
    write(target, header, rows)
    back = imported(target.getvalue(), tenant_id=tenant_id, name=name)
    assert back.mapping_origin == ImportRun.MappingOrigin.SAVED
    assert (back.rows_created, back.rows_held) == (1, 1)
    assert HeldRow.objects.filter(run=run, state="replayed").count() == 1
    assert HeldRow.objects.filter(cause="ean_checksum_invalid:ean", state="open").count() == 1


def test_each_layout_is_replayed_by_a_run_of_its_own(run, tenant_id):
    imported(b"Code;Libelle;Prix\nZ0;Bidule;1,50\nZ1;Chose;xyz\n", tenant_id=tenant_id, supplier="B")
    ids = held_row_ids(HeldFilters(cause="field_format_invalid:price"))
    assert len(replay_held_rows(ids, tenant_id=tenant_id, by=None, start=False)) == 2


def test_a_download_of_several_runs_comes_back_whatever_was_done_to_it(run, tenant_id):
    """Rows of two runs, sorted otherwise, one deleted, a column of one's own added, an answer to nothing."""
    imported(FILE.replace(b"A2", b"B2").replace(b"A3", b"B3"), tenant_id=tenant_id)
    header, rows = held_table(HeldFilters(cause="ean_checksum_invalid:ean"))
    rows = sorted((list(row) for row in rows), key=lambda row: row[3], reverse=True)
    assert [row[3] for row in rows] == ["B3", "B2", "A3", "A2"]
    deleted = rows.pop()
    for row, ean in zip(rows, ("4006381333948", "4006381333955", "4006381333962"), strict=True):
        row[4] = ean
    target = io.BytesIO()
    write_csv(
        target, [*header, "Remarque"], [[*row, "vu"] for row in [*rows, ["not an id", "9", "", "C9", "", "X", "1"]]]
    )
    back = imported(target.getvalue(), tenant_id=tenant_id, name="held.csv")
    assert (back.rows_created, back.rows_held) == (4, 0)
    answered = HeldRow.objects.filter(pk__in=[row[0] for row in rows])
    assert {(row.state, row.replay_run_id) for row in answered} == {("replayed", back.pk)}
    assert HeldRow.objects.get(pk=deleted[0]).state == "open"


def test_a_row_held_again_shows_no_column_of_ours(run, tenant_id):
    replayed([held("ean_checksum").pk], tenant_id)
    again = HeldRow.objects.exclude(run=run).get(state="open")
    assert set(again.raw) == {"SKU", "EAN", "Nom", "Prix"}
