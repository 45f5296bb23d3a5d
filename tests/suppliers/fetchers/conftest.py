"""Servers on loopback, believed and reachable."""

import io

import pytest

from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import Connection, Validators
from tests.fakes.certificates import trusted
from tests.fakes.feed_server import feed_server
from tests.fakes.ftp_server import ftp_server
from tests.fakes.rest_server import rest_server
from tests.fakes.sftp_server import sftp_server


@pytest.fixture(autouse=True)
def reachable(settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture(scope="module")
def authority():
    with trusted():
        yield


@pytest.fixture
def ftp():
    with ftp_server() as server:
        yield server


@pytest.fixture
def ftps(authority):
    with ftp_server(tls=True) as server:
        yield server


@pytest.fixture
def sftp():
    with sftp_server() as server:
        yield server


@pytest.fixture
def web(authority):
    with feed_server(tls=True) as server:
        yield server


@pytest.fixture
def rest():
    with rest_server() as server:
        yield server


def directory(server, *, seconds=5.0, secrets=None, **values):
    """A connection to a server of directories."""
    answers = {"host": server.host, "port": server.port, "user": server.user, **values}
    return Connection(answers, secrets or {"password": server.password}, seconds=seconds)


def names(kind, connection):
    """The names that the server lists, newest first."""
    return [each.name for each in fetcher_of(kind).listing(connection)]


def brought(kind, connection, *, known=None, limit=10_000_000, fetcher=None):
    """The newest file: its bytes, and what was told about it."""
    fetcher, target = fetcher or fetcher_of(kind), io.BytesIO()
    remote = fetcher.listing(connection)[0]
    told = fetcher.fetch(connection, remote, target, known=known or Validators(), limit=limit)
    return target.getvalue(), told
