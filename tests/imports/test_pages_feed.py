"""The page of a feed: its state in words, the strip, the looks, what may be asked of it; refusals."""

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
        (Source, {"is_active": False}, "The source is switched off"),
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
