"""Looks at sources: what is new is imported once, errors are tried again, nothing is lost or doubled."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from core.errors import PermissionRefused, Terminal, Transient
from core.jobs import JobStatus, due_again
from imports.errors import FetchRunning, SourceOff
from imports.models import Fetch, FetchedFile, ImportRun, SourceFile, Trigger
from imports.services import execute_fetch, execute_run, request_fetch
from suppliers.errors import NoFileFound, SourceNotFetched
from suppliers.models import Source
from tests.factories.imports import feed_csv

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
LOGIN_PAGE = b"<!DOCTYPE html><html><body><form>Password <input type=password></form></body></html>"
Outcome = Fetch.Outcome


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def looked(feed, trigger=Trigger.SCHEDULE, by=None):
    """A look at the source, done."""
    fetch = request_fetch(feed.pk, by=by, trigger=trigger)
    execute_fetch(fetch.pk)
    fetch.refresh_from_db()
    return fetch


def runs_of(fetch):
    return list(ImportRun.objects.filter(fetch=fetch).order_by("created_at"))


def test_a_new_file_becomes_a_run_that_is_started(feed, remote):
    remote.put("prices.csv", feed_csv(3))
    fetch = looked(feed)
    assert (fetch.status, fetch.outcome, fetch.files_seen, fetch.files_new) == ("completed", "files", 1, 1)
    [run] = runs_of(fetch)
    assert (run.stage, run.status, run.trigger) == ("ready", "pending", "schedule")
    assert run.queued_at is not None
    assert execute_run(run.pk).status == JobStatus.COMPLETED


def test_the_same_content_again_is_nothing_new(feed, remote):
    remote.put("prices.csv", feed_csv(3))
    looked(feed)
    again = looked(feed)
    assert (again.outcome, again.files_new) == (Outcome.UNCHANGED, 0)
    assert SourceFile.objects.filter(sha256__isnull=False).count() == 2


def test_content_that_comes_back_is_new(feed, remote):
    for rows in (3, 4, 3):
        remote.put("prices.csv", feed_csv(rows))
        assert looked(feed).outcome == Outcome.FILES


def test_a_server_with_etags_is_only_asked(feed, remote):
    remote.has_etags = True
    remote.put("prices.csv", feed_csv(3))
    looked(feed)
    seen = FetchedFile.objects.get()
    assert looked(feed).outcome == Outcome.UNCHANGED
    assert FetchedFile.objects.get() == seen


def test_a_dated_file_is_not_even_brought_again(feed, remote):
    remote.put("prices.csv", feed_csv(3), NOW)
    looked(feed)
    assert looked(feed).outcome == Outcome.UNCHANGED
    assert remote.brought == 1


def test_a_newer_date_on_the_same_content_is_nothing_new_and_is_remembered(feed, remote):
    remote.put("prices.csv", feed_csv(3), NOW)
    looked(feed)
    remote.put("prices.csv", feed_csv(3), NOW + timedelta(days=1))
    assert looked(feed).outcome == Outcome.UNCHANGED
    assert looked(feed).outcome == Outcome.UNCHANGED
    assert remote.brought == 2


def test_only_the_newest_file_is_taken(feed, remote):
    for day in range(3):
        remote.put(f"prices-{day}.csv", feed_csv(3 + day), NOW + timedelta(days=day))
    fetch = looked(feed)
    assert [run.source_file.name for run in runs_of(fetch)] == ["prices-2.csv"]
    assert fetch.files_seen == 3


def test_every_new_file_is_taken_oldest_first(feed, remote):
    Source.objects.update(pick=Source.Pick.ALL_NEW)
    for day in range(3):
        remote.put(f"prices-{day}.csv", feed_csv(3 + day), NOW + timedelta(days=day))
    fetch = looked(feed)
    assert [run.source_file.name for run in runs_of(fetch)] == ["prices-0.csv", "prices-1.csv", "prices-2.csv"]
    assert looked(feed).outcome == Outcome.UNCHANGED


@pytest.mark.parametrize("answer", ["empty", "refused"])
def test_no_file_is_a_state_of_its_own_and_no_failure(feed, remote, answer):
    remote.fails = [NoFileFound("no file")] if answer == "refused" else []
    fetch = looked(feed)
    assert (fetch.status, fetch.outcome, fetch.error_code) == ("completed", "no_file", "")


def test_a_login_page_instead_of_data_is_refused_and_kept(feed, remote):
    before = ImportRun.objects.count()
    remote.put("prices.csv", LOGIN_PAGE)
    fetch = looked(feed)
    [run] = runs_of(fetch)
    assert (run.status, run.stage) == ("failed", "reading")
    assert fetch.message == run.error_message
    assert ImportRun.objects.count() == before + 1


def test_a_refused_file_is_not_taken_again_by_the_schedule_but_by_a_person(feed, remote):
    remote.put("prices.csv", LOGIN_PAGE, NOW)
    looked(feed)
    assert looked(feed).outcome == Outcome.UNCHANGED
    assert looked(feed, Trigger.MANUAL).outcome == Outcome.FILES


def test_a_file_with_new_columns_waits_for_its_mapping(feed, remote):
    remote.put("prices.csv", b"Code;Libelle;Tarif\nA1;Vis;1,20\nA2;Clou;0,30\n")
    [run] = runs_of(looked(feed))
    assert (run.stage, run.status, run.queued_at) == ("mapping", "pending", None)


def test_what_passes_is_tried_again_after_1_5_15_60_240_minutes(feed, remote, clock):
    remote.fails = [Transient("Server away.") for _ in range(6)]
    fetch = request_fetch(feed.pk, by=None, trigger=Trigger.SCHEDULE)
    waits = []
    for _attempt in range(5):
        execute_fetch(fetch.pk)
        fetch.refresh_from_db()
        assert (fetch.status, fetch.error_message) == ("pending", "Server away.")
        waits.append((fetch.next_attempt_at - datetime.now(UTC)).total_seconds() / 60)
        clock.move_to(fetch.next_attempt_at)
    assert waits == [1, 5, 15, 60, 240]
    execute_fetch(fetch.pk)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.attempts) == ("failed", 6)


def test_a_source_has_retries_of_its_own(feed, remote, clock):
    Source.objects.update(retry_minutes=[7])
    remote.fails = [Transient("Server away."), None]
    remote.put("prices.csv", feed_csv(3))
    fetch = looked(feed)
    assert fetch.next_attempt_at == NOW + timedelta(minutes=7)
    assert execute_fetch(fetch.pk) is None
    clock.move_to(fetch.next_attempt_at)
    execute_fetch(fetch.pk)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.outcome, fetch.error_message) == ("completed", "files", "")


def test_retry_after_is_respected_also_by_people(feed, remote, clock):
    remote.fails = [Transient("Too many requests.", retry_after=1800)]
    fetch = looked(feed)
    assert fetch.next_attempt_at == NOW + timedelta(minutes=30)
    with pytest.raises(FetchRunning):
        request_fetch(feed.pk, by=None)
    fetch.refresh_from_db()
    assert fetch.next_attempt_at == NOW + timedelta(minutes=30)


def test_what_does_not_pass_ends_the_look(feed, remote):
    remote.fails = [Terminal("Wrong password.", code="SOURCE_LOGIN_REFUSED")]
    fetch = looked(feed)
    assert (fetch.status, fetch.error_code, fetch.outcome) == ("failed", "SOURCE_LOGIN_REFUSED", "")


def test_a_defect_ends_the_look_without_its_details(feed, remote):
    remote.fails = [ZeroDivisionError("secret detail")]
    fetch = looked(feed)
    assert (fetch.status, fetch.error_code) == ("failed", "UNEXPECTED")
    assert "secret" not in fetch.error_message


def test_run_now_makes_a_waiting_look_try_at_once(feed, remote, clock, in_tenant):
    remote.fails = [Transient("Server away.")]
    remote.put("prices.csv", feed_csv(3))
    waiting = looked(feed)
    again = request_fetch(feed.pk, by=in_tenant.manager)
    assert (again.pk, again.next_attempt_at) == (waiting.pk, NOW)
    assert execute_fetch(again.pk).outcome == Outcome.FILES


def test_a_source_is_looked_at_by_one_worker_at_a_time(feed, remote):
    request_fetch(feed.pk, by=None)
    with pytest.raises(FetchRunning):
        request_fetch(feed.pk, by=None)
    assert Fetch.objects.count() == 1


def test_run_now_needs_the_right(feed, remote, in_tenant):
    with pytest.raises(PermissionRefused):
        request_fetch(feed.pk, by=in_tenant.viewer)
    assert not Fetch.objects.exists()


def test_a_run_asked_for_by_a_person_is_that_persons(feed, remote, in_tenant):
    remote.put("prices.csv", feed_csv(3))
    [run] = runs_of(looked(feed, Trigger.MANUAL, by=in_tenant.manager))
    assert run.created_by_id == in_tenant.manager.pk


@pytest.mark.parametrize(
    ("change", "refusal"), [({"is_active": False}, SourceOff), ({"kind": "push"}, SourceNotFetched)]
)
def test_what_cannot_be_fetched_is_refused(feed, remote, change, refusal):
    Source.objects.update(**change)
    with pytest.raises(refusal):
        request_fetch(feed.pk, by=None)
    assert not Fetch.objects.exists()


def test_a_source_switched_off_meanwhile_is_left_alone(feed, remote):
    fetch = request_fetch(feed.pk, by=None)
    Source.objects.update(is_active=False)
    assert execute_fetch(fetch.pk).outcome == Outcome.SKIPPED
    assert remote.listed == 0


class Crash(BaseException):
    """What a killed worker looks like from inside: nothing is cleaned up."""


def _crash_once(monkeypatch, name):
    """The function crashes when it is called first, before it does anything."""
    module, _, attribute = name.rpartition(".")
    original = __import__(module, fromlist=[attribute]).__dict__[attribute]
    calls = []

    def crashing(*args, **options):
        calls.append(1)
        if len(calls) == 1:
            raise Crash
        return original(*args, **options)

    monkeypatch.setattr(name, crashing)


@pytest.mark.parametrize(
    "place",
    [
        "imports.services.uploads.grant_own_run",
        "imports.services.arrivals._hold",
        "imports.services.uploads.look_at",
        "imports.services.uploads.prepare_mapping",
        "core.jobs.complete",
    ],
    ids=["before-keeping", "while-keeping", "before-reading", "before-mapping", "before-the-end"],
)
def test_a_crash_anywhere_loses_and_doubles_nothing(feed, remote, monkeypatch, clock, place):
    remote.put("prices.csv", feed_csv(3), NOW)
    fetch = request_fetch(feed.pk, by=None, trigger=Trigger.SCHEDULE)
    with monkeypatch.context() as patch:
        _crash_once(patch, place)
        with pytest.raises(Crash):
            execute_fetch(fetch.pk)
        clock.shift(timedelta(minutes=5))
        assert due_again(Fetch) == 1
        execute_fetch(fetch.pk)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.outcome, fetch.files_new) == ("completed", "files", 1)
    [run] = runs_of(fetch)
    assert (run.stage, run.queued_at is not None) == ("ready", True)
    assert FetchedFile.objects.count() == 1
    assert SourceFile.objects.count() == 2


def test_a_worker_that_was_taken_for_dead_keeps_nothing(feed, remote, monkeypatch):
    remote.put("prices.csv", feed_csv(3))
    fetch = request_fetch(feed.pk, by=None)
    original = remote.fetch_remote

    def slow(*args, **options):
        Fetch.objects.update(lease_token=uuid.uuid4())
        return original(*args, **options)

    monkeypatch.setattr("suppliers.services.fetch_remote", slow, raising=False)
    execute_fetch(fetch.pk)
    fetch.refresh_from_db()
    assert fetch.status == JobStatus.PROCESSING
    assert not FetchedFile.objects.exists()
    assert not ImportRun.objects.filter(fetch=fetch).exists()
