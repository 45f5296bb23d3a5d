"""The environment's word on address, numbers and servers elsewhere."""

import socket
from collections.abc import Iterator

import pytest

from productsmanager.embedded import options
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.paths import DATABASES, environment_name


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_chosen_port_that_is_taken_is_refused_by_name(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PM_PORT", str(taken_port))
    with pytest.raises(EmbeddedError, match=f"Port {taken_port} .* set PM_PORT to a free port"):
        options.choose_port("127.0.0.1")


def test_without_a_choice_the_next_free_port_is_taken(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PM_PORT", raising=False)
    monkeypatch.setattr(options, "DEFAULT_PORT", taken_port)
    assert taken_port < options.choose_port("127.0.0.1") < taken_port + options.PORTS_TRIED


@pytest.mark.parametrize("value", ["eight", "0", "-1", "80.5", "70000"])
def test_a_malformed_number_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PM_PORT", value)
    with pytest.raises(EmbeddedError, match=r"PM_PORT is .* whole number .*65535"):
        options.choose_port("127.0.0.1")


def test_a_host_that_is_not_ours_is_refused() -> None:
    with pytest.raises(EmbeddedError, match="is no address of this machine"):
        options.is_free("no.such.host.invalid", 8000)


def test_databases_with_a_url_are_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DATABASES:
        monkeypatch.delenv(environment_name(name), raising=False)
    monkeypatch.setenv("DB_CATALOG_URL", "postgresql://elsewhere/db_catalog")
    monkeypatch.setenv("DB_CORE_URL_FILE", "/run/secrets/core")
    assert set(DATABASES) - set(options.own_databases()) == {"db_catalog", "db_core"}


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:81/"), ("0.0.0.0", "http://127.0.0.1:81/"), ("::", "http://[::1]:81/")],
)
def test_the_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    chosen = options.Options(host, 81, 1, 1, (), False)
    assert chosen.address == address
