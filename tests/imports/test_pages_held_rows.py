"""The quarantine: causes, one row corrected, groups replayed and discarded, files to take home."""

import io

import openpyxl
import pytest

from core.tenancy import tenant_scope
from imports.models import HeldRow, ImportRun
from tests.imports.pages import completed, executed, runs_of, signed_in, text_of
from tests.queries import at_most_queries

CAUSE = "ean_checksum_invalid:ean"


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def run(people):
    return completed(people)


def held(people, **criteria):
    with tenant_scope(people.tenant.pk):
        return list(HeldRow.objects.filter(**criteria))


@pytest.fixture
def wrong_ean(people, run):
    return held(people, cause=CAUSE)[0]


def cells(page, **changes):
    """The form of the row's page, with other texts for some columns."""
    return {f"cell-{cell['number']}": changes.get(cell["column"], cell["value"]) for cell in page.context["cells"]}


def test_causes_are_counted_by_supplier(manager, run):
    page = text_of(manager.get("/held-rows/"))
    assert "EAN with a wrong check digit (EAN / GTIN)" in page
    assert "MARTIN" in page


def test_nothing_held_is_good_news(manager):
    assert "Nothing is held" in text_of(manager.get("/held-rows/"))


def test_a_group_lists_its_rows(manager, run):
    page = text_of(manager.get("/held-rows/", {"cause": CAUSE, "source": str(run.source_id)}))
    assert "Row 6, column “Code EAN”" in page
    assert "Import all again" in page
    with at_most_queries(14):
        manager.get("/held-rows/", {"cause": CAUSE})


def test_the_run_shows_its_own(manager, run):
    page = text_of(manager.get(f"/imports/{run.pk}/held-rows/", {"cause": CAUSE}))
    assert "4059952514476" in page
    assert "A-5" not in page


def test_a_row_is_corrected_and_imported_again(manager, people, wrong_ean):
    page = manager.get(f"/held-rows/{wrong_ean.pk}/")
    assert 'aria-invalid="true"' in text_of(page)
    answer = manager.post(
        f"/held-rows/{wrong_ean.pk}/", {**cells(page, **{"Code EAN": "3165140761086"}), "do": "replay"}
    )
    replay = executed(people, runs_of(people)[0])
    assert answer.url == f"/imports/{replay.pk}/"
    assert (replay.kind, replay.rows_created) == (ImportRun.Kind.REPLAY, 1)
    wrong_ean.refresh_from_db()
    assert (wrong_ean.state, wrong_ean.corrected) == (HeldRow.State.REPLAYED, {"Code EAN": "3165140761086"})
    assert "Correct and import again" not in text_of(manager.get(f"/held-rows/{wrong_ean.pk}/"))


def test_a_row_is_checked_while_it_is_corrected(manager, people, wrong_ean):
    check = f"/held-rows/{wrong_ean.pk}/check/"
    page = manager.get(f"/held-rows/{wrong_ean.pk}/")
    assert f'hx-post="{check}"' in text_of(page)
    assert "The row would pass now." in text_of(manager.post(check, cells(page, **{"Code EAN": "3165140761086"})))
    still = text_of(manager.post(check, cells(page, **{"Code EAN": "3165140761086", "Prix HT": "cher"})))
    assert "The row would be held again" in still
    assert "Row 6, column “Prix HT”" in still
    wrong_ean.refresh_from_db()
    assert wrong_ean.corrected == {}
    assert signed_in(people.stranger).post(check, {}).status_code == 404


def test_a_check_says_why_it_cannot_be_made(manager, people, run, wrong_ean):
    with tenant_scope(people.tenant.pk):
        ImportRun.objects.filter(pk=run.pk).update(recognition={**run.recognition, "columns": ["Réf."]})
    assert "which this file does not have" in text_of(manager.post(f"/held-rows/{wrong_ean.pk}/check/", {}))


def test_a_correction_can_wait(manager, people, wrong_ean):
    page = manager.get(f"/held-rows/{wrong_ean.pk}/")
    after = manager.post(f"/held-rows/{wrong_ean.pk}/", cells(page, Stock="9"), follow=True)
    assert "The correction is kept." in text_of(after)
    assert "as it came:" in text_of(after)
    assert len(runs_of(people)) == 1


def test_a_whole_group_is_replayed(manager, people, run):
    manager.post("/held-rows/act/replay/", {"whole": "yes", "run": str(run.pk)})
    replay = executed(people, runs_of(people)[0])
    assert (replay.rows_read, replay.rows_held) == (2, 2)
    assert len(held(people, state=HeldRow.State.OPEN)) == 2


def test_chosen_rows_are_discarded(manager, people, wrong_ean):
    back = "/held-rows/"
    answer = manager.post("/held-rows/act/discard/", {"selected": [str(wrong_ean.pk)], "next": back}, follow=True)
    assert "1 row was discarded." in text_of(answer)
    assert [row.pk for row in held(people, state=HeldRow.State.DISCARDED)] == [wrong_ean.pk]
    assert "EAN with a wrong check digit" in text_of(manager.get("/held-rows/?state=discarded"))


def test_without_a_choice_nothing_happens(manager, people, run):
    assert "No row was chosen" in text_of(
        manager.post("/held-rows/act/discard/", {"next": "//evil.example"}, follow=True)
    )
    assert len(held(people, state=HeldRow.State.OPEN)) == 2


def test_a_settled_row_is_not_replayed_again(manager, people, wrong_ean):
    manager.post("/held-rows/act/discard/", {"selected": [str(wrong_ean.pk)]})
    answer = manager.post("/held-rows/act/replay/", {"selected": [str(wrong_ean.pk)]}, follow=True)
    assert "None of these rows can be imported again" in text_of(answer)


def test_held_rows_are_taken_home_with_their_reasons(manager, run):
    csv = b"".join(manager.get("/held-rows/download.csv", {"run": str(run.pk)}).streaming_content).decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("held_row_id;held_row_number;held_reason;Réf.")
    book = b"".join(manager.get("/held-rows/download.xlsx", {"cause": CAUSE}).streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.values)
    assert len(rows) == 2
    assert manager.get("/held-rows/download.exe").status_code == 404


def test_a_viewer_reads_only(people, wrong_ean):
    viewer = signed_in(people.viewer)
    page = text_of(viewer.get(f"/held-rows/{wrong_ean.pk}/"))
    assert "Keep the correction" not in page
    assert viewer.post(f"/held-rows/{wrong_ean.pk}/", {"cell-0": "x"}).status_code == 403
    for act in ("replay", "discard"):
        assert viewer.post(f"/held-rows/act/{act}/", {"selected": [str(wrong_ean.pk)]}).status_code == 403
    wrong_ean.refresh_from_db()
    assert (wrong_ean.state, wrong_ean.corrected) == (HeldRow.State.OPEN, {})


def test_the_stranger_touches_nothing(people, wrong_ean):
    stranger = signed_in(people.stranger)
    assert stranger.get(f"/held-rows/{wrong_ean.pk}/").status_code == 404
    stranger.post("/held-rows/act/discard/", {"selected": [str(wrong_ean.pk)]})
    stranger.post("/held-rows/act/discard/", {"whole": "yes"})
    wrong_ean.refresh_from_db()
    assert wrong_ean.state == HeldRow.State.OPEN
    taken = b"".join(stranger.get("/held-rows/download.csv").streaming_content).decode("utf-8-sig")
    assert "4059952514476" not in taken
