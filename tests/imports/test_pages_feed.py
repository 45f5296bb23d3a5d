"""The page of a feed: its state in words, the strip, the looks, what may be asked of it; refusals."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.models import Fetch, ImportRun
from suppliers.models import Source
from suppliers.services import create_template
from tests.imports.pages import completed, prepared, signed_in, text_of
from tests.queries import at_most_queries


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def viewer(people):
    return signed_in(people.viewer)


def feed_of(people):
    with tenant_scope(people.tenant.pk):
        return Source.objects.get()


def page(source, tab=""):
    return f"/feeds/{source.pk}/{tab}"


def change(people, model, **values):
    with tenant_scope(people.tenant.pk):
        model.objects.update(**values)


def look(people, source, **values):
    with tenant_scope(people.tenant.pk):
        return Fetch.objects.create(
            tenant_id=people.tenant.pk, supplier_id=source.supplier_id, source_id=source.pk, **values
        )


def test_a_healthy_feed_tells_its_last_run_and_what_is_held(manager, people):
    run = completed(people)
    with at_most_queries(34):
        text = text_of(manager.get(page(feed_of(people))))
    assert "The last file was imported." in text
    assert f"/imports/{run.pk}/" in text
    assert "EAN with a wrong check digit" in text
    assert "Completed, rows held" in text


@pytest.mark.parametrize(
    ("model", "values", "words"),
    [
        (Source, {"is_active": False}, "The feed is on hold: nothing is fetched"),
        (ImportRun, {"status": "pending", "queued_at": None, "stage": "mapping"}, "which column becomes which field"),
        (ImportRun, {"status": "paused", "stage": "held"}, "it is held until somebody approves"),
        (ImportRun, {"status": "failed", "error_message": "The disk is full."}, "The disk is full."),
        (ImportRun, {"status": "processing"}, "worked on at this moment"),
    ],
    ids=["off", "mapping", "held", "failing", "working"],
)
def test_the_state_is_told_in_words(manager, people, model, values, words):
    completed(people)
    change(people, model, **values)
    assert words in text_of(manager.get(page(feed_of(people))))


def test_a_look_that_failed_names_cause_and_remedy(manager, people):
    completed(people)
    source = feed_of(people)
    failed = look(
        people,
        source,
        status=JobStatus.FAILED,
        error_code="SOURCE_LOGIN_REFUSED",
        error_message="ftp.example.org does not accept the password.",
    )
    text = text_of(manager.get(page(source)))
    assert "ftp.example.org does not accept the password." in text
    assert "Correct the name, the password or the key" in text
    assert f"#fetch-{failed.pk}" in text
    assert "ftp.example.org does not accept the password." in text_of(manager.get(page(source, "fetches/")))


def test_a_feed_that_brings_nothing_for_longer_than_it_may_is_silent(manager, people):
    completed(people)
    source = feed_of(people)
    change(people, Source, alerts={"silent_days": 7}, created_at=timezone.now() - timedelta(days=30))
    assert "The last file was imported." in text_of(manager.get(page(source)))
    change(people, ImportRun, finished_at=timezone.now() - timedelta(days=8))
    assert "It has brought nothing for longer than usual." in text_of(manager.get(page(source)))


def test_an_unchanged_look_stands_in_the_strip(manager, people):
    completed(people)
    source = feed_of(people)
    look(people, source, status=JobStatus.COMPLETED, outcome=Fetch.Outcome.UNCHANGED)
    assert "Nothing new" in text_of(manager.get(page(source)))


def test_a_feed_is_held_and_switched_on_again(manager, people):
    completed(people)
    source = feed_of(people)
    manager.post(page(source, "act/hold/"))
    assert feed_of(people).is_active is False
    assert "Switch on again" in text_of(manager.get(page(source)))
    manager.post(page(source, "act/resume/"))
    assert feed_of(people).is_active is True


def test_the_last_file_is_run_dry(manager, people):
    run = completed(people)
    source = feed_of(people)
    answer = manager.post(page(source, "act/dry-run/"))
    with tenant_scope(people.tenant.pk):
        made = ImportRun.objects.exclude(pk=run.pk).get()
        assert made.dry_runs.count() == 1
        assert made.queued_at is None
    assert answer.url == f"/imports/{made.pk}/dry-run/"
    manager.post(page(source, "act/dry-run/"))
    with tenant_scope(people.tenant.pk):
        assert made.dry_runs.count() == 2


def test_a_feed_without_a_file_has_nothing_to_run_dry(manager, people):
    prepared(people)
    source = feed_of(people)
    with tenant_scope(people.tenant.pk):
        file = ImportRun.objects.get().source_file
        ImportRun.objects.all().delete()
        file.delete()
    text = text_of(manager.post(page(source, "act/dry-run/"), follow=True))
    assert "there is nothing to run dry" in text
    with tenant_scope(people.tenant.pk):
        assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", ["run", "dry-run", "hold", "resume"])
def test_a_viewer_sees_no_buttons_and_changes_nothing(viewer, people, name):
    completed(people)
    source = feed_of(people)
    text = text_of(viewer.get(page(source)))
    assert "/act/" not in text
    assert viewer.post(page(source, f"act/{name}/")).status_code == 403
    assert feed_of(people).is_active is True
    with tenant_scope(people.tenant.pk):
        assert ImportRun.objects.count() == 1
        assert not Fetch.objects.exists()


def test_an_unknown_act_does_not_exist(manager, people):
    prepared(people)
    assert manager.post(page(feed_of(people), "act/explode/")).status_code == 404


@pytest.mark.parametrize("tab", ["", "fetches/"])
def test_a_feed_of_another_organisation_does_not_exist(people, tab):
    prepared(people)
    assert signed_in(people.stranger).get(page(feed_of(people), tab)).status_code == 404


def test_the_tab_of_the_mapping_tells_what_is_remembered(manager, people):
    completed(people)
    text = text_of(manager.get(page(feed_of(people), "mapping/")))
    assert "Layout of 6 columns" in text
    assert "Désignation" in text


def test_a_template_is_chosen_for_new_layouts(manager, viewer, people):
    completed(people)
    source = feed_of(people)
    with tenant_scope(people.tenant.pk):
        made = create_template(
            by=None, tenant_id=people.tenant.pk, name="Tools", columns=["EAN"], mapping={"fields": {}}
        )
    assert viewer.post(page(source, "mapping/"), {"template": str(made)}).status_code == 403
    assert feed_of(people).template_id is None
    assert manager.post(page(source, "mapping/"), {"template": str(made)}).status_code == 302
    assert feed_of(people).template_id == made
    assert manager.post(page(source, "mapping/"), {"template": "nonsense"}).status_code == 422


def follow(client, text):
    """What the browser asks next of the page: the answer of the address in its live part."""
    address = re.search(r'id="live" hx-get="([^"]+)"', text)
    return client.get(address[1].replace("&amp;", "&"), headers={"hx-request": "true"}) if address else None


def test_the_page_follows_a_fetch_until_its_file_is_there(manager, people):
    completed(people)
    source = feed_of(people)
    assert follow(manager, text_of(manager.get(page(source)))) is None
    asked = look(people, source, status=JobStatus.PENDING, queued_at=timezone.now())
    text = text_of(manager.get(page(source)))
    assert "The files are being fetched" in text
    part = follow(manager, text)
    assert "The files are being fetched" in text_of(part)
    assert "<h1" not in text_of(part)
    change(people, Fetch, status=JobStatus.COMPLETED, outcome=Fetch.Outcome.UNCHANGED)
    assert follow(manager, text).headers["HX-Refresh"] == "true"
    assert follow(manager, text_of(manager.get(page(source)))) is None
    assert f"#fetch-{asked.pk}" in text_of(manager.get(page(source)))


def test_a_fetch_is_followed_also_beside_a_run_that_waits(manager, people):
    completed(people)
    source = feed_of(people)
    change(people, ImportRun, status="pending", queued_at=None, stage="mapping")
    look(people, source, status=JobStatus.PROCESSING)
    text = text_of(manager.get(page(source)))
    assert "which column becomes which field" in text
    assert "The files are being fetched" in text
    assert follow(manager, text).status_code == 200


def test_a_fetch_that_waits_for_its_next_attempt_is_asked_for_more_slowly(manager, people):
    completed(people)
    source = feed_of(people)
    later = timezone.now() + timedelta(minutes=5)
    look(people, source, status=JobStatus.PENDING, queued_at=later, next_attempt_at=later, error_code="SOURCE_TIMEOUT")
    text = text_of(manager.get(page(source, "fetches/")))
    assert "The files are being fetched" not in text
    assert 'hx-trigger="every 10s"' in text


def test_the_run_that_follows_is_followed_too(manager, viewer, people):
    completed(people)
    source = feed_of(people)
    change(people, ImportRun, status="processing", progress_done=1_200, progress_total=4_800, phase="checking")
    for client in (manager, viewer):
        text = text_of(client.get(page(source)))
        assert "1,200" in text
        assert follow(client, text).status_code == 200
    change(people, ImportRun, status="completed")
    assert follow(manager, text).headers["HX-Refresh"] == "true"


def test_nobody_follows_the_feed_of_another_organisation(people):
    completed(people)
    assert signed_in(people.stranger).get(page(feed_of(people), "progress/")).status_code == 404
