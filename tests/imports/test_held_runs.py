"""A run that the brake holds, on its page and in the API."""

import pytest
from django.utils import timezone

from core.jobs import JobStatus
from imports.models import ImportRun
from tests.imports.pages import ready, signed_in, text_of

EVIDENCE = {"code": "rows_fewer", "measured": 10, "normal": 200, "limit": 30, "details": None}
API = "/api/v1/imports"


@pytest.fixture
def held(people):
    run = ready(people)
    hold = {"state": "held", "evidence": [EVIDENCE], "at": timezone.now().isoformat()}
    ImportRun._base_manager.filter(pk=run.pk).update(stage="held", hold=hold, held_at=timezone.now())
    return run


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


def state(run):
    run = ImportRun._base_manager.get(pk=run.pk)
    return run.status, run.stage, run.hold["state"]


def test_the_page_tells_what_is_unusual_and_offers_both_ways(manager, held):
    page = text_of(manager.get(f"/imports/{held.pk}/"))
    assert "10 rows instead of usually 200" in page
    assert "Approve" in page
    assert "Refuse this run?" in page


def test_a_viewer_sees_why_but_no_buttons(people, held):
    page = text_of(signed_in(people.viewer).get(f"/imports/{held.pk}/"))
    assert "10 rows instead of usually 200" in page
    assert "Approve this run?" not in page


def test_a_held_run_counts_nothing_and_says_where_to_look(manager, held):
    ImportRun._base_manager.filter(pk=held.pk).update(started_at=timezone.now())
    page = text_of(manager.get(f"/imports/{held.pk}/"))
    assert "Waits for approval" in page
    assert "The dry run shows what it would change." in page
    assert "Rows read" not in page
    assert "Nothing doubtful was found" not in page
    assert "The last run in numbers" not in text_of(manager.get(f"/feeds/{held.source_id}/"))


def test_the_dry_run_of_a_held_run_does_not_call_it_ready(manager, held):
    page = text_of(manager.get(f"/imports/{held.pk}/dry-run/"))
    assert "This run is held" in page
    assert "it can be imported at once" not in page
    assert "Import now" not in page
    assert f"/imports/{held.pk}/mapping/" not in page


def test_it_is_refused_on_the_page(manager, held):
    assert manager.post(f"/imports/{held.pk}/act/refuse/").status_code == 302
    assert state(held) == (JobStatus.CANCELLED, "ready", "refused")
    assert "held and refused" in text_of(manager.get(f"/imports/{held.pk}/"))


def test_it_is_approved_by_the_api_once(api, people, held):
    api.force_login(people.manager)
    assert api.get(f"{API}/{held.pk}/impact").json()["hold"]["evidence"][0]["message"].startswith("10 rows")
    assert api.post(f"{API}/{held.pk}/release").status_code == 202
    assert state(held) == (JobStatus.PENDING, "ready", "released")
    answer = api.post(f"{API}/{held.pk}/refuse")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IMPORT_NOT_HELD")


def test_a_viewer_decides_nothing(api, people, held):
    api.force_login(people.viewer)
    assert [api.post(f"{API}/{held.pk}/{act}").status_code for act in ("release", "refuse")] == [403, 403]
    assert state(held) == (JobStatus.PENDING, "held", "held")
