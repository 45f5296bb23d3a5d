"""The page of a run: numbers that add up, progress, tabs, files, undo."""

import json

import pytest
from django.utils.translation import override

from core.jobs import JobStatus
from imports.feeds.journal import sentence
from imports.models import ImportRun
from tests.imports.pages import FEED, completed, executed, ready, runs_of, signed_in, text_of
from tests.queries import at_most_queries

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


def in_state(run, **values):
    """The run as a worker would have left it."""
    ImportRun._base_manager.filter(pk=run.pk).update(**values)
    run.refresh_from_db()
    return run


def test_the_summary_adds_up(manager, people):
    run = completed(people)
    page = text_of(manager.get(f"/imports/{run.pk}/"))
    assert "5 read = 3 created + 0 updated + 0 unchanged + 2 held + 0 skipped" in page
    assert "EAN with a wrong check digit" in page
    assert "Undo this run" in page


@pytest.mark.parametrize("place", ["", "changes/", "held-rows/", "log/"])
def test_a_tab_needs_few_queries(manager, people, place):
    run = completed(people)
    manager.get(f"/imports/{run.pk}/{place}")
    with at_most_queries(22):
        manager.get(f"/imports/{run.pk}/{place}")


def test_changes_show_old_and_new_by_field(manager, people):
    completed(people)
    run = completed(people, FEED.replace("108,25", "99,00").replace(";12\r", ";13\r"))
    page = text_of(manager.get(f"/imports/{run.pk}/changes/"))
    assert "Changed (2)" in page
    prices = text_of(manager.get(f"/imports/{run.pk}/changes/?field=price"))
    assert "<del>108.25</del>" in prices
    assert "Machine à café" not in prices
    assert "Perceuse-visseuse" not in text_of(manager.get(f"/imports/{run.pk}/changes/?kind=created"))


def test_findings_of_a_code_name_row_value_and_remedy(manager, people):
    run = completed(people)
    page = text_of(manager.get(f"/imports/{run.pk}/findings/?level=error&code=ean_checksum_invalid"))
    assert "4059952514476" in page
    assert "Ask the supplier for the right EAN" in page


def test_the_log_is_searched(manager, people):
    run = completed(people)
    assert "Completed in" in text_of(manager.get(f"/imports/{run.pk}/log/"))
    assert "No line of the log contains this" in text_of(manager.get(f"/imports/{run.pk}/log/?q=zzz"))


def test_the_live_part_asks_again_until_the_state_changes(manager, people):
    run = in_state(ready(people), status=JobStatus.PROCESSING, phase="merging", progress_done=40, progress_total=100)
    page = text_of(manager.get(f"/imports/{run.pk}/"))
    assert 'hx-trigger="every 1s"' in page
    assert "Writing to the catalogue" in page
    part = manager.get(f"/imports/{run.pk}/progress/?status=processing", headers=FRAGMENT)
    assert "40 of 100 rows" in text_of(part)
    in_state(run, status=JobStatus.COMPLETED)
    assert manager.get(f"/imports/{run.pk}/progress/?status=processing", headers=FRAGMENT)["HX-Refresh"] == "true"
    assert 'hx-trigger="every 1s"' not in text_of(manager.get(f"/imports/{run.pk}/"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "processing", "lease_until": "2020-01-01T00:00Z"}, "The worker gives no sign of life"),
        ({"status": "pending", "queued_at": "2026-01-01T00:00Z"}, "No worker is running"),
        (
            {"status": "pending", "queued_at": "2026-01-01T00:00Z", "next_attempt_at": "2026-01-01T00:00Z"},
            "Another run of this feed is at work",
        ),
        (
            {
                "status": "pending",
                "queued_at": "2026-01-01T00:00Z",
                "next_attempt_at": "2030-01-01T00:00Z",
                "error_code": "DATABASE_AWAY",
                "error_message": "The database did not answer.",
            },
            "It will be tried again",
        ),
        ({"status": "failed", "error_code": "X", "error_message": "The disk is full."}, "The disk is full."),
        ({"status": "processing", "pause_requested": True}, "It pauses at the end of the block"),
    ],
)
def test_what_keeps_a_run_from_going_on_is_told(manager, people, monkeypatch, values, said):
    monkeypatch.setattr("imports.views.live.no_worker", lambda: True)
    run = in_state(ready(people), **values)
    assert said in text_of(manager.get(f"/imports/{run.pk}/"))


