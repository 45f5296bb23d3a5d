"""The list of runs, and who may open which page."""

import re

import pytest

from core.tenancy import tenant_scope
from imports.models import ImportRun
from tests.imports.pages import completed, prepared, signed_in, text_of
from tests.queries import at_most_queries, counted_queries

PLACES = ("", "reading/", "mapping/", "dry-run/", "changes/", "held-rows/", "findings/", "log/", "progress/")
FILES = ("source-file/", "report.json", "report.csv")


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def viewer(people):
    return signed_in(people.viewer)


def test_nobody_signs_in_first(client, people):
    assert client.get("/imports/").url == "/login/?next=/imports/"
    fragment = client.get("/imports/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Refresh"]) == (204, "true")


def test_first_visit_says_how_to_begin(manager, viewer):
    assert "No import yet" in text_of(manager.get("/imports/"))
    assert "New import" in text_of(manager.get("/imports/"))
    assert "New import" not in text_of(viewer.get("/imports/"))


def test_a_run_is_listed_with_its_numbers(manager, people):
    completed(people)
    page = text_of(manager.get("/imports/"))
    assert "tarif" not in page
    assert "feed.csv" in page
    assert "Completed, rows held" in page
    assert "MARTIN" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=completed", True),
        ("status=with_held", True),
        ("status=failed", False),
        ("kind=undo", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
        ("status=nonsense&supplier=nonsense&since=yesterday", True),
    ],
)
def test_filters_narrow_the_list(manager, people, query, found):
    completed(people)
    page = text_of(manager.get(f"/imports/?{query}"))
    assert ("feed.csv" in page) is found
    assert ("Nothing matches these filters" in page) is not found


def test_the_list_needs_the_same_queries_for_one_run_and_for_many(manager, people):
    prepared(people)
    manager.get("/imports/")
    with counted_queries() as one:
        manager.get("/imports/")
    for number in range(4):
        prepared(people, source=f"source {number}")
    with at_most_queries(one.total):
        manager.get("/imports/")


def test_the_table_alone_answers_the_poll(manager, people):
    completed(people)
    page = text_of(manager.get("/imports/", headers={"HX-Request": "true"}))
    assert page.lstrip().startswith('<div class="stack" id="runs"')


@pytest.mark.parametrize("place", [*PLACES, *FILES])
def test_a_run_of_another_organisation_does_not_exist(people, place):
    run = completed(people)
    assert signed_in(people.stranger).get(f"/imports/{run.pk}/{place}").status_code == 404


def test_the_stranger_sees_none_of_it_in_lists(people):
    completed(people)
    stranger = signed_in(people.stranger)
    assert "MARTIN" not in text_of(stranger.get("/imports/"))
    assert "MARTIN" not in text_of(stranger.get("/held-rows/"))


@pytest.mark.parametrize("act", ["start", "dry-run", "pause", "resume", "cancel", "retry", "undo", "delete"])
def test_nothing_happens_at_the_hands_of_a_viewer(people, viewer, act):
    run = prepared(people)
    before = (run.status, run.queued_at, run.updated_at)
    assert viewer.post(f"/imports/{run.pk}/act/{act}/").status_code == 403
    run.refresh_from_db()
    assert (run.status, run.queued_at, run.updated_at) == before
    with tenant_scope(people.tenant.pk):
        assert not run.dry_runs.exists()


@pytest.mark.parametrize("place", PLACES)
def test_a_viewer_reads_without_buttons(people, viewer, place):
    run = completed(people)
    answer = viewer.get(f"/imports/{run.pk}/{place}", follow=True)
    if answer.status_code == 204:
        return
    assert answer.status_code == 200
    assert "Undo this run" not in text_of(answer)
    assert "/act/" not in text_of(answer)


def test_an_unknown_act_does_not_exist(people, manager):
    run = prepared(people)
    assert manager.post(f"/imports/{run.pk}/act/explode/").status_code == 404
    assert manager.get(f"/imports/{run.pk}/act/start/").status_code == 405


@pytest.mark.parametrize(
    ("query", "found"),
    [("trigger=upload", True), ("trigger=schedule", False), ("status=held", False), ("source=nonsense", True)],
)
def test_the_list_is_narrowed_to_feeds_and_triggers(manager, people, query, found):
    completed(people)
    assert ("feed.csv" in text_of(manager.get(f"/imports/?{query}"))) is found


def test_a_run_that_waits_for_approval_is_a_state_of_its_own(manager, people):
    run = prepared(people)
    with tenant_scope(people.tenant.pk):
        ImportRun.objects.update(stage=ImportRun.Stage.HELD)
        source_id = run.source_id
    text = text_of(manager.get(f"/imports/?status=held&source={source_id}"))
    assert "feed.csv" in text
    assert text.count("Waits for approval") > 2


def test_the_list_is_taken_home_as_it_is_filtered(viewer, people):
    completed(people)
    answer = viewer.get("/imports/jobs.csv?status=completed")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(r'attachment; filename="imports-\d{8}-\d{6}\.csv"', answer["Content-Disposition"])
    lines = content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "MARTIN" in lines[1]
    nothing = viewer.get("/imports/jobs.csv?status=failed")
    assert len(b"".join(nothing.streaming_content).splitlines()) == 1


def test_the_page_of_a_run_names_feed_and_trigger(manager, people):
    run = completed(people)
    text = text_of(manager.get(f"/imports/{run.pk}/"))
    assert f"/feeds/{run.source_id}/" in text
    assert "begun by: Upload" in text
