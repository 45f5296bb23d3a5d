"""A week of fifteen sources of all kinds that nobody watches, with faults planted in their servers.

The clock goes from one due moment to the next; planners and workers are called twice each time, as if there were two.
"""

import io
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from typing import Any

import pytest
import time_machine
from django.db.models import Min

from core.events import relay
from core.jobs import JobStatus
from core.models import Notification
from core.rhythms import upcoming
from core.tenancy import every_tenant
from imports.models import Fetch, FetchedFile, ImportRun, SourceFile
from imports.services import execute_fetch, execute_run, plan_due, push_file, request_fetch, save_mapping, start_run
from imports.services.silence import find_silent_feeds
from suppliers.models import Schedule, Source
from suppliers.services import create_schedule, create_source, ensure_supplier
from tests.factories.imports import feed_csv, feed_frame
from tests.fakes.certificates import trusted
from tests.fakes.feed_server import feed_server
from tests.fakes.ftp_server import ftp_server
from tests.fakes.rest_server import rest_server
from tests.fakes.sftp_server import sftp_server

# Paris puts its clocks back in the night of the seventh day.
BEGIN = datetime(2026, 10, 18, 22, 0, tzinfo=UTC)
END = BEGIN + timedelta(days=7, hours=1)
ROWS, COLLAPSED = 40, 2
OTHER_COLUMNS = b"Code;Libelle;Tarif\nA1;Vis;1,20\nA2;Clou;0,30\n"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week, counted from its begin in UTC hours."""
    return BEGIN + timedelta(days=day - 1, hours=hour, minutes=minute)


@dataclass
class World:
    """Servers, sources by name, and what will happen when."""

    people: Any
    sources: dict[str, Any] = field(default_factory=dict)
    lay: dict[str, Callable[..., None]] = field(default_factory=dict)
    plans: list[tuple[datetime, Callable[[], Any]]] = field(default_factory=list)

    def happens(self, when: datetime, act: Callable[[], Any]) -> None:
        """Something is planted."""
        self.plans.append((when, act))

    def fault(self, server: Any, kind: Any, begin: datetime, end: datetime) -> None:
        """The server has a fault from begin to end."""
        self.happens(begin, lambda: setattr(server, "fault", kind))
        self.happens(end, lambda: setattr(server, "fault", ""))


def changed(name: str, day: int) -> bytes:
    """The feed of a source on a day: its own products, other prices each day."""
    return feed_csv(ROWS, first=1000 * (1 + ALL.index(name)), changed_every=day + 2)


DIRECTORIES = ("ftp-busy", "ftp-gone", "ftp-cut", "ftp-collapse", "ftps-daily", "ftps-weekly")
KEYS = ("sftp-password", "sftp-columns")
WEB = ("http-away", "http-patience", "http-login", "http-quiet")
REST = ("rest-collapse",)
ALL = [*DIRECTORIES, *KEYS, *WEB, *REST, "push", "upload"]
RHYTHMS: dict[str, dict[str, Any]] = {
    "ftp-collapse": {"frequency": "interval", "interval_minutes": 720},
    "ftps-weekly": {"frequency": "weekly", "weekdays": [2, 4]},
    "http-quiet": {"frequency": "cron", "cron": "30 2 * * *"},
    "rest-collapse": {"frequency": "monthly", "day_of_month": 24},
}


@pytest.fixture
def world(in_tenant, settings, monkeypatch):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
    # A server that cuts a file off may leave its last word out: nobody here waits half a minute for it.
    monkeypatch.setattr("suppliers.fetchers.directories.WAIT", 2.0)
    world = World(in_tenant)
    with ExitStack() as stack, time_machine.travel(BEGIN - timedelta(days=1)) as clock:
        world.clock = clock
        stack.enter_context(trusted())
        _directories(world, stack)
        _web(world, stack)
        for name in ("push", "upload"):
            _source(world, name, name, None, None)
        for name in ALL:
            _begin(world, name)
        clock.move_to(BEGIN)
        for name in (*DIRECTORIES, *KEYS, *WEB, *REST):
            rhythm = {"at": time(6, 0), **RHYTHMS.get(name, {})}
            create_schedule(by=None, source_id=world.sources[name], **rhythm)
        with every_tenant():
            relay("imports")
        Notification.objects.all().delete()
        yield world


def _source(world, name, kind, connection, secrets):
    supplier_id = ensure_supplier(tenant_id=world.people.tenant.pk, code=name.upper(), name=name)
    ways = {"connection": connection, "secrets": secrets} if connection else {}
    world.sources[name] = create_source(by=None, supplier_id=supplier_id, name=name, kind=kind, **ways)


def _directories(world, stack):
    servers = {name: ftp_server(tls=name.startswith("ftps")) for name in DIRECTORIES}
    servers |= {name: sftp_server() for name in KEYS}
    for name, opening in servers.items():
        server = stack.enter_context(opening)
        world.lay[name] = _laying(world, server)
        world.lay[f"{name}:server"] = server
        connection = {"host": server.host, "port": server.port, "user": server.user}
        _source(world, name, name.partition("-")[0], connection, {"password": server.password})


def _laying(world, server):
    return lambda content: server.put("prices.csv", content, modified_at=datetime.now(UTC).replace(microsecond=0))


def _web(world, stack):
    for name in WEB:
        server = stack.enter_context(feed_server())
        world.lay[name] = lambda content, server=server: server.put("/prices.csv", content)
        world.lay[f"{name}:server"] = server
        _source(world, name, "http", {"url": f"{server.url}/prices.csv"}, {})
    for name in REST:
        server = stack.enter_context(rest_server())
        server.paging, server.envelope = "none", ()
        world.lay[name] = lambda content, server=server: setattr(server, "records", content)
        world.lay[f"{name}:server"] = server
        _source(world, name, "rest", {"url": f"{server.url}/products"}, {})


def records(rows: int, day: int) -> list[dict[str, Any]]:
    """The same feed as records."""
    frame = feed_frame(rows, first=90_000, changed_every=day + 2)
    return [json.loads(line) for line in frame.write_ndjson().splitlines()]


def _begin(world, name):
    """The first file, whose mapping somebody confirms."""
    source_id = world.sources[name]
    if name in ("push", "upload"):
        run = push_file(source_id, "prices.csv", io.BytesIO(changed(name, 0)), by=None)
    else:
        world.lay[name](records(ROWS, 0) if name in REST else changed(name, 0))
        fetch = execute_fetch(request_fetch(source_id, by=None).pk)
        assert fetch.status == JobStatus.COMPLETED, (name, fetch.error_message)
        run = ImportRun.objects.get(fetch=fetch)
    run = save_mapping(run, mapping=run.mapping, by=None)
    start_run(run, by=None)
    assert execute_run(run.pk).status == JobStatus.COMPLETED


def plant(world):
    """New files for all on the second and fifth day, and the faults."""
    for day in (2, 5):
        for name in (*DIRECTORIES, *KEYS, *WEB):
            world.happens(at(day, 1), lambda name=name, day=day: world.lay[name](changed(name, day)))
    server = lambda name: world.lay[f"{name}:server"]  # noqa: E731 - reads like the table below
    world.fault(server("ftp-busy"), "busy", at(2, 2), at(2, 6, 3))
    world.fault(server("ftp-cut"), "cut off", at(2, 2), at(2, 6, 3))
    world.fault(server("http-patience"), 429, at(2, 2), at(2, 6, 20))
    server("http-patience").retry_after = "1800"
    world.fault(server("http-away"), 500, at(3, 2), at(3, 23))
    world.fault(server("http-login"), "html", at(4, 2), at(4, 23))
    world.happens(at(6, 2), lambda: server("ftp-gone").remove("prices.csv"))
    world.happens(at(3, 2), lambda: setattr(server("sftp-password"), "password", "another"))
    world.happens(at(3, 23), lambda: setattr(server("sftp-password"), "password", "s3cret-sftp"))
    world.happens(at(3, 2), lambda: world.lay["sftp-columns"](OTHER_COLUMNS))
    collapsed = feed_csv(COLLAPSED, first=1000 * (1 + ALL.index("ftp-collapse")))
    world.happens(at(6, 2), lambda: world.lay["ftp-collapse"](collapsed))
    world.happens(at(5, 2), lambda: world.lay["rest-collapse"](records(COLLAPSED, 0)))


def live(world, *, planner_rests: tuple[datetime, datetime]):
    """Go from moment to moment until the week is over; all is done that is due."""
    now = BEGIN
    waiting = sorted(world.plans, key=lambda plan: plan[0])
    while now <= END:
        world.clock.move_to(now + timedelta(seconds=1))
        while waiting and waiting[0][0] <= now:
            waiting.pop(0)[1]()
        if not planner_rests[0] <= now < planner_rests[1]:
            plan_due()
            plan_due()
        _work()
        moments = [*(plan[0] for plan in waiting[:1]), *_due_moments(now, planner_rests), END + timedelta(hours=1)]
        now = max(now + timedelta(seconds=1), min(moments))
    # Half a day later two feeds count as silent: the one that is held, the one whose file is gone.
    assert find_silent_feeds(END + timedelta(hours=12)) == 2
    with every_tenant():
        relay("imports")


def _work():
    for _turn in range(2):
        for fetch_id in list(Fetch.objects.filter(status=JobStatus.PENDING).values_list("pk", flat=True)):
            execute_fetch(fetch_id)
            execute_fetch(fetch_id)
        runs = ImportRun.objects.filter(status=JobStatus.PENDING, queued_at__isnull=False)
        for run_id in list(runs.order_by("created_at").values_list("pk", flat=True)):
            execute_run(run_id)
            execute_run(run_id)


def _due_moments(now, planner_rests):
    planned = Schedule.objects.aggregate(next=Min("next_run_at"))["next"]
    retried = Fetch.objects.filter(status=JobStatus.PENDING).aggregate(next=Min("next_attempt_at"))["next"]
    rests = planner_rests[0] <= planned < planner_rests[1]
    return [moment for moment in (planner_rests[1] if rests else planned, retried) if moment]


def told(name):
    """Kinds of news about a supplier, in the order they came, one per person who was told."""
    rows = Notification.objects.filter(params__supplier=name, user__name="Marc Manager").order_by("created_at")
    return [row.kind for row in rows]


def test_a_week(world):
    plant(world)
    live(world, planner_rests=(at(5, 11), at(6, 1)))
    _every_planned_time_is_accounted_for(world)
    _nothing_is_doubled(world)
    _what_came_is_imported(world)
    _the_right_people_were_told_the_right_things()
    _exactly_the_collapses_are_held(world)


def _every_planned_time_is_accounted_for(world):
    assert Schedule.objects.count() == 13
    for schedule in Schedule.objects.select_related("source"):
        name = schedule.source.name
        expected = list(takewhile(lambda due: due <= END, upcoming(schedule.rhythm, BEGIN)))
        looks = list(Fetch.objects.filter(schedule_id=schedule.pk).order_by("planned_at"))
        assert sum(1 + look.missed for look in looks) == len(expected), name
        assert {look.planned_at for look in looks} <= set(expected), name
        assert all(look.is_finished for look in looks), name
        assert schedule.next_run_at > END, name
    # A time of the interval passed while the planner rested: the look of the one before stands for it too.
    assert sum(Fetch.objects.filter(source_id=world.sources["ftp-collapse"]).values_list("missed", flat=True)) >= 1


def _nothing_is_doubled(world):
    files = list(SourceFile.objects.values_list("source_id", "sha256"))
    assert len(files) == len(set(files))
    assert ImportRun.objects.filter(kind="import").count() == len(files)
    seen = list(FetchedFile.objects.values_list("source_id", "signature"))
    assert len(seen) == len(set(seen))


def _what_came_is_imported(world):
    """The first file, and those of the second and fifth day; what was planted besides stands beside it."""
    by_name = {}
    for name, source_id in world.sources.items():
        runs = ImportRun.objects.filter(source_id=source_id, kind="import").order_by("created_at")
        by_name[name] = [f"{run.status}:{run.stage}" for run in runs]
    done, three = "completed:ready", ["completed:ready"] * 3
    plain = {"ftp-busy", "ftp-gone", "ftp-cut", "ftps-daily", "sftp-password", "http-away", "http-patience"}
    assert {name: by_name[name] for name in plain | {"http-quiet"}} == dict.fromkeys(plain | {"http-quiet"}, three)
    assert by_name["ftps-weekly"] == three
    assert by_name["http-login"] == [done, done, "failed:reading", done]
    assert by_name["sftp-columns"] == [done, done, "pending:mapping", done]
    assert by_name["ftp-collapse"] == [*three, "pending:held"]
    assert by_name["rest-collapse"] == [done, "pending:held"]
    assert by_name["push"] == by_name["upload"] == [done]


def _the_right_people_were_told_the_right_things():
    quiet = ("ftp-busy", "ftp-cut", "http-patience", "ftps-daily", "ftps-weekly", "http-quiet", "push", "upload")
    assert {name: told(name) for name in quiet} == {name: [] for name in quiet}
    assert told("http-away") == ["import_failed"]
    assert told("http-login") == ["import_failed"]
    assert told("sftp-password") == ["import_failed"]
    assert told("sftp-columns") == ["import_waiting"]
    assert sorted(set(told("ftp-gone"))) == ["feed_silent", "import_file_not_found"]
    assert sorted(told("ftp-collapse")) == ["feed_silent", "import_held"]
    assert told("rest-collapse") == ["import_held"]


def _exactly_the_collapses_are_held(world):
    held = set(ImportRun.objects.filter(stage="held").values_list("source_id", flat=True))
    assert held == {world.sources["ftp-collapse"], world.sources["rest-collapse"]}
    assert not Source.objects.filter(is_active=False).exists()
