"""Figures for Prometheus: what is counted, under which names, and who may see it."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.health import asking, background
from core.metrics.requests import REQUESTS
from core.metrics.state import job_counts
from productsmanager.embedded import paths
from tests.away import database_away
from tests.factories.imports import feed_csv, imported
from tests.servers import empty_redis

TOKEN = "a-long-token-4711"
ELSEWHERE = "203.0.113.7"
SIGNED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def asked_anew(settings, redis_socket):
    empty_redis(redis_socket)
    url = paths.redis_url(socket=redis_socket)
    settings.CACHE_URL, settings.BROKER_URL = (paths.redis_database(url, number=number) for number in (0, 1))
    settings.METRICS_TOKEN = TOKEN
    asking.forget()
    yield
    asking.forget()


def figures(client, **options):
    """(name, label values) -> value."""
    answer = client.get("/metrics", **options)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def counted(method: str, route: str, status: int) -> float:
    return REQUESTS.labels(method, route, status)._value.get()


def test_the_state_of_all_parts_is_told(client, db, monkeypatch):
    monkeypatch.setattr(background, "_ping", lambda: 3)
    background.scheduler_beat()
    found = figures(client)
    assert found["pm_database_up", "db_core"] == found["pm_redis_up",] == 1
    assert len([key for key in found if key[0] == "pm_database_up"]) == 7
    assert found["pm_workers",] == 3
    assert found["pm_queue_length", "imports"] == 0
    assert found["pm_outbox_waiting", "db_catalog"] == found["pm_outbox_oldest_seconds", "db_catalog"] == 0
    assert found["pm_scheduler_beat_age_seconds",] < 60
    assert found["pm_redis_keyspace_hits_total",] >= 0


def test_a_database_that_is_away_has_no_figures_but_that(client, db):
    with database_away("catalog"):
        found = figures(client)
    assert (found["pm_database_up", "db_catalog"], found["pm_database_up", "db_core"]) == (0, 1)
    assert ("pm_outbox_waiting", "db_catalog") not in found
    assert ("pm_outbox_waiting", "db_core") in found


def test_jobs_are_counted_by_kind_and_state(in_tenant):
    imported(feed_csv(1), tenant_id=in_tenant.tenant.pk, supplier="MARTIN")
    (count,) = [each for each in job_counts("imports") if each.kind == "imports.importrun"]
    assert (count.status, count.count) == ("completed", 1)


def test_requests_are_counted_by_route_never_by_address(client, people):
    client.force_login(people.manager)
    before = counted("GET", "/suppliers/<uuid:supplier_id>/", 404)
    client.get("/suppliers/00000000-0000-4000-8000-000000000001/")
    client.get("/suppliers/00000000-0000-4000-8000-000000000002/")
    assert counted("GET", "/suppliers/<uuid:supplier_id>/", 404) == before + 2


@pytest.mark.parametrize(
    ("method", "address", "counts_as"),
    [("GET", "/no/such/page", ("GET", "unmatched", 404)), ("BREW", "/health/live", ("OTHER", "/health/live", 405))],
)
def test_strange_requests_share_a_series(client, db, method, address, counts_as):
    before = counted(*counts_as)
    client.generic(method, address)
    assert counted(*counts_as) == before + 1


def test_time_is_told_by_class_of_status(client, db):
    client.get("/health/live")
    found = figures(client)
    assert found["pm_http_request_duration_seconds_count", "GET", "/health/live", "2xx"] >= 1
    assert found["pm_http_requests_total", "GET", "/health/live", "200"] >= 1


def test_the_format_prometheus_asks_for(client, db):
    answer = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    assert answer.content.count(b"# EOF") == 1
    assert answer.content.endswith(b"# EOF\n")


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_the_older_addresses_say_the_same(client, db, prefix):
    address = f"{prefix}/monitoring/prometheus-metrics"
    assert b"pm_database_up" in client.get(address, headers={"Accept": "text/plain"}).content
    assert client.get(address, REMOTE_ADDR=ELSEWHERE).status_code == 401


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.8.8"])
def test_callers_on_this_machine_need_nothing(client, db, address):
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_on_this_machine_is_not_this_machine(client, db, header):
    assert client.get("/metrics", headers={header: "203.0.113.9"}).status_code == 401


@pytest.mark.parametrize("address", [ELSEWHERE, "", "unix:"])
def test_others_are_asked_who_they_are(client, db, address):
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="metrics"')
    assert answer.content.count(b".") == 1
    assert b"pm_" not in answer.content


def test_the_token_opens(client, db):
    assert client.get("/metrics", REMOTE_ADDR=ELSEWHERE, headers=SIGNED).status_code == 200


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer ", f"Basic {TOKEN}", TOKEN, "Bearer \u00e9"])
def test_another_token_does_not(client, db, given):
    answer = client.get("/metrics", REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION=given)
    assert answer.status_code == 401


def test_without_a_token_in_the_settings_no_token_opens(client, db, settings):
    settings.METRICS_TOKEN = ""
    for given in ("Bearer ", "Bearer", f"Bearer {TOKEN}"):
        assert client.get("/metrics", REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION=given).status_code == 401


def test_the_right_to_watch_opens(client, people):
    client.force_login(people.viewer)
    assert client.get("/metrics", REMOTE_ADDR=ELSEWHERE).status_code == 200


def test_people_without_it_are_refused(client, people):
    people.viewer.memberships.all().delete()
    client.force_login(people.viewer)
    answer = client.get("/metrics", REMOTE_ADDR=ELSEWHERE)
    assert answer.status_code == 403
    assert b"read:monitoring" in answer.content


def test_metrics_work_while_accounts_are_away(client, people):
    client.force_login(people.viewer)
    with database_away("default"):
        assert figures(client)["pm_database_up", "db_core"] == 0
        assert client.get("/metrics", REMOTE_ADDR=ELSEWHERE).status_code == 401
