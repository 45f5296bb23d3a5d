"""Health tells what is away, to anybody; how fast and which version, to staff."""

import json
import threading

import pytest
from django.conf import settings
from django.core.cache import cache

from core import health
from core.health import asking, background
from core.tasks import relay_all_events
from productsmanager.embedded import paths
from tests.away import database_away
from tests.servers import empty_redis

PUBLIC_NAMES = {
    "/health": {"status", "databases", "redis", "files"},
    "/health/db": {"status", "databases"},
    "/health/redis": {"status", "redis"},
    "/health/celery": {"status", "workers", "queues", "scheduler", "events"},
}
ALIASES = [
    (f"{prefix}{alias}", address)
    for prefix in ("", "/api/v1")
    for alias, address in (("/multidb/health", "/health"), ("/monitoring/database-health", "/health/db"))
]


@pytest.fixture(autouse=True)
def asked_anew():
    asking.forget()
    cache.delete(background.BEAT_KEY)
    yield
    asking.forget()


@pytest.fixture
def redis(settings, redis_socket):
    empty_redis(redis_socket)
    url = paths.redis_url(socket=redis_socket)
    settings.CACHE_URL, settings.BROKER_URL = (paths.redis_database(url, number=number) for number in (0, 1))


def told(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    return answer.json()


def test_everything_answers(client, db, redis):
    body = told(client, "/health")
    assert body == {"status": "ok", "databases": dict.fromkeys(body["databases"], True), "redis": True, "files": True}
    assert len(body["databases"]) == 7
    assert told(client, "/health/live") == told(client, "/health/ready") == {"status": "ok"}


@pytest.mark.parametrize(("away", "status"), [("catalog", "degraded"), ("default", "down")])
def test_a_database_that_is_away_is_named(client, db, redis, away, status):
    name = "db_core" if away == "default" else f"db_{away}"
    code = 503 if away == "default" else 200
    with database_away(away):
        body, databases = told(client, "/health", code), told(client, "/health/db", code)
        told(client, "/health/ready", code)
    assert body["status"] == databases["status"] == status
    assert [each for each, works in body["databases"].items() if not works] == [name]
    assert databases["databases"].pop(name) == {"status": "down"}
    assert all(each == {"status": "up"} for each in databases["databases"].values())


def test_a_signed_in_person_sees_health_without_accounts(client, people, redis):
    client.force_login(people.admin)
    with database_away("default"):
        assert told(client, "/health", 503)["status"] == "down"
        assert told(client, "/health/db", 503)["status"] == "down"


def test_no_redis_is_degraded(client, db):
    assert told(client, "/health")["status"] == "degraded"
    assert told(client, "/health/redis", 503) == {"status": "down", "redis": {"status": "down"}}
    assert not health.redis_works()


def test_redis_that_answers(client, db, redis):
    assert told(client, "/health/redis") == {"status": "ok", "redis": {"status": "up"}}


@pytest.mark.parametrize(("alias", "address"), ALIASES)
def test_older_addresses_say_the_same(client, db, redis, alias, address):
    assert told(client, alias) == told(client, address)


def test_staff_sees_speed_and_versions(client, people, redis):
    client.force_login(people.admin)
    assert told(client, "/health")["version"] == settings.VERSION
    catalog = told(client, "/health/db")["databases"]["db_catalog"]
    assert catalog["status"] == "up"
    assert catalog["latency_ms"] >= 0
    assert int(catalog["version"].split(".")[0]) >= 16
    assert told(client, "/health/redis")["redis"]["version"]


@pytest.mark.parametrize("name", ["nobody", "viewer", "stranger"])
@pytest.mark.parametrize("address", PUBLIC_NAMES)
def test_others_see_nothing_of_the_inside(client, people, redis, name, address, settings):
    if name != "nobody":
        client.force_login(getattr(people, name))
    answer = client.get(address)
    text = answer.content.decode()
    assert set(answer.json()) == (PUBLIC_NAMES[address] if name != "stranger" else set(answer.json()))
    assert ("version" in text) == (name == "stranger" and address != "/health/celery")
    for secret in (settings.CACHE_URL, settings.DATABASES["default"]["HOST"] or "@", "sock"):
        assert secret not in text


def test_no_worker_is_down(client, db, redis):
    body = told(client, "/health/celery", 503)
    assert (body["status"], body["workers"]) == ("down", 0)
    assert body["queues"] == dict.fromkeys(settings.CELERY_QUEUE_NAMES, 0)
    assert body["scheduler"] == {"last_beat_seconds": None, "late": True}
    assert body["events"] == {"waiting": 0, "given_up": 0, "oldest_waiting_seconds": None, "unknown": []}


def test_a_worker_and_a_beat_are_well(client, db, redis, monkeypatch):
    monkeypatch.setattr(background, "_ping", lambda: 2)
    relay_all_events()
    body = told(client, "/health/celery")
    assert (body["status"], body["workers"]) == ("ok", 2)
    assert body["scheduler"]["late"] is False
    with database_away("media"):
        asking.forget()
        body = told(client, "/health/celery")
    assert (body["status"], body["events"]["unknown"]) == ("degraded", ["db_media"])


def test_a_scheduler_that_fell_silent_is_late(client, db, redis, monkeypatch):
    monkeypatch.setattr(background, "_ping", lambda: 1)
    background.scheduler_beat()
    monkeypatch.setattr(background, "LATE_SECONDS", -1)
    body = told(client, "/health/celery")
    assert (body["status"], body["scheduler"]["late"]) == ("degraded", True)


def test_tasks_that_wait_are_counted(client, celery_worker, redis):
    celery_worker.kill()
    health.background.current_app.send_task("core.tasks.report_orphans", queue="exports")
    health.background.current_app.send_task("core.tasks.report_orphans", queue="exports", priority=6)
    assert told(client, "/health/celery", 503)["queues"]["exports"] == 2


def test_a_worker_that_answers_is_counted(client, celery_worker, redis):
    assert told(client, "/health/celery")["workers"] == 1
    assert told(client, "/health/celery")["status"] == "degraded"  # no scheduler runs in this test


@pytest.mark.django_db(transaction=True)
def test_events_that_wait_are_counted_with_their_age(people):
    from suppliers.services import create_supplier

    create_supplier(by=None, tenant_id=people.tenant.pk, code="ALPHA", name="Alpha")
    found = background.look()
    assert found.outboxes["db_suppliers"].waiting >= 1
    assert found.oldest_event_seconds >= 0


def test_a_part_that_hangs_does_not_hang_who_asks():
    never = threading.Event()
    answers = asking.ask({"quick": lambda: 1, "hanging": never.wait}, seconds=0.05)
    assert (answers["quick"].value, answers["hanging"].works) == (1, False)
    never.set()


def test_a_question_under_way_is_not_asked_twice():
    release, asked = threading.Event(), []

    def hang() -> bool:
        asked.append(1)
        return release.wait(5)

    for _ in range(5):
        assert not asking.ask_one("it", hang, seconds=0.01).works
    release.set()
    assert asking.ask_one("it", hang).works
    assert asked == [1]


def test_a_question_that_never_comes_back_is_asked_anew(monkeypatch):
    never = threading.Event()
    asking.ask_one("it", never.wait, seconds=0.01)
    monkeypatch.setattr(asking, "GIVEN_UP_SECONDS", 0)
    assert asking.ask_one("it", lambda: 7).value == 7
    never.set()


def test_only_reading_is_possible(client, db):
    assert client.post("/health", {}).status_code == 405


def test_nothing_of_an_error_is_told(client, db, monkeypatch):
    def boom():
        raise ValueError("password=hunter2")

    monkeypatch.setattr("core.health.store.facts", boom)
    assert "hunter2" not in json.dumps(told(client, "/health/redis", 503))