def test_buttons_follow_the_state(manager, people):
    run = in_state(ready(people), status=JobStatus.PROCESSING)
    page = text_of(manager.get(f"/imports/{run.pk}/"))
    assert "/act/pause/" in page
    assert "End this run?" in page
    in_state(run, status=JobStatus.PAUSED)
    page = text_of(manager.get(f"/imports/{run.pk}/"))
    assert "/act/resume/" in page
    assert "/act/pause/" not in page
    in_state(run, status=JobStatus.FAILED, error_code="X", error_message="Gone.")
    assert "/act/retry/" in text_of(manager.get(f"/imports/{run.pk}/"))


def test_pause_is_asked_for(manager, people):
    run = in_state(ready(people), status=JobStatus.PROCESSING)
    page = text_of(manager.post(f"/imports/{run.pk}/act/pause/", follow=True))
    run.refresh_from_db()
    assert run.pause_requested
    assert "Pausing…" in page


def test_a_refusal_is_told_on_the_page(manager, people):
    run = completed(people)
    page = manager.post(f"/imports/{run.pk}/act/pause/", follow=True)
    assert page.redirect_chain[-1][0] == f"/imports/{run.pk}/"
    assert "does not allow" in text_of(page)


def test_undo_says_the_numbers_and_can_be_undone(manager, people):
    run = completed(people)
    assert "Products created by this run that go away: 3." in text_of(manager.get(f"/imports/{run.pk}/"))
    answer = manager.post(f"/imports/{run.pk}/act/undo/")
    undoing = executed(people, runs_of(people)[0])
    assert answer.url == f"/imports/{undoing.pk}/"
    page = text_of(manager.get(answer.url))
    assert "What was undone" in page
    assert "Undo the undoing" in page
    assert "The run is undone already." in text_of(manager.get(f"/imports/{run.pk}/"))
    again = manager.post(f"/imports/{run.pk}/act/undo/", follow=True)
    assert "The run is undone already." in text_of(again)


def test_a_deleted_run_is_gone(people):
    run = completed(people, FEED.partition("A-4")[0])
    admin = signed_in(people.admin)
    assert "Delete this run?" in text_of(admin.get(f"/imports/{run.pk}/"))
    assert "The run was deleted." in text_of(admin.post(f"/imports/{run.pk}/act/delete/", follow=True))
    assert admin.get(f"/imports/{run.pk}/").status_code == 404


def test_the_files_of_a_run_are_taken_home(manager, people):
    run = completed(people)
    source = manager.get(f"/imports/{run.pk}/source-file/")
    assert b"".join(source.streaming_content) == FEED.encode("cp1252")
    assert "attachment" in source["Content-Disposition"]
    report = json.loads(manager.get(f"/imports/{run.pk}/report.json").content)
    assert report["rows"]["held"] == 2
    findings = b"".join(manager.get(f"/imports/{run.pk}/report.csv").streaming_content).decode("utf-8-sig")
    assert "ean_checksum_invalid" in findings
    assert manager.get(f"/imports/{run.pk}/report.pdf").status_code == 404


@pytest.mark.parametrize(("language", "written"), [("en", "4,766 bytes"), ("fr", "4 766 octets")])
def test_the_log_writes_numbers_as_the_reader_does(language, written):
    with override(language):
        assert written in " ".join(sentence("uploaded", {"name": "tarif.csv", "size": 4766}).split())


def test_an_undone_run_is_told_as_that_in_the_strip_of_its_feed(people):
    run = completed(people)
    client = signed_in(people.manager)
    client.post(f"/imports/{run.pk}/act/undo/")
    undo = executed(people, runs_of(people)[0])
    strip = text_of(client.get(f"/feeds/{run.source_id}/")).partition('class="strip"')[2].partition("</ol>")[0]
    assert "Import undone" in strip
    assert "0 rows" not in strip
    assert "begun by" not in text_of(client.get(f"/imports/{undo.pk}/"))
