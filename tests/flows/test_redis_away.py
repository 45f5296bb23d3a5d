"""The real web server, two processes, while its Redis hangs, dies and comes back."""

import os
import signal
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from productsmanager.embedded.redis import RedisServer
from tests import servers
from tests.factories.people import make_people

PAGES = ("/dashboard/", "/products/", "/suppliers/", "/imports/", "/imports/new/", "/held-rows/", "/api/v1/products")
# More than one time-out of a second, much less than one for each call to the cache.
PATIENCE_SECONDS = 8
HOMES_ASKED = 5


class Site:
    """A signed-in browser of the site; fails when an answer takes too long."""

    def __init__(self, address: str) -> None:
        self.host, self.cookie = urlsplit(address).netloc, ""

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection(self.host, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Language": "en"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def statuses(self, paths: tuple[str, ...]) -> set[int]:
        return {self.get(path)[0] for path in paths}


@pytest.fixture
def redis(server_folder):
    folder = server_folder / "own"
    server = RedisServer(data=folder / "redis", socket=folder / "redis.sock")
    found = servers.Server(command=[], environment={}, log=folder / "redis.log", is_ready=server.is_ready)
    folder.mkdir(exist_ok=True)

    def start() -> None:
        found.process = server.start(log=found.log)
        servers.wait_until(server.is_ready, what="the start of Redis", log=found.log, process=found.process)

    found.start = start  # type: ignore[method-assign]
    found.start()
    yield server.socket, found
    found.process.send_signal(signal.SIGCONT)
    found.kill()


@pytest.fixture
def site(transactional_db, server_folder, installation_folder, redis, tmp_path):
    """The site with the settings of an installation, in the databases of the tests."""
    environment = {
        **servers.redis_environment(redis[0]),
        "DJANGO_SETTINGS_MODULE": "productsmanager.settings.local",
        "SECRET_KEY": settings.SECRET_KEY,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    server, address = servers.web_server(server_folder / "own", environment=environment, processes=2)
    server.start()
    site = Site(address)
    client = Client()
    client.force_login(make_people().manager)
    site.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    yield site
    server.kill()


def test_pages_answer_while_redis_hangs_is_dead_and_back(site, redis):
    _socket, server = redis
    assert site.statuses(PAGES) == {200}
    assert '"status": "ok"' in site.get("/health")[1]

    os.kill(server.process.pid, signal.SIGSTOP)
    assert site.statuses(PAGES * 2) == {200}
    assert site.get("/health/redis")[0] == 503

    server.process.send_signal(signal.SIGCONT)
    server.kill()
    assert site.statuses(PAGES) == {200}
    assert '"status": "degraded"' in site.get("/health")[1]
    assert "does not answer" in site.get("/dashboard/system/")[1]

    server.start()
    servers.wait_until(lambda: '"status": "ok"' in site.get("/health")[1], what="Redis known to be back")
    assert site.statuses(PAGES) == {200}
    assert answers_counted(site, "/dashboard/") == HOMES_ASKED


def answers_counted(site: Site, route: str) -> int:
    """Answers of one page in all web processes together."""
    families = text_string_to_metric_families(site.get("/metrics")[1])
    samples = [sample for family in families for sample in family.samples if sample.name == "pm_http_requests_total"]
    return int(sum(sample.value for sample in samples if sample.labels["route"] == route))
