"""The list of import jobs through the API, as JSON and as a file; the latest ones."""

import pytest

from tests.imports.pages import completed

JOBS, RECENT = "/api/v1/imports/jobs", "/api/v1/imports/recent"


@pytest.fixture
def run(people):
    return completed(people)


@pytest.fixture
def viewer(api, people):
    api.force_login(people.viewer)
    return api


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 1),
        ({"status": "completed"}, 1),
        ({"status": "held"}, 0),
        ({"supplier_code": "MARTIN"}, 1),
        ({"trigger": "schedule"}, 0),
        ({"date_from": "2020-01-01"}, 1),
        ({"date_to": "2020-01-01"}, 0),
    ],
    ids=["all", "completed", "held", "code", "trigger", "from", "to"],
)
def test_jobs_are_filtered(viewer, run, query, number):
    assert len(viewer.get(JOBS, query).json()["items"]) == number


def test_the_same_as_a_file(viewer, run):
    answer = viewer.get(JOBS, {"format": "csv", "status": "completed"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert len(answer.content.splitlines()) == 2


@pytest.mark.parametrize(
    ("query", "status"),
    [({"supplier_code": "NOBODY"}, 404), ({"status": "sleeping"}, 422), ({"date_from": "soon"}, 422)],
    ids=["code", "status", "date"],
)
def test_strange_filters_are_refused(viewer, run, query, status):
    assert viewer.get(JOBS, query).status_code == status


def test_the_latest_jobs(viewer, run):
    assert [job["id"] for job in viewer.get(RECENT, {"limit": 1}).json()] == [str(run.pk)]


def test_a_stranger_sees_none(api, people, run):
    api.force_login(people.stranger)
    assert api.get(JOBS).json()["items"] == []
    assert len(api.get(JOBS, {"format": "csv"}).content.splitlines()) == 1
    assert api.get(RECENT).json() == []
