"""Foundations of all tests: seven cloned databases, folders of their own, real servers on demand, a browser."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client, override_settings
from rest_framework.test import APIClient

from core.constraints import RETENTION_FLAG
from core.tenancy import tenant_scope
from productsmanager.embedded.paths import environment_name
from tests import databases, servers
from tests.factories.people import People, make_people

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "celery_worker", "live_site"}
COMMITTING_FIXTURES = {"celery_worker", "live_site"}
SERVER = pytest.StashKey[databases.TestServer]()
STACK = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Under xdist the controller owns the one server, so that it lives until the last worker is done."""
    config.stash[STACK] = ExitStack()
    if hasattr(config, "workerinput"):
        config.stash[SERVER] = databases.TestServer(Path(config.workerinput["test_server"]))
    elif getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        _start_server(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the server is."""
    node.workerinput["test_server"] = str(node.config.stash[SERVER].root)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, if it is ours."""
    if STACK in config.stash:
        config.stash[STACK].close()


def _start_server(config: pytest.Config) -> databases.TestServer:
    if SERVER not in config.stash:
        config.stash[SERVER] = config.stash[STACK].enter_context(databases.running_server())
    return config.stash[SERVER]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that may touch one database may touch all seven; real servers need committed rows."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        fixtures = set(getattr(item, "fixturenames", ()))
        if marker is None and not fixtures & DATABASE_FIXTURES:
            continue
        options = {"databases": "__all__", **(marker.kwargs if marker else {})}
        if fixtures & COMMITTING_FIXTURES:
            options["transaction"] = True
        item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.fixture(scope="session")
def test_server(request: pytest.FixtureRequest) -> databases.TestServer:
    """The PostgreSQL of this session."""
    return _start_server(request.config)


@pytest.fixture(scope="session")
def worker_name() -> str:
    """`gw0`, `gw1` ... under xdist, else `main`."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def database_environment(test_server: databases.TestServer, worker_name: str) -> dict[str, str]:
    """The seven URLs of this worker's clones; children started by the tests inherit them."""
    urls = test_server.clone(worker_name)
    os.environ.update(urls)
    return urls


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, database_environment: dict[str, str], django_db_blocker: Any
) -> Iterator[None]:
    """Point Django's seven connections at the clones (replaces pytest-django's creation by migrations)."""
    for alias in connections:
        url = urlsplit(database_environment[environment_name(_database_name(alias))])
        connections.settings[alias].update(NAME=url.path[1:], USER=url.username, HOST=url.query.partition("=")[2])
        connections.settings[alias].update(PASSWORD="", PORT="")
    with pytest.MonkeyPatch.context() as patch:
        _let_flushes_empty_the_audit_trail(patch)
        yield
    with django_db_blocker.unblock():
        connections.close_all()


def _let_flushes_empty_the_audit_trail(patch: pytest.MonkeyPatch) -> None:
    """Tests that commit truncate all tables afterwards; the append-only one refuses unless its flag is set."""
    flush = DatabaseOperations.sql_flush

    def open_and_flush(self: Any, *args: Any, **options: Any) -> list[str]:
        statements = flush(self, *args, **options)
        return [f"SET LOCAL {RETENTION_FLAG} = 'on'", *statements] if statements else statements

    patch.setattr(DatabaseOperations, "sql_flush", open_and_flush)


def _database_name(alias: str) -> str:
    return "db_core" if alias == "default" else f"db_{alias}"


@pytest.fixture(scope="session", autouse=True)
def installation_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Everything the product writes goes below a folder of this worker, here and in the children."""
    var = tmp_path_factory.mktemp("var", numbered=False)
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": var / "files"}}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PM_VAR", str(var))
        with override_settings(
            FILES_DIR=var / "files",
            MEDIA_ROOT=var / "files",
            WORK_DIR=var / "work",
            STORAGES={"default": files, "staticfiles": static},
        ):
            yield var


@pytest.fixture(scope="session", autouse=True)
def sessions_with_clocks() -> Iterator[None]:
    """`force_login` starts the session's clocks as the login page does, so that no later request has to."""
    from core.signin import policy, sessions

    plain = Client._login

    def login(client: Client, user: Any, backend: str | None = None) -> None:
        plain(client, user, backend)
        session = client.session
        sessions.mark(session, policy.policy_of(None))
        session.save()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "_login", login)
        yield


@pytest.fixture(scope="session")
def server_folder(test_server: databases.TestServer, worker_name: str) -> Path:
    """A short folder for sockets and logs of this worker's servers."""
    folder = test_server.root / worker_name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def redis_socket(server_folder: Path) -> Iterator[Path]:
    """A Redis of this worker."""
    with servers.running_redis(server_folder) as socket:
        yield socket


@pytest.fixture(scope="session")
def broker(redis_socket: Path) -> Iterator[None]:
    """Tasks that the test itself enqueues go to this worker's Redis."""
    from productsmanager.celery import app

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CELERY_BROKER_URL", servers.redis_environment(redis_socket)["CELERY_BROKER_URL"])
        _forget_broker(app)
        yield
        _forget_broker(app)


def _forget_broker(app: Any) -> None:
    """Celery keeps its producers, with the address of the broker they were made for, beside the pool it closes.

    A closed application takes in no more tasks, so it has to know all of them before.
    """
    app.loader.import_default_modules()
    app.close()
    app.__dict__.pop("amqp", None)


@pytest.fixture
def celery_worker(
    transactional_db: None, broker: None, redis_socket: Path, server_folder: Path
) -> Iterator[servers.Server]:
    """A real Celery worker on the test databases: `.kill()` is a SIGKILL, `.start()` starts it again."""
    worker = servers.worker_server(server_folder, environment=servers.redis_environment(redis_socket))
    worker.start()
    yield worker
    worker.kill()
    servers.empty_redis(redis_socket)


@pytest.fixture(scope="session")
def web_address(django_db_setup: None, redis_socket: Path, server_folder: Path) -> Iterator[str]:
    """The address of the product's web server on the test databases."""
    # Feeds of the browser tests lie on a server of the test.
    environment = servers.redis_environment(redis_socket) | {"HTTP_ALLOWED_PRIVATE_HOSTS": "localhost"}
    server, address = servers.web_server(server_folder, environment=environment)
    server.start()
    yield address
    server.kill()


@pytest.fixture
def live_site(transactional_db: None, web_address: str) -> str:
    """The web server's address, for a test whose rows are committed and flushed afterwards."""
    return web_address


@pytest.fixture
def people(db: None) -> People:
    """A manager, a viewer, an admin of one tenant, and a stranger of another."""
    return make_people()


@pytest.fixture
def in_tenant(people: People) -> Iterator[People]:
    """The same people, inside the scope of their tenant."""
    with tenant_scope(people.tenant.pk):
        yield people


@pytest.fixture
def api() -> APIClient:
    """A client of the API; `api.force_login(user)` signs in."""
    return APIClient()
