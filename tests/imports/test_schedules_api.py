"""Schedules, looks and pushed files through API and pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.models import Fetch, ImportRun
from suppliers.models import Schedule
from suppliers.services import create_schedule
from tests.factories.imports import feed_csv

URL = "/api/v1/schedules"


@pytest.fixture
def manager(api, people):
    api.force_login(people.manager)
    return api


def test_a_schedule_is_made_changed_switched_and_removed(manager, feed):
    made = manager.post(URL, {"source_id": str(feed.pk), "at": "06:30", "frequency": "daily"}, format="json")
    assert (made.status_code, made.json()["words"]) == (201, "Daily at 06:30")
    one = f"{URL}/{made.json()['id']}"
    changed = manager.patch(one, {"frequency": "interval", "interval_minutes": 15}, format="json").json()
    assert changed["words"] == "Every 15 minutes"
    assert manager.post(f"{one}/toggle").json()["next_run_at"] is None
    assert manager.get(URL).json()["total"] == 1
    assert manager.delete(one).status_code == 204
    assert not Schedule.objects.exists()


def test_a_wrong_cron_expression_is_refused_with_its_field(manager, feed):
    answer = manager.post(URL, {"source_id": str(feed.pk), "frequency": "cron", "cron": "5 4"}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SCHEDULE_INVALID")
    assert not Schedule.objects.exists()


def test_run_now_gives_a_look_that_can_be_followed(manager, feed):
    fetch = manager.post(f"/api/v1/sources/{feed.pk}/run").json()
    assert (fetch["status"], fetch["trigger"]) == ("pending", "manual")
    assert manager.get(f"/api/v1/fetches/{fetch['id']}").json() == fetch
    assert manager.get("/api/v1/fetches").json()["total"] == 1
    assert manager.post(f"/api/v1/sources/{feed.pk}/run").status_code == 409


def put(api, feed, content, **options):
    url = f"/api/v1/sources/{feed.pk}/file?filename=prices.csv"
    return api.put(url, content, content_type="application/octet-stream", **options)


def test_a_pushed_file_is_started_once(manager, feed):
    first = put(manager, feed, feed_csv(3))
    assert (first.status_code, first.json()["outcome"]) == (202, "accepted")
    run = ImportRun.objects.get(trigger="push")
    assert (run.source_file.name, run.stage, run.queued_at is not None) == ("prices.csv", "ready", True)
    again = put(manager, feed, feed_csv(3))
    assert (again.status_code, again.json()) == (200, {"outcome": "unchanged", "run": None})


def test_a_form_is_taken_too(manager, feed):
    sent = SimpleUploadedFile("liste.csv", feed_csv(3))
    answer = manager.post(f"/api/v1/sources/{feed.pk}/file", {"file": sent}, format="multipart")
    assert (answer.status_code, answer.json()["run"]["file_name"]) == (202, "liste.csv")


def test_what_cannot_be_taken_is_refused(manager, api, feed, people):
    assert put(manager, feed, b"").status_code == 422
    assert put(manager, feed, b"<!DOCTYPE html><html><body>Login</body></html>").status_code == 422
    type(feed).objects.update(is_active=False)
    assert put(manager, feed, feed_csv(3)).json()["error"]["code"] == "IMPORT_SOURCE_OFF"
    api.force_login(people.viewer)
    assert put(api, feed, feed_csv(3)).status_code == 403
    assert not ImportRun.objects.filter(trigger="push", stage="ready").exists()


def test_pages_plan_pause_and_run(client, people, feed):
    client.force_login(people.manager)
    form = {"source": feed.pk, "frequency": "weekly", "at": "06:30", "weekdays": ["0"], "time_zone": "Europe/Paris"}
    assert client.post(reverse("imports:schedule-new"), form).status_code == 302
    schedule = Schedule.objects.get()
    listed = client.get(reverse("imports:schedules")).content.decode()
    assert "Prices" in listed
    for name in ("pause", "resume", "run"):
        assert client.post(reverse("imports:schedule-act", args=[schedule.pk, name])).status_code == 302
    assert Fetch.objects.count() == 1
    assert client.get(reverse("imports:feed-schedule", args=[feed.pk])).status_code == 200
    wrong = client.post(reverse("imports:schedule", args=[schedule.pk]), {**form, "weekdays": []})
    assert wrong.status_code == 422
    assert client.post(reverse("imports:schedule-act", args=[schedule.pk, "delete"])).status_code == 302
    assert not Schedule.objects.exists()


def test_who_may_only_look_changes_nothing(client, people, feed):
    schedule_id = create_schedule(by=None, source_id=feed.pk)
    client.force_login(people.viewer)
    assert client.get(reverse("imports:schedules")).status_code == 200
    for name in ("pause", "run", "delete"):
        assert client.post(reverse("imports:schedule-act", args=[schedule_id, name])).status_code == 403
    assert Schedule.objects.get().is_active
    assert not Fetch.objects.exists()
