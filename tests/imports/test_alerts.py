"""What a source wants to be told of: each limit below, at and above it, and once for each change of state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.events import relay
from core.jobs import JobStatus
from core.models import Notification
from core.tenancy import every_tenant
from imports.models import Fetch, ImportRun, Trigger
from imports.services import claim, execute_run
from imports.services.silence import find_silent_feeds
from suppliers.models import Schedule, Source
from suppliers.services import create_schedule, set_policies
from tests.factories.imports import confirmed, uploaded

WITH_ERRORS, OTHER_COUNT = "Import finished with errors", "Import with an unusual number of rows"
NOW = timezone.now().replace(microsecond=0)


def night(in_tenant, *, rows=20, wrong=0):
    """An unattended import of so many rows, the first of them without a readable price; what it tells the manager."""
    lines = [f"A{n:03};Stylo {n};{'sur devis' if n < wrong else '1,50'}" for n in range(rows)]
    content = "\n".join(["SKU;Nom;Prix", *lines]).encode()
    before = set(told())
    run = confirmed(uploaded(content, tenant_id=in_tenant.tenant.pk, source="Prices", trigger=Trigger.SCHEDULE))
    if run.queued_at is None:
        claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    assert (run.rows_read, run.rows_held) == (rows, wrong)
    with every_tenant():
        relay("imports")
    return [title for pk, title in told().items() if pk not in before]


def told():
    rows = Notification.objects.filter(user__name="Marc Manager").order_by("created_at", "pk")
    return {row.pk: row.title.partition(":")[0] for row in rows}


@pytest.fixture
def source(in_tenant):
    """A source that has imported 20 rows, whose brake is off: here it is people who are told."""
    night(in_tenant)
    found = Source.objects.get(name="Prices")
    set_policies(by=None, source_id=found.pk, values={"brake_enabled": False})
    return found


def wants(source, **alerts):
    set_policies(by=None, source_id=source.pk, values={"alerts": alerts})


@pytest.mark.parametrize(("wrong", "expected"), [(1, []), (2, []), (3, [WITH_ERRORS])])
def test_rows_with_errors_count_above_ten_percent(in_tenant, source, wrong, expected):
    assert night(in_tenant, wrong=wrong) == expected


@pytest.mark.parametrize(("wrong", "expected"), [(3, []), (4, []), (5, [WITH_ERRORS])])
def test_a_source_has_its_own_limit_of_errors(in_tenant, source, wrong, expected):
    wants(source, errors_percent=20)
    assert night(in_tenant, wrong=wrong) == expected


def test_many_errors_are_told_when_they_begin_and_not_every_night(in_tenant, source):
    assert [night(in_tenant, wrong=wrong) for wrong in (3, 3, 4)] == [[WITH_ERRORS], [], []]
    assert night(in_tenant, wrong=2) == []
    assert night(in_tenant, wrong=3) == [WITH_ERRORS]


def test_errors_that_grow_by_the_limit_again_are_told_again(in_tenant, source):
    assert [night(in_tenant, wrong=wrong) for wrong in (3, 5, 8)] == [[WITH_ERRORS], [], [WITH_ERRORS]]


def test_who_does_not_want_to_hear_of_errors_does_not(in_tenant, source):
    wants(source, with_errors=False)
    assert night(in_tenant, wrong=20) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(25, []), (26, [OTHER_COUNT]), (20, []), (15, []), (14, [OTHER_COUNT])],
)
def test_the_number_of_rows_counts_beyond_the_limit_in_both_directions(in_tenant, source, rows, expected):
    wants(source, count_change_percent=25)
    assert night(in_tenant, rows=rows) == expected


def test_a_new_number_of_rows_is_told_once_and_the_way_back_too(in_tenant, source):
    wants(source, count_change_percent=25)
    assert [night(in_tenant, rows=rows) for rows in (40, 40, 40, 20)] == [[OTHER_COUNT], [], [], [OTHER_COUNT]]


def test_a_limit_of_zero_tells_every_change_and_none_tells_nothing(in_tenant, source):
    wants(source, count_change_percent=0)
    assert [night(in_tenant, rows=rows) for rows in (20, 21)] == [[], [OTHER_COUNT]]
    wants(source)
    assert night(in_tenant, rows=60) == []


def test_a_first_import_changes_no_number(in_tenant):
    assert OTHER_COUNT not in night(in_tenant)


def test_success_is_told_to_who_asks_for_it(in_tenant, source):
    wants(source, success=True)
    assert [night(in_tenant) for _each in range(2)] == [["Import finished"], ["Import finished"]]


def silent(source, *, after, imported_at=NOW):
    """Whether the feed counts as silent so long after its last import, and how often people were told in all."""
    ImportRun.objects.filter(source_id=source.pk).update(finished_at=imported_at)
    Source.objects.filter(pk=source.pk).update(created_at=NOW - timedelta(days=90))
    Schedule.objects.filter(source_id=source.pk).update(created_at=NOW - timedelta(days=90))
    found = find_silent_feeds(imported_at + after)
    return found, Notification.objects.filter(kind="feed_silent", user__name="Marc Manager").count()


SECOND = timedelta(seconds=1)
AROUND = pytest.mark.parametrize(
    ("more", "expected"), [(-SECOND, 0), (0 * SECOND, 0), (SECOND, 1)], ids=["below", "at", "above"]
)


@pytest.mark.parametrize(
    ("more", "expected"), [(-SECOND, 0), (0 * SECOND, 0), (SECOND, 1)], ids=["below", "at", "above"]
)
def test_a_feed_is_silent_beyond_its_own_limit(source, more, expected):
    wants(source, silent_days=7)
    assert silent(source, after=timedelta(days=7) + more) == (expected, expected)


@pytest.mark.parametrize(
    ("more", "expected"), [(-SECOND, 0), (0 * SECOND, 0), (SECOND, 1)], ids=["below", "at", "above"]
)
@pytest.mark.parametrize(("every", "patience"), [("daily", 3), ("interval", 2)])
def test_without_a_limit_three_looks_count_and_two_days_at_least(source, every, patience, more, expected):
    Source.objects.filter(pk=source.pk).update(kind=Source.Kind.HTTP)
    create_schedule(by=None, source_id=source.pk, frequency=every, interval_minutes=30)
    assert silent(source, after=timedelta(days=patience) + more) == (expected, expected)


def test_a_feed_without_schedule_and_limit_is_never_silent(source):
    assert silent(source, after=timedelta(days=400)) == (0, 0)


def test_a_silence_is_told_once_and_the_next_one_again(source):
    wants(source, silent_days=7)
    assert [silent(source, after=timedelta(days=8, hours=hour)) for hour in range(3)] == [(1, 1)] * 3
    assert silent(source, after=timedelta(days=30)) == (1, 1)
    later = NOW + timedelta(days=31)
    assert silent(source, after=timedelta(days=1), imported_at=later) == (0, 1)
    assert silent(source, after=timedelta(days=8), imported_at=later) == (1, 2)


@pytest.mark.parametrize(("alerts", "expected"), [({}, 0), ({"silent_days": 3}, 1)], ids=["usual", "own limit"])
def test_an_unchanged_file_breaks_the_silence_unless_the_limit_is_the_sources_own(source, alerts, expected):
    Source.objects.filter(pk=source.pk).update(kind=Source.Kind.HTTP)
    create_schedule(by=None, source_id=source.pk)
    wants(source, **alerts)
    Fetch.objects.create(
        tenant_id=source.tenant_id,
        supplier_id=source.supplier_id,
        source_id=source.pk,
        status=JobStatus.COMPLETED,
        outcome=Fetch.Outcome.UNCHANGED,
        finished_at=NOW + timedelta(days=9),
    )
    assert silent(source, after=timedelta(days=10)) == (expected, expected)
